"""What time is it, and who may move the hands?"""

import datetime as dt

import pytest
from django.utils import timezone

from corridor import clock


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO, settings.VAR_DIR = True, tmp_path


def ahead() -> int:
    return round((clock.now() - timezone.now()).total_seconds())


@pytest.mark.nodb
def test_the_demo_clock_runs_ahead_by_all_its_moves_together(demo):
    assert ahead() == 0

    clock.move_demo(dt.timedelta(days=28))
    clock.move_demo(dt.timedelta(minutes=10))

    assert ahead() == 28 * 86400 + 600


@pytest.mark.nodb
def test_the_demo_clock_never_runs_back(demo):
    with pytest.raises(ValueError, match="only runs ahead"):
        clock.move_demo(dt.timedelta(seconds=-1))


@pytest.mark.nodb
def test_nobody_moves_the_clock_outside_the_demo(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    (tmp_path / "demo-clock").write_text("86400")

    with pytest.raises(RuntimeError):
        clock.move_demo(dt.timedelta(days=1))

    assert ahead() == 0
