"""Does what a visitor typed survive signing in, for them alone, and can no other site put words there? (F028, S-35)"""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from corridor import clock
from events.models import Registration
from tests import make

pytestmark = pytest.mark.django_db

HERE = {"HTTP_SEC_FETCH_SITE": "same-origin"}
LATER = dt.timedelta(minutes=61)


@pytest.fixture
def event():
    made = make.event(allows_companion=True, asks_needs=True)
    made.questions.create(text_nl="Wat zou jij meten?", text_en="What would you measure?", kind="line", position=1)
    return made


def page(client: Client, event) -> str:
    return client.get(f"/en/events/{event.slug}/").content.decode()


def words(event) -> dict[str, str]:
    return {
        "act": "register",
        "companion": "Cato van der Meer",
        "companion_agrees": "on",
        "hides_attendance": "on",
        f"question_{event.questions.get().pk}": "Warmth, measured",
        "diet": "no nuts",
    }


def send(client: Client, event, told: dict | None = None, **headers: str):
    return client.post(f"/en/events/{event.slug}/sign-in/", told or words(event), **(headers or HERE))


def test_f028_a_visitor_fills_in_the_form_signs_in_and_finds_it_as_it_was(event, member):
    client = Client(enforce_csrf_checks=True)
    before = page(client, event)
    assert "What would you measure?" in before and "csrfmiddlewaretoken" not in before and not client.cookies

    answer = send(client, event)
    assert answer.headers["Location"] == f"/account/login/?next=/en/events/{event.slug}/%23join".replace(
        "/account", "/en/account"
    )
    assert not Registration.objects.exists()
    client.force_login(member)

    after = page(client, event)
    assert "Warmth, measured" in after and "Cato van der Meer" in after and "what you wrote is still here" in after
    assert 'name="hides_attendance" checked' in after


def test_f039_diet_and_access_are_neither_asked_of_a_visitor_nor_kept(event):
    client = Client()
    assert "What do you not eat?" not in page(client, event)
    send(client, event)
    assert "diet" not in client.session["typed"]["told"] and "act" not in client.session["typed"]["told"]


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://localhost:8000"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_USER_AGENT": "says nothing"},
    ],
)
def test_s35_another_site_puts_no_words_there(event, headers):
    client = Client()
    assert send(client, event, **headers).status_code == 403
    assert not Session.objects.exists()


def test_s35_an_older_browser_says_by_its_origin_where_the_form_stood(event, settings):
    client = Client()
    assert send(client, event, HTTP_ORIGIN=settings.SITE_URL).status_code == 302
    assert client.session["typed"]["slug"] == event.slug


def test_what_was_typed_is_for_this_event_for_an_hour_and_gone_once_registered(event, member, monkeypatch):
    client, other = Client(), make.event(allows_companion=True)
    send(client, event)
    client.force_login(member)
    assert "Cato van der Meer" not in page(client, other)
    now = clock.now()
    with monkeypatch.context() as later:
        later.setattr(clock, "now", lambda: now + LATER)
        assert "Cato van der Meer" not in page(client, event)

    client.post(f"/en/events/{event.slug}/registration/", words(event) | {"needs_agreed": "on"})
    assert Registration.objects.get().companion == "Cato van der Meer"
    assert "typed" not in client.session


def test_no_more_is_kept_than_the_form_could_hold(event):
    client = Client()
    told = {f"question_{number}": "x" * 5000 for number in range(99)} | {"question_x": "y", "anything": "z"}
    send(client, event, told | {"act": "register"})
    kept = client.session["typed"]["told"]
    assert len(kept) == 30 and {len(value) for value in kept.values()} == {400} and "anything" not in kept


def test_nobody_knocks_there_without_end(event):
    client = Client()
    assert [send(client, event).status_code for _ in range(31)] == [302] * 30 + [429]


def test_s18_nor_by_the_button_of_whoever_was_signed_out(event):
    statuses = [Client().post(f"/en/events/{event.slug}/registration/", words(event)).status_code for _ in range(31)]
    assert statuses == [302] * 30 + [429]
    assert Session.objects.count() == 30


def test_whoever_was_signed_out_meanwhile_keeps_their_words(event):
    client = Client()
    answer = client.post(f"/en/events/{event.slug}/registration/", words(event))
    assert answer.status_code == 302 and "/account/login/" in answer.headers["Location"]
    assert client.session["typed"]["told"]["companion"] == "Cato van der Meer"


def test_what_is_for_members_only_is_no_page_for_a_visitor_there_either(member):
    hidden = make.event(audience="members", allows_companion=True)
    assert Client().post(f"/en/events/{hidden.slug}/sign-in/", {"act": "register"}, **HERE).status_code == 404
