"""Does any page tell whether an address has an account? Same status, same bytes, and nothing said to strangers."""

import re
import time

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from corridor.account_urls import steady
from corridor.models import OutboxEmail
from tests import make

pytestmark = pytest.mark.django_db
PASSWORD = "zon maan en sterren"
# All of one length, so that pages that repeat the address are comparable.
KNOWN, UNVERIFIED, DISABLED, UNKNOWN = (f"{name}@example.nl" for name in ("known11", "unverif", "disable", "unknown"))
ADDRESSES = (KNOWN, UNVERIFIED, DISABLED, UNKNOWN)

STEPS = {
    "sign in by code": [
        ("/en/account/login/", {"login": "{address}"}),
        ("/en/account/login/code/confirm/", None),
        ("/en/account/login/code/confirm/", {"code": "0000-0000"}),
        ("/en/account/login/code/confirm/", {"action": "resend"}),
    ],
    "sign in by password": [("/en/account/login/", {"login": "{address}", "password": "not the password"})],
    "ask for a code": [
        ("/en/account/login/code/", {"email": "{address}"}),
        ("/en/account/login/code/confirm/", None),
    ],
    "join": [
        ("/en/account/signup/", {"email": "{address}"}),
        ("/en/account/confirm-email/", None),
        ("/en/account/confirm-email/", {"code": "0000-0000"}),
        ("/en/account/confirm-email/", {"action": "resend"}),
        ("/en/account/confirm-email/", None),
        ("/en/account/signup/", None),
    ],
    "reset": [
        ("/en/account/password/reset/", {"email": "{address}"}),
        ("/en/account/password/reset/confirm/", None),
        ("/en/account/password/reset/confirm/", {"code": "0000-0000"}),
    ],
}


@pytest.fixture(autouse=True)
def people():
    for address in (KNOWN, UNVERIFIED, DISABLED):
        person = make.member(email=address, is_active=address != DISABLED)
        person.set_password(PASSWORD)
        person.save()
        person.emailaddress_set.update(verified=address != UNVERIFIED)


def seen(steps: list, address: str) -> list:
    """What a browser sees of these steps, with what differs from visit to visit masked."""
    cache.clear()
    client, answers = Client(), []
    for path, sent in steps:
        if sent is None:
            answer = client.get(path)
        else:
            answer = client.post(path, {key: value.format(address=address) for key, value in sent.items()})
        body = re.sub(rb'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', b"", answer.content)
        headers = {key: value for key, value in answer.headers.items() if key not in ("Set-Cookie", "Expires")}
        answers.append((answer.status_code, headers, body.replace(address.encode(), b"ADDRESS"), set(answer.cookies)))
    return answers


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS)
def test_s19_r27_known_unverified_disabled_and_unknown_look_the_same(steps):
    for address in (KNOWN, UNVERIFIED, DISABLED):
        assert seen(steps, address) == seen(steps, UNKNOWN.replace("u", address[0], 1)), address


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS)
def test_s19_the_same_length_to_the_byte(steps):
    lengths = {
        address: [len(body) for _status, _headers, body, _cookies in seen(steps, address)] for address in ADDRESSES
    }

    assert len(set(map(tuple, lengths.values()))) == 1, lengths


def test_s19_a_disabled_member_with_the_right_password_sees_what_a_wrong_one_sees():
    right = seen([("/en/account/login/", {"login": "{address}", "password": PASSWORD})], DISABLED)
    wrong = seen([("/en/account/login/", {"login": "{address}", "password": "not the password"})], KNOWN)

    assert right == wrong


@pytest.mark.parametrize(
    ("steps", "mailed"),
    [
        ("sign in by code", {KNOWN: ["account.login_code"] * 2, UNVERIFIED: ["account.login_code"] * 2}),
        ("sign in by password", {}),
        ("ask for a code", {KNOWN: ["account.login_code"], UNVERIFIED: ["account.login_code"]}),
        ("reset", {KNOWN: ["account.password_code"], UNVERIFIED: ["account.password_code"]}),
    ],
)
def test_s19_strangers_and_closed_accounts_get_no_mail(steps, mailed):
    for address in ADDRESSES:
        seen(STEPS[steps], address)

    found: dict[str, list[str]] = {}
    for to, kind in OutboxEmail.objects.order_by("pk").values_list("to", "kind"):
        found.setdefault(to, []).append(kind)
    assert found == mailed


def test_s19_the_owner_is_told_where_to_sign_in_when_somebody_joins_with_their_address():
    for address in (KNOWN, DISABLED):
        seen(STEPS["join"][:1], address)

    assert list(OutboxEmail.objects.values_list("kind", "to")) == [("account.already_exists", KNOWN)]
    assert "/account/login/" in OutboxEmail.objects.get().text


def test_s19_another_members_address_is_no_news_to_who_wants_it(client_for, member):
    answers = []
    for address in (KNOWN, "freshly@example.nl"):
        cache.clear()
        client = client_for(member)
        answer = client.post("/en/account/email/", {"email": address, "action_add": "1"})
        answers.append((answer.status_code, answer.headers["Location"]))

    assert answers[0] == answers[1] == (302, "/en/account/confirm-email/")


@override_settings(STEADY_ANSWER_SECONDS=0.2)
def test_r27_an_answer_never_comes_sooner_than_its_time():
    answers = steady(lambda _request: HttpResponse())

    started = time.monotonic()
    answers(RequestFactory().post("/"))
    posted = time.monotonic() - started
    started = time.monotonic()
    answers(RequestFactory().get("/"))

    assert posted >= 0.2
    assert time.monotonic() - started < 0.1
