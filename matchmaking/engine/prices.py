"""What does one introduction with each member cost in this round?

Prices y of the dual of the pairing problem. At the right prices a pair is worth making when its gain pays for both
members, popular members are dear, and the sum of prices bounds what any pairing can reach (bound.py). Found by
coordinate descent: every member in turn takes the price at which the wish for them just meets what they can give.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matchmaking.engine.candidates import Edges
from matchmaking.engine.columns import Ints

SWEEPS = 120
STILL = 20  # micro-units: a smaller change of price tells nobody anything


def find_prices(edges: Edges, capacity: Sequence[int], bonus: Sequence[int], start: Sequence[int]) -> list[int]:
    """In: pairs, capacities (1..3), bonuses and first guesses per row. Out: integer prices per row.

    A price below zero (never below minus the bonus) belongs to someone whose first introduction is worth a subsidy.
    """
    partners, gains = _neighbours(edges)
    price = np.array(start, dtype=np.int64)
    waiting = np.ones(edges.size, dtype=bool)
    for _ in range(SWEEPS):
        if not waiting.any():
            break
        for row in np.flatnonzero(waiting).tolist():
            waiting[row] = False
            offers = gains[row] - price[partners[row]]
            new = _own_price(offers, capacity[row], bonus[row])
            if abs(new - int(price[row])) > STILL:
                waiting[partners[row]] = True
                price[row] = new
    return [int(value) for value in price]


def _neighbours(edges: Edges) -> tuple[list[Ints], list[Ints]]:
    """Per row its partners and what it gains with each."""
    ends = np.concatenate([edges.u, edges.v])
    order = np.argsort(ends, kind="stable")
    cuts = np.searchsorted(ends[order], np.arange(1, edges.size))
    others = np.concatenate([edges.v, edges.u])[order]
    gains = np.concatenate([edges.gain, edges.gain])[order]
    return np.split(others, cuts), np.split(gains, cuts)


def _own_price(offers: Ints, capacity: int, bonus: int) -> int:
    """Minimum of the dual in one coordinate: where the demand curve (how many offers exceed the price) crosses the
    supply curve (none below -bonus, one below 0, `capacity` above). Halfway where a whole interval is best."""
    ranked = np.sort(offers)[::-1]

    def offer(number: int) -> int:
        return int(ranked[number - 1]) if number <= len(ranked) else -bonus

    if offer(capacity) > 0:
        low = offer(capacity + 1)
        return (offer(capacity) + max(low, 0 if capacity > 1 else -bonus)) // 2
    if offer(1) >= 0:
        return 0
    return (max(offer(1), -bonus) + max(offer(2), -bonus)) // 2
