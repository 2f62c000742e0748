"""Is every wrong file answered with one sentence that names the place, and with exit code 2, by each of the doors?"""

import copy
import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from matchmaking.engine import documents
from matchmaking.engine.__main__ import main
from matchmaking.engine.documents import check
from matchmaking.engine.shapes import Pool
from tests.engine.pools import random_pool

pytestmark = pytest.mark.nodb

POOL = random_pool(3, members=6).to_json()
GRAPH = {"capacity": [1, 1, 2], "bonus": [5, 5, 5], "u": [0, 1], "v": [1, 2], "w": [10, 20]}
DELETED = object()


def changed(*path: str | int, to: object) -> dict:
    """The pool with one value at that place of the document."""
    document = copy.deepcopy(POOL)
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    if to is DELETED:
        del inner[path[-1]]
    else:
        inner[path[-1]] = to
    return document


def everybody(**facts: object) -> dict:
    """The candidates of the pool with other facts."""
    return {"candidates": [one | facts for one in POOL["candidates"]]}


@pytest.fixture
def refused(tmp_path, capsys):
    """refused(door, content): the one sentence it says, after the name of the file."""

    def asked(door: str, content: bytes | str | dict | list | int | None) -> str:
        file = tmp_path / "POOL.json"
        if not isinstance(content, bytes | str):
            content = json.dumps(content)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        assert main([door, str(file)]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        (line,) = said.err.splitlines()
        return line.removeprefix(f"{file}: ")

    return asked


@pytest.mark.parametrize("door", ["round", "dinner", "meetings"])
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe\x00", "this is not text in UTF-8"),
        ("pool", "this is not JSON: Expecting value: line 1 column 1 (char 0)"),
        ("[" * 100_000, "this is not a document of ours: lists within lists without end"),
        ([1, 2], "the document: an object is expected, not [1, 2]"),
        (None, "the document: an object is expected, not null"),
        ({}, "the document: candidates is missing"),
        (changed("affinity", to=DELETED), "the document: affinity is missing"),
        (changed("candidates", 2, to=5), "candidates[2]: an object is expected, not 5"),
        (changed("candidates", 2, "organisation", to=DELETED), "candidates[2]: organisation is missing"),
        (changed("candidates", 2, "capacity", to="2"), 'candidates[2].capacity: an integer is expected, not "2"'),
        (changed("candidates", 2, "capacity", to=True), "candidates[2].capacity: an integer is expected, not true"),
        (changed("candidates", 2, "id", to=2**63), "candidates[2].id: this integer has more than 64 bits"),
        (changed("candidates", 2, "offers", to="abc"), 'candidates[2].offers: a list is expected, not "abc"'),
        (changed("candidates", 2, "offers", to=[1]), "candidates[2].offers[0]: a text is expected, not 1"),
        (changed("policy", "floor", to=0.3), "policy.floor: an integer is expected, not 0.3"),
        (changed("policy", "cross_region", to=1), "policy.cross_region: true or false is expected, not 1"),
        (changed("history", "met", to=[[1]]), "history.met[0]: 2 values are expected, not 1"),
        (changed("history", "met", to=[[1, None]]), "history.met[0][1]: an integer is expected, not null"),
        (changed("topic_layers", to={"chips": ["two"]}), 'topic_layers.chips[0]: an integer is expected, not "two"'),
        (changed("synergies", to=[["A", 5]]), "synergies[0][1]: a list is expected, not 5"),
        (changed("seed", to="x" * 99), f'seed: an integer is expected, not "{"x" * 39}...'),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 99 else "",
)
def test_what_is_no_pool_is_told_where(refused, door, content, says):
    assert refused(door, content) == says


