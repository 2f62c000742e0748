"""Does the score put pairs in the order in which a person would?"""

import csv
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from matchmaking.engine.context import Context
from matchmaking.engine.scoring import score_pair
from matchmaking.engine.shapes import Pool
from matchmaking.keywords import keywords_of
from tests.engine.pools import candidate, layers, pool

pytestmark = pytest.mark.nodb

SET = json.loads((Path(__file__).parent / "labelled.json").read_text(encoding="utf-8"))
LABELS, PEOPLE = SET["labels"], SET["people"]
DATA = Path(__file__).resolve().parents[2] / "corridor/data"
NUMBER = {name: number for number, name in enumerate(PEOPLE, 1)}


def topic_layers() -> dict[str, tuple[int, ...]]:
    """Of the real topics, so that all parts of relevance have their say."""

    def rows(file: str) -> list[dict[str, str]]:
        return list(csv.DictReader((DATA / file).read_text(encoding="utf-8").splitlines()))

    number = {row["slug"]: int(row["number"]) for row in rows("layers.csv")}
    return {row["slug"]: tuple(number[name] for name in row["layers"].split(";") if name) for row in rows("topics.csv")}


def everybody(*, words: bool = True) -> Pool:
    return pool(
        *(
            candidate(
                NUMBER[name],
                home=person["home"],
                layers=layers(*person["layers"]),
                offers=tuple(person["offers"]),
                seeks=tuple(person["seeks"]),
                words=keywords_of([person["says"]]) if words else (),
            )
            for name, person in PEOPLE.items()
        ),
        topic_layers=topic_layers(),
    )


def misordered(case: Pool) -> list[dict]:
    """The labels that the score contradicts."""
    context, by_id = Context.of(case), {one.id: one for one in case.candidates}

    def total(label: dict, other: str) -> int:
        return score_pair(by_id[NUMBER[label["who"]]], by_id[NUMBER[label[other]]], case, context).total

    return [label for label in LABELS if total(label, "better") <= total(label, "worse")]


def test_f004_of_40_labelled_pairs_at_least_36_are_ordered_as_labelled():
    topics = {topic for person in PEOPLE.values() for topic in (*person["offers"], *person["seeks"])}

    assert topics <= topic_layers().keys()
    assert len(LABELS) == len({(label["who"], label["better"], label["worse"]) for label in LABELS}) == 40
    assert len(misordered(everybody())) <= 4


def test_f004_every_kind_of_label_holds_more_often_than_not():
    asked = Counter(label["kind"] for label in LABELS)
    wrong = Counter(label["kind"] for label in misordered(everybody()))

    assert all(2 * wrong[kind] < often for kind, often in asked.items())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_f004_the_order_does_not_hang_on_the_die(seed):
    assert len(misordered(replace(everybody(), seed=seed))) <= 4


def test_f071_words_order_more_of_the_labelled_pairs_than_tags_alone():
    assert len(misordered(everybody())) + 4 <= len(misordered(everybody(words=False)))
