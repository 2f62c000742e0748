"""What is done to many things one by one, and who gets a turn in between?"""

from types import SimpleNamespace

import pytest
from celery import shared_task

from corridor import one_by_one
from corridor.celery import app
from corridor.errors import Refused

pytestmark = pytest.mark.nodb


@pytest.fixture
def breaths(monkeypatch) -> list[float]:
    taken: list[float] = []
    monkeypatch.setattr(one_by_one.time, "sleep", taken.append)
    return taken


def thing(number: int) -> SimpleNamespace:
    return SimpleNamespace(pk=number, _meta=SimpleNamespace(label="tests.Thing"))


def test_one_that_fails_or_is_refused_stops_no_other(now, monkeypatch, caplog):
    monkeypatch.setattr("corridor.clock.now", lambda: now)
    done = []

    def act(one, moment):
        if one.pk == 1:
            raise Refused("Not now.")
        if one.pk == 2:
            raise ValueError("broken")
        done.append((one.pk, moment))

    one_by_one.each([thing(number) for number in range(4)], act)

    assert done == [(0, now), (3, now)]
    assert [record.levelname for record in caplog.records if "tests.Thing" in record.message][-1] == "ERROR"
    assert "tests.Thing 2 could not be done" in caplog.text


def test_a_worker_lets_others_write_between_two_and_a_plain_call_does_not(breaths):
    @shared_task(name="tests.twice")
    def twice():
        one_by_one.each([thing(1), thing(2)], lambda one, moment: None)

    try:
        twice()
        assert breaths == []
        twice.apply()
        assert breaths == [one_by_one.BREATH] * 2
    finally:
        app.tasks.unregister("tests.twice")
