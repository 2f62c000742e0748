"""In which language do the refusals of these tests read, and what time is it? The source's; as late as a test says."""

import datetime as dt

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def clock(now, monkeypatch):
    """The worker's clock: clock(minutes) sets it to so long after `now`, and gives that moment."""
    at = [now]
    monkeypatch.setattr("corridor.clock.now", lambda: at[0])

    def to(minutes: float) -> dt.datetime:
        at[0] = now + dt.timedelta(minutes=minutes)
        return at[0]

    return to
