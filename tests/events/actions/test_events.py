"""What happens to an event?"""

import datetime as dt
import itertools

import pytest

from corridor.errors import Refused
from corridor.lifecycle import IllegalMove
from corridor.models import OutboxEmail, Transition
from events import tasks
from events.actions import events
from events.models import Event
from tests import make

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def elsewhere(db):
    return make.organiser(region=make.region("groningen"))


def facts(now, **fields) -> dict:
    return {
        "kind": "meetup",
        "title_nl": "Voorspellen wat stilvalt",
        "title_en": "Predicting what stops",
        "summary_nl": "Twee verhalen.",
        "summary_en": "Two talks.",
        "region": make.region("mra"),
        "venue": make.venue(),
        "starts_at": now + 10 * DAY,
        "ends_at": now + 10 * DAY + dt.timedelta(hours=2),
        "capacity": 20,
        "layers": [make.layer(5)],
        **fields,
    }


def history(event: Event) -> list[tuple]:
    rows = Transition.objects.filter(subject_type="events.event", subject_id=event.pk).order_by("pk")
    return list(rows.values_list("action", "was", "to", "by"))


def test_draft_makes_an_event_that_nobody_sees(organiser, now):
    event = events.draft(facts=facts(now), by=organiser, now=now)

    assert (event.state, event.slug) == ("draft", "voorspellen-wat-stilvalt-2026-12-04")
    assert (event.organiser, [layer.number for layer in event.layers.all()]) == (organiser, [5])
    assert history(event) == [("added", "", "draft", organiser.pk)]


def test_draft_of_the_same_title_and_day_gets_an_address_of_its_own(organiser, now):
    made = [events.draft(facts=facts(now), by=organiser, now=now).slug for _ in range(3)]

    assert made == [f"voorspellen-wat-stilvalt-2026-12-04{end}" for end in ("", "-2", "-3")]


def test_draft_outside_ones_regions_is_refused(elsewhere, now):
    with pytest.raises(Refused):
        events.draft(facts=facts(now), by=elsewhere, now=now)

    assert Event.objects.count() == 0


def test_publish_announces_a_draft(organiser, now):
    event = events.publish(event=make.event("draft"), by=organiser, now=now)

    assert Event.objects.get().state == "published"
    assert history(event) == [("moved", "draft", "published", organiser.pk)]


def test_publish_twice_is_refused(organiser, now):
    event = events.publish(event=make.event("draft"), by=organiser, now=now)

    with pytest.raises(Refused):
        events.publish(event=event, by=organiser, now=now)


@pytest.mark.parametrize("fields", [{"starts_at": dt.timedelta()}, {"venue": None}])
def test_publish_of_what_cannot_be_visited_is_refused(fields, organiser, now):
    fields = {name: now if name == "starts_at" else value for name, value in fields.items()}
    event = make.event("draft", **fields)

    with pytest.raises(Refused):
        events.publish(event=event, by=organiser, now=now)

    assert Event.objects.get().state == "draft"


@pytest.mark.parametrize("verb", ["publish", "close", "cancel", "hold", "archive", "edit"])
def test_an_organiser_of_another_region_moves_nothing(verb, elsewhere, now):
    was = {"publish": "draft", "archive": "draft"}.get(verb, "published")
    event = make.event(was, starts_at=now - DAY if verb == "hold" else now + DAY)
    also = {"cancel": {"because": "x"}, "edit": {"facts": {"capacity": 11}}}.get(verb, {})

    with pytest.raises(Refused, match="regio"):
        getattr(events, verb)(event=event, by=elsewhere, now=now, **also)

    event.refresh_from_db()
    assert (event.state, event.capacity) == (was, 10)


def test_edit_of_a_draft_changes_all_of_it(organiser, now):
    event = make.event("draft")
    start = now + 3 * DAY

    events.edit(
        event=event,
        facts={"title_nl": "Anders", "starts_at": start, "ends_at": start + DAY / 8, "layers": [make.layer(2)]},
        by=organiser,
        now=now,
        because="titel",
    )

    event.refresh_from_db()
    assert (event.title_nl, event.starts_at, event.layers.get().number) == ("Anders", start, 2)
    assert history(event) == [("edited", "", "", organiser.pk)]


def test_edit_of_an_announced_event_changes_words_and_never_its_day(organiser, now):
    event = make.event()

    events.edit(event=event, facts={"title_nl": "Anders"}, by=organiser, now=now)
    with pytest.raises(Refused, match="aangekondigd"):
        events.edit(event=event, facts={"starts_at": now + DAY, "title_nl": "Nog anders"}, by=organiser, now=now)

    event.refresh_from_db()
    assert (event.title_nl, event.starts_at) == ("Anders", now + 14 * DAY)


