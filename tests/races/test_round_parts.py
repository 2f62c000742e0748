"""What if workers share a large round at the same time? Its bytes are those of one worker alone (F023)."""

import queue
import threading

import pytest
from django.db import transaction

from corridor import nudge
from matchmaking import engine
from matchmaking.actions import round_parts, rounds
from matchmaking.engine.shapes import Pool, canonical_hash
from matchmaking.models import Round, RoundPart, RoundQuestion
from tests.matchmaking.running import plan, population
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def frozen(now, settings) -> Round:
    """A round of forty members, to be computed in parts of three."""
    settings.ROUND_PARTS_FROM, settings.ROUND_PART_ROWS = 1, 3
    population(20)
    return rounds.freeze(round=plan(now), by=None, now=now)


def test_f023_three_workers_at_once_give_the_bytes_of_one(frozen, monkeypatch):
    alone = engine.run(Pool.from_json(frozen.pool))
    knocks, helped, somebody_has = queue.Queue(), [], threading.Event()
    monkeypatch.setattr(nudge, "after_commit", lambda task, number: transaction.on_commit(lambda: knocks.put(number)))

    def coordinate():
        rounds._claim(frozen)
        claimed = Round.objects.get(pk=frozen.pk)
        take = round_parts._take

        def patient_take(part):
            if threading.current_thread() is coordinator:
                somebody_has.wait(30)  # so that it does not do everything itself before the others have begun
            return take(part)

        coordinator = threading.current_thread()
        monkeypatch.setattr(round_parts, "_take", patient_take)
        try:
            return round_parts.run(claimed)
        finally:
            knocks.put(None)
            knocks.put(None)

    def help():
        while (number := knocks.get(timeout=60)) is not None:
            if round_parts.answer_part(number=number):
                helped.append(number)
                somebody_has.set()

    shared, *others = together(coordinate, help, help)

    assert others == [None, None]
    assert len(helped) >= 1
    assert canonical_hash(shared.to_json()) == canonical_hash(alone.to_json())
    assert shared.pairs_hash == alone.pairs_hash
    assert not RoundQuestion.objects.exists()


def test_of_workers_who_take_a_part_at_once_one_gets_it(frozen):
    asked = RoundQuestion.objects.create(round=frozen, claim=0, number=1, question=b"")
    part = RoundPart.objects.create(question=asked, top=0, bottom=3)

    taken = together(*[lambda: round_parts._take(part)] * 4)

    assert sorted(taken) == [False, False, False, True]
