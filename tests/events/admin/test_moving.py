"""How does an organiser move an announced event? (F032)"""

import pytest

from corridor.models import OutboxEmail
from events import tasks
from events.models import Event
from tests import make
from tests.entering import at, enter, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


def page_of(event: Event) -> str:
    return at("events/event", event.pk, "move")


def sent(event: Event, **changes: object) -> dict:
    given = {
        "starts_at": "2026-12-11T18:00",
        "ends_at": "2026-12-11T20:00",
        "venue": event.venue_id or "",
        "room": "",
        "online_at": "",
        "because": "The hall leaks",
        **changes,
    }
    return {"do": "move"} | {f"move-{name}": value for name, value in given.items()}


def test_f032_an_organiser_moves_an_event_and_every_guest_is_written_to(organiser):
    event = make.event()
    make.registration(event)
    console = enter(organiser)

    desk = text(console.get(at("events/event", event.pk, "change")))
    shown = text(console.get(page_of(event)))
    response = console.post(page_of(event), sent(event))
    tasks.tell_of_moves()

    event.refresh_from_db()
    assert f'href="{page_of(event)}"' in desk and "One person has registered" in shown
    assert (response.status_code, response["Location"]) == (302, page_of(event))
    assert (f"{event.starts_at:%Y-%m-%d %H:%M}", event.sequence) == ("2026-12-11 17:00", 1)
    assert OutboxEmail.objects.get(kind="events.moved").state == "queued"
    assert "Until 24 November 2026" in text(console.get(page_of(event)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"because": ""}, "required"),
        ({"starts_at": "2027-03-28T02:30", "ends_at": "2027-03-28T05:00"}, "skips this hour"),
        ({"starts_at": "2027-10-31T02:30", "ends_at": "2027-10-31T05:00"}, "this hour twice"),
        ({"ends_at": "2026-12-11T17:00"}, "cannot end before"),
        ({"starts_at": "2026-11-01T17:00"}, "begun already"),
        ({"venue": ""}, "where it is"),
    ],
)
def test_s56_what_cannot_be_is_asked_again_and_nobody_is_written_to(changes, words, organiser):
    event = make.event()
    make.registration(event)

    response = enter(organiser).post(page_of(event), sent(event, **changes))
    tasks.tell_of_moves()

    event.refresh_from_db()
    assert response.status_code == 422 and words in text(response)
    assert (event.sequence, OutboxEmail.objects.filter(kind="events.moved").count()) == (0, 0)


@pytest.mark.parametrize("state", ["draft", "held", "cancelled"])
def test_f032_what_is_not_to_come_offers_no_move(state, organiser):
    event = make.event(state)
    console = enter(organiser)

    assert page_of(event) not in text(console.get(at("events/event", event.pk, "change")))
    assert "Only an event that is announced" in text(console.get(page_of(event)))
    assert console.post(page_of(event), sent(event)).status_code == 422
