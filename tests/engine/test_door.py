"""What does `python -m matchmaking.engine` answer, and how good are the pairs it chooses on a given graph?"""

import io
import json
import runpy
import sys

import numpy as np
import pytest

from matchmaking import engine
from matchmaking.engine import __main__ as door
from matchmaking.engine.__main__ import main
from matchmaking.engine.round import run
from tests.engine.graphs import Graph, fractional, graph, hub_graph, optimum, small_graph, worth
from tests.engine.pools import random_pool
from tests.needs import sized

pytestmark = pytest.mark.nodb


@pytest.fixture
def pair(tmp_path, capsys):
    """pair(graph): what the command `pair` prints about it."""

    def asked(case: Graph) -> dict:
        market, file = case.market, tmp_path / "graph.npz"
        np.savez(file, capacity=case.capacity, bonus=case.bonus, u=market.u, v=market.v, w=market.gain)
        assert main(["pair", str(file)]) == 0
        return json.loads(capsys.readouterr().out)

    return asked


def judged(answer: dict, case: Graph) -> int:
    """What the pairs are worth; allowed, and neither value nor bound say too much."""
    value = worth([tuple(one) for one in answer["pairs"]], case)
    assert set(answer) == {"pairs", "value", "bound", "cpu_seconds"}
    assert answer["value"] == value <= answer["bound"]
    return value


@pytest.mark.compiled
@pytest.mark.parametrize("seed", [1, 2])
def test_two_thousand_members_are_paired_within_a_hair_of_what_halves_of_pairs_would_allow(pair, seed):
    case = hub_graph(2_000, seed)
    least = fractional(*case)

    answer = pair(case)

    assert judged(answer, case) >= 0.9995 * least
    assert answer["bound"] <= 1.001 * least


@pytest.mark.long
@pytest.mark.compiled
@pytest.mark.parametrize(("members", "seed"), [(200, 1), (sized(small=300, full=600), 2)])
def test_with_one_place_each_the_pairs_are_worth_what_blossoms_find(pair, members, seed):
    case = hub_graph(members, seed)
    case = case._replace(capacity=np.ones(members, dtype=np.int64))
    best = optimum(*case)

    answer = pair(case)

    assert 0.999 * best <= judged(answer, case) <= best <= answer["bound"]


@pytest.mark.long
@pytest.mark.compiled
def test_a_graph_of_two_hundred_is_closed(pair):
    for seed in range(sized(small=1, full=5)):
        case = hub_graph(200, seed)
        answer = pair(case)

        assert judged(answer, case) == optimum(*case) <= answer["bound"] <= 1.00001 * answer["value"]


@pytest.mark.parametrize("seed", range(12))
def test_a_small_graph_is_solved(pair, seed):
    case = small_graph(seed)

    assert judged(pair(case), case) == optimum(*case)


def test_a_pair_that_is_worth_nothing_is_not_made(tmp_path, capsys):
    file, pairs = tmp_path / "graph.npz", np.array([(0, 1, 0), (1, 2, 5), (2, 3, -7)])
    np.savez(file, capacity=np.ones(4, int), bonus=np.full(4, 100), **dict(zip("uvw", pairs.T, strict=True)))

    assert main(["pair", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["pairs"] == [[1, 2]]


def test_a_graph_without_pairs_has_an_empty_answer(pair):
    answer = pair(Graph(graph(3), np.ones(3, dtype=np.int64), np.full(3, 100)))

    assert (answer["pairs"], answer["value"], answer["bound"]) == ([], 0, 0)


def test_f023_a_stored_pool_gives_its_round_from_a_file_or_from_standard_input(tmp_path, capsys, monkeypatch):
    case = random_pool(3, members=20)
    file = tmp_path / "pool.json"
    file.write_text(json.dumps(case.to_json()))
    monkeypatch.setattr(sys, "stdin", io.StringIO(file.read_text()))

    assert main(["round", str(file)]) == main(["round", "-"]) == 0

    first, second = capsys.readouterr().out.splitlines()
    assert json.loads(first) == json.loads(second) == run(case).to_json()


@pytest.mark.parametrize(
    ("what", "text", "says"),
    [
        ("round", '{"candidates": []}', "affinity"),
        ("round", "[", "Expecting value"),
        ("round", '{"candidates": [{"id": 1}], "affinity": [[0]]}', "organisation"),
        ("pair", "not an archive", "graph"),
        ("pair", None, "No such file"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_printed(tmp_path, capsys, what, text, says):
    file = tmp_path / "graph"
    if text is not None:
        file.write_text(text)

    assert main([what, str(file)]) == 2

    said = capsys.readouterr()
    assert says in said.err
    assert said.out == ""


def test_run_as_a_module_it_ends_with_the_exit_code(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["matchmaking.engine", "round", str(tmp_path / "nowhere.json")])

    with pytest.raises(SystemExit) as ended:
        runpy.run_path(door.__file__, run_name="__main__")

    assert ended.value.code == 2
    assert "nowhere.json" in capsys.readouterr().err


def test_the_package_names_what_it_gives_and_nothing_else():
    assert engine.run is run
    assert engine.__getattr__("score_pair").__name__ == "score_pair"
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        engine.nonsense  # noqa: B018
