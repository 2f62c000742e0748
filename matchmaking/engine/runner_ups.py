"""Which other pairs could take the place of a proposal?

Somebody declines, or an organiser sees what no score knows: then the next best pair with one of the two should be at
hand. First those whose other member still has room, since nobody else loses anything by them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matchmaking.engine.arrays import NOBODY, Flags, Ints
from matchmaking.engine.compiled import compiled
from matchmaking.engine.pairing import Ledger, Pairing
from matchmaking.engine.results import RunnerUp

RUNNER_UPS = 2  # per proposal
NEAR = 4  # partners of either on the shortlist, by what they leave after prices


def runner_ups(
    pairing: Pairing, spare: tuple[Ints, Ints], ids: Sequence[int], floor: int
) -> list[tuple[RunnerUp, ...]]:
    """In: the pairing; per row its best partners, with their gains, among those who could have one introduction more;
    the members' ids by row; the floor (micro-units). Out: per pair of the pairing at most two others with one of its
    members, first those whose other member still has room, then those on the shortlist; the higher score first, of
    equals the smaller ids."""
    market = pairing.market
    found = _best_others(pairing.ledger, market.u, market.v, market.gain, pairing.room(), *spare)
    return [
        tuple([RunnerUp(ids[a], ids[b], floor + gain, bool(free)) for a, b, gain, free in others if a != NOBODY])
        for others in found.tolist()
    ]


@compiled
def _best_others(s: Ledger, u: Ints, v: Ints, gain: Ints, room: Flags, partners: Ints, gains: Ints) -> Ints:
    """Out: (pairs, RUNNER_UPS, 4): the smaller and the larger row, the gain, and whether the newcomer has room; best
    first, NOBODY where there is none."""
    chosen = np.flatnonzero(s.chosen)
    found = np.full((len(chosen), RUNNER_UPS, 4), NOBODY, dtype=np.int64)
    other = np.empty(4, dtype=np.int64)
    for number, pair in enumerate(chosen):
        for one in (u[pair], v[pair]):
            near = min(s.start[one + 1] - s.start[one], NEAR)
            for place in range(partners.shape[1] + near):
                if place < partners.shape[1]:
                    third, worth = partners[one, place], gains[one, place]
                else:
                    offer = s.start[one] + place - partners.shape[1]
                    third, worth = s.neighbour[offer], gain[s.edge[offer]]
                if third == NOBODY or _together(s, one, third):
                    continue
                other[0], other[1], other[2], other[3] = min(one, third), max(one, third), worth, room[third]
                _insert(found[number], other)
    return found


@compiled
def _together(s: Ledger, one: int, other: int) -> bool:
    """Whether these two are proposed to each other already."""
    for place in range(s.start[one], s.start[one + 1]):
        if s.neighbour[place] == other and s.chosen[s.edge[place]]:
            return True
    return False


@compiled
def _insert(best: Ints, other: Ints) -> None:
    """Put a pair in its place among the best, unless it stands there already."""
    for place in range(len(best)):
        if best[place, 0] == other[0] and best[place, 1] == other[1]:
            return
        if best[place, 0] == NOBODY or _before(other, best[place]):
            best[place + 1 :] = best[place:-1].copy()
            best[place] = other
            return


@compiled
def _before(one: Ints, other: Ints) -> bool:
    if one[3] != other[3]:
        return bool(one[3] > other[3])
    if one[2] != other[2]:
        return bool(one[2] > other[2])
    return bool(one[0] < other[0] or (one[0] == other[0] and one[1] < other[1]))
