"""When does a digest go out, and what becomes of a question that it would ask too late? (F025)"""

import datetime as dt

import pytest

from corridor import outbox
from corridor.celery import app
from corridor.models import MailPreference
from matchmaking import dates, digest_days, tasks
from tests.matchmaking.digesting import DAY, HOUR, THURSDAY, asked, mails
from tests.matchmaking.saying import say

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch, now):
    def set_clock(moment: dt.datetime) -> None:
        monkeypatch.setattr("corridor.clock.now", lambda: moment)

    set_clock(now)
    return set_clock


@pytest.mark.nodb
@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_f025_the_monthly_day_is_the_thursday_after_every_round(year):
    for month in range(1, 13):
        days = [dt.date(year, month, 1) + n * DAY for n in range(28)]
        tuesday = next(day for day in days if day.weekday() == 1)
        period = digest_days.of((tuesday + 2 * DAY).isoformat())
        others = [digest_days.of((tuesday + 2 * DAY + n * 7 * DAY).isoformat()) for n in (-1, 1, 2, 3)]

        assert period.monthly and not any(other.monthly for other in others)


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("moment", "name", "is_due"),
    [
        (THURSDAY - dt.timedelta(seconds=1), "2026-11-19", False),
        (THURSDAY, "2026-11-26", True),
        (THURSDAY + 11 * HOUR, "2026-11-26", True),
        (THURSDAY + 12 * HOUR, "2026-11-26", False),
        (THURSDAY + 6 * DAY, "2026-11-26", False),
        (dt.datetime(2027, 7, 1, 6, 0, tzinfo=dt.UTC), "2027-07-01", True),  # summer time
    ],
)
def test_f025_a_period_begins_on_thursday_at_eight_and_is_due_until_the_evening(moment, name, is_due):
    assert digest_days.last(moment).name == name
    assert (digest_days.due(moment) is not None) == is_due


@pytest.mark.nodb
def test_f025_a_question_can_wait_while_it_leaves_two_days(now):
    enough = THURSDAY + 2 * DAY

    assert digest_days.can_wait(enough, "weekly", now)
    assert not digest_days.can_wait(enough - dt.timedelta(seconds=1), "weekly", now)
    assert digest_days.next_moment(THURSDAY, "weekly") == THURSDAY + 7 * DAY
    assert digest_days.next_moment(now, "monthly") == THURSDAY + 7 * DAY  # 3 December, after the round of the 1st


def test_f025_a_question_the_next_digest_would_ask_too_late_is_mailed_at_once(now):
    _, weekly, _ = asked(THURSDAY + HOUR)
    _, monthly, _ = asked(now + 11 * DAY, "monthly")

    assert [mails("opt_in_request", reader)[0].state for reader in (weekly, monthly)] == ["queued", "queued"]


def test_f025_who_reads_at_once_again_is_asked_what_was_held_back(now, at):
    introduction, ada, _ = asked(now)
    MailPreference.objects.filter(member=ada).update(pace="instant")

    for _ in range(3):
        tasks.send_digests()

    assert [mail.state for mail in mails("opt_in_request", ada)] == ["withdrawn", "queued"]
    assert f"/{ada.language}/i/" in mails("opt_in_request", ada)[1].text


def test_f025_who_chooses_a_rarer_digest_than_the_question_lasts_is_asked_after_all(at):
    tuesday = dt.datetime(2026, 12, 8, 9, 0, tzinfo=dt.UTC)
    _, ada, _ = asked(tuesday)
    MailPreference.objects.filter(member=ada).update(pace="monthly")
    at(tuesday)
    tasks.send_digests()

    assert [mail.state for mail in mails("opt_in_request", ada)] == ["withdrawn", "queued"]


def test_f025_a_question_whose_digest_could_not_be_sent_is_asked_after_all(now, at):
    _, ada, _ = asked(now)
    at(THURSDAY + 13 * HOUR)
    tasks.send_digests()

    assert (mails("digest"), [mail.state for mail in mails("opt_in_request", ada)]) == ([], ["withdrawn", "queued"])


def test_f025_a_question_the_digest_asked_is_not_asked_again(now, at):
    _, ada, _ = asked(now)
    at(THURSDAY)
    tasks.send_digests()
    outbox.deliver_due(now=THURSDAY)
    MailPreference.objects.filter(member=ada).update(pace="instant")
    at(THURSDAY + DAY)

    tasks.send_digests()

    assert [mail.state for mail in mails("opt_in_request", ada)] == ["withdrawn"]


def test_f025_an_answered_or_ended_question_is_not_asked_after_all(now, at):
    introduction, ada, _ = asked(now)
    say(introduction, ada, "no", now)
    _, cem, _ = asked(now)
    MailPreference.objects.update(pace="instant")
    at(now + 9 * DAY)

    tasks.send_digests()

    assert len(mails("opt_in_request", ada)) == len(mails("opt_in_request", cem)) == 1


def test_f025_the_beat_table_sends_digests():
    assert "matchmaking.send_digests" in {entry["task"] for entry in app.conf.beat_schedule.values()}


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("thursday", "sent_on"),
    [("2027-05-06", "2027-05-07"), ("2025-12-25", "2025-12-29"), ("2026-11-26", "2026-11-26")],
)
def test_f014_a_digest_waits_for_the_next_working_morning(thursday, sent_on):
    period = digest_days.of(thursday)
    before = period.moment - dt.timedelta(seconds=1)

    assert (period.name, period.day.isoformat()) == (thursday, sent_on)
    assert digest_days.due(period.moment) == period
    assert digest_days.due(before) is None
    assert digest_days.next_moment(before, "weekly") == period.moment


def test_f014_what_no_digest_asks_any_more_is_not_asked_on_a_saturday(now, at):
    _, ada, _ = asked(now)
    MailPreference.objects.filter(member=ada).update(pace="instant")
    saturday = THURSDAY + 2 * DAY
    at(saturday)

    tasks.send_digests()

    late = mails("opt_in_request", ada)[1]
    assert late.due_at == dates.working_moment(saturday) > saturday
