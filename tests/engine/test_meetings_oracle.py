"""Where a small evening can be solved exactly, does ours agree? Everything tried, and CP-SAT for what is larger."""

import random
from dataclasses import replace
from itertools import combinations, product

import numba
import numpy as np
import pytest
from ortools.sat.python import cp_model

from matchmaking.engine.meetings import Meeting, schedule
from matchmaking.engine.meetings.bound import dual, limits, prices, upper_bound
from matchmaking.engine.meetings.problem import Problem, Seating
from matchmaking.engine.meetings.search import standing
from matchmaking.engine.shapes import History
from tests.engine.evenings import company, promises_kept

pytestmark = pytest.mark.nodb

PLAIN = bool(numba.config.DISABLE_JIT)


def ways_to_sit(rows: tuple[int, ...], sizes: tuple[int, ...]) -> list[tuple[tuple[int, ...], ...]]:
    """Every way to fill tables of these sizes, once."""
    if not sizes:
        return [()]
    first, *rest = rows
    found = []
    for size in sorted(set(sizes)):
        left = list(sizes)
        left.remove(size)
        for mates in combinations(rest, size - 1):
            others = tuple(row for row in rest if row not in mates)
            found += [((first, *mates), *more) for more in ways_to_sit(others, tuple(left))]
    return found


def best_standing(problem: Problem, sizes: tuple[int, ...]) -> tuple[int, ...]:
    """The best of all plans in which everybody sits, at tables of these sizes in every turn."""
    ways = [Seating(way) for way in ways_to_sit(tuple(range(len(problem.guests))), sizes)]
    allowed = [way for way in ways if not any(problem.barred[pair] for pair in way.pairs)]
    return min(standing(problem, plan) for plan in product(allowed, repeat=problem.meeting.turns))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("guests", "turns", "seats", "sizes"),
    [(6, 2, 2, (2, 2, 2)), (6, 3, 2, (2, 2, 2)), (5, 2, 2, (3, 2)), (6, 2, 3, (3, 3)), (7, 2, 3, (4, 3))],
)
def test_f078_small_evenings_are_solved_to_the_best_there_is(seed, guests, turns, seats, sizes):
    dice = random.Random(seed)
    pool = company(guests, seed=seed)
    a, b, c, d = dice.sample([one.id for one in pool.candidates], 4)
    apart, known = tuple(sorted((a, b))), tuple(sorted((c, d)))
    meeting = Meeting(
        replace(pool, history=History(blocked=(apart,), met=(known,))), turns, seats, effort=2 if PLAIN else 50
    )
    problem = Problem.of(meeting)

    result = schedule(meeting)

    promises_kept(meeting, result)
    expected = best_standing(problem, sizes)
    assert (result.waits, result.repeats) == (expected[1], expected[3])
    found = expected_value(problem, result)
    if not PLAIN:
        assert -found[4] >= -expected[4] - 0.03 * abs(expected[4])
    assert -expected[4] <= result.bound


def expected_value(problem: Problem, result) -> tuple[int, ...]:
    """The standing of a schedule, from its members alone."""
    row_of = {one.id: row for row, one in enumerate(problem.guests)}
    plan = [Seating(tuple(tuple(row_of[one] for one in t.members) for t in turn.tables)) for turn in result.turns]
    return standing(problem, plan)


@pytest.mark.compiled
@pytest.mark.parametrize("seed", range(12))
def test_f078_no_repeat_among_two_by_two_when_cp_sat_finds_a_way_without(seed):
    """Eight guests, a few who must not meet: perfect matchings of what is left, turn after turn."""
    dice = random.Random(seed)
    pool = company(8, seed=seed)
    ids = [one.id for one in pool.candidates]
    blocked = tuple({tuple(sorted(dice.sample(ids, 2))) for _ in range(dice.randint(2, 8))})
    turns = dice.randint(3, 6)
    meeting = Meeting(replace(pool, history=History(blocked=blocked)), turns, effort=4 if PLAIN else 20)
    problem = Problem.of(meeting)

    result = schedule(meeting)

    promises_kept(meeting, result)
    if without_repeats(problem, tables=4):
        assert (result.waits, result.repeats) == (0, 0)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.skipif(PLAIN, reason="near the limit it takes many steps")
def test_f078_no_repeat_at_larger_tables_when_cp_sat_finds_a_way_without(seed):
    dice = random.Random(seed)
    pool = company(9, seed=seed)
    ids = [one.id for one in pool.candidates]
    blocked = tuple({tuple(sorted(dice.sample(ids, 2))) for _ in range(seed)})
    meeting = Meeting(replace(pool, history=History(blocked=blocked)), 3, 3, effort=20)

    result = schedule(meeting)

    promises_kept(meeting, result)
    assert result.waits == 0
    assert (result.repeats == 0) == without_repeats(Problem.of(meeting), tables=3)


def without_repeats(problem: Problem, tables: int) -> bool:
    """Whether everybody can sit in every turn, with nobody barred and nobody twice, at so many equal tables."""
    model, guests, turns = cp_model.CpModel(), range(len(problem.guests)), range(problem.meeting.turns)
    size = len(guests) // tables
    at = {(g, k, t): model.new_bool_var("") for g in guests for k in range(tables) for t in turns}
    for t in turns:
        for g in guests:
            model.add_exactly_one(at[g, k, t] for k in range(tables))
        for k in range(tables):
            model.add(sum(at[g, k, t] for g in guests) == size)
    for a, b in combinations(guests, 2):
        together = []
        for k, t in product(range(tables), turns):
            both = model.new_bool_var("")
            model.add_bool_or([at[a, k, t].negated(), at[b, k, t].negated(), both])
            together.append(both)
        model.add(sum(together) <= (0 if problem.barred[a, b] else 1))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    answer = solver.solve(model)
    assert answer in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE)
    return answer != cp_model.INFEASIBLE


@pytest.mark.parametrize("seed", range(5))
def test_f078_the_bound_is_true_for_any_prices_and_near_for_ours(seed):
    dice = np.random.default_rng(seed)
    problem = Problem.of(Meeting(company(6, seed=seed), 2, effort=2))
    plans = list(product([Seating(way) for way in ways_to_sit(tuple(range(6)), (2, 2, 2))], repeat=2))
    best = max(-standing(problem, plan)[4] for plan in plans)
    most, encounters = limits(problem, plans[0])

    for _ in range(30):
        price, fee = dice.integers(0, 400_000, 6), int(dice.integers(0, 400_000))
        assert dual(problem.worth, most, encounters, price, fee) >= best
    assert dual(problem.worth, most, encounters, prices(problem.worth, most, 0), 0) >= upper_bound(problem, plans[0])
    assert best <= upper_bound(problem, plans[0]) <= 1.1 * best
