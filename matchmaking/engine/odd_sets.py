"""Which odd sets of members does a fractional pairing take advantage of?

Half of each pair of a triangle is what a linear programme likes to make, and what no round can. We look at the rows
whom fractional pairs tie together, and at those whom any pairs do that still matter (Groetschel and Holland, "Solving
matching problems with linear programming", Mathematical Programming 33, 1985). Pairs that are made and leave such rows
belong to the set. Others than these stay unfound: what they would say, blossoms.py finds out.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from matchmaking.engine.arrays import Flags, Ints
from matchmaking.engine.bound import OddSet

Floats = npt.NDArray[np.float64]

HAIR = 1e-6  # what is less than this is nothing
LEAST = 1e-4  # of an introduction that a set must be taken advantage of, to be worth a constraint


def violated(u: Ints, v: Ints, made: Floats, capacity: Ints) -> list[OddSet]:
    """In: pairs, how much of each is made, capacity per row. Out: odd sets (their price 0) that hold more introductions
    than they may."""
    part = (made > HAIR) & (made < 1 - HAIR)
    found = {}
    for tie in (np.ones_like(part), part):
        for inside in _tied(u[tie], v[tie], len(capacity)):
            leaves = (inside[u] != inside[v]) & (made > 1 - HAIR)
            crossing = frozenset(zip(u[leaves].tolist(), v[leaves].tolist(), strict=True))
            odd = OddSet(frozenset(np.flatnonzero(inside).tolist()), crossing, 0)
            held = made[inside[u] & inside[v]].sum() + leaves.sum()
            if held > odd.limit(capacity) + LEAST:
                found[odd] = True
    return list(found)


def _tied(u: Ints, v: Ints, size: int) -> list[Flags]:
    """The sets of rows that these pairs tie together."""
    knots = connected_components(csr_array((np.ones(len(u)), (u, v)), shape=(size, size)), directed=False)[1]
    return [knots == knot for knot in np.unique(knots[u])]
