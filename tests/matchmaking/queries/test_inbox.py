"""What does one side see, and does it depend on anything it must not? (F003, R-08)"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corridor.models import OutboxEmail
from matchmaking.actions import introductions
from matchmaking.dates import UNDO, settles_at
from matchmaking.models import OptIn
from matchmaking.queries import inbox
from tests import make
from tests.matchmaking import passing, stops
from tests.matchmaking.saying import both_say_yes, fresh, say, the_joint_mail_leaves

pytestmark = pytest.mark.django_db

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


def standings(introduction, at) -> tuple[str, str]:
    return tuple(inbox.standing(fresh(introduction), member, at) for member in introduction.members)


def test_nothing_said_is_asked_until_the_deadline(now):
    introduction = make.introduction("offered")

    assert standings(introduction, introduction.closes_at - MINUTE) == ("asked", "asked")
    assert standings(introduction, introduction.closes_at) == ("lapsed", "lapsed")


@pytest.mark.parametrize("answer", ["yes", "not_now", "no"])
def test_an_answer_waits_until_the_end(answer, now):
    introduction = make.introduction("offered")
    say(introduction, introduction.member_a, answer, now)

    end = settles_at(introduction.closes_at)
    assert standings(introduction, now) == ("waiting", "asked")
    assert standings(introduction, end - MINUTE) == ("waiting", "lapsed")
    assert standings(introduction, end) == ("lapsed", "lapsed")


@pytest.mark.parametrize("side", [0, 1])
def test_f001_both_wait_until_one_of_the_joint_mails_has_left(side, now):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)

    assert standings(introduction, now + UNDO) == ("waiting", "waiting")
    the_joint_mail_leaves(introduction, now + UNDO, introduction.members[side])
    assert standings(introduction, now + UNDO) == ("made", "made")
    assert standings(introduction, now + 400 * DAY) == ("made", "made")


def test_f001_a_contact_card_is_there_only_once_made(now):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    ada, bob = introduction.members

    def card(at):
        return inbox.see(inbox.asked(ada), ada, at)[0].contact

    assert card(now + UNDO) is None
    the_joint_mail_leaves(introduction, now + UNDO)
    assert card(now + UNDO).email == bob.email


@pytest.mark.parametrize("mails", [("queued", "queued"), ("sending", "queued"), ("failed", "failed")])
def test_r07_while_no_joint_mail_has_left_one_sees_what_silence_would_show(mails, now):
    """The sender is late, has not handed over yet, or found two dead addresses: it looks as if nobody had answered."""
    silent, introduction = make.introduction("offered"), make.introduction("offered")
    say(silent, silent.member_a, "yes", now)
    both_say_yes(introduction, now)
    for member, state in zip(introduction.members, mails, strict=True):
        OutboxEmail.objects.filter(member=member).update(state=state)

    for at in (now + UNDO, now + DAY, settles_at(introduction.closes_at)):
        shown = [inbox.see(inbox.asked(one.member_a), one.member_a, at)[0] for one in (silent, introduction)]
        assert [(seen.standing, seen.contact) for seen in shown] == [(shown[0].standing, None)] * 2, at


@pytest.mark.parametrize("mails", [("sent", "queued"), ("sent", "failed"), ("sent", "withdrawn")])
def test_one_joint_mail_that_left_is_enough_for_both(mails, now):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    for member, state in zip(introduction.members, mails, strict=True):
        sent = {"sent_at": now} if state == "sent" else {}
        OutboxEmail.objects.filter(member=member).update(state=state, **sent)

    assert standings(introduction, now + UNDO) == ("made", "made")


# Everything the other side may do or suffer, as (what, when) steps after this side's own yes.
def nothing(introduction, other, now):
    pass


def no(introduction, other, now):
    say(introduction, other, "no", now)


def not_now(introduction, other, now):
    say(introduction, other, "not_now", now)


def yes_then_no(introduction, other, now):
    say(introduction, other, "yes", now)
    say(introduction, other, "no", now + MINUTE)


def pause(introduction, other, now):
    stops.paused(other, now)
    OptIn.objects.filter(member=other).update(answer="yes", answered_at=now)


def consent_withdrawn(introduction, other, now):
    stops.without_consent(other, now)


def account_closed(introduction, other, now):
    stops.inactive(other, now)


def taken_back_by_an_organiser(introduction, other, now):
    root = make.member("Root", is_superuser=True, complete=False, email="root@example.nl")
    introductions.withdraw(introduction=introduction, by=root, because="Wrong.", now=now)


def handed_over(introduction, other, now):
    """To a colleague, who says no."""
    passing.hand_over(introduction, other, now)
    say(introduction, passing.colleague_of(other), "no", now)


@pytest.mark.parametrize("own", ["", "yes", "not_now", "no"])
@pytest.mark.parametrize(
    "otherwise",
    [no, not_now, yes_then_no, pause, consent_withdrawn, account_closed, taken_back_by_an_organiser, handed_over],
)
def test_f003_whatever_the_other_does_one_sees_what_silence_would_show(otherwise, own, now):
    silent, introduction = make.introduction("offered"), make.introduction("offered")
    for one, act in ((silent, nothing), (introduction, otherwise)):
        if own:
            say(one, one.member_a, own, now)
        act(one, one.member_b, now + MINUTE)

    end = settles_at(introduction.closes_at)
    for at in (now + 2 * MINUTE, now + 3 * DAY, introduction.closes_at, end - MINUTE, end, end + 30 * DAY):
        for one in (silent, introduction):
            introductions.expire(introduction=one, now=at)
        pair = [(one, one.member_a) for one in (silent, introduction)]
        seen = [inbox.see(inbox.asked(member), member, at)[0] for one, member in pair]
        assert seen[0].standing == seen[1].standing, at
        assert seen[0].contact is seen[1].contact is None
        assert seen[0].introduction.closes_at == seen[1].introduction.closes_at


@pytest.mark.parametrize("later", ["yes", "no", "not_now"])
@pytest.mark.parametrize("minutes", [2, 60 * 24 * 3])
def test_f003_what_one_may_still_answer_does_not_depend_on_the_other(minutes, later, now):
    """After own yes, and the other's silence or the other's yes taken back: the same answers are taken or refused."""
    outcomes = []
    for act in (nothing, yes_then_no):
        introduction = make.introduction("offered")
        say(introduction, introduction.member_a, "yes", now)
        act(introduction, introduction.member_b, now)
        say(introduction, introduction.member_a, later, now + minutes * MINUTE)
        own = OptIn.objects.get(introduction=introduction, member=introduction.member_a)
        outcomes.append((own.answer, own.not_now_until, bool(own.taken_back_at)))

    assert outcomes[0] == outcomes[1]


def test_answers_of_others_are_not_even_loaded(now):
    introduction = make.introduction("offered")
    say(introduction, introduction.member_b, "no", now)

    with CaptureQueriesContext(connection) as queries:
        (seen,) = inbox.inbox(introduction.member_a, now)[inbox.ASKED]

    assert seen.own.member_id == introduction.member_a_id
    assert sum("matchmaking_optin" in query["sql"] for query in queries) == 1


def test_what_was_only_proposed_is_nobodys_business(now):
    introduction = make.introduction("proposed")

    assert list(inbox.asked(introduction.member_a)) == []


def test_the_inbox_sorts_by_standing(now):
    ada, _ = make.pair()
    others = [make.member(f"Other {n}", region=make.region("brainport")) for n in range(4)]
    old = {"offered_at": now - 30 * DAY, "closes_at": now - 23 * DAY}
    asked, waiting, made = (
        make.introduction(state, members=(ada, other))
        for state, other in zip(["offered", "offered", "made"], others, strict=False)
    )
    lapsed = make.introduction("expired", members=(ada, others[3]), **old)
    say(waiting, ada, "no", now)

    found = inbox.inbox(ada, now + UNDO)

    assert {name: [one.introduction for one in rows] for name, rows in found.items()} == {
        "asked": [asked],
        "waiting": [waiting],
        "made": [made],
        "lapsed": [lapsed],
    }


def test_the_next_round_is_the_first_that_is_planned(now):
    make.matching_round("planned", planned_for=now + 40 * DAY, scope_key="b")
    coming = make.matching_round("planned", planned_for=now + 7 * DAY, scope_key="a")
    make.matching_round("closed", planned_for=now + DAY)

    assert inbox.next_round(now) == coming
