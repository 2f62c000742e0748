"""What of matching goes when somebody erases themselves? What they said and wished; never what the other side goes by.

Introductions, answers and ties stay as rows between numbers: an open question looks like one that nobody answers, and
what was made was made (F003, R-08, F050).
"""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from corridor.models import Member
from corridor.queries.standing import DIGEST
from matchmaking.models import (
    Collaboration,
    Exclusion,
    Feedback,
    FollowUp,
    HandOver,
    Introduction,
    LayerHint,
    Moment,
    OptIn,
    Outcome,
    Round,
    Wish,
)
from matchmaking.queries import excuses, faces

# A round being computed holds what the engine reads of everybody; changed meanwhile, its workers would not agree.
A_ROUND = dt.timedelta(hours=1)
# What a pool tells of a member beyond where they are in the Stack and the corridor.
_TELLING = ("offers", "seeks", "words", "wishes", "released", "visits", "less_layers", "attended")


def hold(member: Member) -> None:
    """Before everything else: nothing; whoever answers or offers waits at the profile."""


def erase(*, member: Member, by: Member | None, now: dt.datetime) -> None:
    """At once, in the transaction of corridor.actions.erasing: what only `member` reads, or told after a yes."""
    for model in (Wish, LayerHint, Moment, FollowUp):
        model.objects.filter(member=member).delete()
    Exclusion.objects.filter(member=member, by_organiser=False).delete()
    ruled_out = Exclusion.objects.filter(Q(member=member) | Q(other=member), by_organiser=True)
    ruled_out.update(reason="")
    OptIn.objects.filter(member=member).update(because="")
    _empty_pools(member)


def held_until(member: Member) -> dt.datetime | None:
    """Until when somebody asked about `member`, or a round that is being computed, still needs to know who that is."""
    unsettled = _of(member).filter(closes_at__isnull=False, settled_at=None)
    moments = [*unsettled.order_by().values_list("closes_at", flat=True)]
    frozen = Round.objects.filter(state=Round.State.FROZEN).order_by()
    return max([*moments, *(since + A_ROUND for since in frozen.values_list("state_since", flat=True))], default=None)


def mails_about(member: Member) -> Q:
    """Mails to others that may name `member`: about introductions of theirs, and what came after."""
    ours = {model._meta.label_lower: model.objects.filter(introduction__in=_of(member)) for model in _AFTER}
    about = Q(about_type=Introduction._meta.label_lower, about_id__in=_of(member).values("pk"))
    for name, rows in ours.items():
        about |= Q(about_type=name, about_id__in=rows.order_by().values("pk"))
    pairs = _of(member).order_by().values_list("member_a", "member_b")
    others = {number for pair in pairs for number in pair} - {member.pk}
    return about | Q(kind=DIGEST, member__in=others)  # gathered, so about nothing of its own


def fade(*, member: Member, now: dt.datetime) -> None:
    """Once nobody reads who `member` is any more: blocks against them, visits that were proposed."""
    Exclusion.objects.filter(other=member, by_organiser=False).delete()
    for one in _of(member).only("excuse", "reasons"):
        reasons = [reason for reason in one.reasons if reason["code"] != faces.VISIT]
        excuse = {} if one.excuse.get("kind") == excuses.VISIT else one.excuse
        if (reasons, excuse) != (one.reasons, one.excuse):
            Introduction.objects.filter(pk=one.pk).update(reasons=reasons, excuse=excuse)
    sides = Q(introduction__member_a=member, released_a_at__isnull=False)
    sides |= Q(introduction__member_b=member, released_b_at__isnull=False)
    for together in Collaboration.objects.filter(sides).select_related("introduction"):
        side = "released_a_at" if together.introduction.member_a_id == member.pk else "released_b_at"
        Collaboration.objects.filter(pk=together.pk).update(**{side: None})


_AFTER = (Feedback, Outcome, FollowUp)


def _of(member: Member) -> QuerySet[Introduction]:
    """The introductions in which somebody reads, or read, of `member`, as one of the two or of those it passed."""
    faces = OptIn.objects.filter(introduction=OuterRef("pk"), face=member)
    steps = HandOver.objects.filter(Q(giver=member) | Q(taker=member), introduction=OuterRef("pk"))
    return Introduction.objects.filter(Q(member_a=member) | Q(member_b=member) | Exists(faces) | Exists(steps))


def _empty_pools(member: Member) -> None:
    """Take from stored pools what they tell of `member`. Such a round can no longer be computed to the same pairs."""
    rounds = Round.objects.exclude(state=Round.State.FROZEN).exclude(pool=None).order_by()
    for number in rounds.values_list("pk", flat=True):
        pool = Round.objects.values_list("pool", flat=True).get(pk=number)
        own = next((row for row in pool.get("candidates", ()) if row["id"] == member.pk), None)
        if own and any(own.get(name) for name in _TELLING):
            own.update({name: [] for name in _TELLING if name in own})
            Round.objects.filter(pk=number).update(pool=pool)
