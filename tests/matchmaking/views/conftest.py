"""What do the tests of the answer page share? A clock to set, an introduction that was asked, and a press."""

import datetime as dt

import pytest

from matchmaking.actions import introductions
from matchmaking.models import Introduction
from tests import make
from tests.matchmaking.saying import fresh


@pytest.fixture
def at(monkeypatch, now):
    """at(moment): what time the pages think it is."""

    def set_clock(moment: dt.datetime) -> None:
        monkeypatch.setattr("corridor.clock.now", lambda: moment)

    set_clock(now)
    return set_clock


@pytest.fixture
def introduction(at, now) -> Introduction:
    for number in range(1, 8):
        make.layer(number)
    introduction = make.introduction("proposed")
    introductions.offer(introduction=introduction, now=now)
    return fresh(introduction)
