"""Does one get in with a code or a password, and does everything allauth mails go through the outbox?"""

import re

import pytest
from django.test import Client
from django.urls import reverse

from corridor import redirects
from corridor.models import Member, OutboxEmail, Transition
from tests import make

pytestmark = pytest.mark.django_db
PASSWORD = "zon maan en sterren"


def code_for(address: str) -> str:
    mail = OutboxEmail.objects.filter(to=address).latest("pk")
    return re.search(r"\d{4}-\d{4}", mail.text).group()


def mails() -> list[tuple[str, str]]:
    return list(OutboxEmail.objects.order_by("pk").values_list("kind", "to"))


def test_newcomer_signs_up_with_a_code_and_lands_on_the_welcome_page(client):
    client.post("/en/account/signup/", {"email": "Ada@Example.nl"})
    answer = client.post("/en/account/confirm-email/", {"code": code_for("ada@example.nl")})

    ada = Member.objects.get()
    assert (ada.email, ada.language, ada.is_active) == ("ada@example.nl", "en", True)
    assert not ada.has_usable_password()
    assert answer.headers["Location"] == reverse("corridor:welcome")
    assert client.session["_auth_user_id"] == str(ada.pk)
    assert list(Transition.objects.values_list("subject_type", "subject_id", "action", "by")) == [
        ("corridor.member", ada.pk, "signed in", ada.pk),
        ("corridor.member", ada.pk, "joined", ada.pk),
    ]


def test_member_signs_in_with_a_code_typed_without_its_dash(client, member):
    client.post("/nl/account/login/", {"login": member.email.upper()})
    answer = client.post("/nl/account/login/code/confirm/", {"code": code_for(member.email).replace("-", " ")})

    assert answer.headers["Location"] == redirects.overview().replace("/en/", "/nl/")
    assert client.session["_auth_user_id"] == str(member.pk)


def test_member_signs_in_with_the_password_they_made(client, member):
    member.set_password(PASSWORD)
    member.save()

    client.post("/en/account/login/", {"login": member.email, "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(member.pk)
    assert mails() == []


def test_s20_the_session_gets_a_new_name_at_sign_in(client, member):
    client.post("/en/account/login/", {"login": member.email})
    before = client.session.session_key

    client.post("/en/account/login/code/confirm/", {"code": code_for(member.email)})

    assert before
    assert client.session.session_key != before


def test_a_code_is_gone_after_five_wrong_ones(client, member):
    client.post("/en/account/login/", {"login": member.email})
    right = code_for(member.email)

    wrong = [client.post("/en/account/login/code/confirm/", {"code": "0000-0000"}).status_code for _ in range(5)]
    client.post("/en/account/login/code/confirm/", {"code": right})

    assert wrong == [200, 200, 200, 200, 302]
    assert "_auth_user_id" not in client.session


def test_password_reset_goes_by_code_and_signs_nobody_in(client, member):
    client.post("/en/account/password/reset/", {"email": member.email})
    client.post("/en/account/password/reset/confirm/", {"code": code_for(member.email)})
    client.post("/en/account/password/reset/complete/", {"password1": PASSWORD, "password2": PASSWORD})

    member.refresh_from_db()
    assert member.check_password(PASSWORD)
    assert "_auth_user_id" not in client.session
    assert mails() == [("account.password_code", member.email), ("account.notice", member.email)]


def test_new_address_counts_once_its_code_came_back_and_the_old_one_is_told(client_for, member):
    client, old = client_for(member), member.email

    client.post("/en/account/email/", {"email": "New@Example.nl", "action_add": "1"})
    member.refresh_from_db()
    assert member.email == old
    client.post("/en/account/confirm-email/", {"code": code_for("new@example.nl")})

    member.refresh_from_db()
    assert member.email == "new@example.nl"
    assert list(member.emailaddress_set.values_list("email", "verified", "primary")) == [("new@example.nl", True, True)]
    assert mails() == [("account.confirm_address", "new@example.nl"), ("account.notice", old)]


def test_mails_with_a_code_are_forgotten_once_sent_and_speak_the_members_language(client):
    ada = make.member(language="nl")

    client.post("/en/account/login/", {"login": ada.email})

    mail = OutboxEmail.objects.get()
    assert (mail.sensitive, mail.language, mail.member) == (True, "nl", ada)


def test_two_codes_are_two_mails(client, member):
    client.post("/en/account/login/", {"login": member.email})
    client.post("/en/account/login/code/confirm/", {"action": "resend"})

    assert mails() == [("account.login_code", member.email)] * 2
    assert len(set(OutboxEmail.objects.values_list("key", flat=True))) == 2


def test_signing_out_takes_a_press(client_for, member):
    client = client_for(member)

    assert client.get("/en/account/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/en/account/logout/")
    assert "_auth_user_id" not in client.session


def test_s15_a_closed_account_ends_at_the_next_request(client_for, member):
    client = client_for(member)
    assert client.get("/en/profile/").status_code == 200

    Member.objects.filter(pk=member.pk).update(is_active=False)

    assert client.get("/en/profile/").headers["Location"].startswith("/en/account/login/")


def test_s22_no_page_takes_what_is_not_one_address(member):
    for path, field in (
        ("/en/account/signup/", "email"),
        ("/en/account/login/", "login"),
        ("/en/account/login/code/", "email"),
        ("/en/account/password/reset/", "email"),
    ):
        for typed in (f"{member.email},bob@example.nl", f"{member.email}\r\nBcc: b@example.nl", "ada@localhost"):
            answer = Client().post(path, {field: typed})

            assert answer.status_code == 200, (path, typed)
            assert answer.context["form"].errors[field], (path, typed)
    assert mails() == []


def test_s53_an_address_in_another_alphabet_signs_into_the_same_account(client):
    ada = make.member(email="ada@xn--bcher-kva.nl")

    client.post("/en/account/login/", {"login": "Ada@Bücher.nl"})

    assert mails() == [("account.login_code", ada.email)]
