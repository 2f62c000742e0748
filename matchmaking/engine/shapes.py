"""What goes into the engine?

Frozen, JSON-serialisable shapes: a Pool goes in, a Result (results.py) comes out. Nothing here knows a database, a
clock or numpy. Scores and bonuses are integers in micro-units: 1,000,000 is a perfect score.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any

ENGINE_VERSION = "1"
MICRO = 1_000_000
MOST_LAYERS = 16
LAYERS = 7  # of the Stack as the report draws it; a pool may have more (the size of its affinity)
LATER = ("released", "less_layers", "attended")  # facts of a member that pools of an earlier day do not have
PARTS = ("relevance", "layer", "region", "novelty", "fairness", "wish", "visit", "explore")

Ids = tuple[tuple[int, int], ...]
Fact = str | int | list[str] | list[int]


def canonical_hash(document: object) -> str:
    """In: anything JSON can hold. Out: sha256 (hex) of its canonical text: sorted keys, no spaces, UTF-8."""
    return _hash(document, sort_keys=True)


def _hash(document: object, sort_keys: bool) -> str:
    text = json.dumps(document, sort_keys=sort_keys, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One member as the engine sees them. No name, no address: only what a rule or a part of the score needs.

    id, organisation, group: database ids; group is the topmost parent organisation, the organisation itself if none.
    domain: verified e-mail domain of the organisation, "" if none. home: slug of the home corridor region, "" if
    unknown. region: slug of the region itself. lat_milli, lon_milli: thousandths of a degree. layers: a weight a
    layer, together 100, or zeros when unknown. offers, seeks: topic slugs. words: stems from the free sentences.
    capacity: introductions left, 0..3. starved: rounds without an introduction, 0..3. wishes: organisation ids they
    hope to meet. visits: other home slugs, about to be visited. unavailable: "" or the first member rule that blocks.
    released: those of the wishes that others may read of. less_layers: numbers of layers they asked to see less of.
    attended: numbers of events of the last year they were seen at and do not hide.
    """

    id: int
    organisation: int
    group: int
    domain: str = ""
    home: str = ""
    region: str = ""
    lat_milli: int = 0
    lon_milli: int = 0
    helix: str = ""
    layers: tuple[int, ...] = (0,) * LAYERS
    offers: tuple[str, ...] = ()
    seeks: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    capacity: int = 1
    starved: int = 0
    wishes: tuple[int, ...] = ()
    visits: tuple[str, ...] = ()
    unavailable: str = ""
    released: tuple[int, ...] = ()
    less_layers: tuple[int, ...] = ()
    attended: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if sum(self.layers) not in (0, 100) or min(self.layers, default=-1) < 0:
            raise ValueError(f"candidate {self.id}: layers must be weights that sum to 100, or all zero")
        if not 0 <= self.capacity <= 3 or not 0 <= self.starved <= 3:
            raise ValueError(f"candidate {self.id}: capacity and starved lie between 0 and 3")
        if abs(self.lat_milli) > 90_000 or abs(self.lon_milli) > 180_000:
            raise ValueError(f"candidate {self.id}: lat_milli and lon_milli are thousandths of a degree")

    def to_json(self) -> dict[str, Any]:
        """In the order of the alphabet; see Pool.hash. What was added later is there only where there is any, so that a
        pool stored before has the text it had."""
        document = {
            "capacity": self.capacity,
            "domain": self.domain,
            "group": self.group,
            "helix": self.helix,
            "home": self.home,
            "id": self.id,
            "lat_milli": self.lat_milli,
            "layers": list(self.layers),
            "lon_milli": self.lon_milli,
            "offers": sorted(set(self.offers)),
            "organisation": self.organisation,
            "region": self.region,
            "seeks": sorted(set(self.seeks)),
            "starved": self.starved,
            "unavailable": self.unavailable,
            "visits": sorted(set(self.visits)) if self.visits else [],
            "wishes": sorted(set(self.wishes)) if self.wishes else [],
            "words": sorted(set(self.words)) if self.words else [],
        }
        if self.released or self.less_layers or self.attended:
            later = {name: getattr(self, name) for name in LATER}
            document |= {name: sorted(set(numbers)) for name, numbers in later.items() if numbers}
            document = dict(sorted(document.items()))
        return document

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Candidate:
        return cls(**_known(cls, document))


@dataclass(frozen=True, slots=True)
class History:
    """What rules two people out; pairs are (smaller member id, larger member id). met: introduced before, barred
    forever; also says who is an acquaintance of whom. cooling: barred in this round only (expired under six months
    ago, "not now" and not yet due). blocked: one of the two does not want the other, or has said no.
    blocked_organisations: (member id, organisation id)."""

    met: Ids = ()
    cooling: Ids = ()
    blocked: Ids = ()
    blocked_organisations: Ids = ()

    def __post_init__(self) -> None:
        for name in ("met", "cooling", "blocked"):
            if any(a >= b for a, b in getattr(self, name)):
                raise ValueError(f"history.{name}: every pair is (smaller id, larger id)")

    def to_json(self) -> dict[str, Any]:
        names = sorted(f.name for f in fields(self))
        return {name: [list(pair) for pair in sorted(set(getattr(self, name)))] for name in names}

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> History:
        return cls(**_known(cls, document))


