"""R-18: what does the outbox do with every answer of a mail server? Tried against a real one on loopback."""

import datetime as dt
import time

import pytest

from corridor import calendar_files, outbox, transport
from corridor.calendar_files import Attendee, Entry
from corridor.models import OutboxEmail, Suppression
from tests import make
from tests.mail_server import smtp, use

pytestmark = pytest.mark.django_db
__all__ = ["smtp"]

MINUTE = dt.timedelta(minutes=1)

ANSWERS = [
    # stage, answer, state afterwards, is the address marked as gone?
    ("RCPT", "450 4.2.1 mailbox busy", "queued", False),
    ("RCPT", "451 4.7.1 greylisted, come back", "queued", False),
    ("RCPT", "452 4.2.2 mailbox full", "queued", False),
    ("RCPT", "550 5.1.1 no such user", "failed", True),
    ("RCPT", "550 5.1.10 null MX", "failed", True),
    ("RCPT", "553 5.1.3 bad address", "failed", True),
    ("RCPT", "550 no such user here", "failed", True),
    ("RCPT", "551 user not local", "failed", True),
    ("RCPT", "550 5.7.1 not from you", "failed", False),
    ("RCPT", "550 5.2.1 mailbox disabled", "failed", False),
    ("RCPT", "554 5.7.1 blocked", "failed", False),
    ("RCPT", "554 refused", "failed", False),
    ("DATA", "421 4.3.0 shutting down", "queued", False),
    ("DATA", "451 4.3.0 try later", "queued", False),
    ("DATA", "552 5.3.4 too big", "failed", False),
    ("DATA", "554 5.6.0 spam", "failed", False),
    ("DATA", "550 5.1.1 after all no such user", "failed", False),
    ("MAIL", "451 4.3.0 try later", "queued", False),
    ("MAIL", "530 5.7.0 authenticate first", "queued", False),
    ("MAIL", "550 5.1.8 bad sender", "queued", False),
]


@pytest.mark.parametrize(("stage", "answer", "state", "marked"), ANSWERS, ids=[f"{a[0]} {a[1]}" for a in ANSWERS])
def test_r18_every_answer_has_its_consequence(smtp, member, now, stage, answer, state, marked):
    email = make.mail(member)
    smtp.answers[stage, "*"] = answer

    assert outbox.deliver_due(now=now) == 0

    email.refresh_from_db()
    assert (email.state, email.attempts, email.error) == (state, 1, answer)
    assert (email.due_at > now) == (state == "queued")
    assert Suppression.objects.filter(address=member.email, reason="bounced", lifted_at=None).exists() == marked
    assert smtp.taken == []


def test_r18_mixed_answers_over_one_connection_each_get_their_own(smtp, now):
    people = [make.member(email=f"{name}@example.nl") for name in ("a", "b", "c", "d", "e")]
    emails = [make.mail(person) for person in people]
    smtp.answers["RCPT", "b@example.nl"] = "550 5.1.1 no such user"
    smtp.answers["RCPT", "c@example.nl"] = "450 4.2.1 busy"
    smtp.answers["DATA", "d@example.nl"] = "554 5.6.0 no"

    assert outbox.deliver_due(now=now) == 2

    assert [make.state_of(email) for email in emails] == ["sent", "failed", "queued", "failed", "sent"]
    assert smtp.recipients() == ["a@example.nl", "e@example.nl"]
    assert smtp.connections == 1


def test_r18_after_421_the_next_mail_gets_a_new_connection(smtp, now):
    first, second = make.mail(make.member(email="a@example.nl")), make.mail(make.member(email="b@example.nl"))
    smtp.answers["RCPT", "a@example.nl"] = "421 4.3.2 closing"

    outbox.deliver_due(now=now)

    assert (make.state_of(first), make.state_of(second)) == ("queued", "sent")
    assert smtp.connections == 2


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 60), (50, 60)], ids=lambda value: str(value)
)
def test_r18_pauses_grow_to_an_hour_with_jitter(attempts, minutes):
    pauses = [transport.pause_after(attempts, f"key {number}") for number in range(200)]

    assert minutes * MINUTE <= min(pauses) < max(pauses) <= 1.2 * minutes * MINUTE
    assert len(set(pauses)) > 150


def test_r18_retries_end_after_about_48_hours():
    pauses, attempts = [], 1
    while pause := transport.pause_after(attempts, "key"):
        pauses.append(pause)
        attempts += 1

    assert dt.timedelta(hours=47) < sum(pauses, dt.timedelta()) < dt.timedelta(hours=58)


def test_r18_a_mail_that_was_tried_for_two_days_fails(smtp, member, now):
    email = make.mail(member)
    OutboxEmail.objects.filter(pk=email.pk).update(attempts=50)
    smtp.answers["RCPT", "*"] = "450 4.2.1 busy"

    outbox.deliver_due(now=now)

    email.refresh_from_db()
    assert (email.state, email.error) == ("failed", "450 4.2.1 busy")


def test_r18_a_retry_is_sent_when_its_time_has_come_and_not_before(smtp, member, now):
    email = make.mail(member)
    smtp.answers["RCPT", "*"] = "450 4.2.1 busy"
    outbox.deliver_due(now=now)
    smtp.answers.clear()

    early = outbox.deliver_due(now=now + 0.9 * MINUTE)
    later = outbox.deliver_due(now=now + 1.3 * MINUTE)

    assert (early, later, make.state_of(email)) == (0, 1, "sent")
    assert len(smtp.taken) == 1


