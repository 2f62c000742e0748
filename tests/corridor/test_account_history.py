"""Does every sign-in, failed try, sign-out and change of what guards an account leave its line of history? (S-57)"""

import datetime as dt
import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from corridor import account_history, lifecycle
from corridor.models import OutboxEmail, RegionRole, Transition
from tests import make
from tests.entering import PASSWORD, SECRET, at, code_now, enter, organiser_with_password, text

pytestmark = pytest.mark.django_db
HERE = "203.0.113.0/24"
LOGIN, CONFIRM, TOTP_PAGE = "/en/account/login/", "/en/account/login/code/confirm/", "/en/account/2fa/totp/"


@pytest.fixture
def client():
    return Client(REMOTE_ADDR="203.0.113.77")


@pytest.fixture
def olga():
    return organiser_with_password()


def lines(subject: str = "corridor.member") -> list[tuple[int, str, str, int | None, str]]:
    rows = Transition.objects.filter(subject_type=subject).order_by("pk")
    return list(rows.values_list("subject_id", "action", "to", "by", "because"))


def mailed_code() -> str:
    return re.search(r"\d{4}-\d{4}", OutboxEmail.objects.latest("pk").text).group()


def test_s57_signing_in_and_out_is_on_record_with_the_cut_network(client, olga):
    client.post(LOGIN, {"login": olga.email, "password": PASSWORD})
    client.post("/en/account/logout/")

    assert lines() == [(olga.pk, "signed in", "", olga.pk, HERE), (olga.pk, "signed out", "", olga.pk, HERE)]


def test_s57_of_a_newer_network_the_first_three_groups_are_kept(olga):
    Client(REMOTE_ADDR="2001:db8:77:aaaa::1").post(LOGIN, {"login": olga.email, "password": PASSWORD})

    assert [because for *_rest, because in lines()] == ["2001:db8:77::/48"]


def test_s57_each_failed_try_is_on_record_about_the_account_or_about_nobody(client, olga):
    closed = make.member(email="closed@example.nl", is_active=False)
    closed.set_password(PASSWORD)
    closed.save()
    for address, typed in ((olga.email, "wrong"), ("nobody@example.nl", "wrong"), (closed.email, PASSWORD)):
        client.post(LOGIN, {"login": address, "password": typed})
    for address in (olga.email, "nobody@example.nl"):
        another = Client(REMOTE_ADDR="203.0.113.78")
        another.post(LOGIN, {"login": address})
        another.post(CONFIRM, {"code": "0000-0000"})

    tried = [(olga.pk, "password"), (0, "password"), (closed.pk, "password"), (olga.pk, "code"), (0, "code")]
    assert lines() == [(number, "sign-in failed", way, None, HERE) for number, way in tried]
    assert "example.nl" not in str(list(Transition.objects.values()))


def test_s57_a_wrong_code_of_the_second_step_is_on_record_and_a_right_one_signs_in(client, olga):
    TOTP.activate(olga, SECRET)
    client.post(LOGIN, {"login": olga.email, "password": PASSWORD})
    before = lines()
    client.post("/en/account/2fa/authenticate/", {"code": "000000"})
    client.post("/en/account/2fa/authenticate/", {"credential": '{"id": "AAAA"}'})
    client.post("/en/account/2fa/authenticate/", {"code": code_now()})

    assert before == []
    assert [(action, to) for _number, action, to, _by, _network in lines()] == [
        ("sign-in failed", "second step"),
        ("sign-in failed", "second step"),
        ("signed in", ""),
    ]


@pytest.mark.parametrize("steps", ["password", "code", "code sent again"])
def test_s57_r27_a_failed_try_writes_as_much_for_a_known_as_for_an_unknown_address(olga, steps):
    written = []
    for address in (olga.email, "nobody@example.nl"):
        client = Client(REMOTE_ADDR="203.0.113.77")
        if steps != "password":
            client.post(LOGIN, {"login": address})
        if steps == "code sent again":
            client.post(CONFIRM, {"action": "resend"})
        with CaptureQueriesContext(connection) as queries:
            if steps == "password":
                client.post(LOGIN, {"login": address, "password": "wrong"})
            else:
                client.post(CONFIRM, {"code": "0000-0000"})
        written.append([query["sql"].split(" (")[0] for query in queries if '_transition"' in query["sql"]])

    assert written[0] == written[1] == ['INSERT INTO "corridor_transition"']


