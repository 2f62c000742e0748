"""What does writing a mail do, and what does it refuse?"""

import datetime as dt

import pytest
from django.core.handlers.exception import response_for_exception
from django.db import transaction
from django.test import RequestFactory

from corridor import letters, outbox
from corridor.actions import suppressions
from corridor.models import OutboxEmail, Suppression
from corridor.templatetags.mail import quoted
from tests import make

pytestmark = pytest.mark.django_db

CONTROLS = [
    "\r",
    "\n",
    "\r\nBcc: eve@example.nl",
    "\x00",
    "\x0b",
    "\x0c",
    "\x1b",
    "\x7f",
    "\x85",
    "\x9f",
    "\u2028",
    "\u2029",
]


@pytest.fixture(autouse=True)
def own_journal(settings, tmp_path):
    settings.SENT_JOURNAL = tmp_path / "sent.journal"


@pytest.mark.django_db(transaction=True)
def test_enqueue_outside_a_transaction_is_refused(now):
    person = make.member()

    with pytest.raises(RuntimeError, match="outside a transaction"):
        outbox.enqueue(kind="corridor.welcome", key="k", member=person, context={}, now=now)

    assert OutboxEmail.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_deliver_inside_a_transaction_is_refused(now):
    """SMTP inside a transaction could send what is rolled back."""
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        outbox.deliver_due(now=now)


def test_f024_the_same_key_gives_the_same_row(member, now):
    first = make.mail(member, key="welcome:1")
    again = make.mail(member, key="welcome:1", now=now + dt.timedelta(days=3), to="other@example.nl")

    assert again == first
    assert OutboxEmail.objects.get().to == member.email


def test_f024_double_click_retry_and_double_nudge_send_once(member, now, mailoutbox):
    make.mail(member, key="welcome:1")
    make.mail(member, key="welcome:1")

    sent = [outbox.deliver_due(now=now) for _nudge in range(3)]
    make.mail(member, key="welcome:1")
    outbox.requeue_stuck(now=now)
    sent.append(outbox.deliver_due(now=now + dt.timedelta(days=1)))

    assert sent == [1, 0, 0, 0]
    assert len(mailoutbox) == 1


def test_s23_the_message_id_follows_from_the_key_alone(member, now, settings):
    one, other = make.mail(member, key="a:1"), make.mail(member, key="a:2")

    assert one.message_id == letters.message_id("a:1") != other.message_id
    assert one.message_id.endswith(f"@{settings.MAIL_DOMAIN}>")


def test_a_mail_is_written_in_its_members_language_with_links_into_it(now):
    dutch, english = make.mail(make.member(language="nl")), make.mail(make.member(language="en"))

    assert ('<html lang="nl"' in dutch.html, '<html lang="en"' in english.html) == (True, True)
    assert "/nl/unsubscribe/" in dutch.text and "/en/unsubscribe/" in english.text
    assert (dutch.language, english.language) == ("nl", "en")


def test_styles_move_into_the_elements_and_night_stays_in_the_head(member):
    html = make.mail(member).html

    assert 'style="' in html.partition("<body")[2]
    assert "prefers-color-scheme: dark" in html.partition("</head>")[0]
    assert "<link" not in html and "<img" not in html and "src=" not in html


@pytest.mark.parametrize("control", CONTROLS, ids=[repr(c) for c in CONTROLS])
def test_s22_a_subject_with_a_control_or_line_break_is_refused_with_400(member, now, control):
    with pytest.raises(letters.UnsafeHeader) as refused:
        make.mail(member, kind="corridor.organisation_verified", context={"organisation": f"Ada{control}x"})
    answer = response_for_exception(RequestFactory().get("/"), refused.value)

    assert answer.status_code == 400
    assert OutboxEmail.objects.count() == 0


@pytest.mark.parametrize(
    "address",
    [
        "a@example.nl, b@example.nl",
        "a@example.nl;b@example.nl",
        "Ada <a@example.nl>",
        "a@example.nl\r\nBcc: b@example.nl",
        "a@example.nl\x00",
        "a@localhost",
        "a@[127.0.0.1]",
        "a\u200b@example.nl",
        "a@exam\u200bple.nl",
        "no-at-sign",
        "",
    ],
)
def test_s22_only_one_plain_address_gets_a_mail(member, address):
    member.email = address

    with pytest.raises(letters.UnsafeHeader):
        make.mail(member)

    assert OutboxEmail.objects.count() == 0


