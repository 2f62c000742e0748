"""Does a stop count that came unseen: a mail unsubscribed, a wish about who passed it on, a late wish? (R-07, F056)"""

import datetime as dt

import pytest

from corridor import outbox
from corridor.actions import suppressions
from corridor.models import OutboxEmail
from corridor.queries.suppressions import reasons_to_stop
from matchmaking.actions import exclusions, introductions
from matchmaking.dates import UNDO
from matchmaking.queries import inbox
from tests import make
from tests.matchmaking.passing import colleague_of, hand_over
from tests.matchmaking.saying import both_say_yes, fresh, say

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def own_journal(settings, tmp_path):
    settings.SENT_JOURNAL = tmp_path / "journal"


@pytest.mark.parametrize("kind", ["", "matchmaking.opt_in_request", "matchmaking.introduction_made"])
def test_r07_who_wants_no_questions_any_more_is_not_handed_over(kind, now, mailoutbox):
    """Also when the sender comes by before the clock's task has stood the introduction down."""
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    suppressions.unsubscribe(address=introduction.member_b.email, kind=kind, now=now + MINUTE)

    outbox.deliver_due(now=now + UNDO)

    assert mailoutbox == []


def test_r07_stopping_another_kind_stops_no_joint_mail(now, mailoutbox):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    suppressions.unsubscribe(address=introduction.member_b.email, kind="matchmaking.reminder", now=now + MINUTE)

    outbox.deliver_due(now=now + UNDO)

    assert len(mailoutbox) == 2


@pytest.mark.parametrize("passed_on_first", [True, False])
def test_r07_f056_who_refuses_the_person_they_were_asked_about_is_not_introduced_to_a_colleague(passed_on_first, now):
    """Bob never learns that Ada passed it on, so his wish not to meet her is about this introduction."""
    introduction = make.introduction("offered")
    ada, bob = introduction.members
    cas = colleague_of(ada)
    if passed_on_first:
        hand_over(introduction, ada, now, cas)
    exclusions.add_own(member=bob, other=ada, now=now + MINUTE)
    if not passed_on_first:
        hand_over(introduction, ada, now + MINUTE, cas)

    say(introduction, bob, "yes", now + 2 * MINUTE)
    say(introduction, cas, "yes", now + 2 * MINUTE)

    assert fresh(introduction).state == "offered"
    assert inbox.standing(fresh(introduction), bob, now + 2 * MINUTE) == "waiting"


def test_r07_f056_refusing_them_in_the_undo_window_stops_the_joint_mails(now):
    introduction = make.introduction("offered")
    ada, bob = introduction.members
    hand_over(introduction, ada, now, colleague_of(ada))
    both_say_yes(fresh(introduction), now)

    exclusions.add_own(member=bob, other=ada, now=now + MINUTE)
    introductions.stand_down(introduction=introduction, now=now + MINUTE)

    assert fresh(introduction).state == "declined"
    joint = OutboxEmail.objects.filter(kind="matchmaking.introduction_made")
    assert set(joint.values_list("state", flat=True)) == {"withdrawn"}


def test_f056_the_wish_of_who_passed_it_on_stops_nothing_for_the_colleague(now):
    introduction = make.introduction("offered")
    ada, bob = introduction.members
    exclusions.add_own(member=ada, other=bob, now=now)
    hand_over(introduction, ada, now, colleague_of(ada))

    both_say_yes(fresh(introduction), now)

    assert fresh(introduction).state == "made"


@pytest.mark.parametrize("whom", ["other", "organisation"])
def test_r07_a_wish_that_comes_after_a_sender_took_the_mails_still_stops_both(whom, now, mailoutbox, monkeypatch):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    ada, bob = introduction.members
    wish = {whom: ada if whom == "other" else ada.memberships.get().organisation}

    def reach(name: str) -> None:
        if name == "K7":
            exclusions.add_own(member=bob, now=now + UNDO, **wish)

    monkeypatch.setattr("corridor.failpoints.reach", reach)

    outbox.deliver_due(now=now + UNDO)
    introductions.stand_down(introduction=introduction, now=now + UNDO)

    assert mailoutbox == []
    assert fresh(introduction).state == "declined"


def test_r07_asking_for_one_joint_mail_or_six_takes_as_many_queries(now, django_assert_max_num_queries):
    for _ in range(3):
        both_say_yes(make.introduction("offered"), now)
    mails = list(OutboxEmail.objects.filter(kind="matchmaking.introduction_made"))
    for some in (mails[:1], mails):
        with django_assert_max_num_queries(8):
            assert reasons_to_stop(some, now=now) == {}


def test_r07_a_joint_mail_that_left_as_the_wish_came_counts_as_left(now, mailoutbox, monkeypatch):
    """The server has taken the mail, and its row does not say so yet: whoever got it was introduced."""
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    ada, bob = introduction.members

    def reach(name: str) -> None:
        if name == "K10":
            exclusions.add_own(member=bob, other=ada, now=now + UNDO)

    monkeypatch.setattr("corridor.failpoints.reach", reach)

    outbox.deliver_due(now=now + UNDO)
    introductions.stand_down(introduction=introduction, now=now + UNDO)

    assert len(mailoutbox) >= 1
    sent = OutboxEmail.objects.filter(kind="matchmaking.introduction_made", state="sent")
    assert (fresh(introduction).state, sent.count()) == ("made", len(mailoutbox))
