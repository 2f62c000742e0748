"""How is a good seating found?

Several times from a fresh seating: simulated annealing, in which a broken rule costs more than it can earn but may be
passed through, then exchanges as long as one helps, in which no broken rule is worth anything. The best legal one
stays; of equals the one found first. Steps are counted, never timed, so the same dinner gives the same plan anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np

from matchmaking.engine.arrays import Ints
from matchmaking.engine.dinner.arrays import NOWHERE, Hall
from matchmaking.engine.dinner.exchange import NEGLOG_BITS, NEGLOG_SCALE, Seating, anneal, descend, seat_person
from matchmaking.engine.dinner.shapes import APART
from matchmaking.engine.scoring import mix64
from matchmaking.engine.shapes import MICRO

STARTS, MOST_STARTS = 4, 16  # the smaller the hall, the more of them: there one unlucky start weighs most
ROOMY = 16_000  # possible exchanges, shared among the starts
STEPS_PER_EXCHANGE = 600  # a start tries every possible exchange about so often ...
MOST_STEPS = 12_000_000  # ... and no more than this
LEVELS = 400  # heats of one annealing
WARMEST, COOLEST = 2, 400  # the scale of the values over these is the first heat and the last
TOLERANCE = 2  # what a broken rule costs while annealing, in that scale
NEVER = 2**40  # what it costs afterwards: more than any dinner is worth
OUT_OF_REACH = 2**62
LUKEWARM = 8  # annealing from a standing plan begins at the first heat over this
LAWFUL_SHARE = 12  # a legal plan is found in this part of the steps a good one takes
SOFT = MICRO // 40  # what a rule costs that may be broken if need be, in broken rules times MICRO

_STEP = round(2**32 * (WARMEST / COOLEST) ** (1 / (LEVELS - 1)))
_POSITIONS = 2**NEGLOG_BITS
_NEGLOG = np.array([round(-log((i + 0.5) / _POSITIONS) * 2**NEGLOG_SCALE) for i in range(_POSITIONS)], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Aim:
    """What the search is after. value[P, P], cost[P]: as in the hall, or nothing. weight[code]: what a pair kept apart
    by that rule costs, in broken rules times MICRO; 0 counts for nothing."""

    value: Ints
    cost: Ints
    weight: Ints

    @property
    def top(self) -> int:
        """The scale of it all: the best pair or the dearest journey, at least 1,000."""
        return max(int(self.value.max(initial=0)), int(np.ptp(self.cost)), MICRO // 1000)


@dataclass(frozen=True, slots=True)
class Found:
    """where: the table of every person. penalties: broken rules, times their weight over MICRO. worth: without them."""

    where: Ints
    penalties: int
    worth: int

    @property
    def rank(self) -> tuple[int, int]:
        """More is better."""
        return -self.penalties, self.worth


def heats(top: int, coolness: int = 1) -> Ints:
    """In: the scale of the values; what the first heat is divided by. Out: the heats of one annealing, warmest first,
    each a fixed share of the one before."""
    heat, out = (top << 20) // (WARMEST * coolness), []
    for _ in range(LEVELS):
        out.append(heat >> 20)
        heat = heat * _STEP >> 32
    return np.array([heat for heat in out if heat * COOLEST >= top], dtype=np.int64)


def steps_per_level(hall: Hall, effort: int) -> int:
    """In: a hall, and how many times the usual. Out: exchanges to try at each heat."""
    seats = int(hall.seats.sum())
    return effort * max(1, min(STEPS_PER_EXCHANGE * seats * hall.size, MOST_STEPS) // LEVELS)


def starts(hall: Hall) -> int:
    """In: a hall. Out: how often the search begins anew."""
    return max(STARTS, min(MOST_STARTS, ROOMY // (int(hall.seats.sum()) * hall.size)))


def fresh(hall: Hall, salt: int) -> Ints:
    """Out: a first seating: pinned people at their tables, then those who must sit, then others, in an order that only
    member ids and the salt decide; tables are filled in turn, so that empty seats spread."""
    where = hall.pinned.copy()
    free = hall.seats - np.bincount(where[where >= 0], minlength=len(hall.tables))
    turns = sorted((turn, table) for table, room in enumerate(free) for turn in range(int(room)))
    ids = [one.id for one in hall.members] + [-1 - spare for spare in range(hall.size - len(hall.members))]
    waiting = sorted(
        (row for row in range(hall.size) if where[row] == NOWHERE),
        key=lambda row: (-int(hall.bound[row]), ids[row] < 0, mix64(mix64(ids[row] & (2**64 - 1)) ^ salt)),
    )
    for (_, table), row in zip(turns, waiting, strict=False):
        where[row] = table
    return where


def seating_of(hall: Hall, where: Ints, aim: Aim, penalty: int) -> Seating:
    """In: the table of every person; what is aimed at and what a broken rule costs. Out: the running sums for it."""
    rows = [row for table in range(len(hall.tables)) for row in np.flatnonzero(where == table)]
    person_at = np.array(rows, dtype=np.int64)
    seat_of = np.full(hall.size, NOWHERE, dtype=np.int64)
    seat_of[person_at] = np.arange(len(rows))
    table_of = where[person_at]
    kinds = int(hall.kinds.max(initial=0)) + 1
    seating = Seating(
        worth=aim.value - aim.weight[hall.code] * penalty // MICRO,
        cost=aim.cost,
        kinds=hall.kinds,
        minimum=hall.minimum,
        bound=hall.bound,
        table_of=table_of,
        free=np.flatnonzero(hall.pinned[person_at] == NOWHERE),
        others=np.flatnonzero(hall.pinned == NOWHERE),
        person_at=person_at,
        seat_of=seat_of,
        sums=np.zeros((len(hall.tables), hall.size), dtype=np.int64),
        counts=np.zeros((*hall.minimum.shape, kinds), dtype=np.int64),
        present=np.zeros(hall.minimum.shape, dtype=np.int64),
    )
    for seat, person in enumerate(rows):
        seat_person(seating, seat, int(person), 1)
    return seating


def measure(hall: Hall, where: Ints, aim: Aim) -> Found:
    """In: the table of every person. Out: that, with what it is worth and which penalties it carries, from scratch."""
    worth, penalties = 0, 0
    for table in range(len(hall.tables)):
        rows = np.flatnonzero(where == table)
        worth += int(aim.value[np.ix_(rows, rows)].sum()) // 2 - int(aim.cost[rows].sum())
        penalties += int(aim.weight[hall.code[np.ix_(rows, rows)]].sum()) // 2
        for rule, needed in enumerate(hall.minimum[table]):
            kinds = hall.kinds[rows, rule]
            penalties += MICRO * max(0, int(needed) - len(set(kinds[kinds >= 0].tolist())))
    return Found(where, penalties, worth)


def cooled(
    hall: Hall, where: Ints, aim: Aim, salt: int, steps: int, coolness: int = 1, goal: int = OUT_OF_REACH
) -> Found:
    """In: a seating; what is aimed at. Out: where annealing and then exchanges lead from it. goal: worth (penalties
    counted) at which it is good enough."""
    penalty = TOLERANCE * aim.top
    seating = seating_of(hall, where, aim, penalty)
    if len(seating.free):
        start = measure(hall, where, aim)
        missing = goal - start.worth + start.penalties * penalty // MICRO
        with np.errstate(over="ignore"):  # without the compiler, numpy would tell that the dice wrap around
            anneal(
                seating, np.array([salt], dtype=np.uint64), heats(aim.top, coolness), steps, _NEGLOG, penalty, missing
            )
    return settled(hall, _where(seating), aim)


def settled(hall: Hall, where: Ints, aim: Aim) -> Found:
    """In: a seating. Out: where exchanges lead from it, the best one first, until none helps."""
    seating = seating_of(hall, where, aim, NEVER)
    descend(seating, NEVER)
    return measure(hall, _where(seating), aim)


def _where(seating: Seating) -> Ints:
    where = np.full(len(seating.seat_of), NOWHERE, dtype=np.int64)
    where[seating.person_at] = seating.table_of
    return where


def best_of(hall: Hall, effort: int, standing: Ints | None = None) -> Found:
    """In: a hall; how many times the usual steps; the seating that stands, if any. Out: the best seating found, never
    worse than the standing one."""
    aim = Aim(hall.value, hall.cost, np.where(np.arange(len(APART) + 1) > 0, MICRO, 0))
    steps, seed = steps_per_level(hall, effort), hall.dinner.pool.seed
    salts = [mix64(mix64(seed) ^ start) for start in range(starts(hall) + 1)]
    found: list[Found] = []
    if standing is not None:
        # As it stands first: of equals the one found first stays, and nobody is moved for nothing.
        found += [measure(hall, standing, aim), settled(hall, standing, aim)]
        found += [cooled(hall, standing, aim, salts[-1], steps, coolness=LUKEWARM)]
    found += [cooled(hall, fresh(hall, salt), aim, salt, steps) for salt in salts[:-1]]
    best = max(found, key=lambda one: one.rank)
    if best.penalties:
        legal = lawful(hall, effort)
        best = max(best, settled(hall, legal.where, aim), key=lambda one: one.rank)
    return best


def lawful(hall: Hall, effort: int = 1, soft: int = NOWHERE, wanted: Ints | None = None) -> Found:
    """Only the rules, not the worth. In: a hall; the code of a rule that may be broken, at a little; what else leaving
    out a person costs, in broken rules times MICRO. Out: the seating with the fewest penalties found."""
    weight = np.where(np.arange(len(APART) + 1) > 0, MICRO, 0)
    if soft != NOWHERE:
        weight[soft] = SOFT
    nothing = np.zeros_like(hall.value)
    scale = TOLERANCE * (MICRO // 1000)
    cost = np.zeros_like(hall.cost) if wanted is None else -wanted * scale // MICRO
    aim = Aim(nothing, cost, weight)
    steps = max(1, steps_per_level(hall, effort) // LAWFUL_SHARE)
    goal = 0 if wanted is None else int(-cost.sum())
    best = Found(fresh(hall, 0), OUT_OF_REACH, 0)
    for start in range(starts(hall)):
        salt = mix64(mix64(hall.dinner.pool.seed) ^ (MOST_STARTS + 1 + start))
        found = cooled(hall, fresh(hall, salt), aim, salt, steps, goal=goal)
        best = max(best, found, key=lambda one: one.rank)
        if best.penalties == 0 and best.worth == goal:
            break
    return best
