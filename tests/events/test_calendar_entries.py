"""Does the entry in a guest's calendar follow the event? Against golden files, byte for byte (F032)."""

import datetime as dt
from pathlib import Path

import pytest

from corridor.models import OutboxEmail
from events import calendar_entries, tasks
from events.actions import events, registrations
from tests import make, rfc5545

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parent / "golden"
HOUR = dt.timedelta(hours=1)
STARTS = dt.datetime(2027, 3, 27, 18, 0, tzinfo=dt.UTC)  # the evening before summer time


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch, settings):
    monkeypatch.setattr("corridor.clock.now", lambda: now)
    settings.SITE_URL, settings.MAIL_DOMAIN = "https://serendipity.example", "serendipity.example"
    settings.DEFAULT_FROM_EMAIL = "Regel serendipity <no-reply@serendipity.example>"


@pytest.fixture
def event():
    return make.event(
        title_en="Chips, models; and \\ tea",
        summary_en="One talk from Eindhoven.\nOne from Amsterdam.",
        room="Room 2",
        slug="chips-and-tea",
        starts_at=STARTS,
    )


@pytest.fixture
def ada():
    return make.member("Łucja van den Berg", email="lucja@example.org", language="en")


def all_leave(now) -> None:
    """Every mail that waits is sent, so that nothing stops it any more."""
    OutboxEmail.objects.filter(state="queued").update(state="sent", sent_at=now)


def files() -> list[str]:
    """What each mail that stands puts into the calendar, in the order of sending."""
    mails = OutboxEmail.objects.exclude(state="withdrawn").order_by("pk")
    return [text for mail in mails for name, _mime, text in mail.attachments if name]


def golden(name: str, text: str, place: int) -> tuple[str, str]:
    """The golden file and `text`, with the number of the place taken out."""
    return (GOLDEN / name).read_bytes().decode(), text.replace(f"place-{place}@", "place-NUMBER@")


def test_f032_golden_create_move_and_cancel(event, ada, organiser, now):
    place = registrations.register(event=event, by=ada, now=now)
    all_leave(now)
    other = make.venue("klokgebouw", name="Klokgebouw", region=make.region("eindhoven", parent="brainport"))
    facts = {"starts_at": STARTS + 24 * HOUR, "ends_at": STARTS + 26 * HOUR, "venue": other, "room": ""}
    events.reschedule(event=event, facts=facts, because="The room leaks", by=organiser, now=now + HOUR)
    tasks.tell_of_moves()
    all_leave(now)
    events.cancel(event=event, because="The roof as well", by=organiser, now=now + 2 * HOUR)
    tasks.release_guests()

    created, moved, cancelled = files()

    for name, text in (("created.ics", created), ("moved.ics", moved), ("cancelled.ics", cancelled)):
        expected, found = golden(name, text, place.pk)
        assert found == expected, name
    read = [rfc5545.read(text) for text in (created, moved, cancelled)]
    assert [calendar["METHOD"] for calendar, _events in read] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [one["SEQUENCE"] for _calendar, (one,) in read] == ["0", "1", "2"]
    assert {one["UID"] for _calendar, (one,) in read} == {f"place-{place.pk}@serendipity.example"}


def test_f032_who_waits_gets_no_entry_until_the_place_is_theirs(event, ada, now):
    event.capacity = 1
    event.save()
    first = registrations.register(event=event, by=make.member(), now=now)
    place = registrations.register(event=event, by=ada, now=now)
    assert len(files()) == 1
    registrations.cancel(registration=first, by=first.member, now=now)
    assert [text for text in files() if "lucja@example.org" in text] == []

    registrations.accept(registration=place, by=ada, now=now)

    entries = [text for text in files() if "lucja@example.org" in text]
    assert [rfc5545.read(text)[0]["METHOD"] for text in entries] == ["REQUEST"]


def test_f032_who_only_waited_gets_no_cancellation_of_what_they_never_had(event, ada, organiser, now):
    event.capacity = 1
    event.save()
    registrations.register(event=event, by=make.member(), now=now)
    registrations.register(event=event, by=ada, now=now)
    all_leave(now)

    events.cancel(event=event, because="x", by=organiser, now=now)
    tasks.release_guests()

    cancelled = OutboxEmail.objects.filter(kind="events.cancelled")
    assert {mail.member == ada: len(mail.attachments) for mail in cancelled} == {True: 0, False: 2}


def test_f032_a_place_given_back_ends_one_version_higher(event, ada, now):
    place = registrations.register(event=event, by=ada, now=now)
    all_leave(now)

    registrations.cancel(registration=place, by=ada, now=now)

    first, last = (rfc5545.read(text) for text in files())
    assert (last[0]["METHOD"], last[1][0]["STATUS"], last[1][0]["SEQUENCE"]) == ("CANCEL", "CANCELLED", "1")
    assert (first[1][0]["UID"], first[1][0]["SEQUENCE"]) == (last[1][0]["UID"], "0")


def test_f032_who_registers_again_has_an_entry_of_their_own(event, ada, now):
    first = registrations.register(event=event, by=ada, now=now)
    registrations.cancel(registration=first, by=ada, now=now)
    second = registrations.register(event=event, by=ada, now=now)

    names = {calendar_entries.of_place(place, said_at=now).name for place in (first, second)}

    assert names == {f"place-{first.pk}", f"place-{second.pk}"}


def test_f032_the_entry_speaks_the_language_of_its_reader(event, now):
    for language in ("nl", "en"):
        registrations.register(event=event, by=make.member(language=language), now=now)

    dutch, english = (rfc5545.read(text)[1][0] for text in files())

    assert (dutch["SUMMARY"], english["SUMMARY"]) == (event.title_nl, event.title_en)
    assert dutch["URL"].startswith("https://serendipity.example/nl/") and "/en/events/" in english["URL"]
