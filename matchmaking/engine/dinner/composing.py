"""Who comes, and who sits where?

The search finds a plan, plain Python judges it once more rule by rule, and every table is told with what it is worth,
what meets there, its strongest pairs and who could take each seat.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

from matchmaking.engine.context import Context
from matchmaking.engine.crowd import everybody
from matchmaking.engine.dinner.arrays import Hall
from matchmaking.engine.dinner.certificate import certify
from matchmaking.engine.dinner.counting import counted_out
from matchmaking.engine.dinner.relaxing import explain_failure
from matchmaking.engine.dinner.reserves import Reserves
from matchmaking.engine.dinner.results import Certificate, Composition, Place, SeatedTable, StrongPair
from matchmaking.engine.dinner.rules import COUNTED, available, broken
from matchmaking.engine.dinner.search import best_of
from matchmaking.engine.dinner.shapes import Dinner, Plan, Table
from matchmaking.engine.explain import reasons_for
from matchmaking.engine.scoring import score_pair
from matchmaking.engine.shapes import PARTS, Candidate, canonical_hash

STRONGEST = 3  # pairs told per table
FIRST = 5  # substitutes told per seat


def compose(dinner: Dinner, effort: int = 1) -> Composition:
    """In: a dinner; how many times the usual number of steps. Out: guests and tables that keep every rule, as good as
    was found; where no legal plan was, the rule that fails and the ways out. Nothing is raised for that."""
    return _composed(dinner, None, effort)


def reoptimise(dinner: Dinner, plan: Plan, effort: int = 1) -> Composition:
    """In: a dinner and the plan that stands (table id -> members). Out: a composition in which nobody pinned has moved;
    if the plan is legal it is worth at least as much, and where nothing better is found it stays. Who is excluded or
    gone from the pool loses their seat."""
    return _composed(dinner, plan, effort)


def _composed(dinner: Dinner, standing: Plan | None, effort: int) -> Composition:
    if counted_out(dinner) is not None:
        return _nothing(dinner, effort)
    hall = Hall.of(dinner)
    # An illegal or unfinished plan promises nothing; its guests then are candidates like any other.
    stands = standing is not None and not broken(dinner, standing, hall.context)
    found = best_of(hall, effort, hall.rows(standing) if standing is not None and stands else None)
    plan = hall.plan(found.where)
    if broken(dinner, plan, hall.context):
        return _nothing(dinner, effort)
    if not stands:
        plan = _in_order(dinner, plan)
    tables = _told(dinner, hall, plan)
    seated = {member for members in plan.values() for member in members}
    return Composition(
        tables=tables,
        unseated=tuple(one for one in _present(dinner) if one not in seated),
        value=sum(table.value for table in tables),
        certificate=certify(hall, plan),
        impossible=None,
        dinner_hash=dinner.hash(),
        plan_hash=canonical_hash({str(table): list(members) for table, members in plan.items()}),
    )


def _nothing(dinner: Dinner, effort: int) -> Composition:
    return Composition(
        tables=(),
        unseated=_present(dinner),
        value=0,
        certificate=Certificate(0, 0),
        impossible=explain_failure(dinner, effort),
        dinner_hash=dinner.hash(),
        plan_hash=canonical_hash({}),
    )


def _present(dinner: Dinner) -> tuple[int, ...]:
    """Everybody who could have a seat, now or as a substitute, in order of id."""
    return tuple(one.id for one in available(replace(dinner, reserves=())))


def _in_order(dinner: Dinner, plan: Plan) -> dict[int, tuple[int, ...]]:
    """Tables that differ in nothing but their number get their companies in order of the smallest member id."""
    fixed = {table for _, table in dinner.fixed()}
    tables = sorted(dinner.tables, key=lambda table: table.id)
    alike: dict[tuple[int, int, int], list[int]] = {}
    for table in tables:
        alike.setdefault((table.seats, table.quorum, table.id if table.id in fixed else 0), []).append(table.id)
    ordered: dict[int, tuple[int, ...]] = {}
    for numbers in alike.values():
        ordered |= dict(zip(numbers, sorted(plan[number] for number in numbers), strict=True))
    return dict(sorted(ordered.items()))


def _told(dinner: Dinner, hall: Hall, plan: Plan) -> tuple[SeatedTable, ...]:
    pool = everybody(dinner.pool)
    scores, reserves = Context.of(pool), Reserves(dinner)
    tables = {table.id: table for table in dinner.tables}
    return tuple(_table(hall, tables[number], plan, scores, reserves) for number in sorted(plan))


def _table(hall: Hall, table: Table, plan: Plan, scores: Context, reserves: Reserves) -> SeatedTable:
    guests, pinned = plan[table.id], {member for member, _ in hall.dinner.fixed()}
    rows = [row for row, one in enumerate(hall.members) if one.id in guests]
    pairs = _pairs(scores, guests)
    parts = {
        "pairs": sum(pair.value for pair, _ in pairs),
        "travel": int(hall.travel[rows].sum()),
        "unfair": int(hall.unfair[rows].sum()),
    }
    weights = scores.pool.weights
    return SeatedTable(
        id=table.id,
        places=tuple(
            Place(one, one == table.host, one in pinned, reserves.of(plan, table.id, one)[:FIRST]) for one in guests
        ),
        value=parts["pairs"] - parts["travel"] - parts["unfair"],
        parts=parts,
        score={name: getattr(weights, name) * sum(score[name] for _, score in pairs) // 100 for name in PARTS},
        meets=_meets([hall.members[row] for row in rows], hall.context),
        pairs=_strongest((pair for pair, _ in pairs), scores),
    )


def _pairs(scores: Context, guests: tuple[int, ...]) -> list[tuple[StrongPair, dict[str, int]]]:
    by_id = {one.id: one for one in scores.pool.candidates}
    found = []
    for a, b in combinations(guests, 2):
        score = score_pair(by_id[a], by_id[b], scores.pool, scores)
        found.append((StrongPair(a, b, score.total, ()), score.parts))
    return found


def _strongest(pairs: Iterable[StrongPair], scores: Context) -> tuple[StrongPair, ...]:
    by_id = {one.id: one for one in scores.pool.candidates}
    best = sorted(pairs, key=lambda pair: (-pair.value, pair.a, pair.b))[:STRONGEST]

    def why(pair: StrongPair) -> StrongPair:
        a, b = by_id[pair.a], by_id[pair.b]
        return replace(pair, reasons=reasons_for(a, b, score_pair(a, b, scores.pool, scores), scores))

    return tuple(why(pair) for pair in best)


def _meets(guests: list[Candidate], context: Context) -> dict[str, list[int] | list[str]]:
    """Per counted rule, what is present."""
    return {name: sorted({kind(one, context) for one in guests} - {None}) for name, kind in COUNTED.items()}  # type: ignore[type-var,misc]
