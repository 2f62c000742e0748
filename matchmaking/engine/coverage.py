"""How are as many members reached as anyone could?

Under `coverage_first` a first introduction outweighs everything else. Reaching the most members is a matching problem:
give each member one place that counts and as many that do not as they have introductions left, and let a pair take two
places, worth one for each that counts. A maximum-weight matching of those places (Edmonds' blossoms; Galil 1986)
reaches the most members; a pair that would be made twice reaches no more than once. Large rounds get what the walks
find, since blossoms take cubic time.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import rustworkx

from matchmaking.engine import parts
from matchmaking.engine.arrays import NOBODY, Ints
from matchmaking.engine.fairness import urgent
from matchmaking.engine.market import Market
from matchmaking.engine.pairing import Pairing
from matchmaking.engine.parts import Ask

PLACES, PAIRS = 3_000, 30_000  # so many of them are matched in a few seconds
NEAR = 64  # partners looked at for whoever is still unserved in a larger round


def reach_everybody(ask: Ask, market: Market, capacity: Ints, bonus: Ints, price: Ints) -> Pairing:
    """In: somebody to ask, the pairs considered (in a small round all eligible ones), and per row capacity, bonus and
    price. Out: a pairing that reaches as many members as could be found, and among such the most worth that walks find.
    """
    first = Pairing(market, capacity, urgent(bonus), price)
    first.fill()
    first.improve(thorough=False)
    if found := widest(market, capacity):
        best = Pairing(market, capacity, urgent(bonus), price)
        best.choose(*found)
        best.fill()
        best.improve(thorough=False)
        return max(first, best, key=lambda one: one.value(urgent(bonus)))
    seen = np.zeros(market.size, dtype=bool)
    while (unserved := (first.degree == 0) & ~seen).any():
        seen |= unserved
        partners, gains = parts.lists_of_best(ask, market.size, NEAR, np.zeros(market.size, dtype=np.int64))
        partners[~unserved] = NOBODY
        more = Market.of_lists(market.size, (partners, gains))
        first = first.extended(first.market.with_edges(more.u, more.v, more.gain))
        first.fill()
        first.improve(thorough=False)
    return first


def widest(market: Market, capacity: Ints) -> tuple[Ints, Ints] | None:
    """In: all eligible pairs, capacities. Out: pairs (u, v) that reach as many members as possible, nobody over
    capacity; None when the round is too large to tell."""
    first = [0, *np.cumsum(capacity).tolist()]  # plain integers: numpy would not add up two truths
    if first[-1] > PLACES or len(market.u) > PAIRS:
        return None
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(first[-1]))
    for u, v in zip(market.u.tolist(), market.v.tolist(), strict=True):
        mine, theirs = range(first[u], first[u + 1]), range(first[v], first[v + 1])
        for one, other in product(mine, theirs):
            if counting := (one == first[u]) + (other == first[v]):
                graph.add_edge(one, other, counting)
    matched = rustworkx.max_weight_matching(graph, weight_fn=int)
    owner = np.repeat(np.arange(market.size), capacity)
    found = sorted({tuple(sorted((int(owner[one]), int(owner[other])))) for one, other in matched})
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]
