"""Do failpoints strike where they are told, once, and never when they are off?"""

import os
import signal
import subprocess
import sys
import time

import pytest

from corridor import failpoints

pytestmark = pytest.mark.nodb


@pytest.fixture(autouse=True)
def on(settings, monkeypatch):
    settings.FAILPOINTS = True
    monkeypatch.setattr(failpoints, "_reached", failpoints.Counter())


def test_nothing_happens_when_they_are_off(settings, monkeypatch):
    settings.FAILPOINTS = False
    monkeypatch.setenv("FAILPOINT", "K7:raise")

    failpoints.reach("K7")

    assert failpoints._reached == {}


def test_only_the_named_instant_strikes_and_only_that_time(monkeypatch):
    monkeypatch.setenv("FAILPOINT", "K7:raise@2,K9:raise")

    failpoints.reach("K8")
    failpoints.reach("K7")
    with pytest.raises(failpoints.Struck, match="K7"):
        failpoints.reach("K7")
    failpoints.reach("K7")
    with pytest.raises(failpoints.Struck, match="K9"):
        failpoints.reach("K9")


def test_once_is_remembered_by_the_next_process(monkeypatch, tmp_path):
    monkeypatch.setenv("FAILPOINT", "K7:raise,K8:raise")
    monkeypatch.setenv("FAILPOINT_ONCE", str(tmp_path / "struck"))
    (tmp_path / "struck").write_text("K7\n")

    failpoints.reach("K7")
    with pytest.raises(failpoints.Struck):
        failpoints.reach("K8")

    assert (tmp_path / "struck").read_text() == "K7\nK8\n"


def test_sleep_waits(monkeypatch):
    monkeypatch.setenv("FAILPOINT", "K7:sleep:0.2")

    started = time.monotonic()
    failpoints.reach("K7")

    assert time.monotonic() - started >= 0.2


def test_kill_dies_without_a_word():
    code = (
        "from django.conf import settings; settings.configure(FAILPOINTS=True);"
        "from corridor import failpoints; failpoints.reach('K7'); print('survived')"
    )

    died = subprocess.run([sys.executable, "-c", code], env={**os.environ, "FAILPOINT": "K7:kill"}, capture_output=True)

    assert (died.returncode, died.stdout) == (-signal.SIGKILL, b"")


def test_an_unknown_action_is_loud(monkeypatch):
    monkeypatch.setenv("FAILPOINT", "K7:explode")

    with pytest.raises(ValueError, match="explode"):
        failpoints.reach("K7")
