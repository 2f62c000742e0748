"""Why is this dinner impossible, and what is the least that would make it possible?

Every rule is made milder on its own, as little as possible, and the dinner tried again; what is reported was found to
help. A block is never among them: one of the two said no.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import numpy as np

from matchmaking.engine.dinner.arrays import NOWHERE, Hall
from matchmaking.engine.dinner.counting import ONE_A_TABLE, counted_out
from matchmaking.engine.dinner.results import Broken, Impossible, Relaxation
from matchmaking.engine.dinner.rules import COUNTED, UNYIELDING, available, broken, minimum, must_sit
from matchmaking.engine.dinner.search import SOFT, best_of, lawful
from matchmaking.engine.dinner.shapes import APART, MOST_SEATS, Dinner
from matchmaking.engine.shapes import Ids

# What an organiser would rather give up: the lower the sooner, per kind, pair, seat or guest.
PRICE = {
    "unavailable": 1,
    "helix": 2,
    "full": 2,
    "cooling": 2,
    "layers": 3,
    "same_domain": 3,
    "met": 4,
    "same_group": 4,
    "fewest": 4,
    "homes": 5,
    "same_organisation": 5,
    "pinned": 5,
    "seats": 6,
    "guests": 8,
}
PINS_TRIED = 20  # one by one, before all are let go
MOST_EMPTY = 4  # seats of promised guests that are left empty, at most


def why_impossible(dinner: Dinner, effort: int = 1) -> Impossible | None:
    """In: a dinner; how many times the usual steps. Out: None when a legal plan is found; else the rule that fails and
    every single rule whose relaxation makes the dinner possible, cheapest first."""
    if counted_out(dinner) is None and best_of(Hall.of(dinner), effort).penalties == 0:
        return None
    return explain_failure(dinner, effort)


def explain_failure(dinner: Dinner, effort: int = 1) -> Impossible:
    """In: a dinner for which no legal plan was found. Out: why, and the ways out."""
    proof = counted_out(dinner)
    ways = sorted(_ways(dinner, proof, effort), key=lambda way: way.price * way.by)
    worst = proof or _nearest(dinner, effort)
    if proof is None and ways:
        worst = Broken(ways[0].rule, 0, ways[0].by, ways[0].members or tuple(sorted({*sum(ways[0].pairs, ())})))
    return Impossible(
        rule=worst.rule,
        by=worst.by,
        table=worst.table,
        members=worst.members,
        proven=proof is not None,
        relaxations=tuple(ways),
    )


def relaxed(dinner: Dinner, relaxation: Relaxation) -> Dinner:
    """In: a dinner and a way out. Out: the dinner with that rule made milder, everything else as it was."""
    rule, by, members = relaxation.rule, relaxation.by, set(relaxation.members)
    if rule in COUNTED:
        return replace(dinner, rules=dinner.rules.milder(rule, by))
    if rule in APART:
        return replace(dinner, allowed=tuple(sorted({*dinner.allowed, *relaxation.pairs})))
    if rule == "fewest":
        lower = tuple(replace(table, fewest=max(1, table.quorum - by)) for table in dinner.tables)
        return replace(dinner, tables=lower)
    if rule == "full":
        return replace(dinner, empty=dinner.empty + by)
    if rule == "seats":
        order = sorted(dinner.tables, key=lambda table: table.id)
        extra = [by // len(order) + (place < by % len(order)) for place in range(len(order))]
        wider = (replace(table, seats=table.seats + more) for table, more in zip(order, extra, strict=True))
        return replace(dinner, tables=tuple(wider))
    loose = replace(
        dinner,
        pins=tuple(pin for pin in dinner.pins if pin[0] not in members),
        tables=tuple(replace(table, host=0) if table.host in members else table for table in dinner.tables),
    )
    if rule == "pinned":
        return replace(loose, guests=tuple(sorted({*dinner.guests, *members})))
    guests, out = set(dinner.guests) - members, {*dinner.excluded, *members}
    return replace(loose, guests=tuple(sorted(guests)), excluded=tuple(sorted(out)))


def _ways(dinner: Dinner, proof: Broken | None, effort: int) -> Iterator[Relaxation]:
    """The least of each rule that helps."""
    for rule in COUNTED:
        yield from _least(dinner, rule, minimum(dinner.rules, rule), effort)
    yield from _least(dinner, "fewest", max(table.quorum for table in dinner.tables) - 1, effort)
    seated = max(len(must_sit(dinner)), sum(table.quorum for table in dinner.tables))
    yield from _least(dinner, "full", dinner.seats - dinner.empty - seated, effort)
    rules = [rule for rule in dinner.rules.apart if rule not in UNYIELDING] if proof is None else _kin(proof.rule)
    searched = [_pairs(dinner, rule, effort) for rule in rules]
    if proof is None or proof.rule in APART:
        searched.append(_left_out(dinner, effort))
    for tries in (_gone(dinner), _chairs(dinner), _pins(dinner), *searched):
        yield from islice((way for way in tries if _helps(dinner, way, effort)), 1)


def _kin(rule: str) -> tuple[str, ...]:
    """The rules whose pairs may be those of a rule that counting proved to fail: colleagues are also of one group."""
    return tuple(ONE_A_TABLE) if rule in ONE_A_TABLE else tuple({rule} & {*APART} - UNYIELDING)


def _helps(dinner: Dinner, way: Relaxation, effort: int) -> bool:
    milder = relaxed(dinner, way)
    return counted_out(milder) is None and lawful(Hall.of(milder), effort).penalties == 0


def _way(rule: str, by: int, members: tuple[int, ...] = (), pairs: Ids = ()) -> Relaxation:
    return Relaxation(rule, by, PRICE[rule], members, pairs)


def _least(dinner: Dinner, rule: str, most: int, effort: int) -> Iterator[Relaxation]:
    """The milder, the more plans are legal: halve the range in which the first one that helps must lie."""
    if most < 1 or not _helps(dinner, _way(rule, most), effort):
        return
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _helps(dinner, _way(rule, middle), effort) else (middle, high)
    yield _way(rule, high)


def _gone(dinner: Dinner) -> Iterator[Relaxation]:
    if gone := tuple(sorted(must_sit(dinner) - {one.id for one in available(dinner)})):
        yield _way("unavailable", len(gone), gone)


def _chairs(dinner: Dinner) -> Iterator[Relaxation]:
    over = len(must_sit(dinner)) - dinner.seats
    if over > 0 and max(table.seats for table in dinner.tables) + over <= MOST_SEATS:
        yield _way("seats", over)


def _pins(dinner: Dinner) -> Iterator[Relaxation]:
    """Let one of the pins go, else all of them."""
    pinned = tuple(member for member, _ in dinner.fixed())
    yield from (_way("pinned", 1, (member,)) for member in pinned[:PINS_TRIED])
    if len(pinned) > 1:
        yield _way("pinned", len(pinned), pinned)


def _pairs(dinner: Dinner, rule: str, effort: int) -> Iterator[Relaxation]:
    """Let some pairs sit together that the rule keeps apart, as few as the search can do with."""
    hall, code = Hall.of(dinner), 1 + APART.index(rule)
    where = lawful(hall, effort, soft=code).where
    together = (where[:, None] == where[None, :]) & (where[:, None] != NOWHERE) & (hall.code == code)
    if pairs := tuple((hall.members[a].id, hall.members[b].id) for a, b in np.argwhere(np.triu(together))):
        yield _way(rule, len(pairs), pairs=pairs)


def _left_out(dinner: Dinner, effort: int) -> Iterator[Relaxation]:
    """Leave out some of the promised guests, as few as the search can do with; their seats may stay empty."""
    fixed = {member for member, _ in dinner.fixed()}
    promised = set(dinner.guests) - fixed
    for empty in range(min(len(promised), MOST_EMPTY) + 1):
        hall = Hall.of(replace(dinner, guests=(), empty=dinner.empty + empty))
        wanted = np.zeros(hall.size, dtype=np.int64)
        wanted[: len(hall.members)] = [SOFT * (one.id in promised) for one in hall.members]
        where = lawful(hall, effort, wanted=wanted).where
        out = tuple(one.id for row, one in enumerate(hall.members) if one.id in promised and where[row] == NOWHERE)
        if out:
            yield _way("guests", len(out), out)


def _nearest(dinner: Dinner, effort: int) -> Broken:
    """What the plan breaks that breaks least."""
    hall = Hall.of(dinner)
    return broken(dinner, hall.plan(lawful(hall, effort).where), hall.context)[0]
