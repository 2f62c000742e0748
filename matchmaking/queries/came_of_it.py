"""What came of the introductions within an organiser's reach? Counts and shares, never so small that they name anybody.

An answer that fewer than five gave is not counted out. Shares are rounded to five percent, are never below 5 or above
95, and stand on ten answers at least, so that nobody's own answer follows from them. Answers count from the first day
of the month after they were given: no number moves on the day somebody answers.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from corridor.queries.scope import Scope
from matchmaking.dates import AMSTERDAM, local_day
from matchmaking.models import Collaboration, Feedback, Introduction, Outcome
from matchmaking.queries import joint_mails, round_desk

SMALLEST = 5
FEWEST_FOR_A_SHARE = 10
STEP = 5  # percent

Answer = Feedback.Answer
MET = (Answer.MET, Answer.VALUABLE, Answer.FOLLOW_UP)
VALUABLE = (Answer.VALUABLE, Answer.FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class Numbers:
    """None where a number would be too small to tell. Asked and answered count sides, outcomes and stages pairs.

    Introductions made and collaborations are exact: an organiser reads each of those anyway.
    """

    made: int
    asked: int | None
    answered: int | None
    met_rate: int | None  # percent of the answered that met, or better
    match_rating: int | None  # percent of those that met for whom it was worth it, or better
    follow_ups: int | None
    outcomes: list[tuple[str, int | None]]
    stages: list[tuple[str, int]]


def numbers(scope: Scope, now: dt.datetime) -> Numbers:
    """What came of the introductions within `scope`, up to the first of this month. Four queries."""
    until = dt.datetime.combine(local_day(now).replace(day=1), dt.time(), tzinfo=AMSTERDAM)
    within = round_desk.introductions(scope).order_by().values("pk")
    said = _feedback(within, until)
    kinds = dict(
        Outcome.objects.filter(introduction__in=within, answered_at__lt=until)
        .order_by()
        .values_list("kind")
        .annotate(count=Count("introduction", distinct=True))
    )
    stages = dict(
        Collaboration.objects.filter(introduction__in=within).order_by().values_list("stage").annotate(Count("pk"))
    )
    return Numbers(
        made=joint_mails.made_for_good().filter(pk__in=within, made_at__lt=until).count(),
        asked=_shown(said["asked"]),
        answered=_shown(said["answered"]),
        met_rate=_share(said["met"], said["answered"]),
        match_rating=_share(said["valuable"], said["met"]),
        follow_ups=_shown(said["follow_ups"]),
        outcomes=[(kind.label, _shown(kinds.get(kind, 0))) for kind in Outcome.Kind],
        stages=[(stage.label, stages.get(stage, 0)) for stage in Collaboration.Stage],
    )


def _feedback(within: object, until: dt.datetime) -> dict[str, int]:
    answered = Q(answered_at__lt=until)
    return Feedback.objects.filter(introduction__in=within, introduction__state=Introduction.State.MADE).aggregate(
        asked=Count("pk", filter=Q(asked_at__lt=until)),
        answered=Count("pk", filter=answered),
        met=Count("pk", filter=answered & Q(answer__in=MET)),
        valuable=Count("pk", filter=answered & Q(answer__in=VALUABLE)),
        follow_ups=Count("pk", filter=answered & Q(answer=Answer.FOLLOW_UP)),
    )


def _shown(count: int) -> int | None:
    return count if count >= SMALLEST else None


def _share(part: int, whole: int) -> int | None:
    """`part` of `whole` in percent, rounded; None below ten."""
    if whole < FEWEST_FOR_A_SHARE:
        return None
    return min(max(round(100 * part / whole / STEP) * STEP, STEP), 100 - STEP)
