"""How does a meeting become a schedule, and how is one mended on the evening itself?

Puts the parts together: pairs are matched turn by turn (pairs.py), larger tables annealed (search.py); where repeats
remain that need not be, they are searched away without regard to value, or a known design (designs.py) takes over;
every way ends in a descent after which no exchange gains. The best by `standing` wins: nobody barred, few waiting, few
repeats, value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matchmaking.engine.meetings.adapt import adapted, changes
from matchmaking.engine.meetings.bound import unavoidable
from matchmaking.engine.meetings.designs import design_for
from matchmaking.engine.meetings.pairs import SWEEPS, Matcher
from matchmaking.engine.meetings.problem import Problem, Seating
from matchmaking.engine.meetings.report import report
from matchmaking.engine.meetings.search import Draws, Prices, annealed, descended, standing
from matchmaking.engine.meetings.shapes import Meeting, Schedule

STEPS, MOST_STEPS = 10_000, 6_000_000  # per seat and turn, and in all, at an effort of 100 %
HASTE, HURRIED = 4, 600_000  # a repair, for which people wait, takes so many times fewer, and no more than these
ATTEMPTS, MANY, FEW_SEATS = 2, 8, 200  # starts of the search; small evenings get more of them
STARTER_STEPS = 200_000
TRIES = 300  # to match torn turns anew
# First temperatures, in percent of the best pair's value.
HOT, WARM = 30, 12


def schedule(meeting: Meeting) -> Schedule:
    """In: a meeting. Out: who sits with whom in every turn; the held turns as they were.

    Nobody barred shares a table; everybody has a seat unless that rule forbids it; nobody meets twice as long as a
    plan without repeats is found; then the value is as large as can be found. Deterministic.
    """
    problem = Problem.of(meeting)
    plan = Search(problem).best()
    return report(problem, plan)


def repair(meeting: Meeting, schedule: Schedule, held: int) -> Schedule:
    """In: the meeting as it is now (who came late, who left), the schedule so far, and how many of its turns have
    taken place. Out: a new schedule: those turns untouched, of the others as little changed as the rules allow.

    Raises ValueError when the schedule has fewer turns than were held.
    """
    if not 0 <= held <= len(schedule.turns):
        raise ValueError("repair: more turns were held than the schedule has")
    problem = Problem.of(replace(meeting, held=schedule.held(held)))
    row_of = {one.id: row for row, one in enumerate(problem.guests)}
    old = [
        Seating(tuple(tuple(row_of[one] for one in table.members if one in row_of) for table in turn.tables))
        for turn in schedule.turns[: meeting.turns]
    ]
    old += [Seating(())] * (meeting.turns - len(old))
    plan = Search(problem, tuple(old), stay=problem.best).best()
    before = [
        [(table.number, rows) for table, rows in zip(turn.tables, seating.tables, strict=True)]
        for turn, seating in zip(schedule.turns, old, strict=False)
    ]
    mended = report(problem, plan, problem.best, old, before)
    return replace(mended, changes=changes(problem, old, plan))


@dataclass(frozen=True, slots=True)
class Search:
    """One problem, perhaps with the plan it had before; stay: what a pair of that is worth that stays together."""

    problem: Problem
    old: tuple[Seating, ...] = ()
    stay: int = 0

    def best(self) -> tuple[Seating, ...]:
        """The best plan any of the ways finds."""
        plan = self.first()
        enough = unavoidable(self.problem, plan)
        # A design would have everybody move, so a repair does without.
        for way in (self.rematched, self.untangled, *([] if self.old else [self.designed])):
            if standing(self.problem, plan)[3] <= enough:
                break
            plan = self.better(plan, way(plan))
        return plan

    def first(self) -> tuple[Seating, ...]:
        """Matched for pairs; of an earlier plan what can be kept; else the better of a few annealed ones."""
        if self.problem.meeting.seats == 2:
            plan = Matcher(self.problem, self.old, self.stay).plan()
            return self.mingled(self.settled(plan))
        waiting = dict.fromkeys(self.problem.free, 0)
        while True:
            plan = self.seated(waiting)
            crowded = [t for t in waiting if any(self.problem.barred[pair] for pair in plan[t].pairs)]
            if not crowded:
                return plan
            # Somebody more has to wait there, or somebody would sit with whom they must not.
            for turn in crowded:
                waiting[turn] = max(waiting[turn], len(plan[turn].bench)) + 1

    def seated(self, waiting: dict[int, int]) -> tuple[Seating, ...]:
        """In: how many wait in each free turn. Out: a plan of full tables."""
        problem = self.problem
        before = {turn: len(self.old[turn].tables) if self.old else 0 for turn in problem.free}
        sizes = {turn: problem.sizes(turn, waiting[turn], before[turn]) for turn in problem.free}
        if self.old:
            return self.settled(adapted(self.problem, self.old, sizes))
        found = [self.settled(self.annealed(self.shuffled(sizes, one), one)) for one in range(self.attempts())]
        return min(found, key=lambda plan: standing(self.problem, plan))

    def mingled(self, plan: tuple[Seating, ...]) -> tuple[Seating, ...]:
        """Pairs only: a matching knows nothing of tables of three, nor of what it leaves for later turns when there
        are many of them; then a search that starts from it does better."""
        turns = [plan[turn] for turn in self.problem.free]
        triples = any(len(table) > 2 for turn in turns for table in turn.tables)
        if self.old or not (triples or 3 * len(turns) > len(self.problem.guests)):
            return self.polished(plan) if triples else plan
        found = [self.settled(self.annealed(plan, one)) for one in range(self.attempts())]
        return min((plan, *found), key=lambda one: standing(self.problem, one))

    def shuffled(self, sizes: dict[int, list[int]], attempt: int) -> tuple[Seating, ...]:
        """Guests at tables of these sizes by the luck of the draw."""
        plan = list(self.problem.held)
        for turn in self.problem.free:
            draws = Draws(self.seed(attempt) + turn)
            plan.append(dealt(draws.shuffled(self.problem.there(turn)), sizes[turn]))
        return tuple(plan)

    def annealed(self, plan: Sequence[Seating], attempt: int) -> tuple[Seating, ...]:
        """Through conflicts, at a price, to better places."""
        problem, prices = self.problem, Prices.soft(self.problem, self.stay)
        return annealed(problem, plan, prices, problem.best * HOT // 100, self.steps(), self.seed(attempt), self.old)

    def rematched(self, plan: Sequence[Seating]) -> tuple[Seating, ...]:
        """Pairs only: tear up turns with repeats and match them again."""
        if self.problem.meeting.seats > 2:
            return tuple(plan)
        matcher = Matcher(self.problem, self.old, self.stay)
        tries = max(1, TRIES * self.problem.meeting.effort // 100 // (HASTE if self.old else 1))
        rescued = matcher.rescued(plan, tries, unavoidable(self.problem, plan))
        return self.settled(matcher.improved(rescued, sweeps=1 if self.old else SWEEPS))

    def untangled(self, plan: Sequence[Seating]) -> tuple[Seating, ...]:
        """Search the repeats away first and look for value among what is left then."""
        problem, prices = self.problem, Prices.repeats_only(self.problem, self.stay)
        heat = problem.best * HOT // 100
        return self.polished(annealed(problem, plan, prices, heat, 2 * self.steps(), self.seed(7), self.old))

    def designed(self, plan: Sequence[Seating]) -> tuple[Seating, ...]:
        """A schedule that has no repeat by construction; guests trade roles in it."""
        problem = self.problem
        sizes = [len(table) for table in plan[problem.free[0]].tables]
        design = design_for(problem, sizes, min(self.steps(), STARTER_STEPS))
        if design is None:
            return tuple(plan)
        heat, steps = problem.best * HOT // 100 * len(problem.free), max(1, self.steps() // 8)
        roles = annealed(problem, design, Prices.hard(problem), heat, steps, self.seed(8), self.old, roles=True)
        return self.polished(roles)

    def polished(self, plan: Sequence[Seating]) -> tuple[Seating, ...]:
        """Warm, and every repeat far too dear: what has none keeps none."""
        problem, prices = self.problem, Prices.hard(self.problem, self.stay)
        warm = annealed(problem, plan, prices, problem.best * WARM // 100, self.steps(), self.seed(9), self.old)
        return self.better(self.settled(plan), self.settled(warm))

    def settled(self, plan: Sequence[Seating]) -> tuple[Seating, ...]:
        """No exchange gains any more."""
        return descended(self.problem, plan, self.stay, self.old)

    def better(self, one: tuple[Seating, ...], other: tuple[Seating, ...]) -> tuple[Seating, ...]:
        """The first, unless the second is really better."""
        return min(one, other, key=lambda plan: standing(self.problem, plan, self.stay, self.old))

    def steps(self) -> int:
        """How many steps a search of this size deserves."""
        seats = int(self.problem.present[list(self.problem.free)].sum())
        steps = max(1, min(STEPS * seats, MOST_STEPS) * self.problem.meeting.effort // 100)
        return min(-(-steps // HASTE), HURRIED) if self.old else steps

    def attempts(self) -> int:
        """How many starts: a small evening is searched in no time, and more likely to end in a corner."""
        seats = int(self.problem.present[list(self.problem.free)].sum())
        return min(MANY, max(ATTEMPTS, FEW_SEATS // max(1, seats)))

    def seed(self, number: int) -> int:
        """A stream of its own for every use."""
        return self.problem.meeting.pool.seed ^ (number << 40)


def dealt(rows: Sequence[int], sizes: Sequence[int]) -> Seating:
    """In: rows in some order, and sizes. Out: tables filled in that order; who is left sits on the bench."""
    tables, taken = [], 0
    for size in sizes:
        tables.append(tuple(sorted(rows[taken : taken + size])))
        taken += size
    return Seating(tuple(tables), tuple(sorted(rows[taken:])))
