"""What may organisers know and do about mails? That they wait, left or failed; again or stop; not what they say."""

import pytest
from django.contrib.admin import helpers
from django.db import transaction

from corridor import emails, mail_kinds
from corridor.models import OutboxEmail, Transition
from tests import make
from tests.entering import CONSOLE, answer, at, enter, text

pytestmark = pytest.mark.django_db
State = OutboxEmail.State


def mail_to(member, now, state: str = State.QUEUED, **fields: object) -> OutboxEmail:
    with transaction.atomic():
        mail = emails.welcome(member=member, now=now)
    canaries = {"subject": "canary subject", "text": "canary text", "html": "<p>canary html</p>"}
    OutboxEmail.objects.filter(pk=mail.pk).update(state=state, **{**canaries, **fields})
    mail.refresh_from_db()
    return mail


@pytest.fixture
def anna(db):
    return make.member("Anna", email="anna@example.nl")


def test_a_mail_is_shown_without_what_it_says_or_to_whom_exactly(organiser, anna, now):
    mail = mail_to(anna, now, State.FAILED, error="550 5.1.1 <anna@example.nl>: no such user")
    for person in (organiser, make.member(is_superuser=True)):
        console = enter(person)

        pages = [
            text(console.get(path))
            for path in (at("corridor/outboxemail"), at("corridor/outboxemail", mail.pk, "change"))
        ]

        assert not [page for page in pages if "canary" in page or "anna@" in page]
        assert all("a***@example.nl" in page and "Welcome" in page for page in pages)
        assert "550 5.1.1" in pages[1]


def test_a_failed_mail_is_on_the_overview_and_sent_again_from_there(organiser, anna, now):
    mail = mail_to(anna, now, State.FAILED)
    console = enter(organiser)
    overview = text(console.get(CONSOLE))

    console.post(at("corridor/outboxemail", mail.pk, "do", "retry"))

    mail.refresh_from_db()
    assert "1 mail could not be sent" in overview
    assert "could not be sent" not in text(console.get(CONSOLE))
    assert mail.state == State.QUEUED
    row = Transition.objects.get(subject_type="corridor.outboxemail", subject_id=mail.pk)
    assert (row.was, row.to, row.by) == ("failed", "queued", organiser)


def test_a_waiting_mail_is_stopped_with_a_reason(organiser, anna, now):
    mail = mail_to(anna, now)
    console = enter(organiser)

    console.post(at("corridor/outboxemail", mail.pk, "do", "withdraw"), {"because": ""})
    silent = OutboxEmail.objects.get(pk=mail.pk).state
    console.post(at("corridor/outboxemail", mail.pk, "do", "withdraw"), {"because": "wrong person"})

    mail.refresh_from_db()
    assert (silent, mail.state) == (State.QUEUED, State.WITHDRAWN)
    assert "wrong person" in text(console.get(at("corridor/outboxemail", mail.pk, "change")))


@pytest.mark.parametrize(
    ("state", "verb"), [(State.SENT, "retry"), (State.QUEUED, "retry"), (State.FAILED, "withdraw")]
)
def test_s45_a_move_the_mail_cannot_make_is_a_conflict(organiser, anna, now, state, verb):
    mail = mail_to(anna, now, state, sent_at=now if state == State.SENT else None)

    code = answer(enter(organiser), "post", at("corridor/outboxemail", mail.pk, "do", verb), because="x")

    mail.refresh_from_db()
    assert (code, mail.state) == (409, state)


def test_s10_mails_to_members_elsewhere_or_to_nobody_are_not_found(organiser, now):
    far = mail_to(make.member(region=make.region("brainport")), now, State.FAILED)
    nobodys = mail_to(make.member(), now, State.FAILED)
    OutboxEmail.objects.filter(pk=nobodys.pk).update(member=None)
    console = enter(organiser)

    codes = [answer(console, "get", at("corridor/outboxemail", mail.pk, "change")) for mail in (far, nobodys)]
    codes += [answer(console, "post", at("corridor/outboxemail", mail.pk, "do", "retry")) for mail in (far, nobodys)]

    assert codes == [404] * 4
    assert "could not be sent" not in text(console.get(CONSOLE))
    assert OutboxEmail.objects.filter(state=State.FAILED).count() == 2


@pytest.mark.parametrize("kind", mail_kinds.TELL_AN_ANSWER)
@pytest.mark.parametrize("who", ["organiser", "superuser"])
def test_a_mail_that_tells_an_answer_is_nowhere(organiser, anna, now, kind, who):
    person = organiser if who == "organiser" else make.member(is_superuser=True)
    mail = mail_to(anna, now, State.FAILED, kind=kind)
    console = enter(person)

    assert answer(console, "get", at("corridor/outboxemail", mail.pk, "change")) == 404
    assert "a***@" not in text(console.get(at("corridor/outboxemail")))
    assert "could not be sent" not in text(console.get(CONSOLE))


def test_s12_one_mail_out_of_reach_and_none_is_sent_again(organiser, anna, now):
    mine = mail_to(anna, now, State.FAILED)
    far = mail_to(make.member(region=make.region("brainport")), now, State.FAILED)
    chosen = {"action": "retry_chosen", "index": 0, helpers.ACTION_CHECKBOX_NAME: [mine.pk, far.pk]}

    code = enter(organiser).post(at("corridor/outboxemail"), chosen).status_code

    assert code == 404
    assert OutboxEmail.objects.filter(state=State.FAILED).count() == 2


def test_s12_one_mail_that_cannot_be_sent_again_and_none_is(organiser, anna, now):
    failed = mail_to(anna, now, State.FAILED)
    waiting = mail_to(make.member(), now)
    chosen = {"action": "retry_chosen", "index": 0, helpers.ACTION_CHECKBOX_NAME: [waiting.pk, failed.pk]}

    code = enter(organiser).post(at("corridor/outboxemail"), chosen).status_code

    failed.refresh_from_db()
    assert (code, failed.state) == (409, State.FAILED)


def test_mails_are_read_only(organiser, anna, now):
    mail = mail_to(anna, now)
    console = enter(organiser)

    codes = [
        answer(console, "post", at("corridor/outboxemail", mail.pk, "change"), to="evil@example.nl", state="sent"),
        answer(console, "get", at("corridor/outboxemail", "add")),
        answer(console, "post", at("corridor/outboxemail", mail.pk, "delete"), post="yes"),
    ]

    mail.refresh_from_db()
    assert codes == [403, 403, 403]
    assert (mail.to, mail.state) == ("anna@example.nl", State.QUEUED)
