"""What goes into a speed meeting and what comes out?

Frozen, JSON-serialisable, without numpy. Turns and tables are numbered from 1, as on the sheet that hangs on the wall.
Values are integers in micro-units: the totals of score_pair of those who meet for the first time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from matchmaking.engine.results import Reason
from matchmaking.engine.shapes import ENGINE_VERSION, MICRO, Ids, Pool, canonical_hash

MOST_GUESTS, MOST_SEATS, MOST_TURNS = 1000, 50, 200
MOST_EFFORT = 100_000  # percent
HeldTurn = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """Everything a schedule depends on. Everybody in the pool is a guest, whatever the rules of a round say of them.

    turns: how many in all, held ones included. seats: how many sit at a table (2 or more); where the guests of a turn
    do not divide, some tables have one more or one less. arrives: (member id, first turn they are there). leaves:
    (member id, last turn they are there; 0 = never came). held: the first turns as they really went, tables of
    member ids. crossing: micro-units by which to prefer two from different home regions, beyond what their score says
    already. effort: percent of the usual number of search steps. Raises ValueError when it makes no sense.
    """

    pool: Pool
    turns: int
    seats: int = 2
    arrives: Ids = ()
    leaves: Ids = ()
    held: tuple[HeldTurn, ...] = ()
    crossing: int = 0
    effort: int = 100

    def __post_init__(self) -> None:
        ids = {one.id for one in self.pool.candidates}
        if not 0 <= self.crossing <= MICRO:
            raise ValueError("meeting: the preference for another region lies between 0 and 1,000,000")
        if not 1 <= self.turns <= MOST_TURNS or not 1 <= self.effort <= MOST_EFFORT:
            raise ValueError(f"meeting: 1 to {MOST_TURNS} turns, effort of 1 to {MOST_EFFORT:,} %")
        if not 2 <= self.seats <= MOST_SEATS or len(ids) > MOST_GUESTS:
            raise ValueError("meeting: 2 to 50 seats, at most a thousand guests")
        if len(self.held) > self.turns:
            raise ValueError("meeting: more turns were held than there are")
        for name in ("arrives", "leaves"):
            told = [member for member, _ in getattr(self, name)]
            if len(set(told)) != len(told) or not ids.issuperset(told):
                raise ValueError(f"meeting.{name}: one line for a guest of the pool")
        for turn in self.held:
            seated = [member for table in turn for member in table]
            if len(set(seated)) != len(seated) or not ids.issuperset(seated):
                raise ValueError("meeting.held: guests of the pool, each at one table")

    def there(self, member: int, turn: int) -> bool:
        """In: a member's id and a turn from 1. Out: whether they are there."""
        return dict(self.arrives).get(member, 1) <= turn <= dict(self.leaves).get(member, self.turns)

    def to_json(self) -> dict[str, Any]:
        """Canonical: two meetings that mean the same have the same text."""
        return {
            "pool": self.pool.to_json(),
            "turns": self.turns,
            "seats": self.seats,
            "arrives": [list(line) for line in sorted(self.arrives)],
            "leaves": [list(line) for line in sorted(self.leaves)],
            "held": [[sorted(table) for table in turn] for turn in self.held],
            "crossing": self.crossing,
            "effort": self.effort,
        }

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Meeting:
        """In: what to_json gave. Raises KeyError, TypeError or ValueError when it is not a meeting."""
        return cls(
            pool=Pool.from_json(document["pool"]),
            turns=document["turns"],
            seats=document.get("seats", 2),
            arrives=_lines(document.get("arrives", [])),
            leaves=_lines(document.get("leaves", [])),
            held=tuple(tuple(tuple(table) for table in turn) for turn in document.get("held", [])),
            crossing=document.get("crossing", 0),
            effort=document.get("effort", 100),
        )


@dataclass(frozen=True, slots=True)
class Encounter:
    """Members a < b at one table. value: 0 when they had met. again: they met in an earlier turn. known: they were
    introduced before this meeting. reasons: for a template, strongest first (explain.py); none for an empty chance."""

    a: int
    b: int
    value: int
    again: bool
    known: bool
    reasons: tuple[Reason, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"reasons": [reason.to_json() for reason in self.reasons]}


@dataclass(frozen=True, slots=True)
class Table:
    """number: from 1, kept by a repair. members: by id. value: of the encounters together."""

    number: int
    members: tuple[int, ...]
    value: int
    encounters: tuple[Encounter, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "members": list(self.members),
            "value": self.value,
            "encounters": [one.to_json() for one in self.encounters],
        }


@dataclass(frozen=True, slots=True)
class Turn:
    """waiting: who is there and has no seat, because every seat would break a rule. held: it has taken place."""

    number: int
    tables: tuple[Table, ...]
    waiting: tuple[int, ...]
    held: bool

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "tables": [table.to_json() for table in self.tables],
            "waiting": list(self.waiting),
            "held": self.held,
        }


@dataclass(frozen=True, slots=True)
class Schedule:
    """value <= bound, micro-units: no schedule with these tables and held turns is worth more than bound. repeats:
    encounters of two who sat together in an earlier turn; unavoidable: how many of them no schedule with these tables
    can spare. known: first encounters of two who had been introduced before. crossings: encounters between home
    regions, out of `encounters`. exchange_optimal: no exchange of two guests, and no move of one, in one turn improves
    it. changes: guests with other company than in the repaired plan, added over the turns."""

    turns: tuple[Turn, ...]
    value: int
    bound: int
    repeats: int
    unavoidable: int
    known: int
    encounters: int
    crossings: int
    exchange_optimal: bool
    changes: int = 0
    version: str = ENGINE_VERSION

    @property
    def waits(self) -> int:
        """Guests without a seat, added over the turns."""
        return sum(len(turn.waiting) for turn in self.turns)

    @property
    def cross_region_share(self) -> int:
        """Micro-units: 1,000,000 when everybody meets people from elsewhere only."""
        return self.crossings * MICRO // max(1, self.encounters)

    def company(self, member: int) -> tuple[tuple[int, int, tuple[Encounter, ...]], ...]:
        """In: a member. Out: their sheet: (turn, table, whom they meet there and why), turns they sit in only."""
        return tuple(
            (turn.number, table.number, tuple(one for one in table.encounters if member in (one.a, one.b)))
            for turn in self.turns
            for table in turn.tables
            if member in table.members
        )

    def held(self, turns: int) -> tuple[HeldTurn, ...]:
        """In: how many turns have taken place. Out: those, as Meeting.held wants them."""
        return tuple(tuple(table.members for table in turn.tables) for turn in self.turns[:turns])

    def hash(self) -> str:
        """sha256 of who sits where in which turn."""
        return canonical_hash([[[table.number, *table.members] for table in turn.tables] for turn in self.turns])

    def to_json(self) -> dict[str, Any]:
        plain = ("value", "bound", "repeats", "unavoidable", "known", "encounters", "crossings", "exchange_optimal")
        return {
            "version": self.version,
            "turns": [turn.to_json() for turn in self.turns],
            **{name: getattr(self, name) for name in (*plain, "changes", "waits", "cross_region_share")},
            "hash": self.hash(),
        }


def _lines(document: Iterable[Iterable[int]]) -> Ids:
    return tuple((member, turn) for member, turn in document)
