"""Does a market show the same pairs as a list of edges and from each member's side?"""

import random

import numpy as np
import pytest

from matchmaking.engine.market import Market
from matchmaking.engine.passes import NOBODY
from tests.engine.graphs import graph

pytestmark = pytest.mark.nodb


def seen_from_each(market: Market) -> list[tuple[int, int, int]]:
    """(row, neighbour, gain), as they stand there."""
    return [
        (row, int(market.neighbour[place]), int(market.gain[market.edge[place]]))
        for row in range(market.size)
        for place in range(market.start[row], market.start[row + 1])
    ]


def random_edges(seed: int) -> tuple[int, list[tuple[int, int, int]]]:
    """A size, and edges in any order, some of them twice or three times."""
    dice = random.Random(seed)
    size = dice.randint(2, 30)
    once = {tuple(sorted(dice.sample(range(size), 2))): dice.choice([1, 2, 700_000, 999_999]) for _ in range(3 * size)}
    edges = [(u, v, gain) for (u, v), gain in once.items()]
    edges += dice.choices(edges, k=size)
    return size, dice.sample(edges, len(edges))


def test_a_market_holds_every_pair_once_and_shows_it_from_both_sides():
    market = graph(4, (2, 3, 5), (0, 2, 7), (2, 3, 5)).with_edges(*np.array([[0], [1], [9]]))

    assert (market.u.tolist(), market.v.tolist(), market.gain.tolist()) == ([0, 0, 2], [1, 2, 3], [9, 7, 5])
    assert seen_from_each(market) == [(0, 1, 9), (0, 2, 7), (1, 0, 9), (2, 0, 7), (2, 3, 5), (3, 2, 5)]


@pytest.mark.parametrize("seed", range(20))
def test_edges_are_in_order_once_each_and_neighbours_by_number(seed):
    size, edges = random_edges(seed)
    cut = len(edges) // 3

    whole = graph(size, *edges)
    grown = graph(size, *edges[:cut]).with_edges(*np.array(edges[cut:]).T)

    for market in (whole, grown):
        assert list(zip(market.u.tolist(), market.v.tolist(), market.gain.tolist(), strict=True)) == sorted(set(edges))
        both = {(u, v, gain) for u, v, gain in edges} | {(v, u, gain) for u, v, gain in edges}
        assert seen_from_each(market) == sorted(both)
        assert market.most() == max(sum(one == row for one, _, _ in both) for row in range(size))


@pytest.mark.parametrize("seed", range(20))
def test_whether_a_pair_is_on_offer(seed):
    size, edges = random_edges(seed)
    every = np.array([(u, v) for u in range(size) for v in range(u + 1, size)])
    named = {(u, v) for u, v, _ in edges}

    found = graph(size, *edges).has(*every.T)

    assert found.tolist() == [(u, v) in named for u, v in every.tolist()]
    assert not graph(size).has(*every.T).any()
    assert len(graph(size, *edges).has(*np.empty((2, 0), dtype=np.int64))) == 0


def test_of_the_lists_of_two_each_pair_is_one_edge():
    first = (np.array([[1, 2], [0, NOBODY], [NOBODY, NOBODY]]), np.array([[8, 6], [8, 0], [0, 0]]))
    second = (np.array([[NOBODY], [2], [0]]), np.array([[0], [3], [6]]))

    market = Market.of_lists(3, first, second)

    assert seen_from_each(market) == [(0, 1, 8), (0, 2, 6), (1, 0, 8), (1, 2, 3), (2, 0, 6), (2, 1, 3)]


@pytest.mark.parametrize("size", [0, 3])
def test_a_market_may_be_empty(size):
    market = graph(size)

    assert (market.most(), market.start.tolist()) == (0, [0] * (size + 1))
    assert len(market.u) == len(market.gain) == len(market.neighbour) == len(market.edge) == 0