def test_s57_a_first_second_step_is_told_by_mail_and_stands_in_the_history_of_the_role(
    client, django_capture_on_commit_callbacks
):
    olga = make.organiser("Olga Oost")  # without a password: her mailbox is all it takes
    client.post(LOGIN, {"login": olga.email})
    client.post(CONFIRM, {"code": mailed_code()})
    secret = client.get(f"{TOTP_PAGE}activate/").context["form"].secret
    code = code_now(secret)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{TOTP_PAGE}activate/", {"code": code})
    spare = olga.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    client.post("/en/account/2fa/reauthenticate/", {"code": spare})
    client.post(f"{TOTP_PAGE}deactivate/")

    role = RegionRole.objects.get()
    steps = [
        (role.pk, "second step added", "totp", olga.pk, ""),
        (role.pk, "second step added", "recovery_codes", olga.pk, ""),
        (role.pk, "second step removed", "totp", olga.pk, ""),
        (role.pk, "second step removed", "recovery_codes", olga.pk, ""),
    ]
    assert lines("corridor.regionrole") == steps
    assert lines()[1:] == [(olga.pk, *line[1:4], HERE) for line in steps]
    assert OutboxEmail.objects.filter(kind="account.notice", to=olga.email).count() == 2

    page = text(enter(make.organiser("Otto West")).get(at("corridor/regionrole", role.pk, "change")))
    assert "second step added: authenticator app" in page and "Olga Oost" in page and HERE not in page


def test_s57_superusers_read_who_came_in_and_organisers_do_not(client, member):
    client.post(LOGIN, {"login": member.email, "password": "wrong"})
    client.post(LOGIN, {"login": member.email})
    client.post(CONFIRM, {"code": mailed_code()})
    pages = [
        text(enter(person).get(at("corridor/member", member.pk, "change")))
        for person in (make.member(is_superuser=True), make.organiser())
    ]

    for words in ("signed in", "sign-in failed: password", "unknown", HERE):
        assert [words in page for page in pages] == [True, False], words


def test_s57_a_new_password_and_a_new_address_are_on_record_without_either(client, olga):
    client.post(LOGIN, {"login": olga.email, "password": PASSWORD})
    new = "wolken en wind erbij"
    client.post("/en/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    client.post("/en/account/reauthenticate/", {"password": "wrong"})
    client.post("/en/account/reauthenticate/", {"password": new})
    client.post("/en/account/email/", {"email": "new@example.nl", "action_add": "1"})
    client.post("/en/account/confirm-email/", {"code": mailed_code()})

    assert [(action, to, by) for _number, action, to, by, _network in lines()] == [
        ("signed in", "", olga.pk),
        ("password changed", "", olga.pk),
        ("sign-in failed", "password", olga.pk),
        ("address changed", "", olga.pk),
    ]
    assert "example.nl" not in str(list(Transition.objects.values()))


def test_s57_who_came_in_and_from_where_is_forgotten_after_ninety_days_and_the_rest_is_kept(client, olga, now):
    client.post(LOGIN, {"login": "nobody@example.nl", "password": "wrong"})
    client.post(LOGIN, {"login": olga.email, "password": PASSWORD})
    lifecycle.record(olga, action="paused", by=olga, now=now)
    written = Transition.objects.filter(action="signed in").get().at

    assert account_history.forget_old(now=written + dt.timedelta(days=89)) == 0
    assert account_history.forget_old(now=written + dt.timedelta(days=91)) == 2
    assert [action for _number, action, *_rest in lines()] == ["paused"]
