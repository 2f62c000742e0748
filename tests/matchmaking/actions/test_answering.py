"""What does each answer do, and until when? (F001, F012, F015, R-07)"""

import datetime as dt

import pytest

from corridor import outbox
from corridor.errors import Refused
from corridor.models import OutboxEmail, Profile, Transition
from matchmaking.dates import UNDO
from matchmaking.errors import AnswerClosed, NotYours
from matchmaking.models import OptIn, Tie
from tests import make
from tests.matchmaking import stops
from tests.matchmaking.saying import both_say_yes, fresh, keys, say

pytestmark = pytest.mark.django_db

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


def test_answer_second_yes_makes_the_introduction_and_two_mails_after_the_undo_window(now):
    make.venue()
    introduction = make.introduction("offered")
    a, b = introduction.members

    say(introduction, a, "yes", now)
    assert fresh(introduction).state == "offered"
    say(introduction, b, "yes", now + MINUTE)

    introduction = fresh(introduction)
    assert (introduction.state, introduction.made_at) == ("made", now + MINUTE)
    assert introduction.venue.slug == "half-way"
    assert keys(introduction, "queued") == {f"introduction_made:{a.pk}", f"introduction_made:{b.pk}"}
    assert set(OutboxEmail.objects.values_list("due_at", flat=True)) == {now + MINUTE + UNDO}
    assert Tie.objects.get().kind == "introduced"


def test_f001_no_single_yes_makes_an_introduction(now):
    introduction = make.introduction("offered")
    ada = introduction.member_a

    for _ in range(3):
        say(introduction, ada, "yes", now)

    assert fresh(introduction).state == "offered"
    assert not OutboxEmail.objects.exists()


def test_f015_the_same_yes_again_writes_no_second_mail(now):
    introduction = make.introduction("offered")

    for _ in range(3):
        both_say_yes(introduction, now)

    assert OutboxEmail.objects.count() == 2
    assert Transition.objects.filter(to="made").count() == 1


@pytest.mark.parametrize("answer", ["no", "not_now"])
def test_answer_of_one_no_moves_nothing_before_the_deadline(answer, now):
    introduction = make.introduction("offered")

    say(introduction, introduction.member_a, "yes", now)
    say(introduction, introduction.member_b, answer, now)

    assert fresh(introduction).state == "offered"
    assert not OutboxEmail.objects.exists()
    assert not Transition.objects.exists()


