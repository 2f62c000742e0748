"""Do the two commands about partnerships say what they promise, without a database?"""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from matchmaking.engine.scoring import score_pair
from matchmaking.engine.shapes import PARTS
from matchmaking.queries.partner_scores import INGREDIENTS
from matchmaking.queries.partnerships import Organisations

pytestmark = pytest.mark.nodb


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    file = tmp_path_factory.mktemp("export") / "scores.csv"
    call_command("export_scores", out=file, stdout=io.StringIO())
    return file


def rows_of(file):
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))


def test_export_scores_writes_a_row_for_each_pair(export):
    rows = rows_of(export)
    pairs = [(row["a"], row["b"]) for row in rows]

    assert list(rows[0]) == ["a", "b", "relevance", "score", *PARTS[1:], *INGREDIENTS]
    assert len(set(pairs)) == len(pairs) == 164 * 163 // 2
    assert all(a < b for a, b in pairs)


def test_export_scores_asks_no_rule(export):
    """Parent and unit, and two of one region, are scored like any other pair."""
    rows = {(row["a"], row["b"]): row for row in rows_of(export)}
    organisations = Organisations.read()
    a, b = (organisations.pool.candidates[organisations.slugs.index(slug)] for slug in ("vdl-etg", "vdl-groep"))
    score = score_pair(a, b, organisations.pool)
    row = rows["vdl-etg", "vdl-groep"]

    assert (int(row["relevance"]), int(row["score"])) == (score.parts["relevance"], score.total)
    assert int(row["region"]) == 0
    assert all(int(row[name]) == score.relevance[name] for name in INGREDIENTS)


def test_export_scores_writes_the_same_bytes_again(export, tmp_path):
    call_command("export_scores", "--out", str(tmp_path / "again.csv"), stdout=io.StringIO())

    assert (tmp_path / "again.csv").read_bytes() == export.read_bytes()


def test_export_scores_wants_a_file():
    with pytest.raises(CommandError, match="--out"):
        call_command("export_scores")


def test_evaluate_partnerships_prints_every_part_beside_simpler_scores():
    said = io.StringIO()
    call_command("evaluate_partnerships", stdout=said)
    lines = said.getvalue().splitlines()

    assert lines[0] == "68 partnerships among 13366 pairs."
    for name in ("overlap of all topics, by rarity", "layer affinity", "relevance", "total", *INGREDIENTS, *PARTS[1:]):
        assert any(line.strip().startswith(name) and line.endswith("%") for line in lines), name
    assert sum(line.startswith("  shared ") and "words" in line for line in lines) == 5