@pytest.mark.parametrize(
    ("door", "added", "says"),
    [
        ("round", {"seed": -1}, "pool: the seed is an integer of at most 63 bits"),
        (
            "round",
            {"weights": {"relevence": 100}},
            "weights: nothing is called relevence here; what there is: relevance",
        ),
        ("round", {"policy": {"flor": 1}}, "policy: nothing is called flor here; what there is: cross_region, floor"),
        ("round", everybody(lat_milli=90_001), "candidate 11: lat_milli and lon_milli are thousandths of a degree"),
        ("round", everybody(lon_milli=-180_001), "candidate 11: lat_milli and lon_milli are thousandths of a degree"),
        ("round", everybody(seeks=[f"t{n}" for n in range(9_000)]), "pool: a member names thousands of topics, more"),
        ("dinner", {"dinner": 5}, "dinner: an object is expected, not 5"),
        ("dinner", {"dinner": {"pool": {}}}, "dinner: nothing is called pool here"),
        ("dinner", {"dinner": {"tables": [{"seats": 8}]}}, "dinner.tables[0]: id is missing"),
        ("dinner", {"dinner": {"tables": [{"id": 1, "seats": "x"}]}}, "dinner.tables[0].seats: an integer is expected"),
        ("dinner", {"dinner": {"pins": [[1, "a"]]}}, "dinner.pins[0][1]: an integer is expected"),
        ("dinner", {"dinner": {}, "plan": [1]}, "plan: an object is expected, not [1]"),
        ("dinner", {"dinner": {}, "plan": {"1": 5}}, "plan.1: a list is expected, not 5"),
        ("dinner", {"dinner": {}, "plan": {"one": []}}, "plan: a table is called by its number"),
        ("meetings", {}, "meeting: an object with at least the number of turns belongs here"),
        ("meetings", {"meeting": 5}, "meeting: an object with at least the number of turns belongs here"),
        ("meetings", {"meeting": {}}, "meeting: turns is missing"),
        ("meetings", {"meeting": {"turns": 1.5}}, "meeting.turns: an integer is expected, not 1.5"),
        ("dinner", {"dinner": {"lat_milli": 2**62}}, "dinner: the place is no place on Earth"),
        ("dinner", {"dinner": {"lon_milli": -180_001}}, "dinner: the place is no place on Earth"),
        ("dinner", {"dinner": {"travelled": [[1, 2**62]]}}, "dinner: kilometres travelled lie between 0 and 1,000,000"),
        ("meetings", {"meeting": {"turns": 0}}, "meeting: 1 to 200 turns, effort of 1 to 100,000 %"),
        ("meetings", {"meeting": {"turns": 2**62}}, "meeting: 1 to 200 turns"),
        ("meetings", {"meeting": {"turns": 1, "effort": 2**62}}, "meeting: 1 to 200 turns"),
        ("meetings", {"meeting": {"turns": 1, "held": [[5]]}}, "meeting.held[0][0]: a list is expected, not 5"),
        ("meetings", {"meeting": {"turns": 1, "repair": 5}}, "meeting.repair: an object is expected, not 5"),
        ("meetings", {"meeting": {"turns": 1, "repair": {}}}, "meeting.repair: held is missing"),
    ],
)
def test_what_a_door_wants_besides_is_told_too(refused, door, added, says):
    assert refused(door, {**POOL, **added}).startswith(says)


def test_a_key_that_nobody_reads_does_no_harm_beside_a_pool_or_in_a_candidate():
    remarked = {**changed("candidates", 0, "remark", to="?"), "remark": "?"}

    check(Pool, remarked)

    assert Pool.from_json(remarked).hash() == Pool.from_json(POOL).hash()


