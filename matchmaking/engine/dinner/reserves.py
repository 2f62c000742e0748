"""Who could take this seat, if somebody declines?

Each seat is asked at the table as it stands: a substitute is legal with the mates who are there now, and is ranked by
what the table is worth with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from matchmaking.engine.arrays import Ints
from matchmaking.engine.context import Context
from matchmaking.engine.crowd import pair_values
from matchmaking.engine.dinner.arrays import apart_codes
from matchmaking.engine.dinner.results import Substitute
from matchmaking.engine.dinner.rules import COUNTED, minimum
from matchmaking.engine.dinner.shapes import Dinner, Plan
from matchmaking.engine.dinner.values import travel_costs, unfair_costs
from matchmaking.engine.shapes import Candidate


class Reserves:
    """In: a dinner. Then `of(plan, table, leaver)`, as often as there are seats."""

    def __init__(self, dinner: Dinner) -> None:
        self.dinner = dinner
        context = Context.of(dinner.pool)
        self.members = tuple(sorted(dinner.pool.candidates, key=lambda one: one.id))
        self.row_of = {one.id: row for row, one in enumerate(self.members)}
        self.value: Ints = pair_values(dinner.pool)
        self.code = apart_codes(dinner, self.members)
        travel, unfair = (costs(dinner, self.members, context) for costs in (travel_costs, unfair_costs))
        self.cost = {one.id: travel[one.id] + unfair[one.id] for one in self.members}
        self.kinds = {name: [kind(one, context) for one in self.members] for name, kind in COUNTED.items()}
        self.quorum = {table.id: table.quorum for table in dinner.tables}

    def of(self, plan: Plan, table: int, leaver: int = 0) -> tuple[Substitute, ...]:
        """In: a plan, a table of it, and the guest whose seat it is about, 0 for an empty seat. Out: everybody without
        a seat who could take it without breaking a rule of the table, best first, of equals the smallest id."""
        mates = [self.row_of[member] for member in plan[table] if member != leaver]
        if len(mates) + 1 < self.quorum[table] or self.code[np.ix_(mates, mates)].any():
            return ()
        company = self.value[:, mates].sum(axis=1)
        before = int(company[self.row_of[leaver]]) - self.cost[leaver] if leaver else 0
        found = [
            Substitute(one.id, int(company[row]) - self.cost[one.id] - before)
            for row, one in self._waiting(plan, leaver)
            if not self.code[row, mates].any() and self._complete(mates, row)
        ]
        return tuple(sorted(found, key=lambda one: (-one.gain, one.id)))

    def _waiting(self, plan: Plan, leaver: int) -> Iterable[tuple[int, Candidate]]:
        seated = {member for members in plan.values() for member in members}
        out = {*self.dinner.excluded, *seated, leaver}
        return ((row, one) for row, one in enumerate(self.members) if not one.unavailable and one.id not in out)

    def _complete(self, mates: list[int], row: int) -> bool:
        """Whether every counted rule holds with this person."""
        present = {name: Counter(kinds[mate] for mate in (*mates, row)) for name, kinds in self.kinds.items()}
        return all(len(present[name].keys() - {None}) >= minimum(self.dinner.rules, name) for name in COUNTED)


def substitutes(dinner: Dinner, plan: Plan, table: int, leaver: int = 0) -> tuple[Substitute, ...]:
    """In: a dinner, the plan as it stands, a table of it, and the guest who declined (0: an empty seat). Out: members
    without a seat, reserves included, who could take the seat without breaking a rule, best first; gain is what the
    table would be worth more than before, in micro-units. Raises KeyError when the plan lacks the table."""
    return Reserves(dinner).of(plan, table, leaver)
