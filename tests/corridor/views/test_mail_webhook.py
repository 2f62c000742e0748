"""Does the mail provider's word count, and nobody else's? (F026)"""

import datetime as dt
import hashlib
import hmac
import json
import logging

import pytest
from django.test import Client

from corridor import outbox
from corridor.actions import suppressions
from corridor.errors import Refused
from corridor.models import OutboxEmail, Suppression, Transition
from corridor.queries.standing import standing
from tests import make

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)
SECRET = "f9f3b1c0d8e74a6592ab-kept-for-tests-only"
ADDRESS = "member@example.nl"
BOUNCE = {"type": "bounce", "address": ADDRESS, "permanent": True, "id": "evt-1"}


@pytest.fixture(autouse=True)
def shared_secret(settings, monkeypatch, now):
    settings.MAIL_WEBHOOK_SECRET = SECRET
    monkeypatch.setattr("corridor.clock.now", lambda: now)


def post(said: object, now, *, secret: str = SECRET, age: int = 0, body: bytes | None = None, **more):
    body = json.dumps(said).encode() if body is None else body
    stamp = str(int(now.timestamp()) - age)
    signed = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {"X-Timestamp": stamp, "X-Signature": f"sha256={signed}", **more.pop("headers", {})}
    client = Client(enforce_csrf_checks=True)
    return client.post("/hooks/mail/", body, content_type=more.pop("content_type", "application/json"), headers=headers)


def held() -> list[tuple[str, str, str]]:
    return list(Suppression.objects.filter(lifted_at=None).values_list("address", "kind", "reason"))


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (BOUNCE, "bounced"),
        ({**BOUNCE, "type": "complaint"}, "complained"),
        ({"type": "complaint", "address": ADDRESS, "id": "x"}, "complained"),
    ],
)
def test_f026_a_hard_bounce_or_complaint_stops_the_address_at_once(said, reason, now):
    person = make.member(email=ADDRESS)

    response = post(said, now)

    assert (response.status_code, response.cookies.output()) == (204, "")
    assert held() == [(ADDRESS, "", reason)]
    assert "suppressed" in standing([person.pk], now=now)[person.pk].failing


@pytest.mark.parametrize("said", [{**BOUNCE, "permanent": False}, {"type": "bounce", "address": ADDRESS, "id": "x"}])
def test_f026_a_passing_bounce_does_nothing(said, now):
    assert (post(said, now).status_code, held()) == (204, [])


def test_f026_the_same_report_counts_once_also_after_it_was_lifted(now, organiser):
    make.member(email=ADDRESS)
    for _ in range(3):
        assert post(BOUNCE, now).status_code == 204
    row = Suppression.objects.get()
    suppressions.lift(suppression=row, by=organiser, because="a full mailbox", now=now)

    again = post(BOUNCE, now)

    assert (again.status_code, held(), Suppression.objects.count()) == (204, [], 1)
    assert post({**BOUNCE, "id": "evt-2"}, now).status_code == 204
    assert held() == [(ADDRESS, "", "bounced")]


def test_f026_a_bounce_is_stronger_than_the_persons_own_stop_which_they_could_take_back(now):
    suppressions.unsubscribe(address=ADDRESS, kind="", now=now)

    post(BOUNCE, now)
    suppressions.resubscribe(address=ADDRESS, kind="", now=now)

    assert held() == [(ADDRESS, "", "bounced")]


@pytest.mark.parametrize("address", ["MEMBER@Example.NL", " member@example.nl "])
def test_s22_the_address_is_brought_to_its_one_form(address, now):
    post({**BOUNCE, "address": address}, now)

    assert held() == [(ADDRESS, "", "bounced")]


@pytest.mark.parametrize(
    "change",
    [
        {"secret": "another"},
        {"age": 301},
        {"age": -301},
        {"headers": {"X-Timestamp": "1"}},
        {"headers": {"X-Timestamp": ""}},
        {"headers": {"X-Timestamp": "9" * 30}},
        {"headers": {"X-Timestamp": "１２"}},
        {"headers": {"X-Signature": ""}},
        {"headers": {"X-Signature": "sha256="}},
        {"headers": {"X-Signature": "é"}},
    ],
)
def test_f026_what_is_not_freshly_signed_is_401_and_does_nothing(change, now):
    assert (post(BOUNCE, now, **change).status_code, held()) == (401, [])


@pytest.mark.parametrize("age", [299, -299])
def test_f026_five_minutes_either_way_are_fresh(age, now):
    assert post(BOUNCE, now, age=age).status_code == 204


