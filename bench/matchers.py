"""On one graph, how near to the linear programme does each way of choosing pairs come, and how long does it take?"""

from bench import peers
from bench.clock import clocked, table
from bench.judge_pairs import Graph, lp_bound, make
from matchmaking.engine.market import Market
from matchmaking.engine.round import best_pairing

HIGHS = 2_000  # members up to which HiGHS solves the linear programme; the flow gives the same optimum sooner
GOALS = {2_000: 0.9995, 20_000: 0.9999}
NETWORKX = 1_000  # members up to which networkx is asked
BLOSSOM_GOAL, TIMES_GOAL = 0.999, 10


def ours(graph: Graph) -> tuple[int, int]:
    """Out: value and bound."""
    market = Market.of(len(graph["capacity"]), graph["u"], graph["v"], graph["w"])
    pairing, bound = best_pairing(market, graph["capacity"], graph["bonus"])
    return pairing.value(graph["bonus"]), bound


def show(sizes: list[int], single: list[int], highs: int = HIGHS) -> None:
    """Print both tables. In: sizes with one to three places each, sizes with one place each, and the largest for which
    HiGHS is asked."""
    small = make(1_100, 1)
    ours(small), peers.greedy(small), peers.b_suitor(small)  # compile
    for members in sizes:
        several(members, highs)
    table(
        "One place each: against the heaviest matching (blossom)",
        ["members", "peer", "peer, CPU s", "ours, CPU s", "times faster", "goal >=", "ours/optimum", "goal >="],
        [row for members in single for row in blossoms(members)],
        names=2,
    )


def several(members: int, highs: int) -> None:
    """One to three places each."""
    graph = make(members, 1)
    in_networkit = peers.networkit_graph(graph)
    seconds, (value, bound) = min(clocked(ours, graph) for _ in range(3))
    spent, (rounded, best) = clocked(peers.flow, graph)
    rows = [
        ("OR-tools flow, optimum", spent, best, ""),
        ("OR-tools flow, rounded", spent, peers.worth(graph, rounded), ""),
    ]
    if members <= highs:
        spent, found = clocked(lp_bound, graph)
        rows.append(("HiGHS, optimum", spent, found, ""))
    for name, matcher in (("greedy by weight", peers.greedy), ("b-Suitor", peers.b_suitor)):
        spent, chosen = clocked(matcher, graph)
        rows.append((name, spent, peers.worth(graph, chosen), ""))
    spent, found = clocked(peers.networkit_b_suitor, graph, in_networkit)
    rows.append(("b-Suitor of networkit (graph ready)", spent, found, ""))
    rows.append(("ours", seconds, value, f"{GOALS.get(members, '-')}"))
    rows.append(("ours, bound", seconds, bound, ""))
    table(
        f"One to three places each: {members:,} members, {len(graph['u']):,} pairs",
        ["way", "CPU s", "x ours", "value/LP", "goal >="],
        [
            [name, f"{spent:.3f}", f"{spent / seconds:.2f}", f"{found / best:.6f}", goal]
            for name, spent, found, goal in rows
        ],
    )


def blossoms(members: int) -> list[list[str]]:
    """The rows of one size."""
    edges, graph = peers.one_each(make(members, 1))
    seconds, (value, _) = min(clocked(ours, graph) for _ in range(3))
    asked = {"rustworkx": lambda: peers.rustworkx_blossom(edges, members)}
    if members <= NETWORKX:
        asked["networkx"] = lambda: peers.networkx_blossom(edges)
    rows = []
    for name, peer in asked.items():
        spent, best = clocked(peer)
        goal = f"{TIMES_GOAL}" if name == "rustworkx" and members > NETWORKX else "-"
        rows.append(
            [f"{members:,}", name, f"{spent:.2f}", f"{seconds:.3f}", f"{spent / seconds:.1f}", goal,
             f"{value / best:.6f}", f"{BLOSSOM_GOAL}"]
        )  # fmt: skip
    return rows
