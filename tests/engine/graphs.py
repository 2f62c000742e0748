"""Graphs to try the choice of pairs on, and slow but certain ways to solve them."""

import itertools
import random
from typing import NamedTuple

import numpy as np
import rustworkx
from scipy.optimize import linprog
from scipy.sparse import bmat, csr_array, identity

from matchmaking.engine.arrays import ELIGIBLE
from matchmaking.engine.ground import Ground
from matchmaking.engine.market import Market
from matchmaking.engine.passes import verdicts
from tests.engine.crowds import zipf


class Graph(NamedTuple):
    """All pairs there are, and per row how many it may have and what its first is worth."""

    market: Market
    capacity: np.ndarray
    bonus: np.ndarray


def graph(size: int, *pairs: tuple[int, int, int]) -> Market:
    """A market of these pairs (u, v, gain)."""
    return Market.of(size, *np.array(pairs, dtype=np.int64).reshape(-1, 3).T)


def small_graph(seed: int) -> Graph:
    """Three to seven members, up to eleven pairs: few enough to try everything."""
    dice = random.Random(seed)
    size = dice.randint(3, 7)
    every = [(u, v, dice.randint(1, 300_000)) for u, v in itertools.combinations(range(size), 2)]
    pairs = [pair for pair in every if dice.random() < 0.6][:11] or every[:1]
    capacity = np.array([dice.choice([0, 1, 1, 1, 1, 2, 2, 3]) for _ in range(size)], dtype=np.int64)
    bonus = [50_000 + 30_000 * dice.choice([0, 0, 1, 3]) for _ in range(size)]
    return Graph(graph(size, *pairs), capacity, np.array(bonus, dtype=np.int64))


def hub_graph(members: int, seed: int, degree: int = 24) -> Graph:
    """Popular members stand on many lists; gains lie between 300,000 and a million."""
    dice = np.random.default_rng([members, seed])
    partner = dice.choice(members, members * degree // 2, p=dice.permutation(zipf(members, 0.6)))
    row = np.repeat(np.arange(members), degree // 2)
    low, high = np.minimum(row, partner), np.maximum(row, partner)
    key = np.unique((low * members + high)[low != high])
    u, v = key // members, key % members
    charm = dice.beta(2, 3, members)
    gain = np.rint(300_000 + 700_000 * (0.35 * charm[u] + 0.35 * charm[v] + 0.3 * dice.random(len(u))))
    capacity = 1 + dice.choice(3, members, p=(0.55, 0.30, 0.15))
    bonus = 50_000 + 30_000 * dice.choice(4, members, p=(0.70, 0.16, 0.09, 0.05))
    return Graph(Market.of(members, u, v, gain.astype(np.int64)), capacity, bonus)


def all_pairs(ground: Ground) -> Graph:
    """Every eligible pair of a pool."""
    gains, rules = verdicts(ground.arrays)
    u, v = np.nonzero(np.triu(rules == ELIGIBLE, 1))
    return Graph(Market.of(ground.size, u, v, gains[u, v]), ground.capacity, ground.bonus)


def best_by_trying_everything(market: Market, capacity: np.ndarray, bonus: np.ndarray) -> int:
    """What the best of all sets of pairs is worth."""
    pairs, best = list(zip(market.u.tolist(), market.v.tolist(), market.gain.tolist(), strict=True)), 0
    for chosen in itertools.product((False, True), repeat=len(pairs)):
        degree, value = [0] * market.size, 0
        for u, v, gain in itertools.compress(pairs, chosen):
            degree[u] += 1
            degree[v] += 1
            value += gain
        if all(d <= b for d, b in zip(degree, capacity.tolist(), strict=True)):
            best = max(best, value + sum(c for c, d in zip(bonus.tolist(), degree, strict=True) if d))
    return best


def optimum(market: Market, capacity: np.ndarray, bonus: np.ndarray) -> int:
    """What the best set of pairs is worth, in integers, by one maximum-weight matching (Tutte's gadget).

    A member is as many nodes as they have places; the first place carries the bonus. A pair is two nodes, one at
    either member: matched with each other when the pair is not made, with a place each when it is."""
    places = rustworkx.PyGraph(multigraph=False)
    nodes = [[places.add_node(None) for _ in range(count)] for count in capacity.tolist()]
    much = 2 * int(market.gain.sum()) + 2 * int(bonus.sum()) + 1
    for u, v, gain in zip(market.u.tolist(), market.v.tolist(), market.gain.tolist(), strict=True):
        ends = places.add_node(None), places.add_node(None)
        places.add_edge(*ends, 2 * much)
        for row, end in zip((u, v), ends, strict=True):
            for number, node in enumerate(nodes[row]):
                places.add_edge(node, end, much + gain + (0 if number else 2 * int(bonus[row])))
    matched = rustworkx.max_weight_matching(places, weight_fn=int)
    return (sum(places.get_edge_data(*pair) for pair in matched) - 2 * much * len(market.u)) // 2


def fractional(market: Market, capacity: np.ndarray, bonus: np.ndarray) -> float:
    """What the best round would be worth if pairs could be made in part (HiGHS): never less than the best whole one."""
    size, count = market.size, len(market.u)
    number = np.arange(count)
    ends = csr_array(
        (np.ones(2 * count), (np.concatenate([market.u, market.v]), np.concatenate([number, number]))),
        shape=(size, count),
    )
    rows = bmat([[ends, csr_array((size, size))], [-ends, identity(size)]], format="csr")
    limits = np.concatenate([capacity, np.zeros(size)])
    cost = -np.concatenate([market.gain, bonus]) / 1e6
    return float(-linprog(cost, A_ub=rows, b_ub=limits, bounds=(0, 1), method="highs").fun * 1e6)


def worth(pairs: list[tuple[int, int]], case: Graph) -> int:
    """What these pairs are worth, counted one by one; each must be in the graph, once, and nobody over capacity."""
    gain = dict(zip(zip(case.market.u.tolist(), case.market.v.tolist(), strict=True), case.market.gain, strict=True))
    degree = np.bincount(np.array(pairs, dtype=np.int64).ravel(), minlength=case.market.size)
    assert len(set(pairs)) == len(pairs)
    assert (degree <= case.capacity).all()
    return int(sum(int(gain[pair]) for pair in pairs) + case.bonus[degree > 0].sum())
