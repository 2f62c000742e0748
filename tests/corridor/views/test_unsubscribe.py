"""S-29, F002: the link that stops a mail asks on GET, acts on POST, needs no account, and bears scanners."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import translation

from corridor import clock, links
from corridor.models import Suppression

pytestmark = pytest.mark.django_db

ADDRESS, KIND = "ada@example.nl", "corridor.welcome"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def url_of(*, address: str = ADDRESS, kind: str = KIND, issued: dt.datetime | None = None) -> str:
    token = links.make_unsubscribe(address=address, kind=kind, now=issued or clock.now())
    with translation.override("en"):
        return reverse("corridor:unsubscribe", args=[token])


@pytest.fixture
def stranger() -> Client:
    """A mail programme's server: no cookie, no CSRF token, and one that would notice if any were asked for."""
    return Client(enforce_csrf_checks=True)


def standing() -> list[tuple[str, str]]:
    return list(Suppression.objects.filter(lifted_at=None).values_list("address", "kind"))


@pytest.mark.parametrize("agent", ["Mozilla/5.0 (X11; Linux)", "Barracuda Sentinel (EE)", "GoogleImageProxy"])
def test_f002_looking_changes_nothing_however_often(stranger, agent):
    url = url_of()

    answers = [
        getattr(stranger, method)(url, headers={"user-agent": agent}) for method in ("get", "head") for _ in range(3)
    ]

    assert {answer.status_code for answer in answers} == {200}
    assert (standing(), Session.objects.count(), stranger.cookies.output()) == ([], 0, "")


def test_s35_options_changes_nothing(stranger):
    stranger.options(url_of())

    assert standing() == []


def test_s29_one_click_works_without_cookie_or_login_and_without_redirect(stranger):
    answer = stranger.post(url_of(), ONE_CLICK)

    assert (answer.status_code, standing()) == (200, [(ADDRESS, KIND)])
    assert (Session.objects.count(), stranger.cookies.output()) == (0, "")


def test_s29_one_click_twice_is_one(stranger):
    url = url_of()

    codes = [stranger.post(url, ONE_CLICK).status_code for _ in range(3)]

    assert (codes, Suppression.objects.count()) == ([200, 200, 200], 1)


def test_s35_a_post_that_comes_from_nowhere_changes_nothing(stranger):
    url = url_of()
    other = links.page_value(
        links.make_unsubscribe(address="x@example.nl", kind=KIND, now=clock.now()), now=clock.now()
    )

    for form in ({}, {"do": "stop"}, {"do": "stop", "page": "x"}, {"do": "stop_all", "page": other}):
        assert stranger.post(url, form).status_code == 200

    assert standing() == []


def test_the_page_stops_one_kind_all_mail_or_sends_again(stranger):
    url = url_of()
    page = stranger.get(url).context["page"]

    steps = []
    for do in ("stop", "again", "stop_all", "again"):
        stranger.post(url, {"page": page, "do": do})
        steps.append(standing())

    assert steps == [[(ADDRESS, KIND)], [], [(ADDRESS, "")], []]


def test_the_page_says_in_words_what_stops_and_shows_what_stands(stranger):
    url = url_of()

    before = stranger.get(url).content.decode()
    stranger.post(url, ONE_CLICK)
    after = stranger.get(url).content.decode()

    assert "the welcome mail to new members" in before and "Stop these mails" in before
    assert "You no longer get the welcome mail to new members" in after and "Send them again" in after
    assert ADDRESS not in before + after


def test_s36_a_wrong_or_old_token_stops_nothing(stranger):
    good = url_of()
    answer_link = links.make("answer", object_id=1, member_id=1, version=1, now=clock.now())
    wrong = [
        good[:-3] + "x/",
        good.replace("unsubscribe/", "unsubscribe/x"),
        reverse("corridor:unsubscribe", args=[answer_link]),
        url_of(issued=clock.now() - dt.timedelta(days=731)),
        url_of(issued=clock.now() + dt.timedelta(minutes=6)),
    ]

    codes = [stranger.post(url, ONE_CLICK).status_code for url in wrong]

    assert (codes, standing()) == ([404] * 5, [])


def test_s39_the_page_is_not_stored_indexed_or_told_to_others(stranger):
    answer = stranger.get(url_of())

    assert "no-store" in answer["Cache-Control"]
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex")
