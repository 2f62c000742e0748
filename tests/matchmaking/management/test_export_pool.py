"""Can the pairs of a round be computed again from the file that the command writes?"""

import json
import stat

import pytest
from django.core.management import CommandError, call_command

from matchmaking.engine.__main__ import main
from matchmaking.models import Round
from tests.matchmaking import running


@pytest.fixture
def again(tmp_path, capsys):
    """again(...): what the engine's command line says of the file that the command wrote, and what the command said."""

    def asked(*arguments: object, **options: object) -> tuple[dict, str]:
        file = tmp_path / "POOL.json"
        call_command("export_pool", *arguments, out=file, **options)
        said = capsys.readouterr().out
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert main(["round", str(file)]) == 0
        return json.loads(capsys.readouterr().out), said

    return asked


def test_f023_a_stored_pool_gives_the_same_pairs_from_a_file(again, now, db):
    running.population()
    round = running.proposed(now)

    result, said = again(round.pk)

    assert result["pairs_hash"] == round.pairs_hash
    assert round.pairs_hash in said
    assert [(one["a"], one["b"]) for one in result["proposals"]] == running.pairs(round)


def test_without_a_number_it_is_the_newest_round_that_was_frozen(again, now, db):
    running.population()
    round = running.proposed(now)
    Round.objects.create(period="2027-01", planned_for=now.replace(year=2027), state_since=now, scope_key="other")

    assert again()[0]["pool_hash"] == round.pool_hash


def test_a_round_without_a_pool_is_said(tmp_path, now, db):
    planned = running.plan(now)

    with pytest.raises(CommandError, match="it has no pool"):
        call_command("export_pool", planned.pk, out=tmp_path / "POOL.json")
    assert not (tmp_path / "POOL.json").exists()


@pytest.mark.nodb
def test_the_example_needs_no_database(again):
    result, said = again(example=True)

    assert result["pairs_hash"] in said
    assert result["value"] == result["bound"]


@pytest.mark.nodb
def test_a_file_that_others_could_read_is_closed_to_them_before_it_is_written(tmp_path):
    file = tmp_path / "POOL.json"
    file.write_text("an older and longer file" * 100_000)
    file.chmod(0o666)

    call_command("export_pool", example=True, out=file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text())["candidates"]


@pytest.mark.nodb
def test_nothing_is_written_through_a_link(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("theirs")
    (tmp_path / "POOL.json").symlink_to(elsewhere)

    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_pool", example=True, out=tmp_path / "POOL.json")
    assert elsewhere.read_text() == "theirs"


@pytest.mark.nodb
def test_a_file_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_pool", example=True, out=tmp_path / "nowhere" / "POOL.json")
