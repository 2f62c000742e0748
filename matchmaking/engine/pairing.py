"""Which pairs does this round propose?

Each member up to their capacity, so that the sum of gains and of first-introduction bonuses is as large as we can
make it. Greedy by what a pair gains over the prices of its two members, then walks that add and drop pairs in turn
as long as the round gets better. Everything is decided by integers, ties by row, which is the order of member ids.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from matchmaking.engine.candidates import Edges

STEPS = 400  # people a walk may reach before we stop looking
NEVER = -(2**62)


class Pairing:
    """In: pairs, and per row capacity, bonus and price. `pairs()` gives the chosen ones, `value()` what they earn."""

    def __init__(self, edges: Edges, capacity: Sequence[int], bonus: Sequence[int], price: Sequence[int]) -> None:
        self.size, self.capacity, self.bonus, self.price = edges.size, capacity, bonus, price
        self.gain: list[dict[int, int]] = [{} for _ in range(edges.size)]
        self.offers: list[list[tuple[int, int]]] = [[] for _ in range(edges.size)]
        self.chosen: list[set[int]] = [set() for _ in range(edges.size)]
        self.extend(edges)

    def extend(self, edges: Edges) -> None:
        """Take more pairs into consideration."""
        for u, v, gain in zip(edges.u.tolist(), edges.v.tolist(), edges.gain.tolist(), strict=True):
            self.gain[u][v] = self.gain[v][u] = gain
        # What a pair leaves after paying both members, best first: a walk stops looking where it gets too dear.
        for u in {*edges.u.tolist(), *edges.v.tolist()}:
            left = ((gain - self.price[u] - self.price[v], v) for v, gain in self.gain[u].items())
            self.offers[u] = sorted(left, key=lambda offer: (-offer[0], offer[1]))

    def pairs(self) -> list[tuple[int, int]]:
        return [(u, v) for u in range(self.size) for v in sorted(self.chosen[u]) if u < v]

    def value(self, bonus: Sequence[int]) -> int:
        """Micro-units of the objective under these bonuses."""
        gains = sum(self.gain[u][v] for u, v in self.pairs())
        return gains + sum(extra for extra, others in zip(bonus, self.chosen, strict=True) if others)

    def fill(self) -> None:
        """Greedy: the pair that leaves most after prices first, while both have room."""
        ranked = sorted((-left, u, v) for u, row in enumerate(self.offers) for left, v in row if u < v)
        for _, u, v in ranked:
            if self.room(u) and self.room(v):
                self._add(u, v)

    def improve(self) -> None:
        """Walk from everybody who has room left and gains by filling it, until nobody finds anything better."""
        better = True
        while better:
            better = False
            for row in range(self.size):
                if self.room(row) and self._one_more(row) > 0:
                    better |= self._walk(row) > 0

    def reconsider(self) -> None:
        """Take every pair apart once more and see whether its two members find anything better together. A small
        round needs it, where one odd triangle is a large part of the whole; a large one would pay too much time."""
        better = True
        while better:
            better = False
            for u, v in self.pairs():
                if v in self.chosen[u]:
                    better |= self._without(u, v)

    def _without(self, u: int, v: int) -> bool:
        before = [set(others) for others in self.chosen]
        lost = self.gain[u][v] + sum(self.bonus[one] for one in (u, v) if len(self.chosen[one]) == 1)
        self._drop(u, v)
        if sum(self._walk(one) for one in (u, v) if self.room(one)) > lost:
            return True
        self.chosen = before
        return False

    def room(self, row: int) -> bool:
        return len(self.chosen[row]) < self.capacity[row]

    def _add(self, u: int, v: int) -> None:
        self.chosen[u].add(v)
        self.chosen[v].add(u)

    def _drop(self, u: int, v: int) -> None:
        self.chosen[u].remove(v)
        self.chosen[v].remove(u)

    def _one_more(self, row: int) -> int:
        """What one introduction more is worth to this member, price included."""
        return self.price[row] + (0 if self.chosen[row] else self.bonus[row])

    def _one_less(self, row: int) -> int:
        return -self.price[row] - (self.bonus[row] if len(self.chosen[row]) == 1 else 0)

    def _walk(self, start: int) -> int:
        """In: a member with room. Best-first over walks add, drop, add, ... that end at another with room, back at the
        start, or at one who loses a pair. Takes the best if it improves the round; out: by how much, else 0."""
        best, best_walk = 0, tuple[int, ...]()
        # Ending adds at most as much as starting did: a walk with a richer end is found from that end.
        hope = self._one_more(start)
        reached = {start: hope}
        heap: list[tuple[int, tuple[int, ...]]] = [(-hope, (start,))]
        for _ in range(STEPS):
            if not heap:
                break
            cost, walk = heapq.heappop(heap)
            seeker = walk[-1]
            if -cost < reached[seeker]:
                continue
            for left, host in self.offers[seeker]:
                worth = left - cost
                if worth + hope <= best:
                    break
                if host in self.chosen[seeker] or host in walk[1:]:
                    continue
                if host == start or self.room(host):
                    end = self._one_more(host) if host != start else self._second(start)
                    if worth + end > best:
                        best, best_walk = worth + end, (*walk, host)
                    continue
                for guest in sorted(self.chosen[host].difference(walk)):
                    after = worth - (self.gain[host][guest] - self.price[host] - self.price[guest])
                    end = self._one_less(guest)
                    if after + end > best:
                        best, best_walk = after + end, (*walk, host, guest)
                    if after > reached.get(guest, NEVER):
                        reached[guest] = after
                        heapq.heappush(heap, (-after, (*walk, host, guest)))
        for number, (u, v) in enumerate(zip(best_walk, best_walk[1:], strict=False)):
            (self._drop if number % 2 else self._add)(u, v)
        return best

    def _second(self, row: int) -> int:
        """What a walk back to its start adds there: the price, if there was room for two."""
        return self.price[row] if self.capacity[row] - len(self.chosen[row]) > 1 else NEVER
