"""How is a mail taken back, by an action and by hand, and how does a failed one get another chance?"""

import datetime as dt

import pytest

from corridor import outbox
from corridor.errors import Refused
from corridor.models import OutboxEmail, Suppression, Transition
from tests import make

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def own_journal(settings, tmp_path):
    settings.SENT_JOURNAL = tmp_path / "sent.journal"


def put(email: OutboxEmail, state: str, **fields) -> None:
    """Set the row as an earlier sender would have left it."""
    OutboxEmail.objects.filter(pk=email.pk).update(state=state, **fields)


def test_withdraw_stops_every_waiting_mail_about_the_thing(now):
    introduction, other = make.introduction(), make.introduction()
    ada, bob = introduction.members
    ours = [make.mail(person, about=introduction, due_at=now + DAY) for person in (ada, bob)]
    foreign = make.mail(ada, about=other)

    assert outbox.withdraw(about=introduction, now=now, because="undone") is True

    assert [make.state_of(email) for email in (*ours, foreign)] == ["withdrawn", "withdrawn", "queued"]
    assert {OutboxEmail.objects.get(pk=email.pk).error for email in ours} == {"undone"}


@pytest.mark.parametrize("state", ["sending", "sent"])
def test_withdraw_stops_all_or_nothing(now, state):
    introduction = make.introduction()
    left, waiting = (make.mail(person, about=introduction) for person in introduction.members)
    put(left, state, sent_at=now if state == "sent" else None)

    assert outbox.withdraw(about=introduction, now=now, because="undone") is False

    assert (make.state_of(left), make.state_of(waiting)) == (state, "queued")


@pytest.mark.parametrize("state", ["failed", "withdrawn"])
def test_withdraw_takes_what_never_left_so_that_nobody_sends_it_again(now, state):
    introduction = make.introduction()
    over, waiting = (make.mail(person, about=introduction) for person in introduction.members)
    put(over, state)

    assert outbox.withdraw(about=introduction, now=now, because="undone") is True
    assert (make.state_of(over), make.state_of(waiting)) == ("withdrawn", "withdrawn")


def test_withdraw_of_some_kinds_leaves_the_others(now):
    introduction = make.introduction()
    person = introduction.member_a
    joint = make.mail(person, about=introduction)
    asked = make.mail(person, about=introduction)
    put(asked, "sent", kind="matchmaking.opt_in_request", sent_at=now)

    stopped = outbox.withdraw(about=introduction, now=now, because="undone", kinds=["corridor.welcome"])

    assert (stopped, make.state_of(joint), make.state_of(asked)) == (True, "withdrawn", "sent")


def test_withdraw_twice_and_of_nothing_is_harmless(now):
    introduction = make.introduction()
    make.mail(introduction.member_a, about=introduction)

    assert [outbox.withdraw(about=introduction, now=now, because="undone") for _ in range(2)] == [True, True]


def test_stop_takes_what_has_not_left(now):
    introduction = make.introduction()
    mails = [make.mail(introduction.member_a, about=introduction) for _ in range(3)]
    put(mails[0], "sent", sent_at=now)
    put(mails[1], "sending")

    assert outbox.stop(about=introduction, now=now, because="cancelled") == 2

    assert [make.state_of(email) for email in mails] == ["sent", "withdrawn", "withdrawn"]


def test_withdrawing_one_by_hand_leaves_a_trace(member, organiser, now):
    email = make.mail(member)

    outbox.withdraw_one(email, organiser, now, "typed wrongly")

    assert (email.state, email.error) == ("withdrawn", "typed wrongly")
    trace = Transition.objects.get(subject_type="corridor.outboxemail", subject_id=email.pk)
    assert (trace.by, trace.was, trace.to, trace.because) == (organiser, "queued", "withdrawn", "typed wrongly")


@pytest.mark.parametrize("state", ["sending", "sent", "failed", "withdrawn"])
def test_withdrawing_one_that_no_longer_waits_is_refused(member, organiser, now, state):
    email = make.mail(member)
    put(email, state, sent_at=now if state == "sent" else None)

    with pytest.raises(Refused):
        outbox.withdraw_one(email, organiser, now, "too late")

    assert make.state_of(email) == state
    assert not Transition.objects.filter(subject_type="corridor.outboxemail").exists()


def test_retry_sends_a_failed_mail_again_under_the_same_id_and_lifts_the_bounce(member, organiser, now, mailoutbox):
    email = make.mail(member)
    put(email, "failed", attempts=1, error="550 5.1.1 no such user")
    Suppression.objects.stand(member.email, reason="bounced", now=now)

    outbox.retry(email, organiser, now + DAY)
    outbox.deliver_due(now=now + DAY)

    assert make.state_of(email) == "sent"
    assert [message.extra_headers["Message-ID"] for message in mailoutbox] == [email.message_id]
    assert Suppression.objects.get().lifted_at == now + DAY
    assert Transition.objects.get(subject_type="corridor.outboxemail").by == organiser


def test_retry_does_not_lift_the_persons_own_wish(member, organiser, now):
    email = make.mail(member)
    put(email, "failed")
    Suppression.objects.stand(member.email, kind=email.kind, reason="unsubscribed", now=now)

    outbox.retry(email, organiser, now)
    outbox.deliver_due(now=now)

    email.refresh_from_db()
    assert (email.state, email.error) == ("withdrawn", "unsubscribed")


@pytest.mark.parametrize("state", ["queued", "sending", "sent", "withdrawn"])
def test_retry_of_what_has_not_failed_is_refused(member, organiser, now, state):
    email = make.mail(member)
    put(email, state, sent_at=now if state == "sent" else None)

    with pytest.raises(Refused):
        outbox.retry(email, organiser, now)

    assert make.state_of(email) == state


def test_retry_of_a_mail_whose_text_is_forgotten_is_refused(member, organiser, now):
    email = make.mail(member)
    put(email, "failed", text="", html="")

    with pytest.raises(Refused):
        outbox.retry(email, organiser, now)

    assert make.state_of(email) == "failed"
