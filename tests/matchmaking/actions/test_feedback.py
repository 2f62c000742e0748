"""Are both asked once, on a working morning, and does each one's answer stay their own? (F044, F061)"""

import datetime as dt

import pytest

from corridor.errors import Refused
from corridor.models import Member, OutboxEmail, Suppression, Transition
from matchmaking import dates, tasks
from matchmaking.actions import feedback
from matchmaking.errors import AnswerClosed, NotYours
from matchmaking.models import Exclusion, Feedback, HandOver, Outcome, Tie
from tests import make

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
MET, CAME = "matchmaking.did_you_meet", "matchmaking.what_came_of_it"


def morning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dates.MORNING, tzinfo=dates.AMSTERDAM).astimezone(dt.UTC)


@pytest.fixture
def made(now):
    """Made on Tuesday 24 November; its joint mails left at once."""
    return make.introduction("made")


@pytest.fixture
def run(monkeypatch):
    """run(moment): what the clock's task does at that moment, three times over."""

    def at(moment: dt.datetime) -> None:
        monkeypatch.setattr("corridor.clock.now", lambda: moment)
        for _ in range(3):
            tasks.ask_what_came_after()

    return at


def mails(kind: str) -> list[OutboxEmail]:
    return list(OutboxEmail.objects.filter(kind=kind).order_by("created_at", "member"))


# --- Did you meet? ----------------------------------------------------------------------------------------------------


def test_f044_both_are_asked_on_the_same_day_two_weeks_after_the_joint_mail_left(made, run, now):
    due = morning(now.date() + 14 * DAY)
    run(due - dt.timedelta(minutes=1))
    assert mails(MET) == []

    run(due)

    assert [mail.member for mail in mails(MET)] == list(made.members)
    assert {row.asked_at for row in Feedback.objects.all()} == {due}
    run(due + DAY)
    assert len(mails(MET)) == 2


def test_f044_it_counts_from_when_the_mail_left_not_from_the_second_yes(made, run, now):
    joint = OutboxEmail.objects.filter(kind="matchmaking.introduction_made")
    joint.update(sent_at=now + 2 * DAY)
    joint.filter(member=made.member_a).update(sent_at=now + 3 * DAY)

    run(morning(now.date() + 15 * DAY))
    assert mails(MET) == []
    run(morning(now.date() + 16 * DAY))

    assert len(mails(MET)) == 2


def test_f044_nobody_is_asked_about_a_joint_mail_that_never_left(made, run, now):
    OutboxEmail.objects.filter(kind="matchmaking.introduction_made").update(state="failed", sent_at=None, error="x")

    run(morning(now.date() + 14 * DAY))

    assert mails(MET) == []
    assert feedback.ask(introduction=made, now=now + 20 * DAY) == []


def test_f044_no_question_and_no_reminder_on_a_holiday_or_weekend(made, run, now):
    """Two weeks later is Christmas, a Friday; the first working day after it is Monday the 28th."""
    christmas = dt.date(2026, 12, 25)
    OutboxEmail.objects.filter(kind="matchmaking.introduction_made").update(sent_at=morning(christmas) - 14 * DAY)
    for day in (25, 26, 27):
        run(morning(dt.date(2026, 12, day)))
        assert mails(MET) == []

    run(morning(dt.date(2026, 12, 28)))

    assert len(mails(MET)) == 2


def test_f044_a_clock_that_stood_still_asks_late_on_a_working_day_or_not_at_all(made, run, now):
    saturday = morning(dt.date(2026, 12, 12))
    run(saturday)
    assert mails(MET) == []
    run(now + 46 * DAY)
    assert mails(MET) == []
    run(morning(dt.date(2026, 12, 14)))
    assert len(mails(MET)) == 2


def test_f044_whoever_said_nothing_is_asked_once_more_and_never_a_third_time(made, run, now):
    asked = morning(now.date() + 14 * DAY)
    run(asked)
    feedback.say(introduction=made, member=made.member_b, answer="met", now=asked)

    run(asked + 7 * DAY - dt.timedelta(minutes=1))
    assert len(mails(MET)) == 2
    run(asked + 7 * DAY)
    again = mails(MET)[2:]
    for days in range(8, 40):
        run(asked + days * DAY)

    assert [mail.member for mail in again] == [made.member_a]
    assert len(mails(MET)) == 3
    assert "last time" in again[0].text or "laatste" in again[0].text


def test_f044_an_answer_given_while_the_question_still_waits_stops_it(made, run, now):
    asked = morning(now.date() + 14 * DAY)
    run(asked)

    feedback.say(introduction=made, member=made.member_a, answer="valuable", now=asked)

    assert {mail.member: mail.state for mail in mails(MET)} == {
        made.member_a: "withdrawn",
        made.member_b: "queued",
    }


def test_f044_an_answer_may_be_changed_for_sixty_days_and_no_longer(made, run, now):
    asked = morning(now.date() + 14 * DAY)
    run(asked)
    for answer in ("not_met", "met", "follow_up"):
        feedback.say(introduction=made, member=made.member_a, answer=answer, now=asked + 59 * DAY)

    with pytest.raises(AnswerClosed):
        feedback.say(introduction=made, member=made.member_a, answer="met", now=asked + 60 * DAY)
    with pytest.raises(AnswerClosed):
        feedback.say(introduction=made, member=made.member_b, answer="met", now=asked + 60 * DAY)

    assert Feedback.objects.get(member=made.member_a).answer == "follow_up"
    assert Feedback.objects.get(member=made.member_b).answer == ""


