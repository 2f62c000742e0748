"""Is the bound true, for any prices and any odd sets, and does it count all eligible pairs?"""

import random

import numpy as np
import pytest

from matchmaking.engine import parts
from matchmaking.engine.arrays import NOBODY
from matchmaking.engine.bound import OddSet, bound
from matchmaking.engine.ground import prepare
from matchmaking.engine.market import Market
from matchmaking.engine.prices import SANE, find_prices
from matchmaking.engine.round import run
from tests.engine.graphs import Graph, all_pairs, best_by_trying_everything, graph, small_graph
from tests.engine.pools import random_pool

pytestmark = pytest.mark.nodb


def proven(case: Graph, prices, odd_sets=()) -> int:
    """The bound over exactly the pairs of this graph."""
    market, prices = case.market, np.array(prices, dtype=np.int64)
    over = np.maximum(market.gain - prices[market.u] - prices[market.v], 0)
    pairs = np.stack([market.u, market.v, market.gain], axis=1)
    return bound(case.capacity, case.bonus, prices, int(over.sum()), pairs, odd_sets)


@pytest.mark.parametrize("seed", range(40))
def test_f023_the_bound_is_never_below_what_trying_everything_finds(seed):
    case = small_graph(seed)
    best = best_by_trying_everything(*case)
    prices = find_prices(*case, np.zeros(case.market.size, dtype=np.int64))

    assert best <= proven(case, prices) <= 1.5 * best + 100


@pytest.mark.parametrize("seed", range(40))
def test_f023_the_bound_is_true_for_any_prices_and_any_odd_sets(seed):
    dice = random.Random(seed)
    case = small_graph(seed)
    best = best_by_trying_everything(*case)
    pairs = list(zip(case.market.u.tolist(), case.market.v.tolist(), strict=True))

    def odd_set() -> OddSet:
        rows = frozenset(dice.sample(range(case.market.size), dice.randint(1, case.market.size)))
        leaving = [pair for pair in pairs if (pair[0] in rows) != (pair[1] in rows)]
        return OddSet(rows, frozenset(dice.sample(leaving, dice.randint(0, len(leaving)))), dice.randint(0, 300_000))

    for _ in range(30):
        prices = [dice.randint(-400_000, 400_000) for _ in range(case.market.size)]
        odd_sets = [odd_set() for _ in range(dice.randint(0, 3))]
        assert proven(case, prices) >= best
        assert proven(case, prices, odd_sets) >= best
        # With members' prices as low as they may be, what the odd sets say is all that bounds.
        assert proven(case, -case.bonus, odd_sets) >= best


def test_an_odd_set_proves_that_half_a_pair_cannot_be_made():
    triangle = Graph(graph(3, (0, 1, 100), (0, 2, 100), (1, 2, 100)), np.ones(3, dtype=np.int64), np.zeros(3, np.int64))
    everybody = OddSet(frozenset({0, 1, 2}), frozenset(), 100)

    assert proven(triangle, [50, 50, 50]) == 150
    assert proven(triangle, [0, 0, 0], [everybody]) == best_by_trying_everything(*triangle) == 100


def test_a_crossing_pair_is_held_like_one_within():
    """A triangle whose member 2 has room for two, and one more who only knows that member."""
    capacity = np.array([1, 1, 2, 1])
    case = Graph(graph(4, (0, 1, 100), (0, 2, 100), (1, 2, 100), (2, 3, 100)), capacity, np.zeros(4, dtype=np.int64))
    odd = OddSet(frozenset({0, 1, 2}), frozenset({(2, 3)}), 100)

    assert best_by_trying_everything(*case) == 200
    assert proven(case, [0, 0, 0, 0], [odd]) == 200
    assert proven(case, [0, 0, 0, 0], [OddSet(odd.rows, frozenset(), 100)]) == 300


@pytest.mark.parametrize("seed", range(10))
def test_f023_the_bound_counts_all_eligible_pairs_and_not_only_the_shortlist(seed):
    case = random_pool(seed, members=30, floor=0)
    ground = prepare(case)
    everything, size = all_pairs(ground), ground.size
    none = np.zeros(size, dtype=np.int64)
    short = Market.of_lists(size, parts.lists_of_best(parts.ask_here(ground), size, 1, none))
    prices = find_prices(short, ground.capacity, ground.bonus, none)

    more = parts.excess_of(parts.ask_here(ground), size, prices)

    assert len(short.u) < len(everything.market.u) == run(case).eligible_pairs
    assert bound(ground.capacity, ground.bonus, prices, more.total, more.pairs) == proven(everything, prices)


@pytest.mark.parametrize("seed", range(5))
def test_f023_a_round_of_sixty_is_its_own_bound(seed):
    result = run(random_pool(seed, members=60, floor=200_000))

    assert 0.999 * result.bound <= result.value <= result.bound


@pytest.mark.parametrize("price", [SANE + 1, -SANE - 1])
def test_a_price_beyond_reason_is_refused(price):
    case = small_graph(1)

    with pytest.raises(ValueError, match="beyond reason"):
        proven(case, [price] * case.market.size)


@pytest.mark.parametrize("price", [SANE + 1, -1])
def test_an_odd_set_has_a_price_within_reason(price):
    case = small_graph(1)

    with pytest.raises(ValueError, match="beyond reason"):
        proven(case, [0] * case.market.size, [OddSet(frozenset({0}), frozenset(), price)])


def test_nobody_is_bounded_by_nothing():
    nothing = np.zeros(0, dtype=np.int64)

    assert bound(nothing, nothing, nothing, 0, np.empty((0, 3), dtype=np.int64)) == 0
    assert NOBODY not in Market.of(0, nothing, nothing, nothing).neighbour