@pytest.mark.parametrize("answer", ["no", "not_now"])
@pytest.mark.parametrize("side", [0, 1])
def test_answer_within_the_undo_window_takes_a_yes_back(answer, side, now):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)

    say(introduction, introduction.members[side], answer, now + UNDO - MINUTE)

    introduction = fresh(introduction)
    assert (introduction.state, introduction.made_at, introduction.venue) == ("declined", None, None)
    assert set(OutboxEmail.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert Tie.objects.get().kind == {"no": "refused", "not_now": "not_now"}[answer]


@pytest.mark.parametrize("answer", ["no", "not_now"])
def test_r07_answer_counts_until_a_joint_mail_has_left_whatever_the_clock_says(answer, now):
    """A sender that is late takes nobody's word away; nor does a mail that failed, which nobody can send again then."""
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    OutboxEmail.objects.filter(member=introduction.member_b).update(state="failed")

    say(introduction, introduction.member_a, answer, now + 3 * UNDO)

    assert fresh(introduction).state == "declined"
    assert set(OutboxEmail.objects.values_list("state", flat=True)) == {"withdrawn"}


@pytest.mark.parametrize("state", ["sending", "sent"])
def test_answer_when_a_joint_mail_is_on_its_way_is_refused(state, now):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    sent = {"sent_at": now} if state == "sent" else {}
    OutboxEmail.objects.filter(member=introduction.member_a).update(state=state, **sent)

    with pytest.raises(AnswerClosed):
        say(introduction, introduction.member_b, "no", now + MINUTE)

    assert fresh(introduction).state == "made"
    assert OptIn.objects.get(member=introduction.member_b).answer == "yes"
    assert OutboxEmail.objects.get(member=introduction.member_b).state == "queued"


def test_answer_yes_after_taking_a_yes_back_is_refused_whatever_the_other_said(now):
    alone, together = make.introduction("offered"), make.introduction("offered")
    say(together, together.member_b, "yes", now)
    for introduction in (alone, together):
        say(introduction, introduction.member_a, "yes", now)
        say(introduction, introduction.member_a, "no", now)

    for introduction in (alone, together):
        with pytest.raises(AnswerClosed, match="took your yes back"):
            say(introduction, introduction.member_a, "yes", now)


def test_answer_no_may_become_yes_until_the_deadline(now):
    introduction = make.introduction("offered")
    say(introduction, introduction.member_a, "no", now)
    say(introduction, introduction.member_b, "yes", now)

    say(introduction, introduction.member_a, "yes", introduction.closes_at - MINUTE)

    assert fresh(introduction).state == "made"


@pytest.mark.parametrize("answer", ["yes", "not_now", "no"])
def test_answer_at_the_deadline_is_too_late(answer, now):
    introduction = make.introduction("offered")

    with pytest.raises(AnswerClosed):
        say(introduction, introduction.member_a, answer, introduction.closes_at)

    assert OptIn.objects.get(member=introduction.member_a).answer == ""


def test_answer_yes_of_the_last_minute_may_be_taken_back_as_long_as_any_other(now):
    introduction = make.introduction("offered")
    say(introduction, introduction.member_a, "yes", now)
    say(introduction, introduction.member_b, "yes", introduction.closes_at - MINUTE)

    say(introduction, introduction.member_a, "no", introduction.closes_at + UNDO - 2 * MINUTE)

    assert fresh(introduction).state == "declined"


def test_answer_of_a_stranger_is_refused(now):
    introduction, stranger = make.introduction("offered"), make.member()

    with pytest.raises(NotYours):
        say(introduction, stranger, "yes", now)


def test_answer_that_is_none_is_refused(now):
    introduction = make.introduction("offered")

    with pytest.raises(Refused):
        say(introduction, introduction.member_a, "maybe", now)


def test_answer_not_now_keeps_its_month(now):
    introduction = make.introduction("offered")

    say(introduction, introduction.member_a, "not_now", now, not_now_until=dt.date(2027, 5, 1))

    assert OptIn.objects.get(member=introduction.member_a).not_now_until == dt.date(2027, 5, 1)


def test_answer_not_now_without_a_month_means_three_months(now):
    introduction = make.introduction("offered")

    say(introduction, introduction.member_a, "not_now", now)

    assert OptIn.objects.get(member=introduction.member_a).not_now_until == dt.date(2027, 2, 1)


@pytest.mark.parametrize("month", [dt.date(2026, 11, 1), dt.date(2026, 12, 2), dt.date(2027, 12, 1)])
def test_answer_not_now_until_a_month_that_cannot_be_chosen_is_refused(month, now):
    introduction = make.introduction("offered")

    with pytest.raises(Refused):
        say(introduction, introduction.member_a, "not_now", now, not_now_until=month)


@pytest.mark.parametrize("stop", [stops.paused, stops.without_consent, stops.inactive, stops.suppressed])
def test_r07_second_yes_introduces_nobody_who_has_stopped(stop, now):
    introduction = make.introduction("offered")
    say(introduction, introduction.member_a, "yes", now)
    stop(introduction.member_a, now)

    say(introduction, introduction.member_b, "yes", now)

    assert fresh(introduction).state == "offered"
    assert not OutboxEmail.objects.exists()


def test_answer_yes_of_somebody_on_a_pause_says_so(now):
    introduction = make.introduction("offered")
    stops.paused(introduction.member_a, now)

    with pytest.raises(Refused, match="paused"):
        say(introduction, introduction.member_a, "yes", now)

    say(introduction, introduction.member_a, "no", now)
    assert OptIn.objects.get(member=introduction.member_a).answer == "no"


def test_r07_yes_pressed_again_after_the_others_pause_makes_the_introduction(now):
    introduction = make.introduction("offered")
    say(introduction, introduction.member_a, "yes", now)
    stops.paused(introduction.member_a, now)
    say(introduction, introduction.member_b, "yes", now)
    Profile.objects.filter(member=introduction.member_a).update(paused_until=None)

    say(introduction, introduction.member_b, "yes", now + DAY)

    assert fresh(introduction).state == "made"


def test_answer_history_names_nobody(now):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    say(introduction, introduction.member_b, "no", now)

    moves = list(Transition.objects.order_by("pk").values_list("to", "by", "because"))

    assert moves == [("made", None, "answers"), ("declined", None, "answers")]


def test_the_outbox_is_what_stops_the_mails(now, monkeypatch):
    """Negative control: with an outbox that cannot stop, nothing is undone."""
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    monkeypatch.setattr(outbox, "withdraw", lambda **kwargs: False)

    with pytest.raises(AnswerClosed):
        say(introduction, introduction.member_a, "no", now)
