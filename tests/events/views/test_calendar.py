"""What do calendar programs and news readers fetch? (F086, S-44)"""

import datetime as dt
import re
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client

from corridor import links
from corridor.models import Member
from events.actions import erasing, events, feeds, registrations
from events.models import CalendarFeed
from events.views.my_events import address_of
from tests import make, rfc5545

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


def read(path: str, client: Client | None = None):
    response = (client or Client()).get(path)
    assert response.status_code == 200, path
    return rfc5545.read(response.content.decode())


def titles(path: str) -> list[str]:
    return [event["SUMMARY"] for event in read(path)[1]]


def private(member: Member) -> str:
    return address_of(CalendarFeed.objects.get(member=member)).removeprefix("http://localhost:8000")


# --- Public ----------------------------------------------------------------------------------------------------------


def test_f086_a_feed_holds_what_everybody_may_see_along_the_corridor_or_in_a_region(now):
    make.region("mra")
    make.event(title_en="City", region=make.region("amsterdam", parent="mra"))
    make.event("closed", title_en="South", region=make.region("brainport"), starts_at=now + DAY)
    make.event("held", title_en="Last week", starts_at=now - 7 * DAY)
    make.event("held", title_en="Long ago", starts_at=now - 40 * DAY)
    make.event("cancelled", title_en="Off")
    for state in ("draft", "archived"):
        make.event(state, title_en="Secret")

    assert titles("/en/events/agenda.ics") == ["Last week", "South", "City", "Off"]
    assert titles("/en/events/agenda/mra.ics") == ["Last week", "City", "Off"]
    assert titles("/en/events/agenda/brainport.ics") == ["South"]
    assert Client().get("/en/events/agenda/nowhere.ics").status_code == 404


def test_s43_a_feed_keeps_what_was_cancelled_with_a_higher_version(organiser, now):
    event = make.event()
    events.cancel(event=event, by=organiser, because="x", now=now)

    calendar, (entry,) = read("/en/events/agenda.ics")

    assert "METHOD" not in calendar
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CANCELLED", "1")


def test_f032_a_feed_follows_a_move_with_the_same_uid(organiser, now):
    event = make.event()
    before = read("/en/events/agenda.ics")[1][0]
    later = now + dt.timedelta(hours=2)
    facts = {"starts_at": event.starts_at + DAY, "ends_at": event.ends_at + DAY}
    events.reschedule(event=event, facts=facts, because="x", by=organiser, now=later)
    cache.clear()

    after = read("/en/events/agenda.ics")[1][0]

    assert (before["UID"], before["SEQUENCE"]) == (after["UID"], "0")
    assert (after["SEQUENCE"], after["DTSTAMP"]) == ("1", "20261124T110000Z")
    assert after["DTSTART"] != before["DTSTART"]


@pytest.mark.parametrize("path", ["agenda.ics", "agenda.rss", "agenda/mra.ics", "agenda/mra.rss", "{slug}.ics"])
def test_f086_what_is_public_names_nobody(path, organiser, now):
    event = make.event(organiser=organiser)
    registrations.register(event=event, by=make.member("Łucja Kowalczyk", email="lucja@example.org"), now=now)

    text = Client().get(f"/en/events/{path.format(slug=event.slug)}").content.decode()

    assert event.title_en in text
    found = [word for word in ("Kowalczyk", "lucja", organiser.name, organiser.email, "mailto:", "@") if word in text]
    assert found == (["@"] if path.endswith("ics") else [])  # of the UID
    assert len(re.findall("@", text)) == (1 if path.endswith("ics") else 0)


@pytest.mark.parametrize("kind", ["ics", "rss"])
def test_f086_a_feed_is_cached_here_and_elsewhere_and_asks_nothing_twice(kind, client_for, django_assert_num_queries):
    make.event()
    path = f"/en/events/agenda.{kind}"
    first = Client().get(path)

    with django_assert_num_queries(0):
        again = Client().get(path)
        same = Client(headers={"If-None-Match": first["ETag"]}).get(path)

    assert again.content == first.content and not again.cookies
    assert first["Cache-Control"] == "public, max-age=900"
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    assert client_for(make.member()).get(path)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("count", [1, 3])
def test_f086_a_feed_takes_as_many_queries_whatever_there_is(count, django_assert_num_queries):
    for _ in range(count):
        make.event()

    with django_assert_num_queries(3):
        Client().get("/en/events/agenda/mra.ics")


def test_f086_each_language_and_region_has_a_feed_of_its_own():
    make.event(title_nl="Avond", title_en="Evening")

    assert (titles("/nl/events/agenda.ics"), titles("/en/events/agenda.ics")) == (["Avond"], ["Evening"])


