"""Would events still run if matchmaking were deleted? It is: from a copy of the tree, with its line in the settings."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.nodb
ROOT = Path(__file__).resolve().parents[2]
LINE = '    "matchmaking.apps.MatchmakingConfig",\n'


@pytest.fixture(scope="module")
def seen(tmp_path_factory) -> dict:
    """What a site without matchmaking saw, from an empty database on."""
    tree = tmp_path_factory.mktemp("alone")
    unwanted = shutil.ignore_patterns("matchmaking", "__pycache__")
    for folder in ("corridor", "events", "templates", "locale"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=unwanted)
    settings = tree / "corridor" / "settings.py"
    assert settings.read_text().count(LINE) == 1
    settings.write_text(settings.read_text().replace(LINE, ""))
    shutil.copy(ROOT / "tests" / "journeys" / "alone.py", tree / "journey.py")
    (tree / "static").mkdir()
    run = subprocess.run(
        [sys.executable, "-W", "error", "journey.py"],
        cwd=tree,
        env={
            "PATH": os.environ["PATH"],
            "MODE": "development",
            "VAR_DIR": str(tree),
            "DJANGO_SETTINGS_MODULE": "corridor.settings",
            "ALLOWED_HOSTS": "testserver",
        },
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads(run.stdout)


def test_matchmaking_is_gone_and_the_agenda_is_where_the_site_begins(seen):
    assert seen["matchmaking"] is False
    assert seen["beginning"] == "/nl/events/"
    assert (seen["agenda"], seen["feed"], seen["event"]) == (True, True, [200, 200, 200])


def test_a_member_registers_and_gives_the_place_back(seen):
    assert (seen["registering"], seen["registered"]) == (302, ["confirmed"])
    assert (seen["mine"], seen["ticket"]) == (True, 200)
    assert (seen["giving_back"], seen["given_back"]) == (302, ["cancelled"])
    assert seen["mails"] == ["events.registered", "events.given_up"]


def test_every_page_answers_and_whatever_runs_by_the_clock_runs(seen):
    assert (seen["failed"], seen["failing"]) == ({}, [])
    assert seen["pages"] > 40
    assert [seen[f"console to {role}"] for role in ("stranger", "member", "organiser")] == [302, 403, 200]
    assert "events.hold_events" in seen["schedule"] and "corridor.deliver_outbox" in seen["schedule"]
    assert [task for task in seen["schedule"] if task.startswith("matchmaking.")] == []


def test_who_completes_a_profile_and_who_erases_themselves_needs_no_matchmaking(seen):
    assert (seen["complete"], seen["erased"]) == (True, True)
    assert seen["events"] == 1
