"""How does a member erase themselves on the site? In two steps; nothing happens without both (F050, S-20)."""

import pytest
from django.test import Client

from corridor.models import Member, OutboxEmail, Transition
from tests import entering, make

pytestmark = pytest.mark.django_db

PAGE = "/en/profile/erase/"
SURE = {"step": "erase", "understood": "on"}


@pytest.fixture
def ada():
    member = make.member("Ada Amstel", email="ada@example.nl")
    member.set_password(entering.PASSWORD)
    member.save()
    return member


def is_erased(member: Member) -> bool:
    return Member.objects.filter(pk=member.pk, erased_at__isnull=False).exists()


def test_f050_from_the_profile_to_goodbye_in_two_steps(ada):
    client = entering.come_in(ada)
    assert PAGE in client.get("/en/profile/").content.decode()
    assert "What stays" in client.get(PAGE).content.decode()

    gone = client.post(PAGE, SURE, follow=True)

    assert gone.redirect_chain == [("/en/goodbye/", 302)]
    assert is_erased(ada) and "_auth_user_id" not in client.session
    assert client.get("/en/profile/").status_code == 302
    assert OutboxEmail.objects.get(kind="account.erased").to == "ada@example.nl"
    assert not Transition.objects.filter(subject_type="corridor.member", subject_id=ada.pk).exclude(because="").exists()


def test_f050_at_an_open_screen_a_new_password_is_no_proof(client):
    ada = make.member("Ada Amstel", email="ada@example.nl")  # who signs in by code alone, and did so hours ago
    client.force_login(ada)
    new = {"password1": "zon maan en sterren 9", "password2": "zon maan en sterren 9"}
    assert client.post("/en/account/password/set/", new).status_code == 302
    client.post("/en/account/reauthenticate/", {"password": new["password1"], "next": PAGE})

    answer = client.post(PAGE, SURE)

    assert answer.status_code == 422 and not is_erased(ada)


def test_f050_what_was_shown_again_is_no_sign_in(ada):
    assert entering.enter(ada).post(PAGE, SURE).status_code == 422 and not is_erased(ada)


def test_f050_without_the_tick_nothing_happens():
    ada = make.member()
    client = entering.come_in(ada)

    answer = client.post(PAGE, {"step": "erase"})

    assert answer.status_code == 422 and not is_erased(ada)
    assert "Tick this first" in answer.content.decode()


def test_f050_who_signs_in_by_code_alone_does_so_once_more_first(client):
    ada = make.member("Ada Amstel", email="ada@example.nl")
    client.force_login(ada)

    assert client.post(PAGE, SURE).status_code == 422 and not is_erased(ada)
    sent = client.post(PAGE, {"step": "sign-in"})

    assert sent.status_code == 302 and sent["Location"].endswith(f"?next={PAGE}")
    assert client.get(PAGE).status_code == 302 and not is_erased(ada)

    client.post("/en/account/login/code/", {"email": "ada@example.nl", "next": PAGE})
    mail = OutboxEmail.objects.get(kind="account.login_code")
    code = mail.subject.split()[0]
    assert client.post("/en/account/login/code/confirm/", {"code": code, "next": PAGE}).status_code == 302
    assert client.post(PAGE, SURE)["Location"] == "/en/goodbye/" and is_erased(ada)


def test_f050_the_last_superuser_reads_why_not():
    root = make.member("Root Ruis", is_superuser=True)

    page = entering.come_in(root).post(PAGE, SURE)

    assert page.status_code == 422 and "only one who may do everything" in page.content.decode()
    assert not is_erased(root)


def test_f050_a_page_with_an_open_question_says_until_when_the_name_stays():
    ada, _bob = make.introduction("offered").members

    page = entering.enter(ada).get(PAGE).content.decode()

    assert "at the latest: your name" in page
    assert "at the latest" not in entering.enter(make.member()).get(PAGE).content.decode()


def test_f050_a_stranger_comes_nowhere_near():
    assert Client().post(PAGE, SURE)["Location"].startswith("/en/account/login/")
