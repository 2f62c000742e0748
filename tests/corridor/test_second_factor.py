"""Is the second step set up, kept and asked as it should be?"""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt, encrypt
from cryptography.fernet import InvalidToken
from django.test import override_settings

from corridor.accounts import SecondFactorAdapter, has_second_factor
from corridor.models import OutboxEmail
from tests.entering import PASSWORD, SECRET, code_now, organiser_with_password

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga():
    return organiser_with_password()


def enter_password(client) -> str:
    answer = client.post("/en/account/login/", {"login": "olga@example.nl", "password": PASSWORD})
    return answer.headers["Location"]


def test_s21_a_password_alone_signs_nobody_in_who_has_a_second_step(client, olga):
    TOTP.activate(olga, SECRET)

    assert enter_password(client) == "/en/account/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    client.post("/en/account/2fa/authenticate/", {"code": code_now()})

    assert client.session["_auth_user_id"] == str(olga.pk)


def test_s21_a_code_by_mail_alone_does_not_either(client, olga):
    TOTP.activate(olga, SECRET)
    client.post("/en/account/login/", {"login": olga.email})

    answer = client.post("/en/account/login/code/confirm/", {"code": OutboxEmail.objects.get().subject.split()[0]})

    assert answer.headers["Location"] == "/en/account/2fa/authenticate/"
    assert "_auth_user_id" not in client.session


def test_s21_each_code_of_the_app_works_once(client, client_for, olga):
    TOTP.activate(olga, SECRET)
    code = code_now()
    enter_password(client)
    client.post("/en/account/2fa/authenticate/", {"code": code})
    client.post("/en/account/logout/")

    enter_password(client)
    again = client.post("/en/account/2fa/authenticate/", {"code": code})

    assert (again.status_code, "_auth_user_id" in client.session) == (200, False)


def test_s21_each_recovery_code_works_once(client, olga):
    TOTP.activate(olga, SECRET)
    code = RecoveryCodes.activate(olga).get_unused_codes()[0]
    found = []

    for _ in range(2):
        enter_password(client)
        client.post("/en/account/2fa/authenticate/", {"code": code})
        found.append("_auth_user_id" in client.session)
        client.post("/en/account/logout/")

    assert found == [True, False]


def test_s21_secrets_are_not_readable_in_the_database(olga):
    TOTP.activate(olga, SECRET)
    codes = RecoveryCodes.activate(olga).get_unused_codes()

    stored = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert not [secret for secret in (SECRET, *codes) if secret in stored]


def test_s60_secrets_open_with_the_key_before_and_not_with_another():
    with override_settings(SECRET_KEY="before " * 10):
        locked = encrypt(SECRET)

    with override_settings(SECRET_KEY="after " * 10, SECRET_KEY_FALLBACKS=["before " * 10]):
        assert decrypt(locked) == SECRET
    with override_settings(SECRET_KEY="after " * 10, SECRET_KEY_FALLBACKS=[]), pytest.raises(InvalidToken):
        decrypt(locked)


def test_s07_a_passkey_belongs_to_the_sites_own_name(olga):
    with override_settings(SITE_URL="https://corridor.example"):
        site = SecondFactorAdapter().get_public_key_credential_rp_entity()
    person = SecondFactorAdapter().get_public_key_credential_user_entity(olga)

    assert site == {"id": "corridor.example", "name": "Regel serendipity"}
    assert (person["name"], person["display_name"]) == ("olga@example.nl", "Olga Oost")


def test_setting_up_an_app_is_told_by_mail_and_gives_recovery_codes(
    client_for, olga, django_capture_on_commit_callbacks
):
    client = client_for(olga)
    enter_again = client.get("/en/account/2fa/totp/activate/")
    assert enter_again.headers["Location"].startswith("/en/account/reauthenticate/")
    client.post(enter_again.headers["Location"], {"password": PASSWORD})
    secret = client.get("/en/account/2fa/totp/activate/").context["form"].secret
    code = code_now(secret)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/en/account/2fa/totp/activate/", {"code": code})

    assert answer.headers["Location"] == "/en/account/2fa/recovery-codes/"
    assert has_second_factor(olga)
    assert set(OutboxEmail.objects.values_list("kind", "to")) == {("account.notice", olga.email)}
    assert len(client.get("/en/account/2fa/recovery-codes/").context["unused_codes"]) == 10
