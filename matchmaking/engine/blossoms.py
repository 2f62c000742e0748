"""Which pairing of a few hundred pairs is the best one?

Exactly, by a maximum-weight matching of places (Edmonds' blossoms; Galil, ACM Computing Surveys 18, 1986; rustworkx). A
member is as many places as they may have introductions, and the first is worth their bonus. A pair whose two members
both have several places must not be made twice: it becomes two nodes in between, which are matched with each other
when it is not made, and with a place of either member when it is (Tutte 1954).
"""

from __future__ import annotations

from itertools import product

import numpy as np
import rustworkx

from matchmaking.engine.arrays import Flags, Ints


def best_of_all(u: Ints, v: Ints, gain: Ints, capacity: Ints, bonus: Ints) -> Flags:
    """In: pairs (u < v) with their gains, and per row capacity and bonus (all integers, none below nothing). Out: which
    of the pairs make the best pairing. The matching is checked against its own dual prices, in whole numbers."""
    first = [0, *np.cumsum(capacity).tolist()]
    worth = [
        bonus * (not turn)
        for bonus, count in zip(bonus.tolist(), capacity.tolist(), strict=True)
        for turn in range(count)
    ]
    much = int(gain.max(initial=0)) + 2 * int(bonus.max(initial=0)) + 1  # so that half a pair is worse than none
    edges: list[tuple[int, int, int]] = []
    pair_of: dict[tuple[int, int], int] = {}  # of two nodes that make the pair when they are matched
    nodes = first[-1]
    for number, (one, other, gained) in enumerate(zip(u.tolist(), v.tolist(), gain.tolist(), strict=True)):
        mine, theirs = range(first[one], first[one + 1]), range(first[other], first[other + 1])
        if min(len(mine), len(theirs)) < 2:
            for here, there in product(mine, theirs):
                edges.append((here, there, 2 * (gained + worth[here] + worth[there])))
                pair_of[here, there] = number
            continue
        edges.append((nodes, nodes + 1, 2 * much))
        for places, between in ((mine, nodes), (theirs, nodes + 1)):
            edges += [(place, between, much + gained + 2 * worth[place]) for place in places]
        pair_of |= {(place, nodes): number for place in mine}
        nodes += 2
    graph: rustworkx.PyGraph[None, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * nodes)
    graph.add_edges_from(edges)
    matched = rustworkx.max_weight_matching(graph, weight_fn=int, verify_optimum=True)
    chosen = np.zeros(len(u), dtype=bool)
    chosen[[pair_of[pair] for pair in ((min(ends), max(ends)) for ends in matched) if pair in pair_of]] = True
    return chosen
