"""Does a guest's calendar follow an event from the first yes to the end, whoever reads the file? (F032, S-43, S-44)"""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client

from corridor import clock
from corridor.models import OutboxEmail
from events import tasks
from events.actions import events, feeds, programme, registrations
from events.models import CalendarFeed
from events.views.my_events import address_of
from tests import make, rfc5545
from tests.events.two_readers import read

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
TITLE = "Chips, models; and \\ «tea» 語😀 " + "é" * 30
NASTY = "Chips, models; and \\ «tea» 語😀\r\nATTENDEE:mailto:eve@example.org\nEND:VEVENT " + "é" * 30


@pytest.fixture(autouse=True)
def at(now, monkeypatch):
    """at(moment): it is then, until it is said anew."""

    def to(moment: dt.datetime) -> dt.datetime:
        monkeypatch.setattr("corridor.clock.now", lambda: moment)
        return moment

    to(now)
    return to


@pytest.fixture
def event():
    return make.event(title_en=TITLE, summary_en=NASTY)


@pytest.fixture
def ada():
    return make.member('Łucja "Lux", van; den Berg', email="lucja@example.org", language="en")


def sent() -> list[tuple[str, list]]:
    """What each mail to a guest put into their calendar, the first first, as both readers have it."""
    OutboxEmail.objects.filter(state="queued").update(state="sent", sent_at=clock.now())
    mails = OutboxEmail.objects.filter(state="sent").order_by("pk")
    texts = [text for mail in mails for name, _mime, text in mail.attachments if name]
    assert all(rfc5545.read(text) for text in texts)
    return [read(text) for text in texts]


def fetched(path: str, client: Client | None = None) -> list:
    response = (client or Client()).get(path)
    assert response.status_code == 200
    rfc5545.read(response.content.decode())
    method, entries = read(response.content.decode())
    assert method == ""
    return entries


def private(member) -> str:
    return address_of(CalendarFeed.objects.get(member=member)).removeprefix("http://localhost:8000")


def test_f032_s43_registered_moved_twice_and_called_off(event, ada, organiser, at, now):
    place = registrations.register(event=event, by=ada, now=now)
    feeds.renew(member=ada, now=now)
    sent()
    followed = [(*fetched(private(ada)), *fetched("/en/events/agenda.ics"))]
    for days in (1, 2):
        moment = at(now + days * HOUR)
        starts_at = event.starts_at + days * 24 * HOUR
        facts = {"starts_at": starts_at, "ends_at": starts_at + 2 * HOUR}
        events.reschedule(event=event, facts=facts, because="The hall", by=organiser, now=moment)
        tasks.tell_of_moves()
        sent()
        empty_cache()
        followed.append((*fetched(private(ada)), *fetched("/en/events/agenda.ics")))
    events.cancel(event=event, because="The roof", by=organiser, now=at(now + 5 * HOUR))
    tasks.release_guests()
    empty_cache()
    followed.append((*fetched(private(ada)), *fetched("/en/events/agenda.ics")))

    life = sent()

    entries = [entries[0] for _method, entries in life]
    assert [method for method, _entries in life] == ["REQUEST"] * 3 + ["CANCEL"]
    assert [one.sequence for one in entries] == [0, 1, 2, 3]
    assert len({one.uid for one in entries}) == 1
    assert [one.status for one in entries] == ["CONFIRMED"] * 3 + ["CANCELLED"]
    assert [one.starts_at - event.starts_at for one in entries] == [days * 24 * HOUR for days in (0, 1, 2, 2)]
    assert [one.said_at for one in entries] == [now, now + HOUR, now + 2 * HOUR, now + 5 * HOUR]
    assert {one.guests for one in entries} == {("mailto:lucja@example.org",)}
    assert {one.organiser.partition("@")[0] for one in entries} == {"mailto:no-reply"}
    assert entries[0].title == TITLE
    for number, (own, shown) in enumerate(followed):
        assert (own.uid, own.sequence, own.status) == (entries[number].uid, number, entries[number].status)
        assert (own.starts_at, own.said_at) == (entries[number].starts_at, entries[number].said_at)
        assert (shown.sequence, shown.status, shown.starts_at) == (number, own.status, own.starts_at)
        assert (own.guests, own.organiser, shown.guests, shown.organiser) == ((), "", (), "")
    assert len({shown.uid for _own, shown in followed}) == 1 and f"place-{place.pk}@" in entries[0].uid


