"""Who is asked what they thought of it, and does nothing tie the answer to them? (F084)"""

import datetime as dt

import pytest

from corridor.errors import Refused
from corridor.models import OutboxEmail, Transition
from events import tasks
from events.actions import opinions
from events.models import CheckIn, Opinion, OpinionRoll
from events.queries import opinions as read
from tests import make

pytestmark = pytest.mark.django_db

ENDED = dt.datetime(2026, 11, 23, 20, 0, tzinfo=dt.UTC)
MORNING = ENDED + dt.timedelta(hours=12)


@pytest.fixture
def held(db):
    return make.event("held", starts_at=ENDED - dt.timedelta(hours=3), ends_at=ENDED)


@pytest.fixture
def ask_at(monkeypatch):
    def run(moment: dt.datetime) -> None:
        monkeypatch.setattr("corridor.clock.now", lambda: moment)
        tasks.ask_opinions()

    return run


def came(event, name=""):
    return make.check_in(event, make.member(name) if name else None).registration


def on_roll(event, asked_at=MORNING) -> OpinionRoll:
    return OpinionRoll.objects.create(registration=came(event), asked_at=asked_at)


def test_f084_only_who_was_let_in_is_asked_once_half_a_day_after(held, ask_at):
    there = came(held)
    make.registration(held)  # confirmed, and did not come
    came(make.event("published", starts_at=ENDED, ends_at=ENDED + dt.timedelta(hours=1)))

    ask_at(MORNING - dt.timedelta(minutes=1))
    before = OpinionRoll.objects.count()
    ask_at(MORNING)
    ask_at(MORNING + dt.timedelta(days=1))

    assert before == 0
    assert [roll.registration for roll in OpinionRoll.objects.all()] == [there]
    assert list(OutboxEmail.objects.values_list("kind", "member")) == [("events.opinion", there.member_id)]


def test_f084_nobody_is_asked_about_what_was_a_week_ago(held, ask_at):
    came(held)

    ask_at(ENDED + dt.timedelta(days=7))

    assert OpinionRoll.objects.count() == 0


def test_f084_a_check_in_that_was_taken_back_asks_nobody(held, ask_at):
    there = came(held)
    CheckIn.objects.filter(registration=there).delete()

    ask_at(MORNING)

    assert OpinionRoll.objects.count() == 0


def test_f084_the_answer_holds_nothing_of_who_gave_it(held):
    roll = on_roll(held)

    opinions.answer(roll=roll, marks=4, line="More soup", now=MORNING)

    roll.refresh_from_db()
    assert roll.has_answered
    assert Opinion.objects.values().get() | {"id": 0} == {"id": 0, "event_id": held.pk, "marks": 4, "line": "More soup"}
    assert Transition.objects.count() == 0


def test_f084_the_numbers_of_answers_are_drawn_by_lot(held):
    rolls = [on_roll(held) for _number in range(12)]
    for mark, roll in enumerate(rolls):
        opinions.answer(roll=roll, marks=mark % 5 + 1, line=f"{mark}", now=MORNING)

    in_order = [int(line) for line in Opinion.objects.order_by("pk").values_list("line", flat=True)]
    numbers = list(Opinion.objects.values_list("pk", flat=True))
    assert sorted(in_order) == list(range(12))
    assert in_order != list(range(12)) and max(numbers) > 2**40  # by chance once in 479 million runs


def test_f084_each_answers_once(held):
    roll = on_roll(held)
    opinions.answer(roll=roll, marks=4, line="", now=MORNING)

    with pytest.raises(Refused):
        opinions.answer(roll=roll, marks=1, line="", now=MORNING)

    assert list(Opinion.objects.values_list("marks", flat=True)) == [4]


def test_f084_after_a_fortnight_the_answers_are_counted(held):
    roll = on_roll(held)

    opinions.answer(roll=roll, marks=4, line="", now=MORNING + dt.timedelta(days=14))
    late = on_roll(held)
    with pytest.raises(Refused):
        opinions.answer(roll=late, marks=4, line="", now=MORNING + dt.timedelta(days=14, seconds=1))

    assert Opinion.objects.count() == 1


def test_f084_nothing_is_shown_before_five_have_answered(held):
    for mark in (5, 4, 4, 3):
        opinions.answer(roll=on_roll(held), marks=mark, line="A line", now=MORNING)
    opinions.answer(roll=on_roll(make.event("held")), marks=1, line="Elsewhere", now=MORNING)
    before = read.shown(held)

    opinions.answer(roll=on_roll(held), marks=4, line="", now=MORNING)

    assert before is None
    assert read.shown(held) == read.Shown(
        answers=5, mean=4.0, marks=[(5, 1), (4, 3), (3, 1), (2, 0), (1, 0)], lines=["A line"] * 4
    )
