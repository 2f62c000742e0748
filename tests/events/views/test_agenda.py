"""Does the agenda show what somebody looks for, and where that is?"""

import datetime as dt
import math
import re

import pytest
from django.test import Client
from django.utils.html import escape

from tests import make
from tests.entering import text

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


def agenda(query: str = "") -> str:
    return Client().get(f"/en/events/{query}").content.decode()


def titles(query: str) -> list[str]:
    return re.findall(r'<h3><a href="/en/events/[^"]*">([^<]*)</a>', agenda(query))


@pytest.fixture
def three(now):
    """A dinner about chips in December, a meetup about chips and models in December, and a gala in January."""
    make.region("mra")
    south = make.region("brainport")
    dinner = make.event(title_en="Dinner", kind="dinner", starts_at=now + 14 * DAY)
    meetup = make.event(title_en="Meetup", starts_at=now + 15 * DAY, region=south)
    make.event(title_en="Gala", kind="gala", starts_at=now + 60 * DAY)
    dinner.layers.add(make.layer(2))
    meetup.layers.add(make.layer(2), make.layer(5))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Dinner", "Meetup", "Gala"]),
        ("?kind=dinner", ["Dinner"]),
        ("?kind=site_visit", []),
        ("?layer=2", ["Dinner", "Meetup"]),
        ("?layer=5", ["Meetup"]),
        ("?month=2026-12", ["Dinner", "Meetup"]),
        ("?month=2027-01", ["Gala"]),
        ("?region=brainport&layer=2&month=2026-12&kind=meetup", ["Meetup"]),
        ("?region=mra&layer=5", []),
        ("?kind=x&layer=99&month=1999-01&region=nowhere", ["Dinner", "Meetup", "Gala"]),
        ("?month=2026-12'&layer=²", ["Dinner", "Meetup", "Gala"]),
    ],
)
def test_agenda_is_narrowed_by_region_kind_layer_and_month(query, found, three):
    assert titles(query) == found


def test_agenda_counts_places_once_whatever_is_asked(now):
    event = make.event(capacity=3)
    event.layers.add(make.layer(2), make.layer(5))
    make.registration(event, companion="Bob")

    assert "one place left" in agenda("?layer=5") and "one place left" in agenda()


@pytest.mark.parametrize(
    ("starts_at", "month"),
    [
        (dt.datetime(2026, 12, 31, 22, 59, tzinfo=dt.UTC), "2026-12"),
        (dt.datetime(2026, 12, 31, 23, 0, tzinfo=dt.UTC), "2027-01"),  # midnight on the wall
        (dt.datetime(2027, 3, 31, 21, 59, tzinfo=dt.UTC), "2027-03"),
        (dt.datetime(2027, 3, 31, 22, 0, tzinfo=dt.UTC), "2027-04"),  # midnight in summer
        (dt.datetime(2028, 2, 29, 22, 30, tzinfo=dt.UTC), "2028-02"),
    ],
)
def test_r19_a_month_begins_at_midnight_on_the_wall(starts_at, month):
    make.event(title_en="Edge", starts_at=starts_at)

    assert re.findall(r'<option value="(\d{4}-\d\d)"', agenda()) == [month]
    assert titles(f"?month={month}") == ["Edge"]


def test_the_map_has_a_shape_for_each_place_and_a_list_that_says_the_same(now):
    make.region("mra", mark="round")
    square = make.region("brainport", mark="square")
    hall = make.venue("hall", name="Hall <1>", region=square, latitude="51.420", longitude="5.450")
    for _ in range(2):
        make.event(venue=hall, region=square)
    make.event()
    make.event(venue=None, online_at="By telephone")

    page = agenda()
    figure = page[page.index('<svg class="corridor-map"') : page.index("</figure>")]

    assert figure.count('<g class="spot">') == 2
    assert figure.count("<rect") == 1 and '<path class="core"' in figure
    assert re.findall(r"<li>(.*?)</li>", figure) == ["Half way: one event", f"{escape('Hall <1>')}: 2 events"]


def test_the_map_shows_what_the_filters_leave(now):
    make.region("brainport")
    make.event(kind="dinner")
    make.event(venue=make.venue("hall"))

    assert agenda().count('class="spot"') == 2
    assert agenda("?kind=dinner").count('class="spot"') == 1
    assert 'class="corridor-map"' not in agenda("?kind=gala")


def test_a_map_of_one_place_is_drawn_as_well():
    make.event(region=make.region("groningen"), venue=make.venue(region=make.region("groningen")))

    numbers = re.findall(r'viewBox="0 0 300 ([\d.]+)"', agenda())

    assert len(numbers) == 1 and 0 < float(numbers[0]) <= 460


def test_neighbours_on_the_map_make_room_so_that_each_number_can_be_read(now):
    """Two halls in one street."""
    make.region("mra", mark="round"), make.region("brainport", mark="round")
    for longitude in ("5.4501", "5.4502"):
        hall = make.venue(f"hall-{longitude}", region=make.region("mra"), latitude="51.4201", longitude=longitude)
        make.event(venue=hall)

    spots = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="(\d+)"', agenda())

    (x, y, radius), (x1, y1, other) = [tuple(map(float, spot)) for spot in spots]
    assert math.dist((x, y), (x1, y1)) > radius + other


@pytest.mark.parametrize(("query", "feed"), [("", "agenda"), ("?region=mra", "agenda/mra")])
def test_f086_the_agenda_points_at_its_feeds_and_can_be_shared(query, feed, settings):
    settings.SITE_URL = "https://serendipity.example"
    make.event(region=make.region("mra"))

    page = agenda(query)

    assert f'<link rel="alternate" type="text/calendar" href="/en/events/{feed}.ics">' in page
    assert f'<link rel="alternate" type="application/rss+xml" href="/en/events/{feed}.rss">' in page
    assert f'<meta property="og:url" content="https://serendipity.example/en/events/{query}">' in page
    assert page.count(f'href="/en/events/{feed}.ics"') == 2  # and once to press


def test_agenda_without_anything_to_show_says_what_to_do(three):
    page = text(Client().get("/en/events/?kind=site_visit"))

    assert "Nothing answers this" in page and "Look along the whole corridor" in page
