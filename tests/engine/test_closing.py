"""Is a small round the best possible one, and proven to be?"""

from dataclasses import replace

import pytest

from matchmaking.engine.ground import prepare
from matchmaking.engine.round import best_pairing, run
from matchmaking.engine.shapes import History
from tests.engine.crowds import crowd
from tests.engine.graphs import (
    all_pairs,
    best_by_trying_everything,
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
