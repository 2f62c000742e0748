"""What does the page of an event show to whom, and to other programs? (F086)"""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.actions import events
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch, settings):
    monkeypatch.setattr("corridor.clock.now", lambda: now)
    settings.SITE_URL = "https://serendipity.example"


def page_of(event, client: Client | None = None) -> str:
    return (client or Client()).get(f"/en/events/{event.slug}/").content.decode()


def shared(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta property="og:([a-z_]+)" content="([^"]*)">', page))


def test_f086_a_shared_event_says_what_it_is():
    event = make.event(title_en='Chips & "tea"', summary_en="Two talks.\n\n<b>One</b> break.")

    assert shared(page_of(event)) == {
        "type": "event",
        "site_name": "Regel serendipity",
        "title": "Chips &amp; &quot;tea&quot;",
        "description": "Two talks. &lt;b&gt;One&lt;/b&gt; break.",
        "url": f"https://serendipity.example/en/events/{event.slug}/",
        "locale": "en_GB",
    }


@pytest.mark.parametrize(
    ("verb", "status"), [("", "EventScheduled"), ("move", "EventRescheduled"), ("cancel", "EventCancelled")]
)
def test_f086_search_engines_read_whether_it_moved_or_was_cancelled(verb, status, organiser, now):
    event = make.event()
    if verb == "move":
        facts = {"venue": make.venue("hall")}
        events.reschedule(event=event, facts=facts, because="x", by=organiser, now=now)
    if verb == "cancel":
        events.cancel(event=event, because="x", by=organiser, now=now)

    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page_of(event), re.DOTALL)[1]

    assert json.loads(data)["eventStatus"] == f"https://schema.org/{status}"


@pytest.mark.parametrize("kind", ["meetup", "site_visit", "dinner", "gala"])
@pytest.mark.parametrize("guests", [1, 6])
def test_f086_the_page_asks_at_most_six_questions_and_sets_no_cookie(kind, guests, organiser):
    event = make.event(kind=kind, organiser=organiser)
    event.layers.add(make.layer(2), make.layer(5))
    event.synergies.add(make.synergy())
    for _ in range(guests):
        make.registration(event)

    with CaptureQueriesContext(connection) as asked:
        response = Client().get(f"/en/events/{event.slug}/")

    assert len(asked) <= 6
    assert not response.cookies and len(response.content) < 60_000


def test_f086_a_visitor_reads_nobodys_name(organiser, member, client_for):
    event = make.event(organiser=organiser)
    guest = make.registration(event).member

    assert [name in page_of(event) for name in (organiser.name, guest.name)] == [False, False]
    assert organiser.name in page_of(event, client_for(member))


def test_the_gala_is_always_at_night_and_others_are_not():
    gala, dinner = (page_of(make.event(kind=kind)) for kind in ("gala", "dinner"))

    assert 'class="gala-hero"' in gala and re.search(r'<body[^>]* class="night"', gala)
    assert 'class="bigdate"' in dinner and not re.search(r'<body[^>]* class="night"', dinner)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "open to members<"),
        ({"allows_companion": True}, "open to members and one guest each"),
    ],
)
def test_the_page_says_for_whom_it_is(fields, words):
    assert words in page_of(make.event(**fields)).replace("\n", "")


def test_a_guest_finds_the_ticket_and_others_do_not(client_for):
    event = make.event()
    mine, waits = make.registration(event).member, make.registration(event, state="waitlisted").member
    path = f"/en/events/{event.slug}/ticket/"

    assert [path in page_of(event, client_for(person)) for person in (mine, waits)] == [True, False]
    assert path not in page_of(event)
    assert [client_for(person).get(path).status_code for person in (mine, waits)] == [200, 404]
