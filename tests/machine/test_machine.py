"""The lives of a few people, step by step: does anything break that must always be true? (I1, I2, I3, I9)"""

import gc
import logging

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from corridor import letters, one_by_one
from matchmaking import tasks
from tests import make
from tests.machine.life import START, Life
from tests.machine.looking import Changes, Look
from tests.machine.stage import Stage
from tests.needs import sized
from tests.rewinding import counts

pytestmark = [pytest.mark.django_db, pytest.mark.long]

WANTED = sized(small=2_000, full=12_000)
STEPS = sized(small=250, full=250)  # of one life, those of the clock not counted
LIVES = sized(small=6, full=24)


class Loud:
    """What a task would only log, since the next run may mend it, ends the test."""

    def info(self, *words: object) -> None:
        pass

    def exception(self, *words: object) -> None:
        raise  # what is being handled


def in_short(kind: str, context: dict, *, to: str, **more: object) -> letters.Letter:
    """A mail that says everything its template could say."""
    return letters.Letter(kind, str(context), "", {})


@pytest.fixture
def stage(monkeypatch):
    """Seven people on both sides of the corridor, two of them colleagues of others, and one who may everything."""
    people = []
    for number in range(7):
        there = bool(number % 2)
        offers, seeks = (("chip-design",), ("machine-learning",))[:: -1 if there else 1]
        region, layers = (make.region("brainport"), (2,)) if there else (make.region("mra"), (5,))
        works = {"organisation": people[number - 4].memberships.get().organisation} if number >= 5 else {}
        wants = {"offers": offers, "seeks": seeks, "pace": 1 + number % 2}
        people.append(make.member(region=region, layers=layers, **wants, **works))
    make.synergy()
    root = make.member("Root", is_superuser=True, complete=False, email="root@example.nl")
    monkeypatch.setattr("corridor.clock.now", lambda: Life.playing.now)
    monkeypatch.setattr("corridor.transport.Carrier", lambda: Life.playing.post)
    monkeypatch.setattr("corridor.journal.append", lambda **line: Life.playing.post.note(**line))
    monkeypatch.setattr("corridor.journal.taken", lambda since: Life.playing.post.known(since))
    monkeypatch.setattr("corridor.queries.suppressions.FRESH", -1.0)  # the sender looks anew before each mail
    for place in (tasks, one_by_one):
        monkeypatch.setattr(place, "log", Loud())
    logging.disable()
    in_earnest = letters.write
    monkeypatch.setattr(
        letters, "write", lambda *args, **more: (in_earnest if Life.playing.in_earnest else in_short)(*args, **more)
    )
    Life.stage = Stage(people, root, Look(START), Changes(), counts())
    yield Life.stage
    logging.disable(logging.NOTSET)


def live(examples: int = LIVES, steps: int = STEPS) -> None:
    """Every run takes the same roads."""
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_i1_i2_i3_i9_hold_after_every_step(stage):
    gc.disable()  # it would look through all of Django again and again
    with connection.execute_wrapper(stage.changes):
        live()
    gc.enable()

    print(f"\n{connection.vendor}: {stage.steps} steps in {stage.examples} lives, nothing broken; {stage.happened}")
    assert stage.steps >= WANTED
