"""How do two by two meet the most valuable partners, turn after turn, and nobody twice?

One turn is a maximum-weight matching among those who have not met, as large as it can be; blossom algorithm (Edmonds
1965, Galil 1986) by rustworkx. Turn by turn this comes within a thousandth of the bound. Late turns of a long evening
may be left without a matching of people who have not met: then a few turns are torn up and matched again at random
until it works out (ruin and recreate, Schrimpf et al. 2000), and at last improved one by one, exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import rustworkx

from matchmaking.engine.arrays import Ints
from matchmaking.engine.meetings.problem import Problem, Seating, met_in
from matchmaking.engine.meetings.search import Draws
from matchmaking.engine.scoring import mix64

TIE_BITS = 48  # the sum of tie-breakers makes the best matching unique, so the library's order of work cannot decide
SWEEPS = 3


@dataclass(frozen=True, slots=True)
class Matcher:
    """Matches one turn after another. old: the plan that is being repaired; stay: what a pair of it is worth."""

    problem: Problem
    old: Sequence[Seating] = ()
    stay: int = 0

    def turn(self, number: int, others: Sequence[Seating], luck: int = 0) -> Seating:
        """In: a turn, and all turns whose meetings count as held; luck: not 0 to choose at random, whatever pairs are
        worth. Out: the turn: first as many seats as possible, first for those who waited, then as few repeats as
        possible, then value. Who remains of an odd number joins a pair."""
        problem, there = self.problem, self.problem.there(number)
        size = len(problem.guests)
        met = met_in(tuple(others), size)
        waits = np.zeros(size, dtype=np.int64)
        for turn in others:
            waits[list(turn.bench)] += 1
        gain = self._gain(number, lucky=luck != 0)
        new = size * (int(gain.max(initial=0)) + 1)  # one new meeting outweighs any value
        sooner = new * (size + 1) * (int(met.max(initial=0)) + 2)
        edges = []
        for place, a in enumerate(there):
            for b in there[:place]:
                if not problem.barred[a, b]:
                    weight = -new * int(met[a, b]) if met[a, b] else size * new + int(gain[a, b])
                    weight += size * sooner * int(waits[a] + waits[b])
                    tie = mix64(mix64(a * size + b) ^ problem.meeting.pool.seed ^ luck) >> (64 - TIE_BITS)
                    edges.append((a, b, (weight << (TIE_BITS + 10)) + tie))
        graph: rustworkx.PyGraph = rustworkx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(size))
        graph.add_edges_from(edges)
        matched = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
        pairs = sorted((min(pair), max(pair)) for pair in matched)
        seated = {row for pair in pairs for row in pair}
        return self._joined(pairs, [row for row in there if row not in seated], met, gain)

    def plan(self) -> tuple[Seating, ...]:
        """Turn after turn."""
        plan = list(self.problem.held)
        for number in self.problem.free:
            plan.append(self.turn(number, plan))
        return tuple(plan)

    def rescued(self, plan: Sequence[Seating], tries: int, enough: int) -> tuple[Seating, ...]:
        """In: a plan with repeats, how often to try, and the number of repeats that is few enough. Out: a plan with
        no more of them, if luck has it with as few as that; values are forgotten on the way."""
        free, size = list(self.problem.free), len(self.problem.guests)
        now, best = list(plan), repeats(plan, size)
        draws = Draws(self.problem.meeting.pool.seed ^ 0x5EED)
        for number in range(tries):
            if best <= enough:
                break
            met = met_in(tuple(now), size)
            bad = [turn for turn in free if any(met[pair] > 1 for pair in now[turn].pairs)]
            luck = draws.block(number, 4)
            torn = {bad[int(luck[0]) % len(bad)], *(free[int(draw) % len(free)] for draw in luck[1:3])}
            tried = [turn for place, turn in enumerate(now) if place not in torn]
            fresh: dict[int, Seating] = {}
            for turn in sorted(torn, key=lambda turn: mix64(turn ^ int(luck[3]))):
                fresh[turn] = self.turn(turn, [*tried, *fresh.values()], luck=int(luck[3]) + turn + 1)
            tried = [fresh.get(place, turn) for place, turn in enumerate(now)]
            if (found := repeats(tried, size)) <= best:
                now, best = tried, found
        return tuple(now)

    def improved(self, plan: Sequence[Seating], sweeps: int) -> tuple[Seating, ...]:
        """Match every turn once more around all others, for as long as that changes anything, so many times at most."""
        now = list(plan)
        for _ in range(sweeps):
            before = list(now)
            for turn in self.problem.free:
                now[turn] = self.turn(turn, [*now[:turn], *now[turn + 1 :]])
            if now == before:
                break
        return tuple(now)

    def _gain(self, number: int, lucky: bool) -> Ints:
        """Above 0 for every pair; two who were introduced before come last."""
        problem = self.problem
        gain = np.where(problem.known, 0, problem.aim + 2 * problem.best) * (not lucky)
        for table in self.old[number].tables if self.old else ():
            gain[np.ix_(table, table)] += self.stay
        return gain

    def _joined(self, pairs: list[tuple[int, int]], left: list[int], met: Ints, gain: Ints) -> Seating:
        """Each of those left sits down with the pair where it is best, one with a pair, unless all pairs bar them."""
        tables: list[tuple[int, ...]] = list(pairs)
        bench = []
        for one in left:
            open_tables = [
                (int(met[one, list(pair)].sum()), -int(gain[one, list(pair)].sum()), place)
                for place, pair in enumerate(tables)
                if len(pair) == 2 and not self.problem.barred[one, list(pair)].any()
            ]
            if open_tables:
                place = min(open_tables)[2]
                tables[place] = tuple(sorted((*tables[place], one)))
            else:
                bench.append(one)
        return Seating(tuple(tables), tuple(bench))


def repeats(plan: Sequence[Seating], size: int) -> int:
    """In: turns, and the number of guests. Out: how many meetings are not the first one of the two."""
    met = met_in(tuple(plan), size)
    return int(np.maximum(np.triu(met, 1) - 1, 0).sum())
