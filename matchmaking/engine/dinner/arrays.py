"""What does the dinner look like as arrays?

One row per person in order of member id, then one row per seat that stays empty: a person without worth or kinds, so
that moving a guest to an empty seat is a swap like any other.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaking.engine.arrays import Ints
from matchmaking.engine.context import Context
from matchmaking.engine.crowd import pair_values
from matchmaking.engine.dinner.rules import COUNTED, UNYIELDING, available, minimum, must_sit, to_seat
from matchmaking.engine.dinner.shapes import APART, Dinner, Plan
from matchmaking.engine.dinner.values import travel_costs, unfair_costs
from matchmaking.engine.shapes import Candidate

Codes = npt.NDArray[np.int64]
NOWHERE = -1  # the table of somebody without a seat
FEWEST = len(COUNTED)  # the column of the rule that counts guests; each guest is a kind of their own


@dataclass(frozen=True, slots=True)
class Hall:
    """P persons (members, then empty seats), T tables in order of id, R counted rules (COUNTED, then guests).

    value[P, P]: what two are worth at one table. travel[P], unfair[P]: what a guest's journey costs. code[P, P]: 1 +
    the place in APART of the first rule that keeps two apart, 0 for none. kinds[P, R]: number of the kind a person
    adds, -1 for none. minimum[T, R]: how many kinds a table needs. bound[P]: cannot be left out. pinned[P]: the table
    they stay at, or -1. All of int64; bound is 0 or 1.
    """

    dinner: Dinner
    context: Context
    members: tuple[Candidate, ...]
    tables: tuple[int, ...]
    seats: Ints
    value: Ints
    travel: Ints
    unfair: Ints
    code: Codes
    kinds: Ints
    minimum: Ints
    bound: Ints
    pinned: Ints

    @classmethod
    def of(cls, dinner: Dinner) -> Hall:
        """In: a dinner. Out: its arrays."""
        context, members = Context.of(dinner.pool), available(dinner)
        real, size = len(members), len(members) + dinner.seats - to_seat(dinner)
        tables = sorted(dinner.tables, key=lambda table: table.id)
        order = {one.id: row for row, one in enumerate(sorted(dinner.pool.candidates, key=lambda one: one.id))}
        rows = np.array([order[one.id] for one in members], dtype=np.int64)
        value = np.zeros((size, size), dtype=np.int64)
        value[:real, :real] = pair_values(dinner.pool)[np.ix_(rows, rows)]
        code = np.zeros((size, size), dtype=np.int64)
        code[:real, :real] = apart_codes(dinner, members)
        kinds = np.full((size, FEWEST + 1), -1, dtype=np.int64)
        for column, kind in enumerate(COUNTED.values()):
            kinds[:real, column] = numbers([kind(one, context) for one in members])
        kinds[:real, FEWEST] = np.arange(real)
        needed = [[*(minimum(dinner.rules, name) for name in COUNTED), table.quorum] for table in tables]
        bound = np.ones(size, dtype=np.int64)
        bound[:real] = [one.id in must_sit(dinner) for one in members]
        at = {member: [table.id for table in tables].index(table_id) for member, table_id in dinner.fixed()}
        pinned = np.full(size, NOWHERE, dtype=np.int64)
        pinned[:real] = [at.get(one.id, NOWHERE) for one in members]
        return cls(
            dinner=dinner,
            context=context,
            members=members,
            tables=tuple(table.id for table in tables),
            seats=np.array([table.seats for table in tables], dtype=np.int64),
            value=value,
            travel=_column(travel_costs(dinner, members, context), members, size),
            unfair=_column(unfair_costs(dinner, members, context), members, size),
            code=code,
            kinds=kinds,
            minimum=np.array(needed, dtype=np.int64),
            bound=bound,
            pinned=pinned,
        )

    @property
    def size(self) -> int:
        """Persons, empty seats included."""
        return len(self.bound)

    @property
    def cost(self) -> Ints:
        """What a person's coming costs."""
        out: Ints = self.travel + self.unfair
        return out

    def rows(self, plan: Plan) -> Ints:
        """In: a complete plan. Out: the table of every person, or -1."""
        row_of = {one.id: row for row, one in enumerate(self.members)}
        where = np.full(self.size, NOWHERE, dtype=np.int64)
        spare = iter(range(len(self.members), self.size))
        for number, table in enumerate(self.tables):
            guests = [row_of[member] for member in plan.get(table, ())]
            where[guests] = number
            for _, person in zip(range(int(self.seats[number]) - len(guests)), spare, strict=False):
                where[person] = number
        return where

    def plan(self, where: Ints) -> dict[int, tuple[int, ...]]:
        """In: the table of every person. Out: the plan."""
        return {
            table: tuple(one.id for row, one in enumerate(self.members) if where[row] == number)
            for number, table in enumerate(self.tables)
        }


def apart_codes(dinner: Dinner, members: tuple[Candidate, ...]) -> Codes:
    """In: a dinner and members. Out: as Hall.code: what rules.apart says, for all pairs of them at once."""
    code = np.zeros((len(members), len(members)), dtype=np.int64)
    allowed = _marked(members, dinner.allowed)
    # From the last rule to the first, so that the first one asked has the last word.
    for name in reversed([name for name in APART if name in dinner.rules.apart]):
        holds = _holds(name, dinner, members)
        code[holds if name in UNYIELDING else holds & ~allowed] = 1 + APART.index(name)
    np.fill_diagonal(code, 0)
    return code


def _holds(name: str, dinner: Dinner, members: tuple[Candidate, ...]) -> npt.NDArray[np.bool_]:
    history = dinner.pool.history
    if name == "blocked_organisation":
        refused = set(history.blocked_organisations)
        mine = np.array([[(one.id, other.organisation) in refused for other in members] for one in members], dtype=bool)
        holds: npt.NDArray[np.bool_] = (mine | mine.T).reshape(len(members), len(members))
        return holds
    if name in ("blocked", "met", "cooling"):
        return _marked(members, getattr(history, name))
    same: dict[str, list[int | str]] = {
        "same_organisation": [one.organisation for one in members],
        "same_group": [one.group for one in members],
        # No domain is nobody's domain: a number of its own for each.
        "same_domain": [one.domain.lower() or one.id for one in members],
    }
    keys = numbers(same[name])
    shared: npt.NDArray[np.bool_] = keys[:, None] == keys[None, :]
    return shared


def _marked(members: tuple[Candidate, ...], pairs: Iterable[tuple[int, int]]) -> npt.NDArray[np.bool_]:
    row_of = {one.id: row for row, one in enumerate(members)}
    marks = np.zeros((len(members), len(members)), dtype=bool)
    for a, b in pairs:
        if a in row_of and b in row_of:
            marks[row_of[a], row_of[b]] = marks[row_of[b], row_of[a]] = True
    return marks


def numbers(values: Iterable[Hashable]) -> Ints:
    """Equal values get equal numbers from 0, in order of first appearance; None is -1."""
    seen: dict[Hashable, int] = {None: -1}
    return np.array([seen.setdefault(value, len(seen) - 1) for value in values], dtype=np.int64)


def _column(amounts: dict[int, int], members: tuple[Candidate, ...], size: int) -> Ints:
    column = np.zeros(size, dtype=np.int64)
    column[: len(members)] = [amounts[one.id] for one in members]
    return column
