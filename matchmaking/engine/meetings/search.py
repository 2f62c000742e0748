"""How is a schedule found in which no exchange gains?

Builds the board of board.py from lists of tables, anneals it (simulated annealing, Kirkpatrick, Gelatt, Vecchi 1983)
with random numbers of our own and a fixed number of steps, and ends with an exhaustive descent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from matchmaking.engine.arrays import Ints
from matchmaking.engine.meetings.board import FINE, MASK, PATIENT, Board, anneal, anneal_roles, descend
from matchmaking.engine.meetings.problem import Problem, Seating, met_in

CHANCE = np.array([round(-log((draw + 0.5) / (MASK + 1)) * FINE) for draw in range(MASK + 1)], dtype=np.int64)
BLOCK = 4096  # steps at one temperature


@dataclass(frozen=True, slots=True)
class Prices:
    """What an offence costs, in micro-units: a repeat, to wait once more than others, a barred pair; and what it is
    worth that a pair of the earlier plan stays together. scale: percent of the pairs' own values that count."""

    repeat: int
    wait: int
    barred: int
    stay: int = 0
    scale: int = 100

    @classmethod
    def soft(cls, problem: Problem, stay: int = 0) -> Prices:
        """A repeat costs two best pairs: dear enough to be rare, cheap enough to pass through on the way."""
        best = problem.best
        return cls(2 * best, 2 * best, 8 * best, stay)

    @classmethod
    def hard(cls, problem: Problem, stay: int = 0) -> Prices:
        """Each offence outweighs all that one exchange can gain in the ones below it: first nobody barred at a
        table, then nobody waiting, then no repeats, then value."""
        width = 4 * (problem.meeting.seats + 1)  # pairs that one exchange parts or joins, at most
        repeat = width * (4 * problem.best + stay)
        wait = width * repeat
        return cls(repeat, wait, 4 * PATIENT * wait, stay)

    @classmethod
    def repeats_only(cls, problem: Problem, stay: int = 0) -> Prices:
        """Values count for nothing, a kept pair for a little: only get rid of the repeats."""
        return cls(problem.best, 2 * problem.best, 4 * problem.best, min(stay, problem.best // 8), scale=0)


@dataclass(frozen=True, slots=True)
class Draws:
    """Random numbers that need no state: the k-th is splitmix64's mix of seed + k x golden ratio (Steele, Lea, Flood
    2014). The same on every machine."""

    seed: int

    def block(self, number: int, size: int) -> Ints:
        """In: the number of a block and its size. Out: so many integers of 63 bits."""
        start = np.arange(number * size + 1, (number + 1) * size + 1, dtype=np.uint64)
        value = start * np.uint64(0x9E3779B97F4A7C15) + np.full(1, self.seed, dtype=np.uint64)
        value ^= value >> np.uint64(30)
        value *= np.uint64(0xBF58476D1CE4E5B9)
        value ^= value >> np.uint64(27)
        value *= np.uint64(0x94D049BB133111EB)
        value ^= value >> np.uint64(31)
        return (value >> np.uint64(1)).astype(np.int64)

    def shuffled(self, rows: Sequence[int]) -> list[int]:
        """In: rows. Out: the same in another order; equal draws keep theirs."""
        return [rows[place] for place in np.argsort(self.block(0, len(rows)), kind="stable")]


def board_of(problem: Problem, plan: Sequence[Seating], prices: Prices, old: Sequence[Seating] = ()) -> Board:
    """In: all turns, the held ones included, and perhaps the plan that is being repaired. Out: the board."""
    guests, turns = len(problem.guests), len(plan)
    capacity = [max((len(table) for table in turn.tables), default=1) for turn in plan]
    tables = [len(turn.tables) for turn in plan]
    places = [size * count + len(turn.bench) for size, count, turn in zip(capacity, tables, plan, strict=True)]
    size = guests + max((size * count for size, count in zip(capacity, tables, strict=True)), default=0)
    seats = np.full((turns, max(places, default=0)), -1, dtype=np.int64)
    for number, turn in enumerate(plan):
        ghost = guests
        row: list[int] = []
        for table in turn.tables:
            lack = capacity[number] - len(table)
            row += [*table, *range(ghost, ghost + lack)]
            ghost += lack
        row += turn.bench
        seats[number, : len(row)] = row
    worth = np.zeros((size, size), dtype=np.int64)
    worth[:guests, :guests] = _worth(problem, prices)
    again = np.zeros_like(worth)
    again[:guests, :guests] = np.where(problem.barred, -prices.barred, -prices.repeat)
    for matrix in (worth, again):
        matrix[guests:, guests:] = -prices.barred
    times = np.zeros_like(worth)
    times[:guests, :guests] = met_in(tuple(plan), guests)
    patience = np.zeros(size, dtype=np.int64)
    patience[:guests] = prices.wait
    return Board(
        seats=seats,
        capacity=np.array(capacity, dtype=np.int64),
        tables=np.array(tables, dtype=np.int64),
        places=np.array(places, dtype=np.int64),
        worth=worth,
        again=again,
        times=times,
        waits=_waits(plan, size),
        patience=patience,
        planned=_planned(old, turns, size),
        stay=np.array([prices.stay], dtype=np.int64),
        free=np.array([turn for turn in problem.free if tables[turn]], dtype=np.int64),
    )


def plan_of(problem: Problem, board: Board) -> tuple[Seating, ...]:
    """In: a board. Out: its turns as tables of rows and a bench; the held turns untouched."""
    guests = len(problem.guests)
    plan = list(problem.held)
    for turn in problem.free:
        row = board.seats[turn, : board.places[turn]].tolist()
        cuts = [int(board.capacity[turn]) * number for number in range(int(board.tables[turn]) + 1)]
        tables = [row[left:right] for left, right in zip(cuts, cuts[1:], strict=False)]
        filled = (tuple(sorted(one for one in table if one < guests)) for table in tables)
        bench = tuple(sorted(one for one in row[cuts[-1] :] if one < guests))
        plan.append(Seating(tuple(filled), bench))
    return tuple(plan)


def annealed(
    problem: Problem,
    plan: Sequence[Seating],
    prices: Prices,
    heat: int,
    steps: int,
    seed: int,
    old: Sequence[Seating] = (),
    roles: bool = False,
) -> tuple[Seating, ...]:
    """In: a plan, prices, the first temperature (micro-units), steps and a seed; roles: guests trade whole evenings.
    Out: what annealing makes of it. The temperature falls with the square of the time that is left."""
    board = board_of(problem, plan, prices, old)
    if not len(board.free):
        return tuple(plan)
    draws = Draws(seed)
    guests = np.array([row for row in range(len(problem.guests)) if _always(problem, row)], dtype=np.int64)
    if roles and len(guests) < 2:
        return tuple(plan)
    where = _where(board)
    size = min(BLOCK, steps)
    blocks = -(-steps // size)
    for number in range(blocks):
        now = heat * (blocks - number) ** 2 // blocks**2
        if roles:
            anneal_roles(board, where, guests, draws.block(number, size), now, CHANCE)
        else:
            anneal(board, draws.block(number, size), now, CHANCE)
    return plan_of(problem, board)


def descended(
    problem: Problem, plan: Sequence[Seating], stay: int = 0, old: Sequence[Seating] = ()
) -> tuple[Seating, ...]:
    """In: a plan. Out: one at least as good in which no exchange of two guests in one turn gains anything."""
    board = board_of(problem, plan, Prices.hard(problem, stay), old)
    descend(board)
    return plan_of(problem, board)


def is_settled(problem: Problem, plan: Sequence[Seating], stay: int = 0, old: Sequence[Seating] = ()) -> bool:
    """In: a plan. Out: whether no exchange of two guests in one free turn, and no move of one, gains anything."""
    return descend(board_of(problem, plan, Prices.hard(problem, stay), old)) == 0


def standing(
    problem: Problem, plan: Sequence[Seating], stay: int = 0, old: Sequence[Seating] = ()
) -> tuple[int, int, int, int, int]:
    """In: a plan. Out: what it is judged by, smaller is better: barred pairs at a table, guests without a seat, how
    unevenly that falls on them, repeats, minus what it is worth (with what is kept of an earlier plan)."""
    free = [plan[turn] for turn in problem.free]
    met = met_in(tuple(plan), len(problem.guests))
    barred = sum(bool(problem.barred[pair]) for turn in free for pair in turn.pairs)
    waits = _waits(plan, len(problem.guests))
    planned = _planned(old, len(plan), len(problem.guests))
    kept = sum(planned[turn, a] == planned[turn, b] for turn in problem.free for a, b in plan[turn].pairs)
    first = np.triu(met, 1) > 0
    worth = int(_worth(problem, Prices(0, 0, 0))[first].sum()) + stay * int(kept)
    return barred, int(waits.sum()), int((waits**2).sum()), int((np.triu(met, 1)[first] - 1).sum()), -worth


def _worth(problem: Problem, prices: Prices) -> Ints:
    """What a first meeting adds: two who were introduced before might as well repeat one, but not quite."""
    worth = problem.aim * prices.scale // 100
    worth[problem.known] = -2 * problem.best * prices.scale // 100
    worth[problem.barred] = -prices.barred
    return worth


def _waits(plan: Sequence[Seating], size: int) -> Ints:
    count = Counter(row for turn in plan for row in turn.bench)
    return np.array([count[row] for row in range(size)], dtype=np.int64)


def _planned(old: Sequence[Seating], turns: int, size: int) -> Ints:
    planned = np.tile(-1 - np.arange(size, dtype=np.int64), (turns, 1))
    for number, turn in enumerate(old):
        for table, rows in enumerate(turn.tables):
            planned[number, list(rows)] = table
    return planned


def _always(problem: Problem, row: int) -> bool:
    return bool(problem.present[list(problem.free), row].all())


def _where(board: Board) -> Ints:
    where = np.zeros((len(board.seats), len(board.worth)), dtype=np.int64)
    for turn in board.free.tolist():
        row = board.seats[turn, : board.places[turn]]
        where[turn, row] = np.arange(len(row))
    return where
