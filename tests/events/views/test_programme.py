"""What is on, and what is this event?"""

import datetime as dt
import json
import re

import pytest
from django.test import Client

from events.actions import events
from tests import make
from tests.entering import text

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


def titles(page: str) -> list[str]:
    return re.findall(r"Meetup \d+|Evening \w+", page)


def agenda(client: Client | None = None, query: str = "") -> str:
    return text((client or Client()).get(f"/en/events/{query}"))


def test_agenda_without_events_says_so():
    assert "Nothing is planned yet" in agenda()


def test_agenda_shows_what_is_coming_by_month(now):
    make.event(title_en="Evening later", starts_at=now + 40 * DAY)
    make.event(title_en="Evening soon", starts_at=now + DAY)
    make.event("cancelled", title_en="Evening off", starts_at=now + 2 * DAY)
    make.event("closed", title_en="Evening closed", starts_at=now + 3 * DAY)
    make.event("published", title_en="Evening past", starts_at=now - DAY)
    make.event("held", title_en="Evening held", starts_at=now + DAY)
    make.event("draft", title_en="Evening secret", starts_at=now + DAY)
    make.event("archived", title_en="Evening away", starts_at=now + DAY)

    page = agenda()

    assert titles(page) == ["Evening soon", "Evening off", "Evening closed", "Evening later"]
    assert [month for month in ("November 2026", "December 2026", "January 2027") if month in page] == [
        "November 2026",
        "January 2027",
    ]
    assert "registration closed" in page and "Cancelled" in page


def test_agenda_of_a_region_holds_what_lies_below_it(now):
    make.region("mra")
    make.event(title_en="Evening city", region=make.region("amsterdam", parent="mra"))
    make.event(title_en="Evening south", region=make.region("brainport"))

    assert titles(agenda(query="?region=mra")) == ["Evening city"]
    assert titles(agenda(query="?region=brainport")) == ["Evening south"]
    assert titles(agenda(query="?region=nowhere")) == ["Evening city", "Evening south"]


def test_agenda_of_an_empty_region_offers_the_whole_corridor(now):
    make.region("brainport")
    make.event(region=make.region("mra"))

    page = agenda(query="?region=brainport")

    assert "Nothing is planned in Brainport yet" in page and "Look along the whole corridor" in page


def test_agenda_counts_places_and_says_when_it_is_full():
    full, last = make.event(capacity=1), make.event(capacity=2)
    make.registration(full)
    make.registration(last)

    page = agenda()

    assert "full; you may wait" in page and "one place left" in page


def test_agenda_shows_a_member_their_own_places(member, client_for, now):
    mine, waits = make.event(title_en="Evening mine"), make.event(title_en="Evening waits")
    make.registration(mine, member)
    make.registration(waits, member, "waitlisted")
    make.registration(make.event(title_en="Evening given"), member, "cancelled")

    page = agenda(client_for(member))

    own = page[page.index("Your places") : page.index("The whole corridor")]
    assert titles(own) == ["Evening mine", "Evening mine", "Evening waits", "Evening waits"]
    assert "You are coming" in own and "You wait for a place" in own
    assert "Your places" not in agenda()


@pytest.mark.parametrize("events", [1, 3])
def test_agenda_takes_as_many_queries_whatever_there_is(events, django_assert_num_queries):
    for _ in range(events):
        make.event().layers.add(make.layer(5))

    with django_assert_num_queries(15):  # drawn, and looked at before and after, so that nothing old is kept
        agenda()
    with django_assert_num_queries(5):
        agenda()


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_event_that_is_not_announced_does_not_exist(state, organiser, client_for):
    path = f"/en/events/{make.event(state).slug}/"

    assert [client.get(path).status_code for client in (Client(), client_for(organiser))] == [404, 404]


def test_event_page_sets_no_cookie_and_says_what_matters(now):
    event = make.event(starts_at=dt.datetime(2026, 12, 4, 16, 0, tzinfo=dt.UTC), capacity=3)
    make.registration(event)

    response = Client().get(f"/en/events/{event.slug}/")
    page = text(response)

    assert not response.cookies
    assert "Friday 4 December 2026, 17:00–20:00" in page
    assert '<b class="num">1</b> of 3 places taken' in page and "Sign in to register" in page
    assert f"/en/account/login/?next=/en/events/{event.slug}/" in response.content.decode()


def test_event_page_tells_search_engines_in_its_own_language(settings):
    settings.SITE_URL = "https://serendipity.example"
    event = make.event(title_nl="Avond </script><b>&", starts_at=dt.datetime(2026, 7, 1, 16, 0, tzinfo=dt.UTC))

    source = Client().get(f"/nl/events/{event.slug}/").content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', source, re.DOTALL)[1])

    assert (data["@type"], data["name"]) == ("Event", "Avond </script><b>&")
    assert (data["startDate"], data["endDate"]) == ("2026-07-01T18:00:00+02:00", "2026-07-01T21:00:00+02:00")
    assert data["url"] == f"https://serendipity.example/nl/events/{event.slug}/"
    assert data["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 52.09, "longitude": 5.11}
    assert "</script><b>" not in source.replace(data["name"], "")


def test_cancelled_event_says_why(now):
    event = make.event()

    events.cancel(event=event, by=make.organiser(), because="The <b>roof</b> leaks", now=now)

    response = Client().get(f"/en/events/{event.slug}/")
    assert "The &lt;b&gt;roof&lt;/b&gt; leaks" in response.content.decode()
    assert "https://schema.org/EventCancelled" in response.content.decode()
