"""What waits for a member after they were introduced? Questions, their own promises, and what they do together.

Each sees their own answers and promises only; of the other side nothing but whether it released what both wrote.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from corridor.models import Member
from matchmaking.dates import local_day
from matchmaking.models import Collaboration, Feedback, FollowUp, Introduction, Outcome
from matchmaking.queries import acquaintance
from matchmaking.queries.acquaintance import Side

# An answer may be given and changed for so long after the question was asked.
ANSWERABLE = dt.timedelta(days=60)
# A promise closes itself so long after its day, kept or not.
CLOSES_AFTER = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Question:
    """One unanswered question about an introduction: did you meet `other` (months 0), or what came of it (3 or 9).

    Its page is matchmaking:after with introduction.pk, where it can be answered until `last_day`.
    """

    introduction: Introduction
    other: Side
    months: int
    last_day: dt.date


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise of the member to `other`, not kept yet: `follow_up.line` by `follow_up.due_on`."""

    follow_up: FollowUp
    other: Side
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Together:
    """What the member does with `other`, and who of the two released it; `collaboration.is_public` once both did."""

    collaboration: Collaboration
    other: Side
    released_by_me: bool
    released_by_other: bool


@dataclass(frozen=True, slots=True)
class Afterwards:
    """Everything of one member; false when there is nothing. Only questions and overdue promises ask for something."""

    questions: list[Question] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    collaborations: list[Together] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.questions or self.promises or self.collaborations)


def afterwards(member: Member, now: dt.datetime) -> Afterwards:
    """What waits for `member` at `now`: the oldest question first, the nearest promise first. At most six queries."""
    asked_since = now - ANSWERABLE
    met = list(_with_pair(Feedback.objects.filter(member=member, answer="", asked_at__gt=asked_since)))
    came = list(_with_pair(Outcome.objects.filter(member=member, kind="", asked_at__gt=asked_since)))
    promised = list(_with_pair(open_promises(member, now)))
    together = list(_with_pair(collaborations_of(member)))
    people = [row.introduction.other(member) for row in (*met, *came, *promised, *together)]
    sides = acquaintance.sides_of(people) if people else {}

    def other(row: Feedback | Outcome | FollowUp | Collaboration) -> Side:
        return sides[row.introduction.other(member).pk]

    questions = [
        Question(row.introduction, other(row), getattr(row, "months", 0), last_day(row))
        for row in sorted((*met, *came), key=lambda row: (row.asked_at, row.pk))
    ]
    today = local_day(now)
    return Afterwards(
        questions,
        [Promise(row, other(row), row.due_on < today) for row in promised],
        [Together(row, other(row), *released(row, member)) for row in together],
    )


def open_promises(member: Member, now: dt.datetime) -> QuerySet[FollowUp]:
    """The promises of `member` that are neither kept nor closed by time. One query."""
    still = local_day(now) - CLOSES_AFTER
    return FollowUp.objects.filter(member=member, kept_at=None, due_on__gte=still).order_by("due_on", "pk")


def collaborations_of(member: Member) -> QuerySet[Collaboration]:
    """What `member` does with people they were introduced to, the newest first. One query."""
    mine = Q(introduction__member_a=member) | Q(introduction__member_b=member)
    return Collaboration.objects.filter(mine).select_related("synergy").order_by("-started_at", "-pk")


def released(collaboration: Collaboration, member: Member) -> tuple[bool, bool]:
    """Whether `member`, and whether the other of the two, released it. Its introduction must be loaded."""
    by_a, by_b = bool(collaboration.released_a_at), bool(collaboration.released_b_at)
    return (by_a, by_b) if collaboration.introduction.member_a_id == member.pk else (by_b, by_a)


def last_day(question: Feedback | Outcome) -> dt.date:
    """Until which day the question may be answered, and the answer changed."""
    return local_day(question.asked_at + ANSWERABLE)


def _with_pair(rows: QuerySet) -> QuerySet:
    return rows.select_related("introduction__member_a", "introduction__member_b")
