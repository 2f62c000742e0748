"""What happens to a mail between the claim and the sent row, and when its sender dies there?"""

import datetime as dt
import json

import pytest
from django.db.models.functions import Now

from corridor import journal, outbox, transport
from corridor.actions import suppressions
from corridor.models import Consent, Member, OutboxEmail, Profile
from corridor.queries.suppressions import LastWords
from tests import make

pytestmark = pytest.mark.django_db

SECOND = dt.timedelta(seconds=1)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def own_journal(settings, tmp_path):
    settings.SENT_JOURNAL = tmp_path / "sent.journal"


def at_the_last_moment(monkeypatch, happening) -> None:
    """Let `happening()` take place after the claim, right before the last question."""
    hand_over = transport.Carrier.hand_over

    def later(self, email, still_wanted):
        happening()
        return hand_over(self, email, still_wanted)

    monkeypatch.setattr(transport.Carrier, "hand_over", later)


def claimed(email: OutboxEmail, *, lease: dt.timedelta) -> None:
    """As a sender leaves the row that died with it; the lease ends `lease` from now by the database's clock."""
    rows = OutboxEmail.objects.filter(pk=email.pk)
    rows.update(state="sending", attempts=1, fence=1, lease_until=Now() + lease)


def test_what_is_due_is_sent_noted_and_journalled(member, now, mailoutbox, settings):
    email = make.mail(member, key="welcome:1")

    assert outbox.deliver_due(now=now) == 1

    email.refresh_from_db()
    assert (email.state, email.sent_at, email.lease_until, email.attempts, email.error) == ("sent", now, None, 1, "")
    assert [message.to for message in mailoutbox] == [[member.email]]
    assert [json.loads(line) for line in settings.SENT_JOURNAL.read_text().splitlines()] == [
        {"message_id": email.message_id, "key": "welcome:1", "at": now.isoformat()}
    ]


def test_a_mail_waits_for_its_time_by_the_clock_it_is_told(member, now):
    """The demo's clock may be days ahead of the machine's; leases do not care."""
    email = make.mail(member, due_at=now + 40 * DAY)

    assert [outbox.deliver_due(now=now + days * DAY) for days in (0, 39, 41)] == [0, 0, 1]
    assert make.state_of(email) == "sent"


def test_more_than_a_batch_goes_over_one_connection_until_nothing_is_due(now, mailoutbox):
    person = make.member()
    for _ in range(7):
        make.mail(person)

    assert outbox.deliver_due(now=now, batch=3) == 7
    assert len(mailoutbox) == 7


def test_a_run_is_bounded(now):
    person = make.member()
    for _ in range(5):
        make.mail(person)

    assert [outbox.deliver_due(now=now, batch=2, at_most=3) for _run in range(3)] == [3, 2, 0]


@pytest.mark.parametrize(("demo", "kept"), [(False, False), (True, True)])
def test_a_code_is_forgotten_once_sent_except_in_the_demo(member, now, settings, demo, kept):
    settings.DEMO = demo
    code, other = make.mail(member, sensitive=True), make.mail(member)

    outbox.deliver_due(now=now)

    code.refresh_from_db()
    other.refresh_from_db()
    assert (bool(code.text), bool(code.html)) == (kept, kept)
    assert other.text and other.html


def test_bodies_older_than_30_days_are_emptied_and_waiting_ones_kept(member, now):
    old, young, waiting = make.mail(member), make.mail(member, now=now + DAY), make.mail(member, due_at=now + 90 * DAY)
    outbox.deliver_due(now=now + DAY)

    assert outbox.forget_old_bodies(now=now + 30 * DAY + SECOND) == 1
    assert outbox.forget_old_bodies(now=now + 30 * DAY + SECOND) == 0

    assert [OutboxEmail.objects.get(pk=email.pk).text != "" for email in (old, young, waiting)] == [False, True, True]


