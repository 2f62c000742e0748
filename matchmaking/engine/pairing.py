"""Which pairs does this round propose?

Each member up to their capacity, so that the sum of gains and of first-introduction bonuses is as large as we can
make it. Greedy by what a pair leaves after the prices of its two members, then walks that add and drop pairs in turn
as long as the round gets better. Everything is decided by integers, ties by row, which is the order of member ids.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np

from matchmaking.engine.arrays import Flags, Ints
from matchmaking.engine.compiled import compiled
from matchmaking.engine.market import Market
from matchmaking.engine.prices import SANE

STEPS = 400  # people a walk may reach before we stop looking
NEVER = -(2**60)


class Ledger(NamedTuple):
    """A market with prices, each row's neighbours by what they leave after both prices (best first), and what is
    chosen: a flag per edge, a count per row. The last five are scratch paper for walks."""

    start: Ints
    neighbour: Ints
    edge: Ints
    left: Ints
    capacity: Ints
    bonus: Ints
    price: Ints
    chosen: Flags
    degree: Ints
    reached: Ints  # by row: the best that a walk of this number ended there with ...
    stamp: Ints  # ... the number of that walk
    path: Ints  # places of a walk: the one before, who seeks now, the edge added, the one dropped, whose it was


class Pairing:
    """In: a market, and per row capacity, bonus and price. `pairs()` are the chosen ones, `value()` what they earn."""

    def __init__(self, market: Market, capacity: Ints, bonus: Ints, price: Ints) -> None:
        self.market, self.capacity, self.bonus, self.price = market, capacity, bonus, price
        left = market.gain - price[market.u] - price[market.v]
        row = np.repeat(np.arange(market.size), np.diff(market.start))
        # Neighbours are in order already, so that of equals the smaller id comes first; the same for edges below. No
        # two numbers are equal, so that the fastest way of sorting will do.
        place = np.arange(len(row))
        order = np.argsort((row * (8 * SANE) - left[market.edge]) * market.most() + place - market.start[row])
        edge = market.edge[order]
        self.ledger = Ledger(
            market.start, market.neighbour[order], edge, left[edge], capacity, bonus, price,
            np.zeros(len(market.u), dtype=np.bool_), np.zeros(market.size, dtype=np.int64),
            np.zeros(market.size, dtype=np.int64), np.zeros(market.size, dtype=np.int64),
            np.zeros((8 * STEPS, 5), dtype=np.int64),
        )  # fmt: skip
        place = np.arange(len(left))
        self.by_left = np.sort(place - left * len(left)) % max(1, len(left))

    @property
    def chosen(self) -> Ints:
        """The numbers of the chosen edges."""
        return np.flatnonzero(self.ledger.chosen)

    @property
    def degree(self) -> Ints:
        return self.ledger.degree

    def room(self) -> Flags:
        """Per row, whether it could have one introduction more."""
        return self.ledger.degree < self.capacity

    def pairs(self) -> list[tuple[int, int]]:
        market, chosen = self.market, self.chosen
        return list(zip(market.u[chosen].tolist(), market.v[chosen].tolist(), strict=True))

    def value(self, bonus: Ints) -> int:
        """Micro-units of the objective under these bonuses."""
        return int(self.market.gain[self.chosen].sum()) + int(bonus[self.degree > 0].sum())

    def choose(self, u: Ints, v: Ints) -> None:
        """Make exactly these pairs, all of them in the market, the choice."""
        size = self.market.size
        place = np.searchsorted(self.market.u * size + self.market.v, u * size + v)
        self.ledger.chosen[:] = False
        self.ledger.chosen[place] = True
        self.ledger.degree[:] = np.bincount(np.concatenate([u, v]), minlength=size)

    def extended(self, market: Market) -> Pairing:
        """The same choice in a market with more pairs."""
        other = Pairing(market, self.capacity, self.bonus, self.price)
        other.choose(self.market.u[self.chosen], self.market.v[self.chosen])
        return other

    def fill(self) -> None:
        """Greedy: the pair that leaves most after prices first, while both have room."""
        _fill(self.by_left, self.market.u, self.market.v, self.capacity, self.ledger.chosen, self.ledger.degree)

    def improve(self, thorough: bool) -> None:
        """Walk from everybody who has room left, until nobody finds anything better; if thorough, also take every
        pair apart once more and see whether its two members find anything better together. In a small round one odd
        triangle is a large part of the whole."""
        _improve(self.ledger, self.market.u, self.market.v, self.market.gain, thorough)


@compiled
def _fill(order: Ints, u: Ints, v: Ints, capacity: Ints, chosen: Flags, degree: Ints) -> None:
    for edge in order:
        if not chosen[edge] and degree[u[edge]] < capacity[u[edge]] and degree[v[edge]] < capacity[v[edge]]:
            chosen[edge] = True
            degree[u[edge]] += 1
            degree[v[edge]] += 1


@compiled
def _one_more(s: Ledger, row: int) -> int:
    """What one introduction more is worth to this row, price included."""
    return int(s.price[row] + (0 if s.degree[row] else s.bonus[row]))


@compiled
def _improve(s: Ledger, u: Ints, v: Ints, gain: Ints, thorough: bool) -> None:
    number, better = 0, True
    before = s.chosen.copy()
    while better:
        better = False
        for row in range(len(s.price)):
            if s.degree[row] < s.capacity[row] and _one_more(s, row) > 0:
                number += 1
                better |= _walk(s, row, number, u, v) > 0
        if better or not thorough:
            continue
        for edge in range(len(u)):
            if not s.chosen[edge]:
                continue
            before[:] = s.chosen
            one, other = u[edge], v[edge]
            s.chosen[edge] = False
            s.degree[one] -= 1
            s.degree[other] -= 1
            lost = gain[edge] + (0 if s.degree[one] else s.bonus[one]) + (0 if s.degree[other] else s.bonus[other])
            number += 2
            found = _walk(s, one, number - 1, u, v)
            if s.degree[other] < s.capacity[other]:
                found += _walk(s, other, number, u, v)
            if found > lost:
                better = True
                continue
            for changed in np.flatnonzero(s.chosen != before):
                step = 1 if before[changed] else -1
                s.degree[u[changed]] += step
                s.degree[v[changed]] += step
            s.chosen[:] = before


@compiled
def _walk(s: Ledger, start: int, number: int, u: Ints, v: Ints) -> int:
    """In: a row with room and a number no walk before had. Best-first over walks add, drop, add, ... that end at
    another with room, back at the start, or at one who loses a pair. Takes the best if it improves the round; out: by
    how much, else 0."""
    # Ending adds at most as much as starting did: a walk with a richer end is found from that end.
    hope = _one_more(s, start)
    best, best_end, best_last = 0, -1, -1  # the worth, the place in the path, and an edge added behind it or -1
    s.path[0, 0], s.path[0, 1] = -1, start
    places = 1
    s.reached[start], s.stamp[start] = hope, number
    heap = [(-hope, 0)]
    for _ in range(STEPS):
        if not heap:
            break
        cost, here = heappop(heap)
        seeker = s.path[here, 1]
        if -cost < s.reached[seeker]:
            continue
        for offer in range(s.start[seeker], s.start[seeker + 1]):
            worth, host, edge = s.left[offer] - cost, s.neighbour[offer], s.edge[offer]
            if worth + hope <= best:
                break
            if s.chosen[edge] or (host != start and _on_path(s.path, here, host)):
                continue
            if host == start or s.degree[host] < s.capacity[host]:
                end = _one_more(s, host)
                if host == start:
                    # Back at the start the price counts once more, if there was room for two.
                    end = s.price[host] if s.capacity[host] - s.degree[host] > 1 else NEVER
                if worth + end > best:
                    best, best_end, best_last = worth + end, here, edge
                continue
            for pair in range(s.start[host], s.start[host + 1]):
                guest = s.neighbour[pair]
                if not s.chosen[s.edge[pair]] or _on_path(s.path, here, guest):
                    continue
                after = worth - s.left[pair]
                loses = -s.price[guest] - (s.bonus[guest] if s.degree[guest] == 1 else 0)
                # Whoever was reached no worse before has been the end of a walk no worse, too.
                known = s.stamp[guest] == number and s.reached[guest] >= after
                if not known and places < len(s.path):
                    step = s.path[places]
                    step[0], step[1], step[2], step[3], step[4] = here, guest, edge, s.edge[pair], host
                    if after + loses > best:
                        best, best_end, best_last = after + loses, places, -1
                    s.reached[guest], s.stamp[guest] = after, number
                    heappush(heap, (-after, places))
                    places += 1
    if best_last >= 0:
        _flip(s, best_last, u, v)
    while best_end > 0:
        _flip(s, s.path[best_end, 2], u, v)
        _flip(s, s.path[best_end, 3], u, v)
        best_end = s.path[best_end, 0]
    return best


@compiled
def _on_path(path: Ints, here: int, row: int) -> bool:
    """Whether the walk that stands at this place has been at `row`."""
    while here > 0:
        if path[here, 1] == row or path[here, 4] == row:
            return True
        here = path[here, 0]
    return bool(path[0, 1] == row)


@compiled
def _flip(s: Ledger, edge: int, u: Ints, v: Ints) -> None:
    s.chosen[edge] = not s.chosen[edge]
    step = 1 if s.chosen[edge] else -1
    s.degree[u[edge]] += step
    s.degree[v[edge]] += step
