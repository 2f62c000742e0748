"""What does a dinner ask for?

Frozen, JSON-serialisable: a pool of candidates, tables with seats, the rules of a table, the place, and what the
organiser has decided already. Nothing here knows a database, a clock or numpy. Values are integers in micro-units.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from matchmaking.engine.shapes import MICRO, Ids, Pool, Weights, canonical_hash

# A table is chosen for its mixture, so layers count for more than in a round; a visit is no reason to dine.
DINNER_WEIGHTS = Weights(relevance=54, layer=18, region=12, novelty=4, fairness=4, wish=7, visit=0, explore=1)
# Which two may not share a table, by the pair rules of eligibility.py, in the order they are named.
APART = ("same_organisation", "same_group", "same_domain", "blocked", "blocked_organisation", "met", "cooling")
FEWEST, MOST_SEATS = 6, 40
FARTHEST = 1_000_000  # kilometres in a season

Plan = Mapping[int, tuple[int, ...]]  # table id -> the members who sit there


@dataclass(frozen=True, slots=True)
class Table:
    """id, seats: 2..40. fewest: with fewer guests the table does not go on; 0 stands for six, or for all seats of a
    smaller table. host: the member who sits here whatever else changes, 0 for none."""

    id: int
    seats: int = 8
    fewest: int = 0
    host: int = 0

    def __post_init__(self) -> None:
        if not 2 <= self.seats <= MOST_SEATS or not 0 <= self.fewest <= self.seats:
            raise ValueError(f"table {self.id}: 2 to {MOST_SEATS} seats, and no more guests needed than seats")

    @property
    def quorum(self) -> int:
        """How many guests it takes at least."""
        return self.fewest or min(FEWEST, self.seats)


@dataclass(frozen=True, slots=True)
class Rules:
    """What every table must have. layers, homes, helix: at least so many different main layers, home regions and
    kinds of organisation. apart: codes of APART; nobody shares a table with somebody such a rule names."""

    layers: int = 3
    homes: int = 2
    helix: int = 2
    apart: tuple[str, ...] = APART

    def __post_init__(self) -> None:
        if min(self.layers, self.homes, self.helix) < 0:
            raise ValueError("rules: a minimum is 0 or more")
        if unknown := set(self.apart) - set(APART):
            raise ValueError(f"rules: {sorted(unknown)} keep nobody apart")

    def milder(self, name: str, by: int) -> Rules:
        """In: the name of a minimum. Out: the same rules with that minimum lower by so much."""
        return Rules(**asdict(self) | {name: getattr(self, name) - by})


@dataclass(frozen=True, slots=True)
class Dinner:
    """Everything a composition depends on; pool.weights are the dinner's, pool.policy and capacities are not read.

    lat_milli, lon_milli: the place, thousandths of a degree; 0, 0 when unknown, and then nobody travels. cost_per_km:
    micro-units off for each kilometre a guest travels. travelled: (member, kilometres) of this season so far;
    unfair_per_km: micro-units off for each kilometre by which a guest's season, tonight included, is above the mean of
    the pool. pins: (member, table) that stay. guests: members who must have a seat. reserves: only ever substitutes.
    excluded: not at this dinner. allowed: pairs (smaller id first) whom the organiser seats together although they met
    or are colleagues; nothing undoes a block. empty: how many seats are kept empty, unless promised guests need them.
    """

    pool: Pool
    tables: tuple[Table, ...] = (Table(1),)
    rules: Rules = Rules()
    lat_milli: int = 0
    lon_milli: int = 0
    cost_per_km: int = 2_000
    unfair_per_km: int = 1_000
    travelled: Ids = ()
    pins: Ids = ()
    guests: tuple[int, ...] = ()
    reserves: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    allowed: Ids = ()
    empty: int = 0

    def __post_init__(self) -> None:
        table_ids, member_ids = {table.id for table in self.tables}, {one.id for one in self.pool.candidates}
        named = {member for member, _ in self.fixed()} | {*self.guests, *self.reserves, *self.excluded}
        if not self.tables or len(table_ids) != len(self.tables):
            raise ValueError("dinner: at least one table, and none of them twice")
        if missing := named - member_ids:
            raise ValueError(f"dinner: members {sorted(missing)} are not in the pool")
        if {table for _, table in self.pins} - table_ids or len({m for m, _ in self.fixed()}) != len(self.fixed()):
            raise ValueError("dinner: a pin names one member and one of the tables")
        if any(a >= b for a, b in self.allowed):
            raise ValueError("dinner.allowed: every pair is (smaller id, larger id)")
        if not 0 <= self.cost_per_km <= MICRO or not 0 <= self.unfair_per_km <= MICRO or self.empty < 0:
            raise ValueError("dinner: costs lie between 0 and 1,000,000 a kilometre, empty seats are 0 or more")
        if abs(self.lat_milli) > 90_000 or abs(self.lon_milli) > 180_000:
            raise ValueError("dinner: the place is no place on Earth, in thousandths of a degree")
        if any(not 0 <= kilometres <= FARTHEST for _, kilometres in self.travelled):
            raise ValueError(f"dinner: kilometres travelled lie between 0 and {FARTHEST:,}")
        if len(dict(self.travelled)) < len(set(self.travelled)):
            raise ValueError("dinner: one number of kilometres for a member who travelled")

    @property
    def seats(self) -> int:
        """How many chairs there are."""
        return sum(table.seats for table in self.tables)

    def fixed(self) -> Ids:
        """Out: (member, table) of every pin and host, sorted."""
        return tuple(sorted({*self.pins, *((table.host, table.id) for table in self.tables if table.host)}))

    def to_json(self) -> dict[str, Any]:
        """Canonical: the pool's document with one key more, `dinner`."""
        own: dict[str, Any] = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "pool"}
        own |= {name: [list(pair) for pair in sorted(set(own[name]))] for name in ("travelled", "pins", "allowed")}
        own |= {name: sorted(set(own[name])) for name in ("guests", "reserves", "excluded")}
        own["tables"] = [asdict(table) for table in sorted(self.tables, key=lambda table: table.id)]
        own["rules"] = asdict(self.rules) | {"apart": [code for code in APART if code in self.rules.apart]}
        return self.pool.to_json() | {"dinner": own}

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Dinner:
        """In: what to_json gave; a pool without the key `dinner` is asked for one table of eight. Raises KeyError,
        TypeError or ValueError when it is not a dinner."""
        own = dict(document.get("dinner", {}))
        for name in ("travelled", "pins", "allowed"):
            own[name] = tuple((first, second) for first, second in own.get(name, ()))
        for name in ("guests", "reserves", "excluded"):
            own[name] = tuple(own.get(name, ()))
        if "tables" in own:
            own["tables"] = tuple(Table(**table) for table in own["tables"])
        if "rules" in own:
            own["rules"] = Rules(**own["rules"] | {"apart": tuple(own["rules"].get("apart", APART))})
        weights = DINNER_WEIGHTS.to_json()
        return cls(pool=Pool.from_json({"weights": weights} | document), **own)

    def hash(self) -> str:
        """sha256 of the canonical document."""
        return canonical_hash(self.to_json())


def plan_from_json(document: Mapping[str, Any]) -> dict[int, tuple[int, ...]]:
    """In: {"table id": [member ids]} as JSON keeps it. Out: the plan. Raises ValueError or TypeError."""
    return {int(table): tuple(int(member) for member in members) for table, members in document.items()}
