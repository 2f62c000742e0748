"""What do people read of a plan? Tables with numbers and members, whom one meets and why, and how good it is."""

from __future__ import annotations

from collections.abc import Sequence

from matchmaking.engine.explain import reasons_for
from matchmaking.engine.meetings.bound import unavoidable, upper_bound
from matchmaking.engine.meetings.problem import Problem, Seating
from matchmaking.engine.meetings.search import is_settled
from matchmaking.engine.meetings.shapes import Encounter, Schedule, Table, Turn
from matchmaking.engine.scoring import score_pair

Numbered = Sequence[tuple[int, tuple[int, ...]]]


def report(
    problem: Problem,
    plan: Sequence[Seating],
    stay: int = 0,
    old: Sequence[Seating] = (),
    before: Sequence[Numbered] = (),
) -> Schedule:
    """In: a plan; for a repair what a kept pair is worth, the plan it was made from and that plan's tables with their
    numbers. Out: the schedule, with a table's number going to the table that keeps most of its people."""
    met: set[tuple[int, int]] = set()
    turns = []
    for place, turn in enumerate(plan):
        tables = []
        for number, rows in numbered(turn, before[place] if place < len(before) else ()):
            encounters = tuple(_encounter(problem, pair, pair in met) for pair in Seating((rows,)).pairs)
            members = tuple(problem.guests[row].id for row in rows)
            tables.append(Table(number, members, sum(one.value for one in encounters), encounters))
        waiting = tuple(problem.guests[row].id for row in turn.bench)
        turns.append(Turn(place + 1, tuple(tables), waiting, held=place < len(problem.held)))
        met.update(turn.pairs)
    told = [one for turn in turns for table in turn.tables for one in table.encounters]
    home = {one.id: one.home for one in problem.guests}
    return Schedule(
        turns=tuple(turns),
        value=sum(one.value for one in told),
        bound=upper_bound(problem, plan),
        repeats=sum(one.again for one in told),
        unavoidable=unavoidable(problem, plan),
        known=sum(one.known and not one.again for one in told),
        encounters=len(told),
        crossings=sum(home[one.a] != home[one.b] for one in told),
        exchange_optimal=is_settled(problem, plan, stay, old),
    )


def numbered(turn: Seating, before: Numbered) -> list[tuple[int, tuple[int, ...]]]:
    """In: a turn and the numbered tables it had before, if any. Out: its tables with their numbers, in order of these.
    Each number stays with the table that has most of its people; new tables get the lowest numbers left."""
    shared = sorted(
        (-len(set(rows).intersection(table)), number, place)
        for number, table in before
        for place, rows in enumerate(turn.tables)
        if not set(rows).isdisjoint(table)
    )
    number_of: dict[int, int] = {}
    for _, number, place in shared:
        if place not in number_of and number not in number_of.values():
            number_of[place] = number
    spare = iter(sorted(set(range(1, 2 * len(turn.tables) + 1)) - set(number_of.values())))
    order = sorted(range(len(turn.tables)), key=lambda place: turn.tables[place])
    found = {place: number_of[place] if place in number_of else next(spare) for place in order}
    return sorted((number, turn.tables[place]) for place, number in found.items())


def _encounter(problem: Problem, pair: tuple[int, int], again: bool) -> Encounter:
    a, b = (problem.guests[row] for row in pair)
    score = score_pair(a, b, problem.context.pool, problem.context)
    return Encounter(
        a=a.id,
        b=b.id,
        value=0 if again else int(problem.worth[pair]),
        again=again,
        known=bool(problem.known[pair]),
        reasons=reasons_for(a, b, score, problem.context),
    )
