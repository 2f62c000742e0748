"""Is a promise the promiser's alone, reminded of once on its day, and gone in the end? (F060)"""

import datetime as dt

import pytest

from corridor.errors import Refused
from corridor.models import OutboxEmail
from matchmaking import dates, tasks
from matchmaking.actions import promises
from matchmaking.errors import NotYours
from matchmaking.models import FollowUp
from tests import make

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
KIND = "matchmaking.promise_reminder"


def morning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dates.MORNING, tzinfo=dates.AMSTERDAM).astimezone(dt.UTC)


@pytest.fixture
def made(now):
    return make.introduction("made")


@pytest.fixture
def note(made, now):
    def noted(days: int = 3, line: str = "Send the data sheet", member=None, at: dt.datetime = now) -> FollowUp:
        due_on = dates.local_day(now) + days * DAY
        return promises.note(introduction=made, member=member or made.member_a, line=line, due_on=due_on, now=at)

    return noted


@pytest.fixture
def run(monkeypatch):
    def at(moment: dt.datetime) -> None:
        monkeypatch.setattr("corridor.clock.now", lambda: moment)
        for _ in range(3):
            tasks.remind_of_promises()

    return at


def test_f060_only_the_promiser_is_reminded_once_on_the_day(note, run, made, now):
    promise = note(3)
    run(morning(promise.due_on) - dt.timedelta(minutes=1))
    assert not OutboxEmail.objects.filter(kind=KIND).exists()

    for days in range(20):
        run(morning(promise.due_on + days * DAY))

    mail = OutboxEmail.objects.get(kind=KIND)
    assert mail.member == made.member_a
    assert "Send the data sheet" in mail.text
    assert not OutboxEmail.objects.filter(kind=KIND, member=made.member_b).exists()


def test_f060_a_promise_for_a_sunday_is_reminded_of_on_monday(note, run):
    promise = note(5)
    assert promise.due_on.isoweekday() == 7

    run(morning(promise.due_on))
    assert not OutboxEmail.objects.filter(kind=KIND).exists()
    run(morning(promise.due_on + DAY))

    assert OutboxEmail.objects.filter(kind=KIND).count() == 1


def test_f060_a_kept_promise_is_not_reminded_of_and_keeping_is_harmless_to_repeat(note, run, made, now):
    promise = note(3)
    for _ in range(2):
        promises.keep(number=promise.pk, introduction=made, member=made.member_a, now=now)

    run(morning(promise.due_on))

    assert not OutboxEmail.objects.filter(kind=KIND).exists()
    assert FollowUp.objects.get().kept_at == now


def test_f060_keeping_it_before_the_reminder_left_stops_the_reminder(note, run, made):
    promise = note(3)
    run(morning(promise.due_on))

    promises.keep(number=promise.pk, introduction=made, member=made.member_a, now=morning(promise.due_on))

    assert OutboxEmail.objects.get(kind=KIND).state == "withdrawn"


def test_f060_it_closes_itself_after_thirty_days_and_is_forgotten(note, run, made):
    promise = note(3)
    late = morning(promise.due_on + 31 * DAY)
    run(morning(promise.due_on + 30 * DAY))
    assert FollowUp.objects.count() == 1

    with pytest.raises(NotYours):
        promises.keep(number=promise.pk, introduction=made, member=made.member_a, now=late)
    run(late)

    assert not FollowUp.objects.exists()


def test_f060_nobody_else_keeps_it_or_promises_here(note, made, now):
    promise = note(3)

    for stranger in (made.member_b, make.member()):
        with pytest.raises(NotYours):
            promises.keep(number=promise.pk, introduction=made, member=stranger, now=now)
    with pytest.raises(NotYours):
        note(3, member=make.member())
    with pytest.raises(NotYours):
        promises.note(
            introduction=make.introduction("offered", members=(made.member_a, make.member())),
            member=made.member_a,
            line="Call",
            due_on=promise.due_on,
            now=now,
        )
    assert FollowUp.objects.get().kept_at is None


@pytest.mark.parametrize("days", [0, -1, 200])
def test_f060_a_promise_is_for_tomorrow_at_the_earliest_and_for_half_a_year_at_most(note, days):
    with pytest.raises(Refused):
        note(days)


def test_f060_five_open_promises_are_the_most_and_the_same_one_twice_is_one(note, made, now):
    for number in range(5):
        note(3, f"Promise {number}")
    assert note(3, "Promise 0").pk == FollowUp.objects.order_by("pk").first().pk
    with pytest.raises(Refused):
        note(3, "One more")
    promises.keep(number=FollowUp.objects.first().pk, introduction=made, member=made.member_a, now=now)

    assert note(3, "One more").pk
