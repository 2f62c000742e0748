"""Which half-days suit each of two people who were introduced, and which suit both? (F107)

Only for an introduction whose joint mail has left, which the caller has made sure of: from then on both may see what
either ticked.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.utils.crypto import salted_hmac

from corridor.models import Member
from matchmaking import halfdays
from matchmaking.dates import local_day
from matchmaking.halfdays import HalfDay
from matchmaking.models import Introduction, Moment


@dataclass(frozen=True, slots=True)
class Cell:
    """A half-day to choose: whether it suits me, and the other."""

    half: HalfDay
    mine: bool
    theirs: bool


@dataclass(frozen=True, slots=True)
class Board:
    """What one side sees: the half-days to choose by week (its Monday) and day, and those that suit both."""

    weeks: list[tuple[dt.date, list[tuple[dt.date, list[Cell]]]]]
    both: list[HalfDay]
    most: int = Moment.MOST


def board(introduction: Introduction, member: Member, *, now: dt.datetime) -> Board:
    """The half-days as `member`, one of the two, sees them. One query."""
    today, ticks = local_day(now), _ticks(introduction)
    mine, theirs = ticks[member.pk], ticks[introduction.other(member).pk]
    cells = [Cell(half, half in mine, half in theirs) for half in halfdays.to_choose(today)]
    weeks = [
        (monday, [(day, list(halves)) for day, halves in groupby(week, key=lambda cell: cell.half.day)])
        for monday, week in groupby(cells, key=lambda cell: _monday(cell.half.day))
    ]
    return Board(weeks, [half for half in _common(ticks) if half.day >= today])


def common(introduction: Introduction) -> list[HalfDay]:
    """What both ticked, the earliest first. One query."""
    return _common(_ticks(introduction))


def digest(introduction: Introduction, half: HalfDay) -> str:
    """A name for this half-day of these two that does not tell the day: it outlives the ticks, in the key of a mail."""
    return salted_hmac("matchmaking.moment", f"{introduction.pk}:{half.slug}", algorithm="sha256").hexdigest()[:32]


def _ticks(introduction: Introduction) -> dict[int, set[HalfDay]]:
    ticks: dict[int, set[HalfDay]] = {number: set() for number in introduction.numbers}
    for row in Moment.objects.filter(introduction=introduction, member__in=introduction.numbers):
        ticks[row.member_id].add(HalfDay(row.day, row.part))
    return ticks


def _common(ticks: dict[int, set[HalfDay]]) -> list[HalfDay]:
    return sorted(set.intersection(*ticks.values()), key=lambda half: half.starts_at)


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())