@dataclass(frozen=True, slots=True)
class Weights:
    """Percentage points of each part of the score; they sum to 100. README.md says how they were chosen. Most pairs
    earn nothing for wish and visit, so a usual total stays well under a million."""

    relevance: int = 54
    layer: int = 14
    region: int = 10
    novelty: int = 4
    fairness: int = 8
    wish: int = 5
    visit: int = 4
    explore: int = 1

    def __post_init__(self) -> None:
        if min(self.to_json().values()) < 0 or sum(self.to_json().values()) != 100:
            raise ValueError("weights: percentage points of 0 or more that sum to 100")

    def to_json(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in PARTS}


@dataclass(frozen=True, slots=True)
class Policy:
    """What the organiser decided about this round.

    cross_region: only pairs from different home regions. floor: a proposal scores above this (micro-units).
    coverage_first: reach as many members as possible before anything else. bonus_base: what a member's first
    introduction is worth; bonus_starved: what every round waited adds. long_shots: percent of the proposals that are
    marked as the least obvious ones. scope: home slugs that take part, empty for all.
    """

    cross_region: bool = True
    floor: int = 300_000
    coverage_first: bool = False
    bonus_base: int = 50_000
    bonus_starved: int = 30_000
    long_shots: int = 15
    scope: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.floor <= MICRO or not 0 <= self.bonus_base <= MICRO or not 0 <= self.bonus_starved <= MICRO:
            raise ValueError("policy: floor and bonuses lie between 0 and 1,000,000")
        if not 0 <= self.long_shots <= 100:
            raise ValueError("policy: long_shots is a percentage")

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"scope": sorted(set(self.scope))}

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Policy:
        return cls(**_known(cls, document))


@dataclass(frozen=True, slots=True)
class Pool:
    """Everything one round depends on. The same pool gives the same result, on any machine, in any input order.

    affinity: symmetric percentages, layers by layers: what a tie between two is worth (see affinity.py).
    topic_layers: topic slug -> layer numbers from 1. synergies: (letter, layer numbers), for the reasons.
    """

    candidates: tuple[Candidate, ...]
    history: History = field(default_factory=History)
    weights: Weights = field(default_factory=Weights)
    policy: Policy = field(default_factory=Policy)
    affinity: tuple[tuple[int, ...], ...] = ((0,) * LAYERS,) * LAYERS
    topic_layers: dict[str, tuple[int, ...]] = field(default_factory=dict)
    synergies: tuple[tuple[str, tuple[int, ...]], ...] = ()
    seed: int = 0
    version: str = ENGINE_VERSION

    def __post_init__(self) -> None:
        if len({candidate.id for candidate in self.candidates}) != len(self.candidates):
            raise ValueError("pool: a member is in it twice")
        if not 0 <= self.seed < 2**63:
            raise ValueError("pool: the seed is an integer of at most 63 bits")
        if self.stack > MOST_LAYERS or any(not 1 <= n <= self.stack for ns in self.topic_layers.values() for n in ns):
            raise ValueError("pool: topics lie in layers of the Stack, which has at most sixteen")
        square = {len(row) for row in self.affinity} == {self.stack}
        cells = ((i, j) for i in range(self.stack) for j in range(self.stack))
        if not square or any(not 0 <= self.affinity[i][j] == self.affinity[j][i] <= 100 for i, j in cells):
            raise ValueError("pool: affinity is a symmetric table of percentages")
        if any(len(one.layers) != self.stack for one in self.candidates):
            raise ValueError("pool: a candidate has more or fewer layers than the affinity")
        if any(not 1 <= n <= self.stack for one in self.candidates for n in one.less_layers):
            raise ValueError("pool: a candidate sees less of a layer that there is not")

    @property
    def stack(self) -> int:
        """How many layers there are."""
        return len(self.affinity)

    def to_json(self) -> dict[str, Any]:
        """Canonical: sorted, keys too, and without duplicates, so two pools that mean the same have the same text."""
        return {
            "affinity": [list(row) for row in self.affinity],
            "candidates": [one.to_json() for one in sorted(self.candidates, key=lambda one: one.id)],
            "history": self.history.to_json(),
            "policy": dict(sorted(self.policy.to_json().items())),
            "seed": self.seed,
            "synergies": [[letter, sorted(set(numbers))] for letter, numbers in sorted(self.synergies)],
            "topic_layers": {slug: sorted(set(numbers)) for slug, numbers in sorted(self.topic_layers.items())},
            "version": self.version,
            "weights": dict(sorted(self.weights.to_json().items())),
        }

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Pool:
        """In: what to_json gave. Raises KeyError, TypeError or ValueError when it is not a pool."""
        return cls(
            candidates=tuple(Candidate.from_json(one) for one in document["candidates"]),
            history=History.from_json(document.get("history", {})),
            weights=Weights(**document["weights"]) if "weights" in document else Weights(),
            policy=Policy.from_json(document.get("policy", {})),
            affinity=_frozen(document["affinity"]),
            topic_layers={slug: tuple(numbers) for slug, numbers in document.get("topic_layers", {}).items()},
            synergies=tuple((letter, tuple(numbers)) for letter, numbers in document.get("synergies", [])),
            seed=document.get("seed", 0),
            version=document.get("version", ENGINE_VERSION),
        )

    def hash(self) -> str:
        """canonical_hash of the JSON. Its keys are sorted as they are written: to sort them takes as long again."""
        return _hash(self.to_json(), sort_keys=False)


def _known(shape: type, document: dict[str, Any]) -> dict[str, Any]:
    return {f.name: _frozen(document[f.name]) for f in fields(shape) if f.name in document}


def _frozen(value: Any) -> Any:
    """Lists become tuples, all the way down, so that what came from JSON can be a frozen shape again."""
    return tuple(_frozen(item) for item in value) if isinstance(value, list | tuple) else value
