"""What comes out of a dinner?

Frozen, JSON-serialisable: tables with their guests, what each table is worth and why, who could take a seat, and what
is certified. When no legal plan was found: the rule that fails and the ways out. Values are integers in micro-units.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from matchmaking.engine.results import Reason
from matchmaking.engine.shapes import ENGINE_VERSION, Ids


@dataclass(frozen=True, slots=True)
class Substitute:
    """id: a member who could legally take the seat. gain: what the table would be worth more (or less, below 0)."""

    id: int
    gain: int


@dataclass(frozen=True, slots=True)
class Place:
    """One guest at one table. pinned: stays whatever else changes. substitutes: best first, a few of them."""

    guest: int
    host: bool
    pinned: bool
    substitutes: tuple[Substitute, ...] = ()


@dataclass(frozen=True, slots=True)
class StrongPair:
    """Table mates a < b who have most to tell each other, and why, in the codes of the engine's explain.py."""

    a: int
    b: int
    value: int
    reasons: tuple[Reason, ...]

    def to_json(self) -> dict[str, Any]:
        return {"a": self.a, "b": self.b, "value": self.value, "reasons": [one.to_json() for one in self.reasons]}


@dataclass(frozen=True, slots=True)
class SeatedTable:
    """value = parts["pairs"] - parts["travel"] - parts["unfair"]. score: what each part of the pair score adds to
    `pairs`. meets: per counted rule, what is present: main layers, homes, kinds of organisation."""

    id: int
    places: tuple[Place, ...]
    value: int
    parts: dict[str, int]
    score: dict[str, int]
    meets: dict[str, list[int] | list[str]]
    pairs: tuple[StrongPair, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"pairs": [pair.to_json() for pair in self.pairs]}


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule a plan breaks. table: 0 when it is about the whole dinner. by: how many kinds, guests or seats are
    lacking or too many. members: whom it is about, if anybody in particular."""

    rule: str
    table: int
    by: int
    members: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One rule made milder, after which a legal plan exists. by: how much. members: pins or guests let go. pairs: to
    be allowed together. price: in what order to think of it; see PRICE in relaxing.py."""

    rule: str
    by: int
    price: int
    members: tuple[int, ...] = ()
    pairs: Ids = ()


@dataclass(frozen=True, slots=True)
class Impossible:
    """rule: the first that fails. by: by how much at least (proven) or in the best plan found. table: 0 when about the
    dinner. proven: counting alone shows it; else the search found no legal plan. relaxations: cheapest first, each
    tried and found to help."""

    rule: str
    by: int
    table: int
    members: tuple[int, ...]
    proven: bool
    relaxations: tuple[Relaxation, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """exchanges: how many swaps, moves and substitutions were tried on the finished plan; improving: how many of them
    are legal and worth more. It is 0: no single exchange improves the plan."""

    exchanges: int
    improving: int


@dataclass(frozen=True, slots=True)
class Composition:
    """tables: sorted by id; empty when impossible. unseated: available members without a seat, reserves included."""

    tables: tuple[SeatedTable, ...]
    unseated: tuple[int, ...]
    value: int
    certificate: Certificate
    impossible: Impossible | None
    dinner_hash: str
    plan_hash: str
    version: str = ENGINE_VERSION

    def plan(self) -> dict[int, tuple[int, ...]]:
        """Out: table id -> its guests in order of id."""
        return {table.id: tuple(place.guest for place in table.places) for table in self.tables}

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"tables": [table.to_json() for table in self.tables]}
