"""Which rules does this plan break?

One table at a time, in plain Python: what an organiser who drags a guest is told, and the judge of what the search in
exchange.py found with arrays. A rule of a table is an entry of COUNTED (so many different ones at least) or one of the
pair rules of eligibility.py (never these two together); both are found by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from matchmaking.engine.context import Context
from matchmaking.engine.dinner.results import Broken
from matchmaking.engine.dinner.shapes import APART, Dinner, Plan, Rules
from matchmaking.engine.eligibility import PAIR_RULES
from matchmaking.engine.shapes import Candidate

# What one guest adds to the kinds of a table; None adds nothing, as when the home is unknown.
Kind = Callable[[Candidate, Context], int | str | None]
UNYIELDING = frozenset({"blocked", "blocked_organisation"})  # one of the two said no: nobody may overrule that


def main_layer(candidate: Candidate, context: Context) -> int | None:
    """In: a member. Out: the number (from 1) of the layer with most weight, the lower of equals; None if unknown."""
    weights = context.layers[candidate.id]
    return weights.index(max(weights)) + 1 if any(weights) else None


def _home(candidate: Candidate, context: Context) -> str | None:
    return candidate.home or None


def _helix(candidate: Candidate, context: Context) -> str | None:
    return candidate.helix or None


COUNTED: dict[str, Kind] = {"layers": main_layer, "homes": _home, "helix": _helix}


def minimum(rules: Rules, name: str) -> int:
    """How many different kinds the counted rule of that name asks for."""
    needed: int = getattr(rules, name)
    return needed


def available(dinner: Dinner) -> tuple[Candidate, ...]:
    """Out: who may be given a seat, in order of id. A pace or a budget of introductions keeps nobody from a dinner; a
    code in `unavailable` does."""
    out = {*dinner.excluded, *dinner.reserves}
    members = sorted(dinner.pool.candidates, key=lambda one: one.id)
    return tuple(one for one in members if not one.unavailable and one.id not in out)


def must_sit(dinner: Dinner) -> frozenset[int]:
    """Out: members who cannot be left out: guests, hosts and whoever is pinned."""
    return frozenset({*dinner.guests, *(member for member, _ in dinner.fixed())})


def to_seat(dinner: Dinner) -> int:
    """Out: how many guests a complete plan has: all seats taken but the empty ones, as far as there are candidates."""
    wanted = max(dinner.seats - dinner.empty, len(must_sit(dinner)))
    return min(wanted, dinner.seats, len(available(dinner)))


def apart(a: Candidate, b: Candidate, dinner: Dinner, context: Context) -> str | None:
    """In: two members. Out: the first rule that keeps them from one table, or None."""
    allowed = (min(a.id, b.id), max(a.id, b.id)) in dinner.allowed
    names = (name for name in APART if name in dinner.rules.apart and not (allowed and name not in UNYIELDING))
    return next((name for name in names if PAIR_RULES[name](a, b, context)), None)


def broken(dinner: Dinner, plan: Plan, context: Context | None = None) -> tuple[Broken, ...]:
    """In: a dinner and a plan (table id -> members). Out: every rule it breaks, dinner first, then table by table;
    empty when it is legal. Give the context when asking often."""
    return tuple(_of_the_dinner(dinner, plan)) or tuple(_of_the_tables(dinner, plan, context))


def _of_the_dinner(dinner: Dinner, plan: Plan) -> Iterator[Broken]:
    seated = [member for members in plan.values() for member in members]
    welcome = {one.id for one in available(dinner)}
    if strange := sorted(set(plan) - {table.id for table in dinner.tables}):
        yield Broken("unknown_table", strange[0], len(strange))
    if twice := tuple(sorted({member for member in seated if seated.count(member) > 1})):
        yield Broken("seated_twice", 0, len(twice), twice)
    if gone := tuple(sorted((set(seated) | must_sit(dinner)) - welcome)):
        yield Broken("unavailable", 0, len(gone), gone)
    if missing := tuple(sorted(must_sit(dinner) & welcome - set(seated))):
        yield Broken("guests", 0, len(missing), missing)
    if moved := tuple(member for member, table in dinner.fixed() if member not in plan.get(table, ())):
        yield Broken("pinned", 0, len(moved), moved)
    for table in dinner.tables:
        if (over := len(plan.get(table.id, ())) - table.seats) > 0:
            yield Broken("seats", table.id, over)
    if off := to_seat(dinner) - len(seated):
        yield Broken("full", 0, off)


def _of_the_tables(dinner: Dinner, plan: Plan, context: Context | None) -> Iterator[Broken]:
    context = context or Context.of(dinner.pool)
    by_id = {one.id: one for one in dinner.pool.candidates}
    for table in sorted(dinner.tables, key=lambda table: table.id):
        guests = [by_id[member] for member in sorted(plan.get(table.id, ()))]
        if (short := table.quorum - len(guests)) > 0:
            yield Broken("fewest", table.id, short)
        for name, kind in COUNTED.items():
            present = {kind(one, context) for one in guests} - {None}
            if (short := minimum(dinner.rules, name) - len(present)) > 0:
                yield Broken(name, table.id, short)
        for a, b in combinations(guests, 2):
            if code := apart(a, b, dinner, context):
                yield Broken(code, table.id, 1, (a.id, b.id))