def empty_cache() -> None:
    """The public feeds are kept for five minutes."""
    cache.clear()


def test_f032_a_place_given_back_leaves_the_calendar_and_coming_back_is_another_entry(event, ada, at, now):
    first = registrations.register(event=event, by=ada, now=now)
    sent()
    registrations.cancel(registration=first, by=ada, now=at(now + HOUR))
    sent()
    registrations.register(event=event, by=ada, now=at(now + 2 * HOUR))

    (one, begun), (two, ended), (three, again) = sent()

    assert (one, two, three) == ("REQUEST", "CANCEL", "REQUEST")
    assert (begun[0].uid, begun[0].sequence + 1, "CANCELLED") == (ended[0].uid, ended[0].sequence, ended[0].status)
    assert (again[0].sequence, again[0].status, again[0].uid != begun[0].uid) == (0, "CONFIRMED", True)


def test_s43_every_line_is_folded_between_characters_and_what_was_written_stays_text(event, ada, now):
    registrations.register(event=event, by=ada, now=now)
    feeds.renew(member=ada, now=now)
    (mail,) = OutboxEmail.objects.all()

    for raw in (
        mail.attachments[1][2].encode(),
        Client().get(private(ada)).content,
        Client().get("/en/events/agenda.ics").content,
        Client().get(f"/en/events/{event.slug}.ics").content,
    ):
        lines = raw.split(b"\r\n")
        assert max(map(len, lines)) <= 75 and b"\n" not in b"".join(lines) and b"\r" not in b"".join(lines)
        assert [line.decode() for line in lines]  # no character is cut in two
        assert sum(line == b"END:VEVENT" for line in lines) == 1
        assert not any(line.startswith(b"ATTENDEE:mailto:eve") for line in lines)
        assert read(raw.decode())[1][0].text.startswith(NASTY.replace("\r\n", "\n"))


def test_f082_s44_the_private_feed_holds_the_sessions_one_chose_and_follows_them(event, ada, organiser, at, now):
    talk = make.session(event, 30, 30, room="Blue room", title_en="Wafers", speakers=["Bob Brabant"])
    make.session(event, 60, 30, title_en="Not chosen")
    place = registrations.register(event=event, by=ada, now=now)
    feeds.renew(member=ada, now=now)
    programme.choose(registration=place, session=talk, goes=True)
    before = fetched(private(ada))
    later = {"starts_at": talk.starts_at + HOUR, "ends_at": talk.ends_at + HOUR, "room": "Red room"}
    moment = at(now + HOUR)
    programme.edit_session(session=talk, facts=later, speakers=[("Bob Brabant", "")], by=organiser, now=moment)

    after = fetched(private(ada))

    (_whole, old), (_same, new) = before, after
    assert (old.title, old.starts_at, old.place.partition(",")[0]) == (
        "Wafers",
        event.starts_at + HOUR / 2,
        "Blue room",
    )
    assert (new.uid, new.sequence > old.sequence, new.said_at) == (old.uid, True, moment)
    assert (new.starts_at, new.ends_at - new.starts_at) == (old.starts_at + HOUR, HOUR / 2)
    assert new.place.startswith("Red room") and TITLE in new.text
    assert "Brabant" not in Client().get(private(ada)).content.decode()
    registrations.cancel(registration=place, by=ada, now=moment)
    assert fetched(private(ada)) == []


def test_s44_nobody_may_index_or_keep_a_private_feed(ada, now):
    feeds.renew(member=ada, now=now)

    response = Client().get(private(ada))

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies and "Vary" not in response
