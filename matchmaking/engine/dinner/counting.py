"""Can counting alone show that this dinner is impossible?

Each answer is a proof: whatever the search may try, the rule named here fails. No answer does not mean that it is
possible. Plain Python.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

from matchmaking.engine.context import Context
from matchmaking.engine.dinner.results import Broken
from matchmaking.engine.dinner.rules import COUNTED, apart, available, minimum, must_sit, to_seat
from matchmaking.engine.dinner.shapes import Dinner
from matchmaking.engine.shapes import Candidate

ONE_A_TABLE: dict[str, Callable[[Candidate], int | str]] = {
    "same_organisation": lambda one: one.organisation,
    "same_group": lambda one: one.group,
    "same_domain": lambda one: one.domain.lower() or one.id,
}


def counted_out(dinner: Dinner, context: Context | None = None) -> Broken | None:
    """In: a dinner. Out: the first rule that cannot be kept, by how much at least, and whom it is about; None when
    counting finds nothing."""
    checks = (_people, _pins, _kinds, _colleagues)
    context = context or Context.of(dinner.pool)
    return next((found for check in checks for found in check(dinner, context)), None)


def _people(dinner: Dinner, context: Context) -> Iterator[Broken]:
    welcome = {one.id for one in available(dinner)}
    if gone := tuple(sorted(must_sit(dinner) - welcome)):
        yield Broken("unavailable", 0, len(gone), gone)
    if (over := len(must_sit(dinner)) - dinner.seats) > 0:
        yield Broken("seats", 0, over)
    if (short := sum(table.quorum for table in dinner.tables) - to_seat(dinner)) > 0:
        yield Broken("fewest", 0, short)


def _pins(dinner: Dinner, context: Context) -> Iterator[Broken]:
    by_id = {one.id: one for one in dinner.pool.candidates}
    for table in sorted(dinner.tables, key=lambda table: table.id):
        stay = [member for member, at in dinner.fixed() if at == table.id]
        if len(stay) > table.seats:
            yield Broken("pinned", table.id, len(stay) - table.seats, tuple(stay))
        for a, b in combinations(stay, 2):
            if code := apart(by_id[a], by_id[b], dinner, context):
                yield Broken(code, table.id, 1, (a, b))


def _kinds(dinner: Dinner, context: Context) -> Iterator[Broken]:
    """A kind that n candidates have serves at most n tables, so the kinds must go round."""
    tables = len(dinner.tables)
    for name, kind in COUNTED.items():
        needed = minimum(dinner.rules, name)
        carriers = Counter(kind(one, context) for one in available(dinner))
        served = sum(min(count, tables) for carried, count in carriers.items() if carried is not None)
        if served < needed * tables:
            yield Broken(name, 0, needed - served // tables)
        if (short := needed - min(table.seats for table in dinner.tables)) > 0:
            yield Broken(name, 0, short)


def _colleagues(dinner: Dinner, context: Context) -> Iterator[Broken]:
    """Of one organisation at most one sits at each table; somebody `allowed` beside a colleague undoes the count."""
    if dinner.allowed:
        return
    tables, stay = len(dinner.tables), must_sit(dinner)
    for rule, key in ONE_A_TABLE.items():
        if rule in dinner.rules.apart:
            staff = Counter(key(one) for one in available(dinner))
            bound = Counter(key(one) for one in available(dinner) if one.id in stay)
            if crowded := sum(max(0, count - tables) for count in bound.values()):
                yield Broken(rule, 0, crowded)
            if (short := to_seat(dinner) - sum(min(count, tables) for count in staff.values())) > 0:
                yield Broken(rule, 0, short)
