"""Is a small round the best possible one, and proven to be?"""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import OptimizeResult

from matchmaking.engine import closing
from matchmaking.engine.closing import Case, close
from matchmaking.engine.ground import prepare
from matchmaking.engine.pairing import Pairing
from matchmaking.engine.round import best_pairing, run
from matchmaking.engine.shapes import History
from tests.engine.crowds import crowd
from tests.engine.graphs import (
    Graph,
    all_pairs,
    best_by_trying_everything,
    graph,
    hub_graph,
    optimum,
    small_graph,
    worth,
)
from tests.engine.pools import random_pool

pytestmark = pytest.mark.nodb


def small_pool(seed: int):
    """Up to fourteen members; in every other one nobody has met, and most pairs are eligible."""
    if seed % 2:
        return random_pool(seed, members=6 + seed % 9, floor=0, cross_region=seed % 4 == 1)
    return replace(crowd(8 + seed % 7, seed, floor=100_000 * (seed % 4)), history=History())


@pytest.mark.compiled
def test_f023_two_hundred_small_rounds_are_the_best_possible_and_proven():
    pairs = 0
    for seed in range(200):
        case = small_pool(seed)
        result = run(case)

        assert result.value == optimum(*all_pairs(prepare(case))) == result.bound
        pairs += result.eligible_pairs

    assert pairs > 200 * 10


@pytest.mark.compiled
def test_small_dense_graphs_are_solved_whatever_their_odd_cycles():
    for seed in range(100):
        case = hub_graph(14, seed, degree=8)
        pairing, bound = best_pairing(*case)

        assert pairing.value(case.bonus) == worth(pairing.pairs(), case) == optimum(*case) == bound


@pytest.mark.parametrize("few", [closing.FEW, 0])
@pytest.mark.parametrize("seed", range(40))
def test_f023_what_is_closed_is_what_trying_everything_finds(seed, few, monkeypatch):
    """Whether blossoms look at all pairs, or only at what the linear programmes leave."""
    monkeypatch.setattr(closing, "FEW", few)
    case = small_graph(seed)

    pairing, bound = best_pairing(*case)

    assert pairing.value(case.bonus) == worth(pairing.pairs(), case) == best_by_trying_everything(*case) == bound


@pytest.mark.parametrize("seed", range(12))
def test_f023_whatever_the_programmes_decide_the_bound_is_not_below_the_best(seed, monkeypatch):
    """Three linear programmes and no blossoms."""
    monkeypatch.setattr(closing, "FEW", 0)
    monkeypatch.setattr(closing, "MANY", -1)
    monkeypatch.setattr(closing, "LAPS", 3)
    case = hub_graph(12, seed, degree=6)

    pairing, bound = best_pairing(*case)

    assert worth(pairing.pairs(), case) == pairing.value(case.bonus) <= optimum(*case) <= bound


@pytest.mark.compiled
@pytest.mark.parametrize("few", [closing.FEW, 0])
def test_rounds_of_120_are_the_best_possible_and_proven(few, monkeypatch):
    monkeypatch.setattr(closing, "FEW", few)
    for seed in range(10):
        result = run(crowd(120, seed))

        assert result.value == result.bound > 0


@pytest.mark.compiled
@pytest.mark.parametrize("members", [200, 300])
def test_graphs_in_which_everybody_is_wanted_are_solved_although_one_place_must_stay_empty(members):
    for seed in range(4):
        case = hub_graph(members, seed)
        pairing, bound = best_pairing(*case)

        assert worth(pairing.pairs(), case) == pairing.value(case.bonus) == bound


def open_case() -> tuple[Graph, Pairing, np.ndarray, int]:
    """A triangle and a tail, with a choice that is not the best and a bound that is not the lowest."""
    market = graph(5, (0, 1, 100), (0, 2, 100), (1, 2, 100), (2, 3, 30), (3, 4, 20))
    case = Graph(market, np.ones(5, dtype=np.int64), np.zeros(5, dtype=np.int64))
    prices = np.full(5, 50, dtype=np.int64)
    pairing = Pairing(market, case.capacity, case.bonus, prices)
    pairing.choose(np.array([2]), np.array([3]))
    return case, pairing, prices, 250


@pytest.mark.parametrize("few", [closing.FEW, 0])
def test_a_bad_choice_is_replaced_and_its_bound_lowered(few, monkeypatch):
    monkeypatch.setattr(closing, "FEW", few)
    case, pairing, prices, least = open_case()

    better, bound = close(case.market, pairing, prices, least)

    assert (better.value(case.bonus), bound) == (130, 130)
    assert best_by_trying_everything(*case) == 130


def test_with_no_time_for_anything_the_choice_and_the_bound_stay(monkeypatch):
    monkeypatch.setattr(closing, "LAPS", 0)
    monkeypatch.setattr(closing, "MANY", -1)
    case, pairing, prices, least = open_case()

    kept, bound = close(case.market, pairing, prices, least)

    assert (kept.pairs(), bound) == ([(2, 3)], 250)


def test_when_the_solver_finds_nothing_blossoms_still_do(monkeypatch):
    monkeypatch.setattr(closing, "FEW", 0)
    monkeypatch.setattr(closing, "linprog", lambda *_, **__: OptimizeResult(x=None))
    case, pairing, prices, least = open_case()

    better, bound = close(case.market, pairing, prices, least)

    assert (better.value(case.bonus), bound) == (130, 130)


@pytest.mark.parametrize("wrong", [-1_000_000, 3, 1_000_000])
def test_whatever_prices_the_solver_proposes_the_bound_stays_true(wrong, monkeypatch):
    """HiGHS proposes; what it says counts after it was looked at again in integers."""
    monkeypatch.setattr(closing, "FEW", 0)
    solve = closing.linprog

    def lie(*asked, **how):
        solved = solve(*asked, **how)
        solved.ineqlin.marginals = solved.ineqlin.marginals + wrong / 1e6
        return solved

    monkeypatch.setattr(closing, "linprog", lie)
    for seed in range(6):
        case = small_graph(seed)
        pairing, bound = best_pairing(*case)

        assert worth(pairing.pairs(), case) == best_by_trying_everything(*case) <= bound


def test_two_sure_pairs_of_a_member_with_one_place_mean_that_nothing_is_better():
    case, pairing, prices, _ = open_case()
    sure = np.array([True, True, False, False, False])
    market = case.market
    decided = Case(market.u, market.v, market.gain, sure, case.capacity, case.bonus)

    assert closing._solve(decided, []) is None
    assert closing._finish(market, decided, pairing) is pairing


def test_a_bonus_below_nothing_is_refused():
    case = open_case()[0]

    with pytest.raises(ValueError, match="worth less than the next"):
        best_pairing(case.market, case.capacity, case.bonus - 1)
