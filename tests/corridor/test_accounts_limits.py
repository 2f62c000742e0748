"""Do the limits of sign-in, sign-up, reset and mails hold, also for who is clever? (S-18, R-28)"""

import pytest
from django.conf import settings
from django.test import Client, override_settings

from corridor.models import OutboxEmail
from tests import make

pytestmark = pytest.mark.django_db
PASSWORD = "zon maan en sterren"


@pytest.fixture
def ada():
    person = make.member(email="ada@example.nl")
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(password: str, *, login: str = "ada@example.nl", **meta: str) -> bool | str:
    """Whether one got in; "limited" when one was told to wait."""
    client = Client(**meta)
    answer = client.post("/en/account/login/", {"login": login, "password": password})
    if "_auth_user_id" in client.session:
        return True
    return "limited" if answer.status_code == 429 or "Wait five minutes" in answer.content.decode() else False


def test_s18_five_wrong_passwords_close_an_account_for_a_while_wherever_they_come_from(ada):
    tries = [sign_in("wrong wrong wrong", REMOTE_ADDR=f"192.0.2.{number}") for number in range(5)]

    assert tries == [False] * 5
    assert sign_in(PASSWORD, REMOTE_ADDR="192.0.2.99") == "limited"


def test_s18_ten_wrong_passwords_a_minute_close_the_door_for_a_visitor(ada):
    tries = [
        sign_in("wrong wrong wrong", login=f"m{number}@example.nl", REMOTE_ADDR="192.0.2.1") for number in range(10)
    ]

    assert tries == [False] * 10
    assert sign_in(PASSWORD, REMOTE_ADDR="192.0.2.1") == "limited"
    assert sign_in(PASSWORD, REMOTE_ADDR="192.0.2.2") is True


def test_s18_a_success_in_between_forgives_nothing(ada):
    for number in range(4):
        assert sign_in("wrong wrong wrong", REMOTE_ADDR="192.0.2.1") is False, number
    assert sign_in(PASSWORD, REMOTE_ADDR="192.0.2.1") is True
    assert sign_in("wrong wrong wrong", REMOTE_ADDR="192.0.2.1") is False

    assert sign_in(PASSWORD, REMOTE_ADDR="192.0.2.1") == "limited"


def test_s18_a_new_password_forgives_nothing_either(ada, client):
    for _ in range(5):
        sign_in("wrong wrong wrong", REMOTE_ADDR="192.0.2.1")
    client.post("/en/account/password/reset/", {"email": ada.email})
    code = OutboxEmail.objects.get().subject.split()[0]
    client.post("/en/account/password/reset/confirm/", {"code": code})
    client.post(
        "/en/account/password/reset/complete/",
        {"password1": "een heel ander zinnetje", "password2": "een heel ander zinnetje"},
    )

    assert sign_in("een heel ander zinnetje", REMOTE_ADDR="192.0.2.1") == "limited"


def test_s18_a_made_up_forwarded_address_does_not_open_the_door(ada):
    for number in range(10):
        sign_in("wrong wrong wrong", login=f"m{number}@example.nl", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")

    assert sign_in(PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.200") == "limited"


def test_r28_roaming_through_one_64_does_not_open_the_door(ada):
    for number in range(10):
        sign_in("wrong wrong wrong", login=f"m{number}@example.nl", REMOTE_ADDR=f"2001:db8:1:2::{number + 1}")

    assert sign_in(PASSWORD, REMOTE_ADDR="2001:db8:1:2:ffff::1") == "limited"
    assert sign_in(PASSWORD, REMOTE_ADDR="2001:db8:1:3::1") is True


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=2)
def test_s18_a_forwarded_list_that_is_too_short_is_no_error_page(ada):
    assert sign_in(PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.1") is True


@pytest.mark.parametrize(
    ("path", "field", "most"),
    [
        ("/en/account/signup/", "email", 20),
        ("/en/account/login/", "login", 20),
        ("/en/account/password/reset/", "email", 20),
    ],
)
def test_s18_twenty_a_minute_from_one_visitor_and_not_one_more(path, field, most):
    for number in range(most):
        assert Client().post(path, {field: f"m{number}@example.nl"}).status_code == 302, number

    over = Client().post(path, {field: "over@example.nl"})

    assert over.status_code == 429 or over.context["form"].errors
    assert Client(REMOTE_ADDR="192.0.2.50").post(path, {field: "over@example.nl"}).status_code == 302


def test_s18_reset_for_one_address_five_times_a_minute(ada):
    answers = [
        Client(REMOTE_ADDR=f"192.0.2.{number}").post("/en/account/password/reset/", {"email": ada.email}).status_code
        for number in range(6)
    ]

    assert answers == [302] * 5 + [429]


def test_s18_the_page_that_says_wait_is_ours(ada):
    for number in range(21):
        answer = Client().post("/en/account/signup/", {"email": f"m{number}@example.nl"})

    assert answer.status_code == 429
    assert "One moment" in answer.content.decode()


@pytest.mark.parametrize("address", ["ada@example.nl", "ADA@example.nl", "ada+spam@example.nl"])
def test_s18_strangers_cause_ten_mails_a_day_to_one_mailbox(ada, monkeypatch, address):
    for rate in ("request_login_code", "login", "confirm_email", "signup"):
        monkeypatch.setitem(settings.ACCOUNT_RATE_LIMITS, rate, "1000/m/ip")
    make.member(email="ada+spam@example.nl")
    for _ in range(10):
        assert Client().post("/en/account/login/", {"login": "ada@example.nl"}).status_code == 302
    before = OutboxEmail.objects.count()

    for path, field in (
        ("/en/account/login/", "login"),
        ("/en/account/signup/", "email"),
        ("/en/account/password/reset/", "email"),
    ):
        assert Client().post(path, {field: address}).status_code == 302

    assert (before, OutboxEmail.objects.count()) == (10, 10)


def test_s18_the_member_who_is_signed_in_is_not_counted(ada, client_for):
    for _ in range(3):
        Client().post("/en/account/login/", {"login": ada.email})
    with override_settings(MAILS_PER_RECIPIENT_PER_DAY=3):
        client_for(ada).post("/en/account/email/", {"email": "new@example.nl", "action_add": "1"})
        client_for(ada).post(
            "/en/account/password/change/",
            {"oldpassword": PASSWORD, "password1": "een heel ander zinnetje", "password2": "een heel ander zinnetje"},
        )

    kinds = list(OutboxEmail.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["account.login_code"] * 3 + ["account.notice"]
