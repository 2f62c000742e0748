"""Is it true that no single exchange improves this plan?

Every swap, move and substitution is made on a copy of the plan and both tables are counted again from nothing: pairs,
costs and rules. It shares no running sum with exchange.py, which it checks.
"""

from __future__ import annotations

import numpy as np

from matchmaking.engine.arrays import Ints
from matchmaking.engine.compiled import compiled
from matchmaking.engine.dinner.arrays import Hall
from matchmaking.engine.dinner.results import Certificate
from matchmaking.engine.dinner.shapes import Plan


@compiled
def table_worth(where: Ints, table: int, value: Ints, cost: Ints) -> int:
    """Out: the pairs at a table minus the costs of its guests, micro-units."""
    guests, worth = np.flatnonzero(where == table), 0
    for place, person in enumerate(guests):
        worth -= cost[person]
        for other in guests[:place]:
            worth += value[person, other]
    return worth


@compiled
def is_legal(where: Ints, table: int, code: Ints, kinds: Ints, minimum: Ints) -> bool:
    """Whether nobody sits with somebody they are kept apart from, and there are enough different kinds."""
    guests = np.flatnonzero(where == table)
    for place, person in enumerate(guests):
        for other in guests[:place]:
            if code[person, other] != 0:
                return False
    for rule in range(minimum.shape[1]):
        here = kinds[guests, rule]
        if len(np.unique(here[here >= 0])) < minimum[table, rule]:
            return False
    return True


@compiled
def try_exchanges(
    where: Ints, value: Ints, cost: Ints, code: Ints, kinds: Ints, minimum: Ints, bound: Ints, pinned: Ints
) -> tuple[int, int]:
    """Out: how many exchanges there are, and how many of them are legal and worth more than the plan."""
    tried, improving = 0, 0
    for leaver in range(len(where)):
        for comer in range(len(where)):
            here, there = where[leaver], where[comer]
            swap = there >= 0 and leaver < comer
            substitution = there < 0 and bound[leaver] == 0
            if here >= 0 and here != there and (swap or substitution) and pinned[leaver] < 0 and pinned[comer] < 0:
                tried += 1
                before = table_worth(where, here, value, cost)
                before += table_worth(where, there, value, cost) if swap else 0
                where[leaver], where[comer] = there, here
                after = table_worth(where, here, value, cost)
                after += table_worth(where, there, value, cost) if swap else 0
                if after > before and is_legal(where, here, code, kinds, minimum):
                    improving += not swap or is_legal(where, there, code, kinds, minimum)
                where[leaver], where[comer] = here, there
    return tried, improving


def certify(hall: Hall, plan: Plan) -> Certificate:
    """In: a hall and a complete plan. Out: how many exchanges were tried on it, and how many would have improved it."""
    tried, improving = try_exchanges(
        hall.rows(plan), hall.value, hall.cost, hall.code, hall.kinds, hall.minimum, hall.bound, hall.pinned
    )
    return Certificate(exchanges=int(tried), improving=int(improving))
