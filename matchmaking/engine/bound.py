"""How good could any round over this pool have been?

An upper bound by weak duality, over all eligible pairs and not only those the engine looked at closely. Anyone can
recompute it from the pool and the prices; it is true for any prices, good prices make it tight.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matchmaking.engine.candidates import Edges, Table
from matchmaking.engine.columns import Ints

SANE = 8_000_000  # no price needs to be higher; keeps all sums far inside 64 bits


def upper_bound(table: Table, capacity: Sequence[int], bonus: Sequence[int], prices: Sequence[int]) -> int:
    """In: the table, and per row capacity, bonus and price. Out: micro-units of the objective that no pairing exceeds.

    D(y) = sum_i max(0, c_i + y_i, c_i + b_i y_i) + sum over eligible pairs of max(0, gain - y_i - y_j).
    A pairing earns sum(gain) + sum(c_i of those reached) = sum over its pairs of (gain - y_i - y_j) + sum_i (c_i
    [d_i > 0] + d_i y_i); the first is at most the second sum of D, the second at most the first. All integers, so
    nothing is rounded away.
    """
    y = _sane(prices)
    total = _members(capacity, bonus, prices)
    for top, bottom, gain in table.rows():
        over = gain - y[top:bottom, None] - y[None, :]
        over[(gain == 0) | (np.arange(table.size)[None, :] <= np.arange(top, bottom)[:, None])] = 0
        total += int(np.maximum(over, 0).sum())
    return total


def bound_of_edges(edges: Edges, capacity: Sequence[int], bonus: Sequence[int], prices: Sequence[int]) -> int:
    """The same over a given list of pairs."""
    y = _sane(prices)
    return _members(capacity, bonus, prices) + int(np.maximum(edges.gain - y[edges.u] - y[edges.v], 0).sum())


def _members(capacity: Sequence[int], bonus: Sequence[int], prices: Sequence[int]) -> int:
    return sum(max(0, c + p, c + b * p) for b, c, p in zip(capacity, bonus, prices, strict=True) if b)


def _sane(prices: Sequence[int]) -> Ints:
    if max((abs(price) for price in prices), default=0) > SANE:
        raise ValueError("bound: a price beyond reason")
    return np.array(prices, dtype=np.int64)
