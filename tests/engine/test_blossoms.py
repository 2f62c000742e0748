"""Does the exact matching find the best pairing of all?"""

import numpy as np
import pytest

from matchmaking.engine.blossoms import best_of_all
from tests.engine.graphs import Graph, best_by_trying_everything, graph, small_graph, worth

pytestmark = pytest.mark.nodb


def solved(case: Graph) -> list[tuple[int, int]]:
    market = case.market
    chosen = best_of_all(market.u, market.v, market.gain, case.capacity, case.bonus)
    return list(zip(market.u[chosen].tolist(), market.v[chosen].tolist(), strict=True))


@pytest.mark.parametrize("seed", range(60))
def test_f023_it_is_worth_what_trying_everything_finds(seed):
    case = small_graph(seed)

    assert worth(solved(case), case) == best_by_trying_everything(*case)


@pytest.mark.parametrize("seed", range(20))
def test_members_with_several_places_do_not_meet_each_other_twice(seed):
    case = small_graph(seed)._replace(capacity=np.full(small_graph(seed).market.size, 3))

    assert worth(solved(case), case) == best_by_trying_everything(*case)


def test_a_first_introduction_counts_once():
    """Two pairs with the same member of two places, or one pair of two others: 2 x 10 + 3 x 50 against 25 + 2 x 50."""
    market = graph(4, (0, 1, 10), (0, 2, 10), (1, 2, 25), (0, 3, 1))
    case = Graph(market, np.array([2, 1, 1, 0]), np.array([50, 50, 50, 50]))

    assert solved(case) == [(0, 1), (0, 2)]


def test_nobody_and_nothing():
    nothing = np.zeros(0, dtype=np.int64)

    assert best_of_all(nothing, nothing, nothing, nothing, nothing).tolist() == []
    assert solved(Graph(graph(2, (0, 1, 5)), np.zeros(2, dtype=np.int64), np.zeros(2, dtype=np.int64))) == []
