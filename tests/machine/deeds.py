"""What do people and organisers do in the state machine? Each deed through the action a page would call."""

import datetime as dt

from corridor import outbox
from corridor.actions import mail_choices, members, suppressions
from corridor.models import Member, OutboxEmail
from matchmaking.actions import exclusions, hand_overs, introductions
from matchmaking.models import Exclusion, Introduction, OptIn
from matchmaking.queries import colleagues, faces

DAY = dt.timedelta(days=1)
KINDS = ("", "matchmaking.opt_in_request", "matchmaking.introduction_made", "matchmaking.did_not_come_about")
STOPS = ("pause", "consent", "close", "unsubscribe", "pace", "bounce", "wish", "wish", "mails off")
ACTS = ("drop", "withdraw", "rule out", "lift", "lift", "retry", "withdraw mail")
WHY = ("", "wrong_layer", "wrong_person", "know_them", "bad_timing", "competitor")


def stop(person: Member, other: Member, how: str, days: int, now: dt.datetime) -> None:
    """`person` wants less of us, or of `other` and where they work."""
    if how == "pause":
        members.pause(person, (now + days * DAY).date(), person, now)
    elif how == "consent":
        members.withdraw_consent(member=person, by=person, now=now)
    elif how == "close":
        Member.objects.filter(pk=person.pk).update(is_active=False)
    elif how == "pace":
        members.update_profile(member=person, by=person, now=now, pace=days % 3)
    elif how == "bounce":
        suppressions.record_bounce(address=person.email, report=str(now), now=now)
    elif how == "wish":
        whom = {"other": other} if days % 2 else {"organisation": other.memberships.get().organisation}
        exclusions.add_own(member=person, now=now, **whom)
    elif how == "mails off":
        paces = {"introductions": ("off", "weekly", "monthly")[days % 3]}
        mail_choices.choose(member=person, paces=paces, by=person, now=now)
    else:
        suppressions.unsubscribe(address=person.email, kind=KINDS[days % len(KINDS)], now=now)


def take_part_again(person: Member, now: dt.datetime) -> None:
    """Whatever kept `person` away is over."""
    Member.objects.filter(pk=person.pk).update(is_active=True)
    members.resume(person, person, now)
    members.give_consent(member=person, text_version="2026-11", language="nl", by=person, now=now)
    mail_choices.choose(member=person, paces={"introductions": "instant"}, by=person, now=now)
    for kind in KINDS:
        suppressions.resubscribe(address=person.email, kind=kind, now=now)
    for wish in Exclusion.objects.filter(member=person, by_organiser=False, lifted_at=None):
        exclusions.lift_own(exclusion=wish, member=person, now=now)
    members.update_profile(member=person, by=person, now=now, pace=2)


def hand_over(one: Introduction, giver: Member, now: dt.datetime) -> None:
    """To the first colleague who could take it, if there is one."""
    own = OptIn.objects.select_related("introduction", "face").filter(introduction=one, member=giver).first()
    if own is None:  # nobody was asked yet
        return
    for taker in colleagues.who_could_take_over(own, faces.steps(one, giver), now)[:1]:
        hand_overs.hand_over(introduction=one, giver=giver, taker=taker, now=now)


def act(one: Introduction | None, verb: str, by: Member, now: dt.datetime) -> None:
    """An organiser does something about `one`, about who may not meet, or about a mail."""
    on = {"by": by, "now": now, "because": "machine"}
    if verb in ("drop", "withdraw") and one:
        getattr(introductions, verb)(introduction=one, **on)
    elif verb == "rule out" and one:
        exclusions.add(member=one.member_a, other=one.member_b, **on)
    elif verb == "lift":
        for standing in Exclusion.objects.filter(lifted_at=None, by_organiser=True):
            exclusions.lift(exclusion=standing, **on)
    elif verb == "retry":
        for mail in OutboxEmail.objects.filter(state=OutboxEmail.State.FAILED):
            outbox.retry(mail, by, now)
    elif verb == "withdraw mail":
        for mail in OutboxEmail.objects.filter(state=OutboxEmail.State.QUEUED).order_by("pk")[:1]:
            outbox.withdraw_one(mail, by, now, "machine")
