"""What does a knock for a part of a large round do? Work out exactly that part, and only when it is wanted. (F023)"""

import datetime as dt

import pytest
from django.db.models import F

from matchmaking import engine, tasks
from matchmaking.actions import round_parts, rounds
from matchmaking.engine.shapes import Pool
from matchmaking.errors import RoundBusy
from matchmaking.models import Round, RoundPart, RoundQuestion
from tests.matchmaking.running import plan, population

pytestmark = pytest.mark.django_db


class Asked(Exception):
    """The engine has asked its first question."""


def first_question(round: Round) -> bytes:
    """What the engine asks first about the round's pool."""

    def ask(question: bytes, rows: int):
        raise Asked(question)

    with pytest.raises(Asked) as asked:
        engine.run(Pool.from_json(round.pool), ask)
    return asked.value.args[0]


@pytest.fixture
def part(now) -> RoundPart:
    """Half of the first question about six members; a worker has claimed the round and handed it out."""
    population()
    round = rounds.freeze(round=plan(now), by=None, now=now)
    rounds._claim(round)
    asked = RoundQuestion.objects.create(round=round, claim=1, number=1, question=first_question(round))
    return RoundPart.objects.create(question=asked, top=0, bottom=3)


def test_a_part_is_answered_as_the_engine_answers_it(part):
    assert round_parts.answer_part(number=part.pk) is True

    part.refresh_from_db()
    ground = engine.prepare(Pool.from_json(part.question.round.pool))
    assert bytes(part.answer) == engine.answer(ground, bytes(part.question.question), 0, 3) != b""


def test_a_part_is_answered_once(part):
    assert [round_parts.answer_part(number=part.pk) for _ in range(2)] == [True, False]


def test_the_task_answers_the_part_of_its_number(part):
    tasks.answer_part(part.pk)

    assert not RoundPart.objects.filter(answer=None).exists()


def test_a_part_that_somebody_has_is_left_alone(part):
    round_parts._take(part)

    assert round_parts.answer_part(number=part.pk) is False


def test_a_part_whose_holder_died_is_taken_over(part):
    RoundPart.objects.update(claimed_until=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))

    assert round_parts.answer_part(number=part.pk) is True


def test_of_two_who_take_a_part_one_gets_it(part):
    assert [round_parts._take(part) for _ in range(2)] == [True, False]


def test_a_late_answer_does_not_replace_the_one_that_is_there(part):
    ground = engine.prepare(Pool.from_json(part.question.round.pool))
    RoundPart.objects.update(answer=b"there")

    assert round_parts._answer(part, bytes(part.question.question), ground) is False

    part.refresh_from_db()
    assert bytes(part.answer) == b"there"


@pytest.mark.parametrize("over", [{"claim": F("claim") + 1}, {"state": "cancelled"}], ids=["overtaken", "cancelled"])
def test_a_part_nobody_waits_for_is_left_alone(over, part):
    Round.objects.update(**over)

    assert round_parts.answer_part(number=part.pk) is False


def test_a_part_that_is_gone_is_nobodys(part):
    assert round_parts.answer_part(number=part.pk + 1) is False


def test_a_pool_that_was_frozen_anew_in_between_is_not_taken_for_the_old_one(part):
    stale = Round.objects.get(pk=part.question.round_id)
    Round.objects.update(pool_hash="another")

    with pytest.raises(RoundBusy):
        round_parts._stored(stale)


def test_a_worker_prepares_a_pool_once_and_keeps_only_the_last(part, monkeypatch):
    round_parts._last.clear()
    prepared = []
    prepare = engine.prepare
    monkeypatch.setattr(engine, "prepare", lambda pool: prepared.append(pool.hash()) or prepare(pool))
    second = RoundPart.objects.create(question=part.question, top=3, bottom=6)

    for number in (part.pk, second.pk):
        round_parts.answer_part(number=number)
    round_parts._ground("another", lambda: Pool.from_json(part.question.round.pool))

    assert prepared == [part.question.round.pool_hash] * 2
    assert list(round_parts._last) == ["another"]
