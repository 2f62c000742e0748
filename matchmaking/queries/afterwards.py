"""What waits for a member after they were introduced? Questions, their own promises, and what they do together.

Each sees their own answers and promises only; of the other side nothing but whether it released what both wrote.
"""

import datetime as dt
from collections.abc import Iterable
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


def afterwards(member: Member, now: dt.datetime, *, sides: dict[int, Side] | None = None) -> Afterwards:
    """What waits for `member` at `now`: the oldest question first, the nearest promise first. At most six queries.

    Four for a caller who has the `sides` of everybody it is about, by the numbers of the members.
    """
    asked = list(_unanswered(member, now))
    promised = list(_with_pair(open_promises(member, now)))
    together = list(_with_pair(collaborations_of(member)))
    known = _sides((*asked, *promised, *together), member, sides or {})

    def other(row: Feedback | Outcome | FollowUp | Collaboration) -> Side:
        return known[row.introduction.other(member).pk]

    today = local_day(now)
    return Afterwards(
        [_question(row, other(row)) for row in asked],
        [Promise(row, other(row), row.due_on < today) for row in promised],
        [Together(row, other(row), *released(row, member)) for row in together],
    )


def questions(member: Member, now: dt.datetime, *, sides: dict[int, Side] | None = None) -> list[Question]:
    """Only the questions. At most four queries; two for a caller who has the `sides`."""
    asked = list(_unanswered(member, now))
    known = _sides(asked, member, sides or {})
    return [_question(row, known[row.introduction.other(member).pk]) for row in asked]


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


def _unanswered(member: Member, now: dt.datetime) -> list[Feedback | Outcome]:
    """What `member` was asked lately and has not answered, the oldest first, then the nearer one. Two queries."""
    asked_since = now - ANSWERABLE
    met = _with_pair(Feedback.objects.filter(member=member, answer="", asked_at__gt=asked_since))
    came = _with_pair(Outcome.objects.filter(member=member, kind="", asked_at__gt=asked_since))
    return sorted((*met, *came), key=lambda row: (row.asked_at, getattr(row, "months", 0), row.pk))


def _question(row: Feedback | Outcome, other: Side) -> Question:
    return Question(row.introduction, other, getattr(row, "months", 0), last_day(row))


def _sides(rows: Iterable, member: Member, known: dict[int, Side]) -> dict[int, Side]:
    """The other side of every row; those that are not `known` yet are looked up."""
    people = [row.introduction.other(member) for row in rows]
    missing = [person for person in people if person.pk not in known]
    return {**known, **(acquaintance.sides_of(missing) if missing else {})}


def _with_pair(rows: QuerySet) -> QuerySet:
    return rows.select_related("introduction__member_a", "introduction__member_b")