def test_f044_only_who_was_asked_answers_and_only_one_of_the_four(made, run, now):
    with pytest.raises(NotYours):
        feedback.say(introduction=made, member=made.member_a, answer="met", now=now)
    run(morning(now.date() + 14 * DAY))
    with pytest.raises(NotYours):
        feedback.say(introduction=made, member=make.member(), answer="met", now=now + 15 * DAY)
    with pytest.raises(Refused):
        feedback.say(introduction=made, member=made.member_a, answer="", now=now + 15 * DAY)

    assert set(Feedback.objects.values_list("answer", flat=True)) == {""}


def test_f044_the_answers_are_kept_apart_and_written_into_no_history(made, run, now):
    asked = morning(now.date() + 14 * DAY)
    run(asked)
    before = Transition.objects.count()

    feedback.say(introduction=made, member=made.member_a, answer="not_met", now=asked)
    feedback.say(introduction=made, member=made.member_b, answer="follow_up", now=asked)

    assert dict(Feedback.objects.values_list("member", "answer")) == {
        made.member_a_id: "not_met",
        made.member_b_id: "follow_up",
    }
    assert Transition.objects.count() == before


def test_f044_who_turned_away_is_not_asked_and_the_other_is(made, run, now):
    ada, bob = made.members
    Exclusion.objects.create(member=ada, other=bob, added_by=ada, created_at=now)

    run(morning(now.date() + 14 * DAY))
    run(morning(now.date() + 21 * DAY))

    assert [mail.member for mail in mails(MET)] == [bob, bob]


def test_f044_who_handed_over_or_left_is_not_asked(made, run, now):
    ada, bob = made.members
    HandOver.objects.create(introduction=made, giver=ada, taker=make.member(), at=now)
    Member.objects.filter(pk=bob.pk).update(is_active=False)

    run(morning(now.date() + 14 * DAY))
    run(morning(dt.date(2027, 2, 24)))

    assert (mails(MET), mails(CAME)) == ([], [])


def test_f044_who_stopped_this_mail_gets_none_and_finds_the_question_on_the_site(made, run, now):
    Suppression.objects.stand(made.member_a.email, reason="unsubscribed", now=now, kind=MET)

    run(morning(now.date() + 14 * DAY))

    assert {mail.member: mail.state for mail in mails(MET)}[made.member_a] == "withdrawn"
    assert Feedback.objects.filter(member=made.member_a, answer="").exists()


# --- The memory of a pair ---------------------------------------------------------------------------------------------


def test_f044_a_tie_remembers_that_they_met_as_long_as_one_of_them_says_so(made, run, now):
    asked = morning(now.date() + 14 * DAY)
    run(asked)
    met = Tie.objects.filter(kind="met", member_a=made.member_a, member_b=made.member_b)

    def say(member, answer) -> bool:
        feedback.say(introduction=made, member=member, answer=answer, now=asked)
        return met.exists()

    ada, bob = made.members
    assert not say(ada, "not_met")
    assert say(bob, "met")
    assert say(ada, "valuable")
    assert met.count() == 1
    assert say(bob, "not_met")
    assert not say(ada, "not_met")


# --- What came of it? -------------------------------------------------------------------------------------------------


def test_f061_both_are_asked_three_and_nine_months_after_and_never_else(made, run, now):
    asked_on = {}
    day = now.date()
    while day < dt.date(2027, 12, 1):
        count = len(mails(CAME))
        run(morning(day))
        if len(mails(CAME)) > count:
            asked_on[day] = [(row.member, row.months) for row in Outcome.objects.filter(asked_at=morning(day))]
        day += 7 * DAY if day < dt.date(2027, 2, 20) or dt.date(2027, 3, 1) < day < dt.date(2027, 8, 20) else DAY

    three, nine = asked_on
    assert three == dt.date(2027, 2, 24) and nine == dt.date(2027, 8, 24)
    assert sorted(asked_on[three], key=lambda row: row[0].pk) == [(member, 3) for member in made.members]
    assert sorted(asked_on[nine], key=lambda row: row[0].pk) == [(member, 9) for member in made.members]


def test_f061_the_answer_belongs_to_the_introduction_and_the_side_that_gave_it(made, run, now):
    asked = morning(dt.date(2027, 2, 24))
    run(asked)

    feedback.say_what_came(introduction=made, member=made.member_a, months=3, kind="pilot", now=asked)
    feedback.say_what_came(introduction=made, member=made.member_a, months=3, kind="contract", now=asked + 59 * DAY)

    assert Outcome.objects.get(introduction=made, member=made.member_a, months=3).kind == "contract"
    assert Outcome.objects.get(introduction=made, member=made.member_b, months=3).kind == ""
    with pytest.raises(AnswerClosed):
        feedback.say_what_came(introduction=made, member=made.member_a, months=3, kind="none", now=asked + 60 * DAY)
    with pytest.raises(NotYours):
        feedback.say_what_came(introduction=made, member=made.member_a, months=9, kind="none", now=asked)
    with pytest.raises(Refused):
        feedback.say_what_came(introduction=made, member=made.member_a, months=3, kind="love", now=asked)
