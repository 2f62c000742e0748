"""What would the members get from what communities use today?

Coffee roulette that repeats nobody; first come, first served from everybody's own list of the best; the heaviest pair
first over every pair there is; and three recommendations each that nobody coordinates. All keep the engine's rules, so
every pair they make is one the engine could have made.
"""

from collections.abc import Callable

import numpy as np

from bench.clock import clocked, table
from bench.peers import fill, heaviest
from bench.population import pool_of
from matchmaking.engine import parts, scoring
from matchmaking.engine.arrays import ELIGIBLE, NOBODY, Ints
from matchmaking.engine.eligibility import why_not_pair
from matchmaking.engine.ground import Ground, prepare
from matchmaking.engine.prices import SANE
from matchmaking.engine.round import choose

TRIES = 40  # cards of a roulette that are turned before somebody stays without
LIST, SHOWN = 64, 3


def roulette(ground: Ground) -> list[tuple[int, int, int]]:
    """A card for each place, shuffled; the first takes the next whom no rule bars. Out: row, row, gain."""
    pool, context, members = ground.pool, ground.context, ground.members
    cards = np.random.default_rng(5).permutation(np.repeat(np.arange(ground.size), ground.capacity)).tolist()
    made: dict[tuple[int, int], int] = {}
    while len(cards) > 1:
        one = cards.pop()
        for place in range(len(cards) - 1, max(-1, len(cards) - 1 - TRIES), -1):
            other = cards[place]
            pair = (min(one, other), max(one, other))
            if pair not in made and not why_not_pair(members[one], members[other], pool, context):
                made[pair] = scoring.score_pair(members[one], members[other], pool, context).total - pool.policy.floor
                del cards[place]
                break
    return [(a, b, gain) for (a, b), gain in made.items()]


def first_come(ground: Ground, lists: tuple[Ints, Ints]) -> list[tuple[int, int, int]]:
    """In: everybody's best partners and gains. Members come in any order and fill their places with the best of their
    list who still have one. Out: row, row, gain."""
    partners, gains = lists[0].tolist(), lists[1].tolist()
    room = ground.capacity.tolist()
    made: dict[tuple[int, int], int] = {}
    for one in np.random.default_rng(5).permutation(ground.size).tolist():
        for other, gain in zip(partners[one], gains[one], strict=True):
            pair = (min(one, other), max(one, other))
            if room[one] and other != NOBODY and room[other] and pair not in made:
                made[pair] = gain
                room[one] -= 1
                room[other] -= 1
    return [(a, b, gain) for (a, b), gain in made.items()]


def every_pair(ground: Ground, ask: parts.Ask) -> list[tuple[int, int, int]]:
    """The heaviest of all eligible pairs first, while both have room. Out: row, row, gain."""
    u, v, gain = np.ascontiguousarray(
        parts.excess_of(ask, ground.size, np.full(ground.size, -SANE, dtype=np.int64)).pairs.T
    )
    graph = {"u": u, "v": v, "w": gain, "capacity": ground.capacity}
    edges = np.arange(len(u))
    chosen = fill(graph, heaviest(graph, edges), np.zeros(len(u), dtype=np.bool_))
    return list(zip(u[chosen].tolist(), v[chosen].tolist(), gain[chosen].tolist(), strict=True))


def show(sizes: list[int], most: int) -> None:
    """Print the table. In: sizes, and the largest of which every pair is held in memory."""
    rows, shown = [], []
    for members in sizes:
        ground = prepare(pool_of(members, 1))
        ask = parts.ask_here(ground)
        counting, counts = clocked(parts.tally_of, ask, ground.size)
        spent, chosen = clocked(choose, ground, ask, int(counts[ELIGIBLE]))
        listing, lists = clocked(parts.lists_of_best, ask, ground.size, LIST, np.zeros(ground.size, dtype=np.int64))
        ways: list[tuple[str, float, Callable[..., list], tuple]] = [
            ("roulette, no repeats", 0.0, roulette, (ground,)),
            (f"first come, best {LIST}", listing, first_come, (ground, lists)),
        ]
        if members <= most:
            ways.append(("heaviest first, every pair", 0.0, every_pair, (ground, ask)))
        found = {}
        for name, before, way, arguments in ways:
            seconds, made = clocked(way, *arguments)
            reached = np.unique([row for a, b, _ in made for row in (a, b)])
            value = sum(gain for *_, gain in made) + int(ground.bonus[reached].sum())
            found[name] = (before + seconds, value, len(reached))
        pairing = chosen.pairing
        found["ours"] = (counting + spent, pairing.value(ground.bonus), int((pairing.degree > 0).sum()))
        rows += [
            [f"{members:,}", name, f"{value / chosen.bound:.4f}", f"{1 - reached / ground.size:.1%}", f"{seconds:.2f}"]
            for name, (seconds, value, reached) in found.items()
        ]
        seen = np.bincount(lists[0][:, :SHOWN][lists[0][:, :SHOWN] != NOBODY], minlength=ground.size)
        shown.append([f"{members:,}", f"{(seen == 0).mean():.1%}", f"{seen.max()}"])
    table(
        "What is in use today, against the bound over all pairs",
        ["members", "way", "value/bound", "left out", "CPU s"],
        rows,
        names=2,
    )
    table(
        f"Uncoordinated lists of everybody's best {SHOWN}",
        ["members", "never on a list", "most times one member"],
        shown,
    )