def test_f026_a_signature_is_for_its_own_body_and_time(now):
    body = json.dumps(BOUNCE).encode()
    signed = hmac.new(SECRET.encode(), str(int(now.timestamp())).encode() + b"." + body, hashlib.sha256).hexdigest()

    other = post({**BOUNCE, "address": "other@example.nl"}, now, headers={"X-Signature": f"sha256={signed}"})

    assert (other.status_code, held()) == (401, [])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"[]",
        b"null",
        b'"text"',
        b"\xff",
        b"[" * 20_000,
        b"{}",
        json.dumps({**BOUNCE, "type": "open"}).encode(),
        json.dumps({**BOUNCE, "type": ["bounce"]}).encode(),
        json.dumps({**BOUNCE, "address": 7}).encode(),
        json.dumps({**BOUNCE, "address": "nobody"}).encode(),
        json.dumps({**BOUNCE, "address": "a@example.nl, b@example.nl"}).encode(),
        json.dumps({**BOUNCE, "address": "a@example.nl\nBcc: b@example.nl"}).encode(),
        json.dumps({**BOUNCE, "permanent": "yes"}).encode(),
        json.dumps({**BOUNCE, "id": ""}).encode(),
        json.dumps({**BOUNCE, "id": "x" * 201}).encode(),
        json.dumps({key: value for key, value in BOUNCE.items() if key != "id"}).encode(),
    ],
)
def test_s54_f026_an_odd_body_is_400_and_does_nothing(body, now):
    assert (post(None, now, body=body).status_code, held()) == (400, [])


def test_f026_only_json_of_at_most_64_kilobytes_is_read(now):
    large = json.dumps({**BOUNCE, "more": "x" * 65_536}).encode()

    assert post(None, now, body=large).status_code == 413
    assert post(BOUNCE, now, content_type="text/plain").status_code == 400
    assert held() == []


def test_f026_without_a_secret_there_is_no_such_page(settings, now):
    settings.MAIL_WEBHOOK_SECRET = ""

    assert (post(BOUNCE, now, secret="").status_code, held()) == (404, [])


def test_f026_reading_changes_nothing(now):
    assert (Client().get("/hooks/mail/").status_code, held()) == (405, [])


def test_s61_f026_no_address_is_logged_or_kept_in_the_history(now, caplog):
    caplog.set_level(logging.DEBUG)

    post({**BOUNCE, "id": f"bounce-of-{ADDRESS}"}, now)
    post(BOUNCE, now, secret="another")

    assert "reported a bounce" in caplog.text
    assert ADDRESS not in caplog.text
    assert [ADDRESS in row.because for row in Transition.objects.all()] == [False]


def test_f026_by_hand_with_a_reason_and_back_with_a_reason(organiser, now):
    person = make.member(email=ADDRESS)

    row = suppressions.hold(member=person, by=organiser, because="moved abroad", now=now)
    again = suppressions.hold(member=person, by=organiser, because="still", now=now)
    suppressions.resubscribe(address=ADDRESS, kind="", now=now)
    assert (again.pk, held()) == (row.pk, [(ADDRESS, "", "organiser")])
    suppressions.lift(suppression=row, by=organiser, because="is back", now=now)

    told = Transition.objects.filter(subject_type="corridor.suppression").order_by("pk")
    assert [(line.action, line.by, line.because) for line in told] == [
        ("mail held", organiser, "moved abroad"),
        ("lifted", organiser, "is back"),
    ]
    assert held() == []


def test_f026_nobody_holds_or_lifts_outside_their_reach_without_reason_or_over_a_members_wish(organiser, member, now):
    far = make.member(region=make.region("brainport"))
    Suppression.objects.stand(far.email, reason="bounced", now=now)
    suppressions.unsubscribe(address=member.email, kind="", now=now)
    theirs, own = Suppression.objects.get(address=far.email), Suppression.objects.get(address=member.email)

    for act in (
        lambda: suppressions.hold(member=far, by=organiser, because="x", now=now),
        lambda: suppressions.hold(member=member, by=organiser, because=" ", now=now),
        lambda: suppressions.hold(member=member, by=member, because="x", now=now),
        lambda: suppressions.lift(suppression=theirs, by=organiser, because="x", now=now),
        lambda: suppressions.lift(suppression=own, by=organiser, because="x", now=now),
        lambda: suppressions.lift(suppression=own, by=member, because="x", now=now),
    ):
        with pytest.raises(Refused):
            act()

    assert Suppression.objects.filter(lifted_at=None).count() == 2


@pytest.mark.parametrize("again", [False, True])
def test_f026_who_wanted_no_mail_wants_none_when_the_bounce_is_lifted_either(again, now, organiser):
    """Unless they took that back while the bounce stood."""
    make.member(email=ADDRESS)
    suppressions.unsubscribe(address=ADDRESS, kind="", now=now)
    post(BOUNCE, now)
    if again:
        suppressions.resubscribe(address=ADDRESS, kind="", now=now + MINUTE)
    row = Suppression.objects.get(lifted_at=None)

    suppressions.lift(suppression=row, by=organiser, because="a full mailbox", now=now + 2 * MINUTE)

    assert held() == ([] if again else [(ADDRESS, "", "unsubscribed")])


def test_f026_sending_a_failed_mail_again_does_not_overrule_who_wanted_none(now, organiser):
    person = make.member(email=ADDRESS)
    suppressions.unsubscribe(address=ADDRESS, kind="", now=now)
    post(BOUNCE, now)
    failed = make.mail(person, now=now)
    OutboxEmail.objects.filter(pk=failed.pk).update(state="failed", text="Hello")

    outbox.retry(failed, organiser, now + MINUTE)

    assert held() == [(ADDRESS, "", "unsubscribed")]


def test_s22_half_a_letter_in_the_name_of_a_report_is_odd_and_no_crash(now):
    body = b'{"type": "bounce", "address": "member@example.nl", "permanent": true, "id": "\\ud800"}'

    assert (post(None, now, body=body).status_code, held()) == (400, [])
