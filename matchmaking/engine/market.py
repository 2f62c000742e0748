"""Which pairs are on offer, as seen from each member?

The eligible pairs that a round considers, twice: as a list of edges, and per row as a list of neighbours. Built anew
whenever pairs are added; everything that prices and chooses reads this.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matchmaking.engine.arrays import NOBODY, Flags, Ints
from matchmaking.engine.compiled import compiled


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
        # To sort numbers is faster than to find out how they would be sorted, so edge and gain become one number.
        most = int(gain.max(initial=0)) + 1
        both = np.sort((u * size + v) * most + gain)
        key, gain = np.divmod(both, most)
        once = np.diff(key, prepend=-1) != 0
        u, v = np.divmod(key[once], max(1, size))
        return cls(size, u, v, gain[once], *_neighbours(size, u, v))

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

    def most(self) -> int:
        """How many neighbours a row has at most."""
        return int(np.diff(self.start).max(initial=0))

    def has(self, u: Ints, v: Ints) -> Flags:
        """In: pairs of rows, u < v. Out: which of them are edges."""
        if not len(self.u):
            return np.zeros(len(u), dtype=bool)
        edges, wanted = self.u * self.size + self.v, u * self.size + v
        return np.asarray(edges[np.searchsorted(edges, wanted).clip(max=len(edges) - 1)] == wanted)

    def with_edges(self, u: Ints, v: Ints, gain: Ints) -> Market:
        """The same with more edges."""
        return Market.of(
            self.size, np.concatenate([self.u, u]), np.concatenate([self.v, v]), np.concatenate([self.gain, gain])
        )


@compiled
def _neighbours(size: int, u: Ints, v: Ints) -> tuple[Ints, Ints, Ints]:
    """In: edges in order of (u, v). Out: start, neighbour and edge, as in Market."""
    start = np.zeros(size + 2, dtype=np.int64)
    for ends in (u, v):
        for end in ends:
            start[end + 2] += 1
    start = np.cumsum(start)
    neighbour, edge = np.empty(2 * len(u), dtype=np.int64), np.empty(2 * len(u), dtype=np.int64)
    # The lower neighbours of a row before the higher ones, and both are in order already.
    for ends, others in ((v, u), (u, v)):
        for number in range(len(ends)):
            place = start[ends[number] + 1]
            neighbour[place], edge[place] = others[number], number
            start[ends[number] + 1] += 1
    return start[:-1], neighbour, edge