STOPS = {
    "unsubscribed": lambda person, now: suppressions.unsubscribe(
        address=person.email, kind="corridor.welcome", now=now
    ),
    "bounced": lambda person, now: suppressions.record_bounce(address=person.email.upper(), report="1", now=now),
    "the account is closed": lambda person, now: Member.objects.filter(pk=person.pk).update(is_active=False),
    "paused": lambda person, now: Profile.objects.filter(member=person).update(paused_until=now.date() + DAY),
    "consent was withdrawn": lambda person, now: Consent.objects.filter(member=person).update(withdrawn_at=now),
}


@pytest.mark.parametrize("reason", STOPS)
def test_r07_the_last_word_counts_until_right_before_data(now, monkeypatch, mailoutbox, reason):
    monkeypatch.setattr("corridor.queries.suppressions.ASKS", {"corridor.welcome"})
    person = make.member()
    email = make.mail(person)
    at_the_last_moment(monkeypatch, lambda: STOPS[reason](person, now))

    assert outbox.deliver_due(now=now) == 0

    email.refresh_from_db()
    assert (email.state, email.error, mailoutbox) == ("withdrawn", reason, [])


@pytest.mark.parametrize("reason", ["paused", "consent was withdrawn"])
def test_r07_pausing_stops_questions_only(now, monkeypatch, reason):
    person = make.member()
    email = make.mail(person)
    at_the_last_moment(monkeypatch, lambda: STOPS[reason](person, now))

    outbox.deliver_due(now=now)

    assert make.state_of(email) == "sent"


@pytest.mark.parametrize("reason", ["the account is closed", "paused", "consent was withdrawn"])
def test_r07_a_mail_that_hands_over_an_address_stays_when_either_has_stopped(now, monkeypatch, mailoutbox, reason):
    monkeypatch.setattr("corridor.queries.suppressions.HANDS_OVER", {"corridor.welcome"})
    ada, bob = make.member(), make.member()
    email = make.mail(ada, reply_to=f"{ada.email}, {bob.email}")
    at_the_last_moment(monkeypatch, lambda: STOPS[reason](bob, now))

    outbox.deliver_due(now=now)

    email.refresh_from_db()
    assert (email.state, email.error, mailoutbox) == ("withdrawn", "somebody in it has stopped", [])


def test_r07_a_stop_in_the_middle_of_a_batch_is_heard_within_a_second(now, monkeypatch, mailoutbox):
    monkeypatch.setattr("corridor.queries.suppressions.FRESH", 0.0)
    ada, bob = make.member(), make.member()
    first, second = make.mail(ada), make.mail(bob)
    hand_over = transport.Carrier.hand_over

    def and_then_bob_stops(self, email, still_wanted):
        hand_over(self, email, still_wanted)
        suppressions.unsubscribe(address=bob.email, kind="", now=now)

    monkeypatch.setattr(transport.Carrier, "hand_over", and_then_bob_stops)

    outbox.deliver_due(now=now)

    assert (make.state_of(first), make.state_of(second)) == ("sent", "withdrawn")
    assert len(mailoutbox) == 1


def test_the_last_words_of_a_batch_cost_the_same_for_one_and_for_fifty(now, django_assert_num_queries):
    one = [make.mail(make.member())]
    fifty = [make.mail(make.member()) for _ in range(50)]

    for batch in (one, fifty):
        with django_assert_num_queries(3):
            words = LastWords(batch, now=now)
            assert [words.about(email) for email in batch] == [None] * len(batch)


def test_r07_a_stop_between_claim_and_data_is_honoured(member, now, monkeypatch, mailoutbox):
    email = make.mail(member, about=member)
    at_the_last_moment(monkeypatch, lambda: outbox.stop(about=member, now=now, because="blocked"))

    outbox.deliver_due(now=now)

    email.refresh_from_db()
    assert (email.state, email.error, mailoutbox) == ("withdrawn", "blocked", [])