@pytest.mark.parametrize("door", ["round", "pair", "dinner", "meetings"])
def test_a_file_that_is_not_there_is_said(tmp_path, capsys, door):
    assert main([door, str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'nowhere'}: No such file or directory\n"
    assert main([door, str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"{tmp_path}: Is a directory\n"


def test_standard_input_is_looked_at_as_closely(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("{}"))

    assert main(["round", "-"]) == 2
    assert capsys.readouterr().err == "-: the document: candidates is missing\n"


def test_the_smallest_pool_of_the_handbook_gives_a_pair(tmp_path, capsys):
    handbook = Path(documents.__file__).with_name("POOL.md").read_text(encoding="utf-8")
    file = tmp_path / "POOL.json"
    file.write_text(handbook.split("```json")[1].split("```")[0])

    assert main(["round", str(file)]) == 0
    assert [(one["a"], one["b"]) for one in json.loads(capsys.readouterr().out)["proposals"]] == [(1, 2)]


def archive(**arrays: object) -> bytes:
    """An .npz of the graph with other arrays; None takes one away."""
    file = io.BytesIO()
    np.savez(file, **{name: np.array(values) for name, values in (GRAPH | arrays).items() if values is not None})
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("text", "this is not an .npz archive of arrays"),
        ("", "this is not an .npz archive of arrays"),
        (archive()[:300], "this is not an .npz archive of arrays"),
        (archive(u=None, w=None), "u, w: missing from this graph"),
        (archive(w=[0.5, 0.2]), "w: a row of integers is expected"),
        (archive(w=[[1, 2]]), "w: a row of integers is expected"),
        (archive(bonus=[1]), "capacity, bonus: these arrays have the same length"),
        (archive(capacity=[1] * 300_001, bonus=[0] * 300_001), "capacity, bonus: at most 300,000 members"),
        (archive(w=[1]), "u, v, w: these arrays have the same length"),
        (archive(v=[1, 3]), "u, v: a pair is two numbers u < v from 0 to 2"),
        (archive(u=[-1, 1]), "u, v: a pair is two numbers u < v from 0 to 2"),
        (archive(u=[1, 1]), "u, v: a pair is two numbers u < v from 0 to 2"),
        (archive(u=[0, 0], v=[1, 1]), "u, v: a pair is there twice"),
        (archive(capacity=[1, 1, -1]), "capacity: nobody has less than no room"),
        (archive(bonus=[-1, 1, 1]), "bonus, w: micro-units, at most 4,000,000; a bonus is never below 0"),
        (archive(bonus=[1, 4_000_001, 1]), "bonus, w: micro-units, at most 4,000,000"),
        (archive(w=[4_000_001, 1]), "bonus, w: micro-units, at most 4,000,000"),
    ],
    ids=range(17),
)
def test_what_is_no_graph_is_told(refused, content, says):
    assert refused("pair", content).startswith(says)


def hostile(scores: bytes, name: str = "w.npy") -> bytes:
    """The graph with these bytes for its scores."""
    file = io.BytesIO(archive(w=None))
    with zipfile.ZipFile(file, "a") as packed:
        packed.writestr(name, scores)
    return file.getvalue()


def marked(place: int, to: int) -> bytes:
    """The graph with one byte changed in each line of the archive's list of contents."""
    first, *lines = archive().split(b"PK\x01\x02")
    place -= 4
    return b"PK\x01\x02".join([first, *(line[:place] + bytes([to]) + line[place + 1 :] for line in lines)])


def of_shape(text: str, kind: str = "<i8") -> bytes:
    """The beginning of an array that says it has this shape."""
    return _array(f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {text}}}\n".encode())


def _array(header: bytes) -> bytes:
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (hostile(_array(b"((((\n")), "this is not an .npz archive of arrays"),
        (hostile(of_shape("(99999999999999999999999,)")), "this is not an .npz archive of arrays"),
        (hostile(of_shape("(1,)", "|O") + b"cos\nsystem\n(S'false'\ntR."), "this is not an .npz archive of arrays"),
        (hostile(of_shape("(1000000000000000,)")), "this graph does not fit in the memory of this machine"),
        (marked(8, 1), "this is not an .npz archive of arrays"),  # says that it is encrypted
        (marked(10, 97), "this is not an .npz archive of arrays"),  # packed in a way that nobody knows
        (hostile(b"no array", "w"), "w: a row of integers is expected"),
        (archive(w=np.array([2**63, 1], dtype=np.uint64)), "w: an integer has more than 64 bits"),
    ],
    ids=range(8),
)
def test_what_means_harm_is_told_as_calmly(refused, content, says):
    assert refused("pair", content).startswith(says)


def test_what_a_graph_does_not_need_is_not_unpacked(tmp_path, capsys, monkeypatch):
    unpacked = []
    take = np.lib.npyio.NpzFile.__getitem__
    monkeypatch.setattr(
        np.lib.npyio.NpzFile, "__getitem__", lambda file, name: unpacked.append(name) or take(file, name)
    )
    (tmp_path / "graph.npz").write_bytes(archive(bomb=[0] * 1000))

    assert main(["pair", str(tmp_path / "graph.npz")]) == 0
    assert sorted(unpacked) == ["bonus", "capacity", "u", "v", "w"]


def test_a_single_array_is_no_graph(tmp_path, capsys):
    np.save(tmp_path / "graph.npy", np.arange(3))

    assert main(["pair", str(tmp_path / "graph.npy")]) == 2
    assert "not an .npz archive" in capsys.readouterr().err
