"""Is what is not for somebody nowhere for them: on no page, in no feed, by no button? (F027, S-16)"""

import datetime as dt

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse

from events.models import Event
from tests import make
from tests.entering import enter

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TITLE = "Closed circle of quantum"
DAY = dt.timedelta(days=1)


LISTS = (
    *("/en/events/", "/en/events/agenda.ics", "/en/events/agenda.rss", "/en/events/agenda/mra.ics"),
    *("/en/events/agenda/mra.rss", "/en/places/", "/en/places/venues/half-way/", "/en/"),
)


def pages_of_an_event() -> list[str]:
    """The names of every page of the site that names an event by its address."""
    patterns = [one for one in get_resolver("events.urls").url_patterns if "<slug:slug>" in str(one.pattern)]
    return sorted(one.name for one in patterns if str(one.pattern).startswith(("events/", "door/")))


def console_pages() -> list[str]:
    """The names of every page of the console below one event, its own too."""
    pages = admin.site.get_model_admin(Event).get_urls()
    named = [one.name for one in pages if one.name and "<path:object_id>/" in str(one.pattern)]
    return sorted(name for name in named if not name.endswith(("_act", "_delete")))


@pytest.fixture(params=["members", "invited", "draft"])
def event(request, now):
    fields = {"audience": "invited" if request.param == "draft" else request.param}
    fields |= {"title_nl": TITLE, "title_en": TITLE, "shows_guests": True, "asks_needs": True}
    made = make.event("draft" if request.param == "draft" else "published", starts_at=now + DAY, **fields)
    guests = [make.registration(made) for _ in range(2)]
    make.session(made)
    make.speed_meetings(made, {1: [guests]})
    return made


@pytest.fixture(autouse=True)
def clock(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


@pytest.fixture
def reader(event, client_for) -> Client:
    """Somebody who may not see it: a visitor, or a member whom nobody invited."""
    return Client() if event.audience == "members" else client_for(make.member())


def test_s16_no_page_or_button_tells_that_it_is_there(event, reader):
    for name in pages_of_an_event():
        paths = [reverse(f"events:{name}", args=[slug]) for slug in (event.slug, "no-such-event")]
        for method in (reader.get, reader.post):
            there, nowhere = (method(path, {"act": "register"}) for path in paths)
            assert there.status_code == nowhere.status_code in (302, 403, 404, 405), name
            assert there.get("Location", "").replace(event.slug, "no-such-event") == nowhere.get("Location", "")
            assert TITLE not in there.content.decode(), name


def test_f027_no_list_or_feed_names_or_counts_it(event, reader):
    before = [reader.get(path).content.decode() for path in LISTS]
    Event.objects.all().delete()
    cache.clear()

    after = [reader.get(path).content.decode() for path in LISTS]

    for path, one, other in zip(LISTS, before, after, strict=True):
        assert TITLE not in one and event.slug not in one, path
        assert one.count("event") == other.count("event"), path


def test_s16_nothing_of_it_is_there_for_an_organiser_of_another_region(event):
    organiser, guest, was = (
        enter(make.organiser(region=make.region("twente"))),
        event.registrations.first(),
        event.state,
    )

    for name in console_pages():
        path = reverse(f"admin:{name}", args=[event.pk])
        asked = [organiser.get(path)]
        asked += [organiser.post(path, {"do": do, "act": do}) for do in ("invite", "move", "clone", "send", "save")]
        assert {answer.status_code for answer in asked} == {404}, name
    for verb in ("publish", "close", "hold", "cancel", "archive", "check_in", "undo"):
        path = reverse("admin:events_event_act", args=[event.pk, verb])
        assert organiser.post(path, {"because": "me", "registration": guest.pk}).status_code == 404, verb

    event.refresh_from_db()
    assert event.state == was
