"""Which mails does matchmaking send, with what in them? One function each; their only callers are actions.

What they say is in templates/emails/matchmaking/<kind>/. Everything is worded here in the reader's own language.
"""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from corridor import links, outbox
from corridor.models import Member
from corridor.queries import regions
from matchmaking import cards
from matchmaking.dates import local_day
from matchmaking.models import Introduction, OptIn
from matchmaking.queries import acquaintance, joint_mails
from matchmaking.wording import Wording, listed

OPT_IN_REQUEST = "matchmaking.opt_in_request"
INTRODUCTION_MADE = joint_mails.KIND
DID_NOT_COME_ABOUT = "matchmaking.did_not_come_about"

OPT_IN_LINK = "opt_in"
REASONS_IN_A_MAIL = 2
TOPICS_IN_A_LINE = 2


def opt_in_request(*, introduction: Introduction, opt_in: OptIn, now: dt.datetime) -> None:
    """The question to one side: who, why, what they want, what you get, how long (F013); never contact data (F001)."""
    member, other = opt_in.member, introduction.other(opt_in.member)
    with translation.override(member.language):
        sides = _sides(introduction, now)
        acquaintance.add_topics(sides, today=local_day(now))
        context = {
            "other": sides[other.pk],
            "pair": _drawn(sides[member.pk], sides[other.pk]),
            "reasons": Wording([introduction]).for_side(introduction, member)[:REASONS_IN_A_MAIL],
            "wants": _topics(sides[other.pk].seeks),
            "brings": _topics(sides[other.pk].brings),
            "last_day": local_day(introduction.closes_at),
            "answer_url": answer_url(opt_in, offered_at=introduction.offered_at, language=member.language),
        }
        outbox.enqueue(
            kind=OPT_IN_REQUEST,
            key=f"opt_in_request:{introduction.pk}:{member.pk}",
            member=member,
            context=context,
            about=introduction,
            now=now,
        )


def introduction_made(*, introduction: Introduction, member: Member, now: dt.datetime, due_at: dt.datetime) -> None:
    """The joint mail to one of the two: reasons, both contact cards and a place half-way; a reply reaches both."""
    other = introduction.other(member)
    with translation.override(member.language):
        sides, contacts = _sides(introduction, now), acquaintance.contacts_of(introduction)
        context = {
            "other": sides[other.pk],
            "pair": _drawn(sides[member.pk], sides[other.pk]),
            "reasons": Wording([introduction]).for_side(introduction, member)[:REASONS_IN_A_MAIL],
            "contact": contacts[other.pk],
            "own": contacts[member.pk],
            "venue": introduction.venue,
        }
        outbox.enqueue(
            kind=INTRODUCTION_MADE,
            key=f"introduction_made:{introduction.pk}:{member.pk}",
            member=member,
            context=context,
            about=introduction,
            now=now,
            due_at=due_at,
            reply_to=f"{introduction.member_a.email}, {introduction.member_b.email}",
            attachments=[cards.attachment(contacts[other.pk])],
        )


def did_not_come_about(*, introduction: Introduction, member: Member, now: dt.datetime) -> None:
    """To a side that said yes, at the end: it did not come about. The same words whatever the other said or did not."""
    outbox.enqueue(
        kind=DID_NOT_COME_ABOUT,
        key=f"did_not_come_about:{introduction.pk}:{member.pk}",
        member=member,
        context={"other": introduction.other(member)},
        about=introduction,
        now=now,
    )


def answer_url(opt_in: OptIn, *, offered_at: dt.datetime, language: str) -> str:
    """The address of one side's answer page. The same every time, so that a mail sent twice holds one link (R-02)."""
    token = links.make(
        OPT_IN_LINK,
        object_id=opt_in.introduction_id,
        member_id=opt_in.member_id,
        version=opt_in.link_version,
        now=offered_at,
    )
    with translation.override(language):
        return settings.SITE_URL + reverse("matchmaking:answer", args=[token])


def _sides(introduction: Introduction, now: dt.datetime) -> dict[int, acquaintance.Side]:
    sides = acquaintance.sides_of(introduction.members)
    acquaintance.add_layers(sides, today=local_day(now))
    return sides


def _drawn(*sides: acquaintance.Side) -> list[dict[str, object]]:
    """The two as the drawing of the pair takes them; the shape before a place is that of the home region."""
    homes = regions.homes()

    def one(side: acquaintance.Side) -> dict[str, object]:
        home = homes[side.region.pk] if side.region else None
        employer = side.organisation.name if side.organisation else ""
        return {
            "name": side.name,
            "organisation": ", ".join(part for part in (side.title, employer) if part),
            "place": side.region.name if side.region else "",
            "mark": home.mark if home else "",
            "brings": side.brings_layers,
            "seeks": side.seeks_layers,
            "words": side.layer.name if side.layer else "",
        }

    return [one(side) for side in sides]


def _topics(topics: list) -> str:
    return listed([topic.name for topic in topics[:TOPICS_IN_A_LINE]])
