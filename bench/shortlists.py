"""Who are everybody's sixteen best partners: what does each way of finding them cost, and how many does it find?

The peers that multiply matrices see a score they can multiply: layers, regions, waiting, topics both ways, topics in
common, each a straight line where ours bends. What they fetch too much is scored again exactly, which is not counted:
the time of a peer is less than it would be, and its recall what it would be.
"""

import numpy as np

from bench.clock import BLOCK, clocked, table, unit
from bench.population import pool_of
from matchmaking.engine import parts, scoring
from matchmaking.engine.arrays import KIND, OFFERS, SEEKS
from matchmaking.engine.context import METRES_PER_MILLI_DEGREE
from matchmaking.engine.eligibility import why_not_pair
from matchmaking.engine.ground import Ground, prepare
from matchmaking.engine.shapes import MICRO, PARTS

LIST = 16
FETCHED = (1, 4, 8)  # times as many as wanted
NAIVE_PAIRS = 20_000
LINEAR = 800  # rarity in common at which the line and the bend agree
NEVER = -1e3  # what a peer adds for two of one region


def naive(ground: Ground, pairs: int = NAIVE_PAIRS) -> float:
    """Microseconds of one pair in plain Python: the rules, and the score of who passes."""
    pool, context, members = ground.pool, ground.context, ground.members
    random = np.random.default_rng(3)
    chosen = [(members[a], members[b]) for a, b in random.integers(0, ground.size, (pairs, 2)).tolist()]

    def look() -> int:
        return sum(
            scoring.score_pair(a, b, pool, context).total for a, b in chosen if not why_not_pair(a, b, pool, context)
        )

    return clocked(look)[0] / pairs * 1e6


def features(ground: Ground) -> tuple[np.ndarray, np.ndarray]:
    """Out: two arrays whose product is nearly the score, in millions, of every two members."""
    looks, places, topics = ground.arrays.looks, ground.arrays.places, ground.arrays.topics
    share = {name: getattr(ground.pool.weights, name) / 100 for name in PARTS}
    rows = ground.size
    held = np.zeros((3, rows, len(topics.weight)), dtype=np.float32)
    row = np.repeat(np.arange(rows), np.diff(topics.start))
    for place, roles in enumerate((OFFERS, SEEKS, OFFERS | SEEKS)):
        some = (topics.role & roles) > 0
        held[place, row[some], topics.topic[some]] = 1
    exchange = share["relevance"] * scoring.MIX_EXCHANGE / 100 * scoring.ONE_WAY / 100
    weight = topics.weight / (LINEAR + scoring.HALF_EXCHANGE)
    shared = share["relevance"] * scoring.MIX_SHARED / 100 * topics.weight / (LINEAR + scoring.HALF_SHARED)
    kind = looks.facts[:, KIND]
    homes, home = np.unique(places.kinds[kind, 0], return_inverse=True)
    spots = np.array([places.kinds[kind[home == number][0], 1:3] for number in range(len(homes))])
    apart = (spots[:, None, :] - spots[None, :, :]) * np.array([METRES_PER_MILLI_DEGREE, places.narrow])
    metres = np.minimum(np.sqrt((apart**2).sum(axis=2)), scoring.FARTHEST)
    region = share["region"] * (scoring.NEAREST + scoring.PER_METRE * metres) / MICRO
    np.fill_diagonal(region, NEVER)
    waited = share["fairness"] / 6 * places.kinds[kind, 3][:, None]
    ones = np.ones((rows, 1))
    complement = share["layer"] * looks.layers @ looks.worth / MICRO
    left = [complement, region[home], waited, ones, exchange * weight * held[0], exchange * weight * held[1],
            shared * held[2]]  # fmt: skip
    right = [looks.layers, np.eye(len(homes))[home], ones, waited, held[1], held[0], held[2]]
    return np.hstack(left).astype(np.float32, order="C"), np.hstack(right).astype(np.float32, order="C")


def by_product(left: np.ndarray, right: np.ndarray, fetched: int) -> np.ndarray:
    """Out: per row the `fetched` best by the product."""
    room = np.empty((min(BLOCK, len(left)), len(right)), dtype=np.float32)
    found = []
    for top in range(0, len(left), BLOCK):
        rows = left[top : top + BLOCK]
        scores = np.matmul(rows, right.T, out=room[: len(rows)])
        found.append(np.argpartition(scores, len(right) - fetched, axis=1)[:, -fetched:].astype(np.int32))
    return np.concatenate(found)


def recall(exact: np.ndarray, found: np.ndarray) -> float:
    """How many of the truly best partners are among those found."""
    hits = sum(len(np.intersect1d(mine[mine >= 0], theirs)) for mine, theirs in zip(exact, found, strict=True))
    return hits / int((exact >= 0).sum())


def show(sizes: list[int]) -> None:
    """Print the table of shortlists."""
    for members in sizes:
        ground = prepare(pool_of(members, 1))
        ask, nothing = parts.ask_here(ground), np.zeros(ground.size, dtype=np.int64)
        parts.lists_of_best(parts.ask_here(prepare(pool_of(100, 1))), 100, LIST, nothing[:100])  # compile
        one = unit(members, 3)
        ours = [clocked(parts.lists_of_best, ask, ground.size, LIST, nothing) for _ in range(2)]
        seconds, (exact, _) = min(ours, key=lambda run: run[0])
        each = naive(ground)
        left, right = features(ground)
        rows: list[tuple[str, float, float | None]] = [
            ("one matrix product, nothing kept", one, None),
            (f"plain Python, {each:.0f} us a pair (extrapolated)", each * members * (members - 1) / 2e6, 1.0),
        ]
        for times in FETCHED:
            spent, found = clocked(by_product, left, right, LIST * times)
            rows.append((f"product of {left.shape[1]} + argpartition, x {times}", spent, recall(exact, found)))
        rows.append(("ours: compiled sweep", seconds, 1.0))
        table(
            f"The {LIST} best partners of each of {members:,} members",
            ["way", "CPU s", "units", "recall"],
            [
                [name, f"{spent:.3f}", f"{spent / one:,.2f}", "-" if part is None else f"{part:.3f}"]
                for name, spent, part in rows
            ],
        )
