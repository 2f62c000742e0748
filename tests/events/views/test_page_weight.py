"""What does the page of an event cost a stranger? Few questions whatever it shows, no cookie, little to load."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from corridor import fragments
from events.models import Event, Sponsor
from tests import make

pytestmark = pytest.mark.django_db
QUERIES, WIRE, REQUESTS, BLOCKING = 6, 60_000, 8, 3
HEADERS = 600  # of one answer
PACKED = (".woff2",)


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)
    monkeypatch.setattr("corridor.fragments.shelf", fragments.Shelf())


@pytest.fixture
def rich() -> Event:
    """An evening with everything one can have."""
    event = make.event(
        slug="rich",
        capacity=12,
        organiser=make.member(),
        asks_needs=True,
        asks_photo=True,
        allows_companion=True,
        shows_guests=True,
        title_en="A whole evening along the corridor, with everything one can have",
        summary_en="Talks, tables and time. " * 25,
        summary_nl="Praatjes, tafels en tijd. " * 23,
    )
    event.layers.set([make.layer(number) for number in range(1, 8)])
    event.synergies.set([make.synergy(letter) for letter in "ABC"])
    for position in range(1, 6):
        event.questions.create(position=position, text_nl="Wat?", text_en="What?")
    for number in range(12):
        make.session(event, minutes=15 * number, lasts=15, room="Hall", speakers=["Bram", "Chris"])
    for _number in range(3):
        Sponsor.objects.create(event=event, organisation=make.organisation(), gives="the drinks")
    event.held_places.create(region=make.region("brainport"), places=2)
    guests = [make.registration(event, companion="Dirk") for _number in range(3)]
    make.registration(event, state="waitlisted")
    make.registration(event, state="invited")
    make.speed_meetings(event, {1: [guests]})
    return event


def asked(path: str) -> int:
    """How many questions the page takes when nothing of it is kept."""
    with CaptureQueriesContext(connection) as captured:
        answer = Client().get(path)
    assert answer.status_code == 200 and not answer.cookies and "Vary" in answer
    return len(captured)


def test_the_page_of_an_event_asks_as_much_for_a_rich_one_as_for_a_bare_one(rich):
    make.event(slug="bare")
    counts = {asked(f"/en/events/{slug}/") for slug in ("rich", "bare")}
    assert len(counts) == 1 and max(counts) <= QUERIES


@pytest.mark.parametrize("path", ["/en/events/rich/", "/nl/events/rich/", "/en/events/"])
def test_a_first_visit_loads_little(path, rich):
    page = Client().get(path).content.decode()
    linked = _linked(page)
    files = {name: _packed(name) for name in linked}
    sent = len(gzip.compress(page.encode(), 5)) + sum(files.values()) + HEADERS * (1 + len(files))
    assert sent <= WIRE, files
    assert 1 + len(files) <= REQUESTS, files
    assert len(re.findall(r'<link rel="stylesheet"', page)) + len(re.findall(r"<script [^>]*src=", page)) <= BLOCKING
    assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!serendipity|localhost)[^"]*\.(?:css|js|woff2|png)', page)


def _linked(page: str) -> set[str]:
    """The static files that the page asks for, and the fonts that its style sheets may ask for on a Latin page."""
    names = {name.partition("?")[0] for name in re.findall(r'(?:src|href)="/static/([^"]+)"', page)}
    for name in [name for name in names if name.endswith(".css")]:
        sheet = _file(name).read_text()
        for font in re.findall(r"url\([\"']?([^\"')]+\.woff2)", sheet):
            names.add(str((Path(name).parent / font).as_posix()))
    return {name for name in names if "latin-ext" not in name}


def _packed(name: str) -> int:
    """Bytes on the wire: whitenoise serves brotli's best where a browser takes it; fonts are packed already."""
    data = _file(name).read_bytes()
    return len(data) if name.endswith(PACKED) else min(len(data), len(brotli.compress(data)))


def _file(name: str) -> Path:
    plain = re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", name)
    found = finders.find(plain)
    assert found, f"{plain} is not in {settings.STATICFILES_FINDERS}"
    return Path(found)
