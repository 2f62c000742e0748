"""How good could any round over this pool have been?

An upper bound by weak duality, over all eligible pairs and not only those the engine looked at closely. Anyone can
recompute it from the pool, the prices and the odd sets; it is true for any prices, good ones make it tight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matchmaking.engine.arrays import Flags, Ints
from matchmaking.engine.prices import SANE


@dataclass(frozen=True, slots=True)
class OddSet:
    """Some rows, some pairs of which one row is among them, and a price on every introduction that either holds.

    Rows S with places b(S) and crossing pairs F: of the pairs within S and those in F together, at most
    floor((b(S) + |F|) / 2) can be made, since each of them takes two of b(S) + |F| places (Edmonds 1965; for
    capacities Edmonds and Johnson 1970). A fraction of a pair is what the plain bound would allow here."""

    rows: frozenset[int]
    crossing: frozenset[tuple[int, int]]
    price: int

    def holds(self, u: Ints, v: Ints, size: int) -> Flags:
        """Which of these pairs (u < v) it holds: those within, and the crossing ones it names."""
        inside = np.zeros(size, dtype=bool)
        inside[list(self.rows)] = True
        named = np.array([one * size + other for one, other in self.crossing], dtype=np.int64)
        return np.asarray(inside[u] & inside[v] | np.isin(u * size + v, named))

    def limit(self, capacity: Ints) -> int:
        """How many of them can be made."""
        return (int(capacity[list(self.rows)].sum()) + len(self.crossing)) // 2


def bound(capacity: Ints, bonus: Ints, prices: Ints, excess: int, pairs: Ints, odd_sets: Sequence[OddSet] = ()) -> int:
    """In: per row capacity, bonus and price; by how much eligible pairs gain more than both prices, added up, and
    these pairs (u, v, gain) themselves, of which only those that some odd set holds are needed; the odd sets.
    Out: micro-units of the objective that no pairing exceeds.

    D(y, m) = sum_i max(0, c_i + y_i, c_i + b_i y_i) + sum_S m_S floor((b(S) + |F|) / 2)
            + sum over eligible pairs of max(0, gain - y_i - y_j - sum of m_S over the sets that hold the pair).
    A pairing earns sum(gain) + sum(c_i of those reached) = sum over its pairs of (gain - y_i - y_j - m) + sum_i (c_i
    [d_i > 0] + d_i y_i) + sum over its pairs of m; each sum is at most the one of D. All integers, so nothing is
    rounded away. Raises ValueError when a price is beyond what sums of 64 bits bear.
    """
    if len(prices) and int(np.abs(prices).max()) > SANE or any(not 0 <= odd.price <= SANE for odd in odd_sets):
        raise ValueError("bound: a price beyond reason")
    members = np.maximum(0, np.maximum(bonus + prices, bonus + capacity * prices))[capacity > 0]
    u, v, gain = pairs.T
    over = gain - prices[u] - prices[v]
    less, limits = over.copy(), 0
    for odd in odd_sets:
        less[odd.holds(u, v, len(prices))] -= odd.price
        limits += odd.price * odd.limit(capacity)
    return int(members.sum()) + excess + limits + int(np.maximum(less, 0).sum()) - int(np.maximum(over, 0).sum())
