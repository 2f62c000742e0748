"""Does a dinner survive the journey to JSON and back, and refuse what is none?"""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from matchmaking.engine import dinner as door
from matchmaking.engine.dinner import Dinner, Rules, Table
from matchmaking.engine.dinner.shapes import DINNER_WEIGHTS, plan_from_json
from tests.engine.dinner.dinners import crowd, dinner, small
from tests.engine.pools import candidate, pool

pytestmark = pytest.mark.nodb


@pytest.mark.parametrize("seed", range(5))
def test_a_dinner_is_the_same_after_json(seed):
    evening = small(seed)

    again = Dinner.from_json(json.loads(json.dumps(evening.to_json())))

    assert again.to_json() == evening.to_json()
    assert again.hash() == evening.hash()
    assert again.hash() != replace(evening, cost_per_km=evening.cost_per_km + 1).hash()


def test_a_bare_pool_is_asked_for_one_table_of_eight_with_a_dinners_weights():
    document = crowd(1, 12).to_json()
    del document["weights"]

    asked = Dinner.from_json(document)

    assert asked.tables == (Table(1, 8),)
    assert asked.pool.weights == DINNER_WEIGHTS
    assert asked.rules == Rules(layers=3, homes=2)


def test_rules_may_leave_out_what_is_usual():
    asked = Dinner.from_json(crowd(1, 12).to_json() | {"dinner": {"rules": {"layers": 2}, "tables": [{"id": 4}]}})

    assert asked.rules == Rules(layers=2)
    assert asked.tables == (Table(4, 8, 0, 0),)


@pytest.mark.parametrize(("table", "quorum"), [(Table(1, 10), 6), (Table(1, 4), 4), (Table(1, 8, 3), 3)])
def test_a_table_goes_on_with_six_unless_it_says_otherwise(table, quorum):
    assert table.quorum == quorum


def test_a_plan_from_json_has_numbers():
    assert plan_from_json({"2": [1, "3"]}) == {2: (1, 3)}


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Table(1, 1),
        lambda: Table(1, 41),
        lambda: Table(1, 4, 5),
        lambda: Rules(layers=-1),
        lambda: Rules(apart=("same_home",)),
        lambda: asked(tables=()),
        lambda: asked(tables=(Table(1), Table(1))),
        lambda: asked(guests=(7,)),
        lambda: asked(pins=((7, 1),)),
        lambda: asked(pins=((1, 2),)),
        lambda: asked(pins=((1, 1),), tables=(Table(1), Table(2, host=1))),
        lambda: asked(allowed=((2, 1),)),
        lambda: asked(cost_per_km=-1),
        lambda: asked(unfair_per_km=2_000_000),
        lambda: asked(empty=-1),
        lambda: asked(travelled=((1, -5),)),
        lambda: asked(travelled=((1, 5), (1, 6))),
    ],
)
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match="table|rules|dinner"):
        wrong()


def asked(**facts) -> Dinner:
    return Dinner(pool(candidate(1), candidate(2)), **facts)


def test_the_door_knows_its_names_and_no_others():
    assert {name for name in door.__all__ if callable(getattr(door, name))} == set(door.__all__)
    with pytest.raises(AttributeError, match="no attribute 'supper'"):
        _ = door.supper


def test_shapes_and_rules_load_no_numeric_package():
    code = (
        "import sys; from matchmaking.engine.dinner import Dinner, Composition, broken; "
        "print(sorted({'numpy', 'scipy', 'numba'} & set(sys.modules)))"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout == "[]\n"


def test_a_command_prints_a_composition_and_improves_a_standing_plan(tmp_path, capsys, monkeypatch):
    evening = dinner(2, 20, 2, 5)
    file = tmp_path / "dinner.json"
    file.write_text(json.dumps(evening.to_json()))
    door_of = __import__("matchmaking.engine.dinner.door", fromlist=["dinner_of"]).dinner_of

    composed = door_of(str(file))
    standing = {str(table["id"]): [place["guest"] for place in table["places"]] for table in composed["tables"]}
    file.write_text(json.dumps(evening.to_json() | {"plan": standing}))
    with file.open() as text:
        monkeypatch.setattr(sys, "stdin", text)
        improved = door_of("-")

    assert json.dumps(composed)
    assert composed["certificate"]["improving"] == 0
    assert improved["plan_hash"] == composed["plan_hash"]
    assert improved["value"] == composed["value"] == sum(table["value"] for table in composed["tables"])
