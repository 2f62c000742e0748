"""May two senders take the same mail? Never; and the control without the lock shows that this test could tell."""

import threading

import pytest
from django.db import connection

from corridor import outbox
from corridor.models import OutboxEmail
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

MAILS, SENDERS = 40, 2


def at_once(work) -> list:
    """What `work(number)` gave in SENDERS threads that start together, each with its own connection."""
    barrier, results, errors = threading.Barrier(SENDERS), [], []

    def run(number: int) -> None:
        try:
            barrier.wait(10)
            results.append(work(number))
        except Exception as error:  # noqa: BLE001 told to the test below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    return results


@pytest.fixture
def waiting():
    person = make.member()
    return [make.mail(person).pk for _ in range(MAILS)]


def test_two_senders_never_claim_the_same_mail(waiting, now):
    def claim_all(number: int) -> list[int]:
        mine = []
        while rows := outbox._claim(now, 4):
            mine += [row.pk for row in rows]
        return mine

    first, second = at_once(claim_all)

    assert sorted(first + second) == sorted(waiting)
    assert set(OutboxEmail.objects.values_list("state", "attempts", "fence")) == {("sending", 1, 1)}


def test_control_without_lock_and_state_in_the_update_both_claim_the_same_mail(waiting, now):
    """Look first, then write by number alone: what the claim would be without its transaction."""
    looked = threading.Barrier(SENDERS)

    def careless(number: int) -> list[int]:
        found = list(OutboxEmail.objects.filter(state="queued", due_at__lte=now).values_list("pk", flat=True)[:4])
        looked.wait(10)
        OutboxEmail.objects.filter(pk__in=found).update(state="sending")
        return found

    first, second = at_once(careless)

    assert set(first) & set(second)


def test_two_runs_at_once_send_each_mail_once(waiting, now, settings, tmp_path, mailoutbox):
    settings.SENT_JOURNAL = tmp_path / "sent.journal"

    sent = at_once(lambda number: outbox.deliver_due(now=now, batch=3))

    assert sum(sent) == len(mailoutbox) == MAILS
    assert len({message.extra_headers["Message-ID"] for message in mailoutbox}) == MAILS
    assert len(settings.SENT_JOURNAL.read_text().splitlines()) == MAILS


def test_the_same_mail_enqueued_twice_at_once_is_one_row(now):
    person = make.member()

    emails = at_once(lambda number: make.mail(person, key="welcome:1").pk)

    assert emails[0] == emails[1]
    assert OutboxEmail.objects.count() == 1


def test_taking_back_and_claiming_at_once_never_both_succeed(now):
    """Ten pairs, undone while a sender claims: all mails of a pair stop, or none does and the undo says no."""
    for _ in range(10):
        introduction = make.introduction()
        mails = [make.mail(person, about=introduction) for person in introduction.members]

        def step(number: int, introduction=introduction):
            if number == 0:
                return outbox.withdraw(about=introduction, now=now, because="undone")
            return len(outbox._claim(now, 10))

        results = at_once(step)
        undone = next(result for result in results if isinstance(result, bool))
        claimed = next(result for result in results if not isinstance(result, bool))

        states = {make.state_of(email) for email in mails}
        assert (undone, claimed, states) in [(True, 0, {"withdrawn"}), (False, 2, {"sending"})]