def test_r18_a_silent_domain_does_not_hold_up_the_others(smtp, now, settings, monkeypatch):
    """Three mails to a domain that never answers cost one time-out in all, not one each."""
    settings.EMAIL_TIMEOUT = 1
    monkeypatch.setattr(outbox, "SLOW", 0.5)
    dead = [make.mail(make.member(email=f"{name}@silent.example")) for name in "abc"]
    good = [make.mail(make.member(email=f"{name}@example.nl")) for name in "xyz"]
    smtp.hang["RCPT", "silent.example"] = 30

    started = time.monotonic()
    sent = outbox.deliver_due(now=now)
    took = time.monotonic() - started

    assert sent == 3
    assert [make.state_of(email) for email in good] == ["sent"] * 3
    assert [make.state_of(email) for email in dead] == ["queued"] * 3
    assert took < 2.5
    assert smtp.tried["RCPT", "a@silent.example"] == 1
    assert sum(count for (_stage, to), count in smtp.tried.items() if to.endswith("silent.example")) == 1


def test_r18_repeats_wait_behind_first_tries(smtp, now):
    old = make.mail(make.member(email="old@example.nl"), now=now - dt.timedelta(hours=3))
    OutboxEmail.objects.filter(pk=old.pk).update(attempts=3)
    make.mail(make.member(email="new@example.nl"))

    outbox.deliver_due(now=now)

    assert smtp.recipients() == ["new@example.nl", "old@example.nl"]


def test_r18_a_server_that_is_down_keeps_everything_for_later(settings, tmp_path, now):
    use(settings, tmp_path)
    emails = [make.mail(make.member()) for _ in range(3)]

    assert outbox.deliver_due(now=now) == 0

    for email in emails:
        email.refresh_from_db()
        assert (email.state, email.attempts) == ("queued", 1)
        assert now + MINUTE <= email.due_at <= now + 1.2 * MINUTE
        assert "ConnectionRefusedError" in email.error


def test_a_mail_arrives_as_it_was_written(smtp, now):
    """Dots at line starts, letters beyond ASCII, both parts."""
    person = make.member("Łucja Kowalczyk", language="en")
    email = make.mail(person)
    OutboxEmail.objects.filter(pk=email.pk).update(text=".\n..dots\nŁucja’s mail\n")

    outbox.deliver_due(now=now)

    (message,) = smtp.messages()
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == ".\n..dots\nŁucja’s mail\n"
    assert "Łucja" in message.get_body(("html",)).get_content()
    assert message["Subject"] == email.subject
    assert message["To"] == person.email


def test_an_attachment_arrives_with_its_name_and_kind(smtp, member, now):
    card = "BEGIN:VCARD\r\nFN:Łucja\r\nEND:VCARD\r\n"
    make.mail(member, attachments=[("lucja.vcf", "text/vcard", card)])

    outbox.deliver_due(now=now)

    (attached,) = smtp.messages()[0].iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("lucja.vcf", "text/vcard")
    assert attached.get_payload(decode=True).decode().replace("\r\n", "\n") == card.replace("\r\n", "\n")


def test_f032_an_invitation_arrives_as_another_way_to_read_the_mail_and_as_a_file(smtp, member, now):
    entry = Entry(
        name="place-1", starts_at=now, ends_at=now + dt.timedelta(hours=1), title="Łucja’s evening", said_at=now
    )
    make.mail(member, attachments=calendar_files.invitation(entry, Attendee("Łucja", "lucja@example.org")))

    outbox.deliver_due(now=now)

    (message,) = smtp.messages()
    ways = next(part for part in message.walk() if part.get_content_type() == "multipart/alternative")
    kinds = [part.get_content_type() for part in ways.iter_parts()]
    invitation = list(ways.iter_parts())[-1]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert invitation.get_param("method") == "REQUEST" and invitation.get_content_charset() == "utf-8"
    assert "SUMMARY:Łucja’s evening" in invitation.get_payload(decode=True).decode()
    (attached,) = [part for part in message.walk() if part.get_filename()]
    assert (attached.get_filename(), attached.get_content_type()) == ("invite.ics", "application/ics")
    assert (
        attached.get_payload(decode=True).decode().splitlines()
        == invitation.get_payload(decode=True).decode().splitlines()
    )


def test_s23_headers_are_those_of_an_automatic_mail_to_one_person(smtp, member, now, settings):
    email = make.mail(member, key="k:1")

    outbox.deliver_due(now=now)

    (message,) = smtp.messages()
    assert message["Message-ID"] == email.message_id
    assert email.message_id.endswith(f"@{settings.MAIL_DOMAIN}>")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"]
    assert message["To"] == member.email
    assert message.get_all("Bcc") is None and message.get_all("Cc") is None


def test_s26_from_is_ours_and_replies_go_to_nobody_unless_told(smtp, member, now, settings):
    make.mail(member)
    make.mail(member, reply_to="ada@example.nl, bob@example.nl")

    outbox.deliver_due(now=now)

    silent, joint = smtp.messages()
    assert silent["From"] == joint["From"] == settings.DEFAULT_FROM_EMAIL
    assert silent["Reply-To"] == f"no-reply@{settings.MAIL_DOMAIN}"
    assert joint["Reply-To"] == "ada@example.nl, bob@example.nl"
