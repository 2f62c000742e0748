"""Which pairs are on offer, as seen from each member?

The eligible pairs that a round considers, twice: as a list of edges, and per row as a list of neighbours. Built anew
whenever pairs are added; everything that prices and chooses reads this.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matchmaking.engine.arrays import Ints
from matchmaking.engine.passes import NOBODY


@dataclass(frozen=True, slots=True)
class Market:
    """Edges u < v with their gain (micro-units above the floor, at least 1), each once, in order of (u, v). Row r's
    neighbours are neighbour[start[r] : start[r + 1]], by number; edge says which edge each of them is."""

    size: int
    u: Ints
    v: Ints
    gain: Ints
    start: Ints
    neighbour: Ints
    edge: Ints

    @classmethod
    def of(cls, size: int, u: Ints, v: Ints, gain: Ints) -> Market:
        """In: how many rows there are, and edges in any order; the same edge may stand there twice."""
        key, first = np.unique(u * size + v, return_index=True)
        u, v, gain = key // max(1, size), key % max(1, size), gain[first]
        # The lower neighbours of a row stand before the higher ones, and both are in order already.
        ends, others = np.concatenate([v, u]), np.concatenate([u, v])
        order = np.argsort(ends, kind="stable")
        start = np.zeros(size + 1, dtype=np.int64)
        np.cumsum(np.bincount(ends, minlength=size), out=start[1:])
        return cls(size, u, v, gain, start, others[order], (order % max(1, len(u))).astype(np.int64))

    @classmethod
    def of_lists(cls, size: int, *lists: tuple[Ints, Ints]) -> Market:
        """In: partner lists of all rows, as passes.best_partners gives them."""
        us, vs, gains = [], [], []
        for partners, gain in lists:
            row, place = np.nonzero(partners != NOBODY)
            other = partners[row, place]
            us.append(np.minimum(row, other))
            vs.append(np.maximum(row, other))
            gains.append(gain[row, place])
        return cls.of(size, np.concatenate(us), np.concatenate(vs), np.concatenate(gains))

    def with_edges(self, u: Ints, v: Ints, gain: Ints) -> Market:
        """The same with more edges."""
        return Market.of(
            self.size, np.concatenate([self.u, u]), np.concatenate([self.v, v]), np.concatenate([self.gain, gain])
        )
