"""How do others choose pairs on one graph?

Short versions of what the engine is compared with. Each takes a graph (judge_pairs.py) and gives the numbers of the
edges it chooses; `worth` says what they come to.
"""

import networkit
import networkx
import numba
import numpy as np
import rustworkx
from ortools.graph.python import min_cost_flow

from bench.judge_pairs import Graph


def worth(graph: Graph, chosen: np.ndarray) -> int:
    """Micro-units; raises ValueError when somebody is over capacity."""
    ends = np.concatenate([graph["u"][chosen], graph["v"][chosen]])
    degree = np.bincount(ends, minlength=len(graph["capacity"]))
    if (degree > graph["capacity"]).any():
        raise ValueError("over capacity")
    return int(graph["w"][chosen].sum()) + int(graph["bonus"][degree > 0].sum())


def heaviest(graph: Graph, edges: np.ndarray) -> np.ndarray:
    """The edges in order: the heaviest first, of equals the first."""
    return edges[np.lexsort((edges, -graph["w"][edges]))]


def greedy(graph: Graph) -> np.ndarray:
    """The heaviest pair whose members both have room, again and again."""
    return fill(graph, heaviest(graph, np.arange(len(graph["u"]))), np.zeros(len(graph["u"]), dtype=np.bool_))


def fill(graph: Graph, order: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """In: edges in the order they are asked, and those already chosen. Out: all chosen."""
    _fill(order, graph["u"], graph["v"], graph["capacity"], chosen)
    return np.flatnonzero(chosen)


@numba.njit(cache=True)
def _fill(order, u, v, capacity, chosen):
    room = capacity.copy()
    for edge in np.flatnonzero(chosen):
        room[u[edge]] -= 1
        room[v[edge]] -= 1
    for edge in order:
        if not chosen[edge] and room[u[edge]] > 0 and room[v[edge]] > 0:
            chosen[edge] = True
            room[u[edge]] -= 1
            room[v[edge]] -= 1


def b_suitor(graph: Graph) -> np.ndarray:
    """Khan, Pothen and others, SIAM J. Sci. Comput. 38(5), 2016: everybody proposes to the best who would have them;
    whoever is pushed out proposes again. Half of the optimum at least, and greedy's pairs."""
    edges = np.arange(len(graph["u"]))
    ends = np.concatenate([graph["u"], graph["v"]])
    edge = np.tile(edges, 2)
    order = np.lexsort((edge, -graph["w"][edge], ends))
    start = np.concatenate([[0], np.cumsum(np.bincount(ends, minlength=len(graph["capacity"])))])
    rank = np.empty(len(edges), dtype=np.int64)
    rank[heaviest(graph, edges)] = edges
    return np.flatnonzero(_b_suitor(start, edge[order], graph["u"], graph["v"], rank, graph["capacity"]) == 2)


@numba.njit(cache=True)
def _b_suitor(start, edge, u, v, rank, capacity):
    members = len(capacity)
    suitors = np.full((members, capacity.max()), -1, dtype=np.int64)  # edges, in any order
    count = np.zeros(members, dtype=np.int64)
    place = start[:-1].copy()
    asked = np.zeros(len(u), dtype=np.int64)
    waiting = [member for member in range(members) for _ in range(capacity[member])]
    while waiting:
        member = waiting.pop()
        while place[member] < start[member + 1]:
            one = edge[place[member]]
            place[member] += 1
            host = v[one] if u[one] == member else u[one]
            if count[host] < capacity[host]:
                suitors[host, count[host]] = one
                count[host] += 1
                asked[one] += 1
                break
            worst = 0
            for other in range(1, capacity[host]):
                if rank[suitors[host, other]] > rank[suitors[host, worst]]:
                    worst = other
            old = suitors[host, worst]
            if rank[one] < rank[old]:
                suitors[host, worst] = one
                asked[one] += 1
                asked[old] -= 1
                waiting.append(v[old] if u[old] == host else u[old])
                break
    return asked


def networkit_graph(graph: Graph) -> networkit.Graph:
    """The same as networkit holds it."""
    made = networkit.GraphFromCoo(
        (graph["w"].astype(np.float64), (graph["u"], graph["v"])), n=len(graph["capacity"]), weighted=True
    )
    made.indexEdges()
    return made


def networkit_b_suitor(graph: Graph, made: networkit.Graph) -> int:
    """In: the graph, also as networkit holds it. Out: the value of its pairs, micro-units."""
    matcher = networkit.matching.BSuitorMatcher(made, graph["capacity"].tolist())
    matcher.run()
    matcher.buildBMatching()
    matching = matcher.getBMatching()
    partners = matching.getMatches()
    key = graph["u"] * len(partners) + graph["v"]
    pairs = sorted({min(a, b) * len(partners) + max(a, b) for a, several in enumerate(partners) for b in several})
    return worth(graph, np.searchsorted(key, np.array(pairs)))


def flow(graph: Graph) -> tuple[np.ndarray, float]:
    """Out: the edges after rounding, and the optimum of the linear programme: half of a flow from everybody to a copy
    of everybody (OR-tools, cost scaling), with the bonus on the first unit of each. Edges used both ways are chosen,
    then those used one way, the heaviest first, then any."""
    members, pairs = len(graph["capacity"]), len(graph["u"])
    u, v, w, capacity, bonus = (graph[name] for name in ("u", "v", "w", "capacity", "bonus"))
    everybody = np.arange(members)
    source, sink = np.full(members, 2 * members), np.full(members, 2 * members + 1)
    total = int(capacity.sum())
    solver = min_cost_flow.SimpleMinCostFlow()
    ones, none = np.ones(pairs, dtype=np.int64), np.zeros(members, dtype=np.int64)
    there = solver.add_arcs_with_capacity_and_unit_cost(u, v + members, ones, -w)
    back = solver.add_arcs_with_capacity_and_unit_cost(v, u + members, ones, -w)
    for first, last in ((source, everybody), (everybody + members, sink)):
        solver.add_arcs_with_capacity_and_unit_cost(first, last, np.ones(members, dtype=np.int64), -bonus)
        solver.add_arcs_with_capacity_and_unit_cost(first, last, capacity - 1, none)
    solver.add_arc_with_capacity_and_unit_cost(2 * members, 2 * members + 1, total, 0)
    solver.set_node_supply(2 * members, total)
    solver.set_node_supply(2 * members + 1, -total)
    if solver.solve() != solver.OPTIMAL:
        raise RuntimeError("no flow")
    used = solver.flows(there) + solver.flows(back)
    rest = np.concatenate([heaviest(graph, np.flatnonzero(used == times)) for times in (1, 0)])
    return fill(graph, rest, used == 2), -solver.optimal_cost() / 2


def one_each(graph: Graph) -> tuple[list[tuple[int, int, int]], Graph]:
    """Out: edges with weights such that the heaviest matching is the best pairing when everybody has one place; and
    the graph with such places."""
    weight = graph["w"] + graph["bonus"][graph["u"]] + graph["bonus"][graph["v"]]
    edges = list(zip(graph["u"].tolist(), graph["v"].tolist(), weight.tolist(), strict=True))
    return edges, {**graph, "capacity": np.ones_like(graph["capacity"])}


def rustworkx_blossom(edges: list[tuple[int, int, int]], members: int) -> int:
    """Out: the weight of the heaviest matching."""
    made = rustworkx.PyGraph()
    made.add_nodes_from(range(members))
    made.add_edges_from(edges)
    pairs = rustworkx.max_weight_matching(made, weight_fn=int)
    return sum(made.get_edge_data(one, other) for one, other in pairs)


def networkx_blossom(edges: list[tuple[int, int, int]]) -> int:
    """Out: the weight of the heaviest matching."""
    made = networkx.Graph()
    made.add_weighted_edges_from(edges)
    return sum(made[one][other]["weight"] for one, other in networkx.max_weight_matching(made))
