"""Which Dutch organisations are known to work together, and how would the engine see them?

Read from the reference data of the corridor, not from the database: the answer is the same on every checkout. Of a
partnership only the two names and the deal it belongs to (`group`) are read; nothing about where it was found.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from matchmaking.engine.affinity import affinity_of
from matchmaking.engine.shapes import LAYERS, Candidate, Policy, Pool
from matchmaking.keywords import keywords_of
from matchmaking.queries.candidates import spread

FOLDER = Path(__file__).resolve().parents[2] / "corridor/data"
HOMES = "corridor-region"

Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Partnership:
    """Two slugs, a before b, and the deal or consortium that joins them."""

    a: str
    b: str
    group: str


@dataclass(frozen=True, slots=True)
class Organisations:
    """Every Dutch organisation as one member that offers, seeks and writes what its entry says."""

    slugs: tuple[str, ...]
    pool: Pool

    @classmethod
    def read(cls, languages: tuple[str, ...] = ("en",)) -> "Organisations":
        """In: the languages whose summaries count as what the member wrote (one: a member writes in one). Out: all
        organisations that are not foreign, in the order of their slugs; ids count from 1 in that order."""
        rows = sorted((row for row in _rows("organisations.csv") if row["foreign"] == "false"), key=_slug)
        number = {row["slug"]: place for place, row in enumerate(rows, 1)}
        layers = {row["slug"]: int(row["number"]) for row in _rows("layers.csv")}
        regions = {row["slug"]: row for row in _rows("regions.csv")}
        synergies = [
            (row["letter"], tuple(layers[name] for name in _listed(row["layers"]))) for row in _rows("synergies.csv")
        ]

        def candidate(row: dict[str, str]) -> Candidate:
            region = regions.get(row["region"])
            return Candidate(
                id=number[row["slug"]],
                organisation=number[row["slug"]],
                group=number[row["slug"]],
                home=_home(row["region"], regions),
                region=row["region"],
                lat_milli=round(float(region["lat"]) * 1000) if region else 0,
                lon_milli=round(float(region["lon"]) * 1000) if region else 0,
                helix=row["helix"],
                layers=spread(None, {layers[name] for name in _listed(row["layers"])}),
                offers=tuple(sorted(_listed(row["topics_offered"]))),
                seeks=tuple(sorted(_listed(row["topics_sought"]))),
                words=keywords_of(row[f"summary_{language}"] for language in languages),
            )

        return cls(
            slugs=tuple(row["slug"] for row in rows),
            pool=Pool(
                candidates=tuple(map(candidate, rows)),
                policy=Policy(cross_region=False, floor=0),
                affinity=affinity_of(synergies, LAYERS),
                topic_layers={
                    row["slug"]: tuple(layers[name] for name in _listed(row["layers"])) for row in _rows("topics.csv")
                },
                synergies=tuple(synergies),
            ),
        )


def partnerships(slugs: tuple[str, ...]) -> list[Partnership]:
    """In: the organisations that matter. Out: the known partnerships between two of them, in the order of the file."""
    known = set(slugs)
    return [
        Partnership(*sorted((row["org_a"], row["org_b"])), group=row["group"])
        for row in _rows("collaborations_train.csv")
        if {row["org_a"], row["org_b"]} <= known
    ]


@lru_cache(maxsize=8)
def _rows(file: str) -> Rows:
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _slug(row: dict[str, str]) -> str:
    return row["slug"]


def _listed(cell: str) -> list[str]:
    return [item for item in cell.split(";") if item]


def _home(slug: str, regions: dict[str, dict[str, str]]) -> str:
    """As corridor.queries.regions.homes: the corridor region at or above, else the one directly under the root."""
    path = []
    while slug:
        path.append(slug)
        slug = regions[slug]["parent"]
    return next((step for step in path if regions[step]["kind"] == HOMES), path[-2] if len(path) > 1 else "")