def test_f086_news_are_a_feed_with_a_new_message_for_each_move(organiser, now, settings):
    settings.SITE_URL = "https://serendipity.example"
    still, moved, off = (make.event(title_en=title) for title in ("A & <b>", "Moves", "Off"))
    facts = {"starts_at": moved.starts_at + DAY, "ends_at": moved.ends_at + DAY}
    events.reschedule(event=moved, facts=facts, because="x", by=organiser, now=now + DAY / 24)
    events.cancel(event=off, by=organiser, because="x", now=now + DAY / 12)

    response = Client().get("/en/events/agenda.rss")
    channel = ElementTree.fromstring(response.content).find("channel")
    items = [(item.findtext("title"), item.findtext("guid"), item.findtext("link")) for item in channel.iter("item")]

    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    page = "https://serendipity.example/en/events/"
    assert items == [
        ("Cancelled: Off", f"{page}{off.slug}/#1", f"{page}{off.slug}/"),
        ("Moved: Moves", f"{page}{moved.slug}/#1", f"{page}{moved.slug}/"),
        ("A & <b>", f"{page}{still.slug}/#0", f"{page}{still.slug}/"),
    ]


def test_f086_one_event_is_a_file():
    event = make.event()

    response = Client().get(f"/en/events/{event.slug}.ics")

    assert response["Content-Disposition"] == f'attachment; filename="{event.slug}.ics"'
    assert rfc5545.read(response.content.decode())[1][0]["SUMMARY"] == event.title_en
    assert Client().get(f"/en/events/{make.event('draft').slug}.ics").status_code == 404


# --- Private ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def ada(now):
    ada = make.member("Ada Amstel", language="en")
    feeds.renew(member=ada, now=now)
    return ada


def test_s44_the_private_feed_holds_my_places_and_nothing_else(ada, now, organiser):
    mine, waits, given, off = (make.event(title_en=title) for title in ("Mine", "Waits", "Given", "Off"))
    for event, state in ((mine, "confirmed"), (waits, "waitlisted")):
        make.registration(event, ada, state)
    make.registration(make.event(title_en="Of others"))
    registrations.cancel(registration=make.registration(given, ada), by=ada, now=now)
    make.registration(mine, make.member("Bob Brabant"))
    place = make.registration(off, ada)
    events.cancel(event=off, by=organiser, because="x", now=now)
    registrations.release(registration=place, now=now)

    calendar, entries = read(private(ada))

    assert [(entry["SUMMARY"], entry["STATUS"]) for entry in entries] == [("Mine", "CONFIRMED"), ("Off", "CANCELLED")]
    assert "METHOD" not in calendar
    text = Client().get(private(ada)).content.decode()
    assert [word for word in ("Brabant", "Amstel", ada.email, "mailto", "ATTENDEE", "ORGANIZER") if word in text] == []


def test_s44_the_private_feed_needs_no_session_and_is_kept_by_nobody(ada, django_assert_num_queries):
    make.registration(make.event(), ada)
    make.registration(make.event(), ada)
    path = private(ada)

    with django_assert_num_queries(4):
        response = Client().get(path)

    assert (response["Cache-Control"], response["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert not response.cookies


def test_s44_its_address_is_long_and_of_this_member_alone(ada, now):
    bob = make.member()
    feeds.renew(member=bob, now=now)

    token = private(ada).split("/")[-1].removesuffix(".ics")

    assert private(ada) != private(bob)
    assert len(token.rpartition(":")[2]) * 6 >= 128  # the signature, in base64


def test_s44_a_new_address_ends_the_old_one_for_ever(ada, now):
    old = [private(ada)]
    for _ in range(2):
        feeds.renew(member=ada, now=now)
        old.append(private(ada))

    assert [Client().get(path).status_code for path in old] == [404, 404, 200]


def test_s44_an_ended_address_is_no_page_any_more(ada, now, client_for):
    path = private(ada)

    assert client_for(ada).post("/en/events/mine/", {"act": "stop"}).status_code == 302

    assert Client().get(path).status_code == 404


def test_s44_who_is_away_or_erased_has_no_feed(ada, now):
    bob, path = make.member(), private(ada)
    feeds.renew(member=bob, now=now)
    other = private(bob)
    Member.objects.filter(pk=ada.pk).update(is_active=False)
    erasing.erase(member=bob, by=bob, now=now)

    assert [Client().get(address).status_code for address in (path, other)] == [404, 404]
    feeds.renew(member=bob, now=now + DAY)  # even if there were a first version again
    assert Client().get(other).status_code == 404


@pytest.mark.parametrize("token", ["x", "a:b", "W10:abc"])
def test_s44_what_is_no_address_of_ours_is_no_page(token):
    assert Client().get(f"/en/events/mine/{token}.ics").status_code == 404


def test_s44_a_token_for_something_else_is_no_address(ada, now):
    other = links.make("opt_in", object_id=1, member_id=ada.pk, version=1, now=now)

    assert Client().get(f"/en/events/mine/{other}.ics").status_code == 404


def test_s44_it_may_not_be_fetched_without_end(ada):
    client, path = Client(), private(ada)

    statuses = [client.get(path).status_code for _ in range(62)]

    assert statuses == [200] * 60 + [429] * 2


def test_s44_the_address_is_shown_once(client_for):
    ada = make.member(language="en")
    client = client_for(ada)
    first = client.get("/en/events/mine/").content.decode()
    made = client.post("/en/events/mine/", {"act": "renew"})
    again = client.get("/en/events/mine/").content.decode()

    address = private(ada)
    assert [address in page for page in (first, made.content.decode(), again)] == [False, True, False]
    assert made["Cache-Control"] == "private, no-store"
    assert "Make my address" in first and "Make a new address" in again
