"""What does a speed meeting look like in numbers?

Guests become rows in order of member id, so that the order of the input cannot matter: what each pair is worth, who may
never share a table, who is there in which turn, who sat together already, and how large the tables are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from matchmaking.engine.arrays import Ints
from matchmaking.engine.context import Context
from matchmaking.engine.crowd import pair_values
from matchmaking.engine.eligibility import PAIR_RULES
from matchmaking.engine.meetings.shapes import Meeting
from matchmaking.engine.shapes import Candidate

Bools = npt.NDArray[np.bool_]

# The rules of a round that hold at a table too: colleagues, and people who do not want each other.
TABLE_RULES = ("same_organisation", "same_group", "same_domain", "blocked", "blocked_organisation")


@dataclass(frozen=True, slots=True)
class Seating:
    """One turn: tables of rows, and the rows that have no seat."""

    tables: tuple[tuple[int, ...], ...]
    bench: tuple[int, ...] = ()

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Everybody who meets, the smaller row first."""
        return tuple((a, b) for table in self.tables for a in sorted(table) for b in table if a < b)


@dataclass(frozen=True, slots=True)
class Problem:
    """n guests, R turns, of which `free` are still to be planned. worth: n x n micro-units, 0 for two who were
    introduced before. aim: the same with the extra for another home region; the search goes by it. barred, known: n x
    n. present: R x n. held: the turns that took place."""

    meeting: Meeting
    context: Context
    guests: tuple[Candidate, ...]
    worth: Ints
    aim: Ints
    barred: Bools
    known: Bools
    present: Bools
    held: tuple[Seating, ...]

    @classmethod
    def of(cls, meeting: Meeting) -> Problem:
        """In: a meeting. Out: the same as arrays."""
        # At a table two from one region are merely worth less, so another region is a reason in full (explain.py).
        pool = replace(meeting.pool, policy=replace(meeting.pool.policy, cross_region=False, floor=0))
        guests = tuple(sorted(pool.candidates, key=lambda one: one.id))
        context = Context.of(pool)
        row_of = {one.id: row for row, one in enumerate(guests)}
        known = np.zeros((len(guests), len(guests)), dtype=bool)
        for a, b in pool.history.met:
            if a in row_of and b in row_of:
                known[row_of[a], row_of[b]] = known[row_of[b], row_of[a]] = True
        worth = pair_values(pool)
        worth[known] = 0
        home = np.array([one.home for one in guests], dtype=np.str_)
        present = [[meeting.there(one.id, turn) for one in guests] for turn in range(1, meeting.turns + 1)]
        held = [tuple(tuple(sorted(row_of[one] for one in table)) for table in turn) for turn in meeting.held]
        seated = [{row for table in turn for row in table} for turn in held]
        benches = [
            tuple(row for row in range(len(guests)) if there[row] and row not in sat)
            for there, sat in zip(present, seated, strict=False)
        ]
        return cls(
            meeting=meeting,
            context=context,
            guests=guests,
            worth=worth,
            aim=worth + meeting.crossing * (home[:, None] != home[None, :]) * ~known,
            barred=barred_pairs(guests, context),
            known=known,
            present=np.array(present, dtype=bool).reshape(meeting.turns, len(guests)),
            held=tuple(Seating(tables, bench) for tables, bench in zip(held, benches, strict=True)),
        )

    @property
    def free(self) -> tuple[int, ...]:
        """The numbers, from 0, of the turns to be planned."""
        return tuple(range(len(self.held), self.meeting.turns))

    @property
    def best(self) -> int:
        """The most any pair can count for, at least 1."""
        return max(1, int(self.aim.max(initial=0)))

    def there(self, turn: int) -> list[int]:
        """In: a turn from 0. Out: the rows that are present."""
        return [int(row) for row in np.flatnonzero(self.present[turn])]

    def sizes(self, turn: int, waiting: int = 0, tables: int = 0) -> list[int]:
        """In: a turn, how many have to wait (more do when there cannot be a seat for so many), and how many tables an
        earlier plan had (0: none). Out: the sizes of tables."""
        there = self.there(turn)
        clique = largest_clique([self.guests[row] for row in there])
        seated = len(there) - max(waiting, 2 * clique - len(there), 0)
        return table_sizes(seated, self.meeting.seats, min(clique, seated // 2), tables)


def barred_pairs(guests: tuple[Candidate, ...], context: Context) -> Bools:
    """In: guests in order of id. Out: n x n: who may never share a table (TABLE_RULES). Nobody bars themselves."""
    barred = np.zeros((len(guests), len(guests)), dtype=bool)
    for row, one in enumerate(guests):
        for column in range(row):
            other = guests[column]
            barred[row, column] = barred[column, row] = any(
                PAIR_RULES[code](other, one, context) for code in TABLE_RULES
            )
    return barred


def met_in(turns: tuple[Seating, ...], size: int) -> Ints:
    """In: turns, and the number of guests. Out: n x n: how often two sat together."""
    times = np.zeros((size, size), dtype=np.int64)
    for turn in turns:
        for a, b in turn.pairs:
            times[a, b] += 1
            times[b, a] += 1
    return times


def largest_clique(guests: list[Candidate]) -> int:
    """How many of these are of one organisation, group or domain; no two of them may share a table."""
    circles = Counter(
        circle
        for one in guests
        for circle in {("o", one.organisation), ("g", one.group), ("d", one.domain.lower() or -one.id)}
    )
    return max(circles.values(), default=0)


def table_sizes(guests: int, seats: int, least: int, before: int = 0) -> list[int]:
    """In: how many sit down, how many at a table, how many tables there must be at least (so that colleagues can be
    kept apart), and how many there were. Out: sizes, the largest first, that differ by one at most.

    As many tables as make their size come nearest to what was asked, of two ways the smaller; one chair more at most.
    As many as there were, if that makes a difference of one chair only. Nobody sits alone: of an odd number at tables
    of two, three sit together. One guest alone has no table.
    """
    if guests < 2:
        return []
    tables = (2 * guests + seats) // (2 * seats)
    tables = max(tables - (max(2, seats - 1) * tables > guests), -(-guests // (seats + 1)))
    if max(2, seats - 1) * before <= guests <= (seats + 1) * before:
        tables = before
    tables = max(tables, least)
    size, larger = divmod(guests, tables)
    return [size + 1] * larger + [size] * (tables - larger)
