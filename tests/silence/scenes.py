"""What may the other do or suffer? One row each; to the one who reads, all of them must look like silence (F003, R-08).

A scene has an early part, a minute after the question, and a late one, when the reader has answered. An organiser may
see that what was agreed ended before its day, and not by what: for the console such scenes must look like one another.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from corridor.actions import erasing, members, suppressions
from corridor.models import MailPreference, Member
from matchmaking.actions import exclusions, hand_overs, introductions
from matchmaking.models import Introduction
from tests.house.worlds import World

Act = Callable[[World, dt.datetime], object]
WEEK = dt.timedelta(days=7)


def nothing(world: World, now: dt.datetime) -> None:
    """Silence itself."""


@dataclass(frozen=True)
class Scene:
    """`early` and `late`: what happens, in its turn. `console`: what it must look like there; empty for not compared.

    `counted`: the numbers that any visitor reads, of everybody who takes part, may change by one.
    """

    name: str
    early: Act = nothing
    late: Act = nothing
    console: str = "silent"
    counted: bool = False


def say(answer: str) -> Act:
    return lambda world, now: introductions.answer(introduction=asked(world), member=world.bob, answer=answer, now=now)


def asked(world: World) -> Introduction:
    """The introduction as it is now."""
    return Introduction.objects.get(pk=world.introduction.pk)


def hand_over(world: World, now: dt.datetime) -> None:
    hand_overs.hand_over(introduction=asked(world), giver=world.bob, taker=colleague(world), now=now)


def colleague(world: World) -> Member:
    """Who else works where Bob does, and could meet Ada (the stage has one)."""
    others = Member.objects.filter(memberships__organisation=world.bob.memberships.get().organisation)
    return others.exclude(pk=world.bob.pk).get()


def colleague_says(answer: str) -> Act:
    return lambda world, now: introductions.answer(
        introduction=asked(world), member=colleague(world), answer=answer, now=now
    )


def pause(world: World, now: dt.datetime) -> None:
    members.pause(world.bob, (now + 2 * WEEK).date(), world.bob, now)


def take_consent_back(world: World, now: dt.datetime) -> None:
    members.withdraw_consent(member=world.bob, by=world.bob, now=now)


def close_account(world: World, now: dt.datetime) -> None:
    Member.objects.filter(pk=world.bob.pk).update(is_active=False)


def erase(world: World, now: dt.datetime) -> None:
    erasing.erase(member=world.bob, by=world.bob, now=now)


def block(world: World, now: dt.datetime) -> None:
    exclusions.add_own(member=world.bob, other=world.ada, now=now)


def block_organisation(world: World, now: dt.datetime) -> None:
    exclusions.add_own(member=world.bob, organisation=world.organisation, now=now)


def unsubscribe(world: World, now: dt.datetime) -> None:
    suppressions.unsubscribe(address=world.bob.email, kind="", now=now)


def bounce(world: World, now: dt.datetime) -> None:
    suppressions.record_bounce(address=world.bob.email, report="1", now=now)


def turn_mails_off(world: World, now: dt.datetime) -> None:
    MailPreference.objects.create(member=world.bob, category="introductions", pace="off", changed_at=now)


def take_back_as_organiser(world: World, now: dt.datetime) -> None:
    introductions.withdraw(introduction=asked(world), by=world.root, because="Wrong.", now=now)


def rule_out_as_organiser(world: World, now: dt.datetime) -> None:
    exclusions.add(member=world.bob, other=world.ada, by=world.root, because="Wrong.", now=now)


ENDED = "yes, then no"  # the first of those that were agreed and ended
SILENCE = Scene("silent")
SCENES = [
    Scene("declined", say("no")),
    Scene("not now", say("not_now")),
    Scene("yes, then no", say("yes"), say("no"), console=ENDED),
    Scene("yes, then not now", say("yes"), say("not_now"), console=ENDED),
    Scene("declined late", late=say("no")),
    Scene("blocked", block),
    Scene("blocked the organisation", block_organisation),
    Scene("yes, then blocked", say("yes"), block, console=ENDED),
    Scene("handed over", hand_over, console=""),
    Scene("declined, then handed over", say("no"), hand_over, console=""),
    Scene("handed over, and the colleague declined", hand_over, colleague_says("no"), console=""),
    Scene("paused", pause, console=""),
    Scene("yes, then paused", say("yes"), pause, console=""),
    Scene("consent taken back", take_consent_back, console=""),
    Scene("account closed", close_account, console="", counted=True),
    Scene("yes, then account closed", say("yes"), close_account, console="", counted=True),
    Scene("erased", erase, console="", counted=True),
    Scene("yes, then erased", say("yes"), erase, console="", counted=True),
    Scene("unsubscribed", unsubscribe, console=""),
    Scene("yes, then unsubscribed", say("yes"), unsubscribe, console=""),
    Scene("mails turned off", turn_mails_off, console=""),
    Scene("mail bounced", bounce, console=""),
    Scene("taken back", take_back_as_organiser, console=""),
    Scene("yes, then taken back", say("yes"), take_back_as_organiser, console=""),
    Scene("ruled out", rule_out_as_organiser, console=""),
]
# What may be seen: the control.
AGREED = Scene("agreed", say("yes"))