@pytest.mark.parametrize("reply_to", ["x@example.nl\r\nBcc: y@example.nl", "not an address", "a@example.nl, b"])
def test_s22_reply_to_is_one_or_more_plain_addresses(member, reply_to):
    with pytest.raises(letters.UnsafeHeader):
        make.mail(member, reply_to=reply_to)


def test_s22_a_header_that_was_slipped_into_a_row_fails_alone(member, now, mailoutbox):
    bad, good = make.mail(member), make.mail(member)
    OutboxEmail.objects.filter(pk=bad.pk).update(subject="Hello\u2028Bcc: eve@example.nl")

    outbox.deliver_due(now=now)

    assert (make.state_of(bad), make.state_of(good)) == ("failed", "sent")
    assert len(mailoutbox) == 1


def test_s24_what_people_wrote_is_escaped_in_html_and_left_alone_in_text(member):
    email = make.mail(
        member, kind="corridor.organisation_verified", context={"organisation": "<b>R&D</b>", "organisation_url": "x"}
    )

    assert "&lt;b&gt;R&amp;D&lt;/b&gt;" in email.html
    assert "<b>R&D</b>" in email.text and "<b>R&D</b>" in email.subject


@pytest.mark.parametrize(
    "text",
    [
        "see https://evil.example/x",
        "www.evil.example",
        "mail me@evil.example",
        "evil.example",
        "a\n\n-- \nb",
        "x\x00\u2028y",
    ],
)
def test_s24_quoted_words_cannot_become_links_or_lines(text):
    result = quoted(text)

    assert "\n" not in result and "\x00" not in result and "\u2028" not in result
    assert not any(part in result for part in ("://", "evil.example", "@evil"))


@pytest.mark.parametrize(
    ("stopped", "kind", "sensitive", "state"),
    [
        ("corridor.welcome", "corridor.welcome", False, "withdrawn"),
        ("", "corridor.welcome", False, "withdrawn"),
        ("corridor.organisation_verified", "corridor.welcome", False, "queued"),
        ("corridor.welcome", "corridor.welcome", True, "queued"),
        ("", "corridor.welcome", True, "queued"),
    ],
)
def test_f025_a_stopped_mail_is_born_withdrawn(now, stopped, kind, sensitive, state):
    person = make.member(email="Ada.Amstel@Example.NL")
    suppressions.unsubscribe(address="ada.amstel@example.nl", kind=stopped, now=now)

    email = make.mail(person, kind=kind, sensitive=sensitive)

    assert (email.state, email.error) == (state, "unsubscribed" if state == "withdrawn" else "")


def test_a_lifted_suppression_stops_nothing(member, now):
    suppressions.unsubscribe(address=member.email, kind="", now=now)
    suppressions.resubscribe(address=member.email, kind="", now=now)

    assert make.mail(member).state == "queued"


def test_a_code_goes_to_a_bounced_address_once_a_day_so_that_nobody_stays_locked_out(member, now):
    suppressions.record_bounce(address=member.email, report="1", now=now)

    soon = make.mail(member, sensitive=True, now=now + dt.timedelta(hours=23))
    next_day = make.mail(member, sensitive=True, now=now + dt.timedelta(hours=25))

    assert (soon.state, soon.text, next_day.state) == ("withdrawn", "", "queued")
    assert make.mail(member, now=now + dt.timedelta(days=90)).state == "withdrawn"


def test_resubscribing_does_not_lift_what_bounced(member, now):
    suppressions.record_bounce(address=member.email, report="1", now=now)

    lifted = suppressions.resubscribe(address=member.email, kind="", now=now)

    assert not lifted
    assert Suppression.objects.get().lifted_at is None


def test_s29_an_optional_mail_can_be_stopped_by_one_click(member, settings):
    email = make.mail(member)

    assert email.headers["List-Unsubscribe"].startswith(f"<{settings.SITE_URL}/nl/unsubscribe/")
    assert email.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/nl/unsubscribe/" in email.text and "/nl/unsubscribe/" in email.html


def test_f025_an_essential_mail_carries_no_unsubscribe_but_says_how_to_pause(member, monkeypatch):
    monkeypatch.setattr(letters, "OPTIONAL", {})

    email = make.mail(member)

    assert email.headers == {"Auto-Submitted": "auto-generated"}
    assert "/nl/profile/" in email.text and "/nl/profile/" in email.html
    assert "unsubscribe" not in email.text + email.html
