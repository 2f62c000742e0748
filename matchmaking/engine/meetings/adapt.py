"""What is left of a plan when somebody leaves or comes late?

The old tables, without who is gone, cut or filled to the sizes the turn needs now: the fewest moves. What repeats that
brings is for the search to mend, which is told what it is worth that people stay together.
"""

from __future__ import annotations

from collections.abc import Sequence

from matchmaking.engine.meetings.problem import Problem, Seating


def adapted(problem: Problem, old: Sequence[Seating], sizes: dict[int, list[int]]) -> tuple[Seating, ...]:
    """In: a plan of all turns so far and the sizes of tables in each free one. Out: a plan of these sizes."""
    plan = list(problem.held)
    for turn in problem.free:
        plan.append(refitted(old[turn].tables, problem.there(turn), sizes[turn]))
    return tuple(plan)


def refitted(tables: Sequence[Sequence[int]], there: list[int], sizes: list[int]) -> Seating:
    """In: tables as planned, who is there, and sizes, the largest first. Out: tables of these sizes: the largest
    groups stay, what is over fills what is short, in order of row; who finds no seat is on the bench."""
    groups = [[row for row in table if row in there] for table in tables]
    groups = sorted(groups, key=lambda group: (-len(group), group))[: len(sizes)]
    groups += [[] for _ in range(len(sizes) - len(groups))]
    kept = [group[:size] for group, size in zip(groups, sizes, strict=True)]
    seated = {row for group in kept for row in group}
    waiting = [row for row in there if row not in seated]
    for group, size in zip(kept, sizes, strict=True):
        while len(group) < size:
            group.append(waiting.pop(0))
    return Seating(tuple(tuple(sorted(group)) for group in kept), tuple(waiting))


def changes(problem: Problem, old: Sequence[Seating], plan: Sequence[Seating]) -> int:
    """In: the plan before and after. Out: over the free turns, guests whose company is not just the old one without
    who is gone."""
    count = 0
    for turn in problem.free:
        there = set(problem.there(turn))
        before = _company(old[turn].tables, there)
        after = _company(plan[turn].tables, there)
        count += sum(after.get(row, set()) != before.get(row, set()) for row in there)
    return count


def _company(tables: Sequence[Sequence[int]], there: set[int]) -> dict[int, set[int]]:
    """Per row everybody at its table, itself included."""
    return {row: there.intersection(table) for table in tables for row in table}
