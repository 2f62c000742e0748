"""Is a small round the best possible one, and proven to be?"""

from dataclasses import replace

import numpy as np
import pytest

from matchmaking.engine import closing
from matchmaking.engine.closing import close
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
    proven, pairs = 0, 0
    for seed in range(200):
        case = small_pool(seed)
        result = run(case)

        assert result.value == optimum(*all_pairs(prepare(case))) <= result.bound
        proven += result.value == result.bound
        pairs += result.eligible_pairs

    assert pairs > 200 * 10
    assert proven >= 195


@pytest.mark.compiled
def test_small_dense_graphs_are_solved_whatever_their_odd_cycles():
    proven = 0
    for seed in range(100):
        case = hub_graph(14, seed, degree=8)
        pairing, bound = best_pairing(*case)

        assert pairing.value(case.bonus) == worth(pairing.pairs(), case) == optimum(*case) <= bound
        proven += bound == pairing.value(case.bonus)

    assert proven >= 95


@pytest.mark.parametrize("seed", range(40))
def test_f023_what_is_closed_is_what_trying_everything_finds(seed):
    case = small_graph(seed)

    pairing, bound = best_pairing(*case)

    assert pairing.value(case.bonus) == worth(pairing.pairs(), case) == best_by_trying_everything(*case) <= bound


@pytest.mark.compiled
def test_nine_of_ten_rounds_of_120_are_closed_to_a_hundred_thousandth():
    ratios = []
    for seed in range(10):
        result = run(crowd(120, seed))
        assert result.value <= result.bound
        ratios.append(result.value / result.bound)

    assert sum(ratio >= 0.99999 for ratio in ratios) >= 9
    assert min(ratios) >= 0.995


def open_case() -> tuple[Graph, Pairing, np.ndarray, int]:
    """A triangle and a tail, with a choice that is not the best and a bound that is not the lowest."""
    market = graph(5, (0, 1, 100), (0, 2, 100), (1, 2, 100), (2, 3, 30), (3, 4, 20))
    case = Graph(market, np.ones(5, dtype=np.int64), np.zeros(5, dtype=np.int64))
    prices = np.full(5, 50, dtype=np.int64)
    pairing = Pairing(market, case.capacity, case.bonus, prices)
    pairing.choose(np.array([2]), np.array([3]))
    return case, pairing, prices, 250


def test_a_bad_choice_is_replaced_and_its_bound_lowered():
    case, pairing, prices, least = open_case()

    better, bound = close(case.market, pairing, prices, least)

    assert (better.value(case.bonus), bound) == (130, 130)
    assert best_by_trying_everything(*case) == 130


def test_with_no_time_to_look_for_odd_sets_the_bound_stays_true(monkeypatch):
    monkeypatch.setattr(closing, "LAPS", 1)
    case, pairing, prices, least = open_case()

    better, bound = close(case.market, pairing, prices, least)

    assert 130 <= bound <= least
    assert better.value(case.bonus) <= 130


@pytest.mark.parametrize("proposed", [None, [0, 1, 2], [4], [3]])
def test_what_the_solver_proposes_is_looked_at_again_before_it_counts(proposed, monkeypatch):
    """Nothing at all, more than a member has room for, something worth less, or the choice itself."""
    found = None if proposed is None else np.array(proposed)
    monkeypatch.setattr(closing._Programme, "whole", lambda programme: found)
    case, pairing, prices, least = open_case()

    kept, bound = close(case.market, pairing, prices, least)

    assert kept.pairs() == [(2, 3)]
    assert bound == 130


def test_with_too_many_pairs_left_nothing_is_searched_and_the_bound_stays(monkeypatch):
    monkeypatch.setattr(closing, "PAIRS", 0)
    case, pairing, prices, least = open_case()

    kept, bound = close(case.market, pairing, prices, least)

    assert (kept.pairs(), bound) == ([(2, 3)], 130)
