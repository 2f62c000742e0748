"""What could no schedule exceed?

Weak duality, in integers. Nobody can meet more people than the places beside them allow, nor all together more than
there are places for two at one table; a price for every guest and one for every encounter turns that into a number
that is true for any prices, and close to the optimum for good ones:

    D(y, z) = sum_i b_i y_i  +  M z  +  sum over pairs that may meet of max(0, w_ij - y_i - y_j - z),    y, z >= 0

b_i: most people i can still meet; M: encounters at these tables. For pairs it lies within a thousandth of what is
reached. For larger tables it is loose, as it forgets that table mates are each other's mates too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matchmaking.engine.arrays import Ints
from matchmaking.engine.meetings.problem import Problem, Seating, met_in

SWEEPS = 200
NARROWINGS = 12


def upper_bound(problem: Problem, plan: Sequence[Seating]) -> int:
    """In: a problem and a plan of it. Out: micro-units that no plan with tables of these sizes and these held turns is
    worth more than."""
    worth = _open(problem)
    most, encounters = limits(problem, plan)
    held = np.triu(met_in(problem.held, len(problem.guests)), 1) > 0
    even = all(len({len(table) for table in plan[turn].tables}) < 2 for turn in problem.free)
    low, high = 0, 0 if even else problem.best
    tried: dict[int, int] = {}
    for _ in range(NARROWINGS):
        # D is convex in z: keep the part between two points where the smaller one lies.
        third = (high - low) // 3
        for fee in (low + third, high - third):
            tried[fee] = dual(worth, most, encounters, prices(worth, most, fee), fee)
        if tried[low + third] <= tried[high - third]:
            high -= third
        else:
            low += third
    return int(problem.worth[held].sum()) + min(tried.values())


def limits(problem: Problem, plan: Sequence[Seating]) -> tuple[Ints, int]:
    """In: a plan. Out: per guest, the most people they can meet in the free turns, and all encounters in these."""
    most = np.zeros(len(problem.guests), dtype=np.int64)
    encounters = 0
    for turn in problem.free:
        sizes = [len(table) for table in plan[turn].tables]
        most += problem.present[turn] * max(0, max(sizes, default=0) - 1)
        encounters += sum(size * (size - 1) // 2 for size in sizes)
    return most, encounters


def dual(worth: Ints, most: Ints, encounters: int, price: Ints, fee: int) -> int:
    """D(y, z) above. In: n x n worth, n limits, M, n prices of 0 or more, and z."""
    left = worth - price[:, None] - price[None, :] - fee
    return int(most @ price) + encounters * fee + int(np.maximum(np.triu(left, 1), 0).sum())


def prices(worth: Ints, most: Ints, fee: int) -> Ints:
    """Coordinate descent on D: each guest in turn takes the price at which as many offers exceed it as they can take,
    halfway between the last offer taken and the first one lost."""
    size = len(most)
    price = np.zeros(size, dtype=np.int64)
    for _ in range(SWEEPS if size > 1 else 0):
        before = price.copy()
        for row in range(size):
            offers = np.maximum(worth[row] - fee - price, 0)
            offers[row] = 0
            taken = min(int(most[row]), size)
            ranked = np.sort(offers)[::-1]
            price[row] = (ranked[taken - 1] + ranked[taken]) // 2 if 0 < taken < size else 0
        if np.array_equal(before, price):
            break
    return price


def unavoidable(problem: Problem, plan: Sequence[Seating]) -> int:
    """In: a plan. Out: how many repeats any plan with tables of these sizes has at least: those of the held turns, and
    the largest of three counts for the free ones. One: company that guests need beyond the people left for them to
    meet. Two: encounters beyond the pairs left. Three: a table larger than there were tables in an earlier turn holds
    people who sat together then."""
    held, size = met_in(problem.held, len(problem.guests)), len(problem.guests)
    need = np.zeros(size, dtype=np.int64)
    for turn in problem.free:
        if not plan[turn].bench:
            need += problem.present[turn] * max(0, min((len(table) for table in plan[turn].tables), default=0) - 1)
    chances = _may_meet(problem) & (held == 0)
    short = int(np.maximum(need - chances.sum(axis=1), 0).sum())
    surplus = limits(problem, plan)[1] - int(np.triu(chances, 1).sum())
    crowded = sum(max((_crowded(plan, turn, past) for past in range(turn)), default=0) for turn in problem.free)
    past = int(np.maximum(np.triu(held, 1) - 1, 0).sum())
    return past + max((short + 1) // 2, surplus, crowded)


def _crowded(plan: Sequence[Seating], turn: int, past: int) -> int:
    """How many at least sit together in a turn who sat together in an earlier one, by the number of tables then."""
    sat = {row for table in plan[past].tables for row in table}
    seated = [row for table in plan[turn].tables for row in table]
    groups = len(plan[past].tables) + sum(row not in sat for row in seated)
    count = 0
    for table in plan[turn].tables:
        each, over = divmod(len(table), groups)
        count += over * (each * (each + 1) // 2) + (groups - over) * (each * (each - 1) // 2)
    return count


def _may_meet(problem: Problem) -> np.typing.NDArray[np.bool_]:
    """Who is there with whom in some free turn, and not barred."""
    present = problem.present[list(problem.free)].astype(np.int64)
    together = (present.T @ present > 0) & ~problem.barred
    np.fill_diagonal(together, False)
    return together


def _open(problem: Problem) -> Ints:
    """What the pairs are worth that can still meet for the first time."""
    fresh = _may_meet(problem) & (met_in(problem.held, len(problem.guests)) == 0)
    return np.where(fresh, problem.worth, 0)
