"""F025, S-29: the page on which one chooses, by a mail's link and signed in; it bears scanners and tells nothing."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import translation

from corridor import clock, links
from corridor.models import MailPreference, Member, Suppression, Transition
from corridor.queries import mail_choices
from corridor.views.mail_choices import KNOCKS
from tests import make

pytestmark = pytest.mark.django_db

ALL = {"introductions": "weekly", "tables": "off", "events": "monthly", "news": "instant"}


@pytest.fixture
def ada():
    return make.member("Ada Amstel", email="ada@example.nl")


@pytest.fixture
def stranger() -> Client:
    """A mail reader's browser: no cookie, no CSRF token, and one that would notice if any were asked for."""
    return Client(enforce_csrf_checks=True)


def url_of(member: Member, *, issued: dt.datetime | None = None, address: str = "") -> str:
    token = links.make_mail_choices(member_id=member.pk, address=address or member.email, now=issued or clock.now())
    with translation.override("en"):
        return reverse("corridor:mail_choices_by_link", args=[token])


def chosen(member: Member) -> dict[str, str]:
    return mail_choices.paces(member)


def test_f025_one_form_saves_all_four_from_a_link_without_cookie_or_redirect(stranger, ada):
    url = url_of(ada)
    page = stranger.get(url)

    answer = stranger.post(url, {**ALL, "page": page.context["page"], "do": "save"})

    assert (answer.status_code, chosen(ada)) == (200, ALL)
    assert "Saved." in answer.content.decode()
    assert (Session.objects.count(), stranger.cookies.output()) == (0, "")


def test_s29_saving_twice_is_once(stranger, ada):
    url = url_of(ada)
    page = stranger.get(url).context["page"]

    codes = [stranger.post(url, {**ALL, "page": page}).status_code for _ in range(3)]

    assert (codes, MailPreference.objects.count()) == ([200] * 3, 3)  # what stays at once needs no row
    assert [line.because for line in Transition.objects.filter(action="mail chosen")] == [
        "introductions, tables, events"
    ]


@pytest.mark.parametrize("agent", ["Mozilla/5.0 (X11; Linux)", "Barracuda Sentinel (EE)"])
def test_s29_f002_looking_changes_nothing_however_often(stranger, ada, agent):
    url = url_of(ada)

    answers = [
        getattr(stranger, method)(url, headers={"user-agent": agent}) for method in ("get", "head") for _ in range(3)
    ]
    stranger.options(url)

    assert {answer.status_code for answer in answers} == {200}
    assert (MailPreference.objects.count(), Suppression.objects.count()) == (0, 0)
    assert (Session.objects.count(), stranger.cookies.output()) == (0, "")


def test_s35_a_post_that_comes_from_nowhere_changes_nothing(stranger, ada):
    url, other = url_of(ada), links.page_value(url_of(make.member()), now=clock.now())

    for form in ({}, ALL, {**ALL, "page": "x"}, {**ALL, "page": other}, {"do": "stop_all"}):
        assert stranger.post(url, form).status_code == 403

    assert (MailPreference.objects.count(), Suppression.objects.count()) == (0, 0)


def test_f025_stop_everything_is_one_press_and_can_be_taken_back(stranger, ada):
    url = url_of(ada)
    page = stranger.get(url).context["page"]

    steps = []
    for do in ("stop_all", "again"):
        answer = stranger.post(url, {"page": page, "do": do})
        steps.append((answer.status_code, list(Suppression.objects.filter(lifted_at=None).values_list("kind"))))

    assert steps == [(200, [("",)]), (200, [])]


def test_f025_kinds_stopped_by_one_click_stand_there_and_are_taken_back_with_the_same_save(stranger, ada, now):
    for kind in ("corridor.welcome", "matchmaking.digest"):
        Suppression.objects.stand(ada.email, kind=kind, reason="unsubscribed", now=now)
    url = url_of(ada)
    page = stranger.get(url)

    stranger.post(url, {**ALL, "page": page.context["page"], "again": ["corridor.welcome"]})

    assert "the welcome mail to new members" in page.content.decode()
    assert list(Suppression.objects.filter(lifted_at=None).values_list("kind", flat=True)) == ["matchmaking.digest"]
    assert chosen(ada) == ALL


def test_f026_what_bounced_is_said_and_cannot_be_taken_back_here(stranger, ada, now):
    Suppression.objects.stand(ada.email, reason="bounced", now=now)
    url = url_of(ada)
    page = stranger.get(url)

    stranger.post(url, {**ALL, "page": page.context["page"], "again": [""], "do": "again"})

    assert "Mail to your address is held" in page.content.decode()
    assert Suppression.objects.filter(lifted_at=None).count() == 1


@pytest.mark.parametrize("form", [{}, {**ALL, "news": "daily"}, {**ALL, "again": ["account.login_code"]}])
def test_an_odd_form_comes_back_with_its_errors_and_saves_nothing(stranger, ada, form):
    url = url_of(ada)

    answer = stranger.post(url, {**form, "page": stranger.get(url).context["page"]})

    assert (answer.status_code, MailPreference.objects.count()) == (422, 0)


def test_s36_a_link_that_is_not_ours_old_or_to_a_given_up_address_opens_nothing(stranger, ada):
    good = url_of(ada)
    foreign = links.make_unsubscribe(address=ada.email, kind="corridor.welcome", now=clock.now())
    gone = make.member(is_active=False)
    wrong = [
        good[:-3] + "x/",
        good.replace("/mails/", "/mails/x"),
        good.replace(good.split("/")[-2], foreign),
        url_of(ada, issued=clock.now() - dt.timedelta(days=731)),
        url_of(ada, issued=clock.now() + dt.timedelta(minutes=6)),
        url_of(ada, address="earlier@example.nl"),
        url_of(gone),
    ]

    codes = [getattr(stranger, method)(url).status_code for url in wrong for method in ("get", "post")]

    assert (codes, MailPreference.objects.count()) == ([404] * 14, 0)


def test_s39_the_page_by_link_tells_nothing_of_its_reader(stranger, ada):
    answer = stranger.get(url_of(ada))

    assert ada.email not in answer.content.decode() and "Amstel" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex")


def test_s18_the_sixty_first_knock_of_a_minute_waits(ada):
    url = url_of(ada)

    assert [Client().get(url).status_code for _ in range(KNOCKS + 1)] == [200] * KNOCKS + [429]


def test_f025_signed_in_the_same_page_is_one_step_from_the_profile(ada, client_for):
    client = client_for(ada)

    assert reverse("corridor:mail_choices") in client.get(reverse("corridor:profile")).content.decode()
    answer = client.post(reverse("corridor:mail_choices"), ALL)

    assert (answer.status_code, chosen(ada)) == (302, ALL)


def test_f025_every_mail_leads_there(ada, now, stranger):
    mail = make.mail(ada, now=clock.now())

    link = next(word for word in mail.text.split() if "/mails/" in word)

    assert link in mail.html
    assert stranger.get(link.removeprefix("http://localhost:8000")).status_code == 200
