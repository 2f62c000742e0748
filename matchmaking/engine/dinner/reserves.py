"""Who could take this seat, if somebody declines?

Each seat is asked at the table as it stands: a substitute is legal with the mates who are there now, and is ranked by
what the table is worth with them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matchmaking.engine.arrays import Ints
from matchmaking.engine.context import Context
from matchmaking.engine.crowd import pair_values
from matchmaking.engine.dinner.arrays import apart_codes, numbers
from matchmaking.engine.dinner.results import Substitute
from matchmaking.engine.dinner.rules import COUNTED, minimum
from matchmaking.engine.dinner.shapes import Dinner, Plan
from matchmaking.engine.dinner.values import travel_costs, unfair_costs


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
        self.cost = np.array([travel[one.id] + unfair[one.id] for one in self.members], dtype=np.int64)
        self.kinds = {name: numbers([kind(one, context) for one in self.members]) for name, kind in COUNTED.items()}
        self.sizes = {table.id: range(table.quorum, table.seats + 1) for table in dinner.tables}

    def of(self, plan: Plan, table: int, leaver: int = 0) -> tuple[Substitute, ...]:
        """In: a plan, a table of it, and the guest whose seat it is about, 0 for an empty seat. Out: everybody without
        a seat who could take it without breaking a rule of the table, best first, of equals the smallest id."""
        mates = np.array([self.row_of[member] for member in plan[table] if member != leaver], dtype=np.int64)
        if len(mates) + 1 not in self.sizes[table] or self.code[np.ix_(mates, mates)].any():
            return ()
        adds = self.value[:, mates].sum(axis=1) - self.cost
        before = int(adds[self.row_of[leaver]]) if leaver in plan[table] else 0
        out = {leaver, *self.dinner.excluded, *(member for members in plan.values() for member in members)}
        legal = self._completes(mates) & ~self.code[:, mates].any(axis=1)
        found = [
            Substitute(one.id, int(adds[row]) - before)
            for row, one in enumerate(self.members)
            if legal[row] and not one.unavailable and one.id not in out
        ]
        return tuple(sorted(found, key=lambda one: (-one.gain, one.id)))

    def _completes(self, mates: Ints) -> npt.NDArray[np.bool_]:
        """In: the rows of a table. Out: per member, whether every counted rule holds once they sit there too."""
        complete = np.ones(len(self.members), dtype=bool)
        for name, kinds in self.kinds.items():
            present = np.unique(kinds[mates][kinds[mates] >= 0])
            fresh = (kinds >= 0) & ~np.isin(kinds, present)
            complete &= len(present) + fresh >= minimum(self.dinner.rules, name)
        return complete


def substitutes(dinner: Dinner, plan: Plan, table: int, leaver: int = 0) -> tuple[Substitute, ...]:
    """In: a dinner, the plan as it stands, a table of it, and the guest who declined (0: an empty seat). Out: members
    without a seat, reserves included, who could take the seat without breaking a rule, best first; gain is what the
    table would be worth more than before, in micro-units. Raises KeyError when the plan lacks the table.

    About many seats of one dinner, ask `Reserves`: everything but the answer is worked out once."""
    return Reserves(dinner).of(plan, table, leaver)
