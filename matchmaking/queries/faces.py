"""Whom does each side of an introduction see? The other one; or, until it is made, whom they were asked about (F056).

When one side hands over to a colleague, the row of the introduction changes. The other side goes on seeing the person
and the reasons it was asked about, kept in its own OptIn, so that page and mails stay the same byte for byte (F003).
"""

from copy import copy

from corridor.models import Member
from matchmaking.models import HandOver, Introduction, OptIn
from matchmaking.queries.acquaintance import somebody

VISIT = "visit"  # the code of that reason


def seen_by(own: OptIn, introduction: Introduction | None = None) -> Introduction:
    """The introduction as this side was asked about it: itself, or a copy, never to be saved, with the first person.

    No query when `own` came with its face. Once a joint mail has left, callers show the introduction itself.
    """
    introduction = introduction or own.introduction
    if own.face_id is None:
        return introduction
    me = introduction.member_a if own.member_id == introduction.member_a_id else introduction.member_b
    shown = copy(introduction)
    shown.member_a, shown.member_b = sorted((me, own.face), key=lambda member: member.pk)
    shown.reasons, shown.synergy = own.face_reasons, own.face_synergy
    return shown


def nameless(own: OptIn) -> Introduction:
    """The introduction as this side was asked about it, with nobody in the place of the other: a copy, never saved.

    A visit that was a reason is left out as well, since it is forgotten on its own day. No query.
    """
    seen = seen_by(own)
    shown = copy(seen)
    if own.member_id == seen.member_a_id:
        shown.member_b = somebody(seen.member_b_id)
    else:
        shown.member_a = somebody(seen.member_a_id)
    shown.reasons = [reason for reason in seen.reasons if reason["code"] != VISIT]
    return shown


def seen_by_member(introduction: Introduction, member: Member) -> Introduction:
    """The same for whoever has not read the side's own answer yet. One query."""
    rows = OptIn.objects.select_related("face", "face_synergy")
    own = rows.filter(introduction=introduction, member=member).first()
    return seen_by(own, introduction) if own else introduction


def was_asked_about_another(introduction: Introduction, member: Member) -> bool:
    """Whether the other one took this over from the person `member` was asked about. For the joint mail. One query."""
    return OptIn.objects.filter(introduction=introduction, member=member, face__isnull=False).exists()


def steps(introduction: Introduction, member: Member) -> list[HandOver]:
    """The hand-overs that brought the question to `member`, the last one first. One query."""
    by_taker = {step.taker_id: step for step in introduction.hand_overs.select_related("giver")}
    found, at = [], member.pk
    while at in by_taker and len(found) < len(by_taker):
        found.append(by_taker[at])
        at = by_taker[at].giver_id
    return found


def handed_over(member: Member, number: int) -> HandOver | None:
    """What `member` did with the introduction of that number, if they passed it on. One query."""
    return HandOver.objects.filter(giver=member, introduction=number).select_related("taker").first()
