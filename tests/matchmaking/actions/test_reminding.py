"""Who is reminded, when, and how often? Once, by their own silence alone (F014, F003)."""

import datetime as dt

import pytest
from django.db import transaction

from corridor import emails, outbox
from corridor.models import OutboxEmail
from matchmaking import tasks
from matchmaking.actions import introductions, reminders
from matchmaking.dates import reminder_at
from matchmaking.models import Introduction, OptIn
from tests import make
from tests.matchmaking.queries import test_inbox as others
from tests.matchmaking.saying import fresh, say

pytestmark = pytest.mark.django_db

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


@pytest.fixture
def run(monkeypatch):
    """run(moment): what the clock's task does then."""

    def at(moment: dt.datetime) -> None:
        monkeypatch.setattr("corridor.clock.now", lambda: moment)
        tasks.remind_undecided()

    return at


def offered(now):
    introduction = make.introduction("proposed")
    introductions.offer(introduction=introduction, now=now)
    return fresh(introduction)


def reminded() -> list:
    mails = OutboxEmail.objects.filter(kind="matchmaking.reminder").exclude(state="withdrawn")
    return list(mails.order_by("member").values_list("member", "key"))


def test_f014_two_silent_sides_are_reminded_alike_and_once(run, now):
    introduction = offered(now)
    due = reminder_at(now)
    run(due - MINUTE)
    assert reminded() == []

    for moment in (due, due + MINUTE, due + DAY):
        run(moment)

    assert reminded() == [(one.pk, f"reminder:{introduction.pk}:{one.pk}:1") for one in introduction.members]
    mails = OutboxEmail.objects.filter(kind="matchmaking.reminder")
    assert {mail.due_at for mail in mails} == {due}
    assert set(OptIn.objects.values_list("reminded_at", flat=True)) == {due}


@pytest.mark.parametrize("answer", ["yes", "not_now", "no"])
def test_f014_whoever_answered_is_not_reminded_the_other_is(answer, run, now):
    introduction = offered(now)
    say(introduction, introduction.member_a, answer, now)

    run(reminder_at(now))

    assert [member for member, _ in reminded()] == [introduction.member_b_id]
    assert fresh(introduction).opt_ins.get(member=introduction.member_a).reminded_at is None


@pytest.mark.parametrize("answer", ["", "yes", "not_now", "no"])
def test_f003_the_number_of_a_later_mail_does_not_tell_whether_somebody_answered(answer, run, now):
    introduction = offered(now)
    before = OutboxEmail.objects.latest("pk").pk
    if answer:
        say(introduction, introduction.member_a, answer, now)

    for moment in (reminder_at(now), reminder_at(now) + MINUTE):
        run(moment)

    with transaction.atomic():
        later = emails.welcome(member=make.member(), now=now)
    assert later.pk == before + 3  # two reminders lie between, whatever was said


@pytest.mark.parametrize(
    "otherwise",
    [others.nothing, others.no, others.not_now, others.pause, others.taken_back_by_an_organiser],
)
def test_f003_f014_whether_one_is_reminded_does_not_depend_on_the_other(otherwise, run, now):
    introduction = offered(now)
    OutboxEmail.objects.update(state="sent", sent_at=now)
    otherwise(introduction, introduction.member_b, now + MINUTE)

    run(reminder_at(now))

    assert introduction.member_a_id in [member for member, _ in reminded()]


def test_f014_nobody_is_reminded_after_the_deadline_or_on_a_day_off(run, now):
    introduction = offered(now)
    saturday = now + 4 * DAY
    assert saturday.weekday() == 5

    run(saturday)
    assert not reminders.remind(own=introduction.opt_ins.first(), now=saturday)
    run(introduction.closes_at)

    assert reminded() == []


def test_f014_a_clock_that_comes_late_waits_for_the_next_working_day(run, now):
    """Asked on a Monday, due on Friday, but nobody was running until Saturday."""
    monday = now - DAY
    introduction = offered(monday)
    Introduction.objects.filter(pk=introduction.pk).update(closes_at=monday + 8 * DAY)

    run(monday + 5 * DAY)
    assert reminded() == []
    run(monday + 7 * DAY)

    assert len(reminded()) == 2


def test_f014_a_question_that_was_stopped_is_not_followed_by_a_reminder(run, now):
    introduction = offered(now)
    outbox.stop(about=introduction, now=now, because="test", to=introduction.member_a_id)

    run(reminder_at(now))

    assert [member for member, _ in reminded()] == [introduction.member_b_id]


def test_f014_a_reminder_leads_to_the_same_page(run, now):
    introduction = offered(now)
    run(reminder_at(now))

    for member in introduction.members:
        question, reminder = OutboxEmail.objects.filter(member=member).order_by("pk")
        (link,) = [word for word in reminder.text.split() if "/i/" in word]
        assert link in question.text
        assert introduction.other(member).name in reminder.text


def test_f014_questions_of_a_weekend_wait_for_monday_morning(now):
    saturday = now + 4 * DAY
    introduction = offered(saturday)

    monday = dt.datetime(2026, 11, 30, 7, 30, tzinfo=dt.UTC)
    assert set(OutboxEmail.objects.values_list("due_at", flat=True)) == {monday}
    assert abs(introduction.closes_at - monday - 7 * DAY) <= dt.timedelta(hours=9, days=1)