def test_r07_a_zombie_whose_row_was_taken_over_sends_nothing(member, now, monkeypatch, mailoutbox):
    """It slept past its lease; somebody requeued the row and claimed it again. The fence tells."""
    email = make.mail(member)

    def overtaken():
        OutboxEmail.objects.filter(pk=email.pk).update(lease_until=Now() - SECOND)
        outbox.requeue_stuck(now=now)
        outbox._claim(now, 1)

    at_the_last_moment(monkeypatch, overtaken)

    assert outbox.deliver_due(now=now) == 0
    assert (make.state_of(email), mailoutbox) == ("sending", [])


def test_the_yes_to_the_last_question_renews_the_lease(member, now):
    email = make.mail(member)
    (mine,) = outbox._claim(now, 1)
    OutboxEmail.objects.filter(pk=email.pk).update(lease_until=Now() + SECOND)

    assert outbox._still_wanted(mine, LastWords([mine], now=now), now)

    assert OutboxEmail.objects.filter(pk=email.pk, lease_until__gt=Now() + 50 * SECOND).exists()


@pytest.mark.parametrize("again_claimed", [False, True])
def test_what_has_left_has_left_even_when_the_row_was_taken_over(member, now, again_claimed):
    """The server answered 250 to us; whoever has the row now must not send it again."""
    email = make.mail(member)
    (mine,) = outbox._claim(now, 1)
    OutboxEmail.objects.filter(pk=email.pk).update(lease_until=Now() - SECOND)
    outbox.requeue_stuck(now=now)
    theirs = outbox._claim(now, 1) if again_claimed else []

    outbox._settle_sent(mine, now)

    assert make.state_of(email) == "sent"
    assert [outbox._still_wanted(other, LastWords([other], now=now), now) for other in theirs] == [False] * len(theirs)


def test_a_dead_senders_mail_waits_again_once_its_lease_ran_out(member, now):
    held, lapsed = make.mail(member), make.mail(member)
    claimed(held, lease=30 * SECOND)
    claimed(lapsed, lease=-SECOND)

    assert outbox.requeue_stuck(now=now) == 1

    assert (make.state_of(held), make.state_of(lapsed)) == ("sending", "queued")


def test_r02_what_the_journal_knows_is_sent_and_not_sent_again(member, now, mailoutbox):
    """K10: the server had taken it, the sender died before its commit."""
    email = make.mail(member)
    claimed(email, lease=-SECOND)
    journal.append(message_id=email.message_id, key=email.key, at=now)

    outbox.requeue_stuck(now=now + SECOND)
    outbox.deliver_due(now=now + DAY)

    email.refresh_from_db()
    assert (email.state, email.sent_at, mailoutbox) == ("sent", now + SECOND, [])


def test_a_taken_back_code_that_had_left_is_forgotten_too(member, now):
    email = make.mail(member, sensitive=True)
    claimed(email, lease=-SECOND)
    journal.append(message_id=email.message_id, key=email.key, at=now)

    outbox.requeue_stuck(now=now)

    email.refresh_from_db()
    assert (email.state, email.text) == ("sent", "")


def test_an_older_line_of_the_journal_is_about_another_row(member, now):
    """A database made anew counts from one again: the same key, another mail."""
    email = make.mail(member, now=now)
    claimed(email, lease=-SECOND)
    journal.append(message_id=email.message_id, key=email.key, at=now - DAY)

    outbox.requeue_stuck(now=now)

    assert make.state_of(email) == "queued"


def test_the_journal_goes_on_after_half_a_line(now, settings):
    settings.SENT_JOURNAL.write_text('{"message_id": "<torn@localhost>", "k')

    journal.append(message_id="<whole@localhost>", key="k", at=now)

    since = {"<torn@localhost>": now, "<whole@localhost>": now}
    assert journal.taken(since) == {"<whole@localhost>"}
    assert len(settings.SENT_JOURNAL.read_text().splitlines()) == 2


def test_a_journal_that_cannot_be_written_does_not_send_twice(member, now, settings, mailoutbox, tmp_path):
    settings.SENT_JOURNAL = tmp_path  # a folder
    email = make.mail(member)

    sent = [outbox.deliver_due(now=now) for _run in range(2)]

    assert (sent, make.state_of(email), len(mailoutbox)) == ([1, 0], "sent", 1)