def test_edit_never_takes_a_place_away(organiser, now):
    event = make.event()
    for _ in range(3):
        make.registration(event)

    with pytest.raises(Refused, match="3"):
        events.edit(event=event, facts={"capacity": 2}, by=organiser, now=now)
    events.edit(event=event, facts={"capacity": 3}, by=organiser, now=now)

    event.refresh_from_db()
    assert event.capacity == 3


def test_edit_gives_added_places_to_those_who_wait(organiser, now):
    event = make.event(capacity=1)
    make.registration(event)
    waiting = [make.registration(event, state="waitlisted") for _ in range(3)]

    events.edit(event=event, facts={"capacity": 3}, by=organiser, now=now)

    assert [event.registrations.get(pk=one.pk).state for one in waiting] == ["offered", "offered", "waitlisted"]
    assert list(OutboxEmail.objects.order_by("pk").values_list("key", flat=True)) == [
        f"offered:{one.pk}" for one in waiting[:2]
    ]


def test_edit_of_what_is_over_is_refused(organiser, now):
    with pytest.raises(Refused):
        events.edit(event=make.event("held"), facts={"title_nl": "Anders"}, by=organiser, now=now)


def test_close_takes_no_more_registrations(organiser, now):
    assert events.close(event=make.event(), by=organiser, now=now).state == "closed"


def test_cancel_tells_every_guest_by_the_worker(organiser, now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)
    event = make.event(capacity=1)
    guest, waiting = make.registration(event), make.registration(event, state="waitlisted")
    gone = make.registration(event, state="cancelled")

    events.cancel(event=event, by=organiser, because=" De zaal lekt ", now=now)
    assert OutboxEmail.objects.count() == 0
    for _ in range(2):
        tasks.release_guests()

    assert history(event) == [("moved", "published", "cancelled", organiser.pk)]
    keys = sorted(OutboxEmail.objects.values_list("key", flat=True))
    assert keys == sorted(f"event_cancelled:{one.pk}" for one in (guest, waiting))
    assert [event.registrations.get(pk=one.pk).state for one in (guest, waiting, gone)] == ["cancelled"] * 3


@pytest.mark.parametrize("because", ["", "  "])
def test_cancel_without_a_reason_is_refused(because, organiser, now):
    with pytest.raises(Refused):
        events.cancel(event=make.event(), by=organiser, because=because, now=now)

    assert Event.objects.get().state == "published"


def test_cancel_of_what_has_begun_is_refused(organiser, now):
    late, inside = make.event(starts_at=now), make.event()
    make.check_in(inside)

    for event in (late, inside):
        with pytest.raises(Refused, match="begonnen|begun"):
            events.cancel(event=event, by=organiser, because="x", now=now)


def test_hold_by_the_clock_waits_for_the_end(now, monkeypatch):
    event = make.event("closed", starts_at=now)
    early, late = event.ends_at - dt.timedelta(seconds=1), event.ends_at

    for moment, state in ((early, "closed"), (late, "held"), (late, "held")):
        monkeypatch.setattr("corridor.clock.now", lambda moment=moment: moment)
        tasks.hold_events()
        event.refresh_from_db()
        assert event.state == state
    with pytest.raises(Refused):
        events.hold(event=make.event(starts_at=now), by=None, now=early)
    assert history(event) == [("moved", "closed", "held", None)]


def test_hold_by_an_organiser_waits_for_the_beginning_and_twice_is_harmless(organiser, now):
    event = make.event(starts_at=now + DAY)

    with pytest.raises(Refused):
        events.hold(event=event, by=organiser, now=now)
    for _ in range(2):
        assert events.hold(event=event, by=organiser, now=now + DAY).state == "held"


@pytest.mark.parametrize("was", ["draft", "held", "cancelled"])
def test_archive_puts_away(was, organiser, now):
    assert events.archive(event=make.event(was), by=organiser, now=now).state == "archived"


FREE = {"close": {"published"}, "archive": {"draft", "held", "cancelled"}, "cancel": {"published", "closed"}}


@pytest.mark.parametrize(("verb", "was"), list(itertools.product(FREE, Event.State.values)))
def test_each_verb_moves_only_what_its_table_allows(verb, was, organiser, now):
    event = make.event(was)
    also = {"because": "x"} if verb == "cancel" else {}

    if was in FREE[verb]:
        assert getattr(events, verb)(event=event, by=organiser, now=now, **also).state != was
    else:
        with pytest.raises(IllegalMove):
            getattr(events, verb)(event=event, by=organiser, now=now, **also)
