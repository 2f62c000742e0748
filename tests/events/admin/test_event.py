"""How does an organiser draft an event, announce it, call it off, and let its guests in?"""

import datetime as dt

import pytest

from corridor.models import Transition
from events.models import CheckIn, Event
from tests import make
from tests.entering import answer, at, enter, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


def form(**changes: object) -> dict:
    given = {
        "kind": "meetup",
        "title_nl": "Voorspellen wat stilvalt",
        "title_en": "Predicting what stops",
        "summary_nl": "Twee verhalen.",
        "summary_en": "Two talks.",
        "region": make.region("mra").pk,
        "venue": make.venue().pk,
        "online_at": "",
        "starts_at": "2026-12-04T17:00",
        "ends_at": "2026-12-04T19:30",
        "capacity": "20",
        "languages": "both",
        "layers": [make.layer(5).pk],
        "audience": "public",
    }
    return {**given, **changes}


def history(event: Event) -> list[tuple[str, str]]:
    rows = Transition.objects.filter(subject_type="events.event", subject_id=event.pk).order_by("pk")
    return list(rows.values_list("action", "to"))


def test_an_event_is_drafted_edited_published_and_cancelled_from_its_desk(organiser):
    console = enter(organiser)

    console.post(at("events/event", "add"), form())
    event = Event.objects.get()
    page = at("events/event", event.pk, "change")
    console.post(page, form(title_en="Predicting what stands still"))
    console.post(at("events/event", event.pk, "do", "publish"))
    announced = text(console.get(page))
    without_a_reason = console.post(at("events/event", event.pk, "do", "cancel"))
    console.post(at("events/event", event.pk, "do", "cancel"), {"because": "The roof leaks"})

    event.refresh_from_db()
    assert event.starts_at == dt.datetime(2026, 12, 4, 16, 0, tzinfo=dt.UTC)
    assert (event.title_en, event.organiser, event.layers.get().number) == (
        "Predicting what stands still",
        organiser,
        5,
    )
    assert "Close registration" in announced and "See its page" in announced and "The day is over" not in announced
    assert without_a_reason.status_code == 302
    assert history(event) == [("added", "draft"), ("edited", ""), ("moved", "published"), ("moved", "cancelled")]


def test_an_announced_event_keeps_its_day_and_changes_its_words(organiser):
    event = make.event()
    was = event.starts_at

    enter(organiser).post(at("events/event", event.pk, "change"), form(title_en="Other words", capacity="30"))

    event.refresh_from_db()
    assert (event.title_en, event.capacity, event.starts_at, event.kind) == ("Other words", 30, was, "meetup")
    words = Transition.objects.get(subject_type="events.event", action="edited").because
    assert "Other words" in words and "10 → 30" in words


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_at": "2027-03-28T02:30"},  # the night the clock skips that hour
        {"starts_at": "2026-10-25T02:30", "ends_at": "2026-10-25T05:00"},  # the night it has it twice
        {"ends_at": "2026-12-04T16:00"},
        {"starts_at": "1926-12-04T16:00"},
        {"capacity": "0"},
        {"title_en": ""},
    ],
)
def test_s56_a_draft_with_an_impossible_moment_is_asked_again(changes, organiser):
    response = enter(organiser).post(at("events/event", "add"), form(**changes))

    assert response.status_code == 200
    assert Event.objects.count() == 0


def test_fewer_places_than_are_taken_are_refused(organiser):
    event = make.event()
    for _ in range(2):
        make.registration(event)

    response = enter(organiser).post(at("events/event", event.pk, "change"), form(capacity="1"))

    event.refresh_from_db()
    assert (response.status_code, event.capacity) == (409, 10)


def test_only_ones_own_regions_are_there(organiser):
    elsewhere = make.event(region=make.region("groningen"), title_en="Meetup elsewhere")
    make.event(title_en="Meetup here")
    console = enter(organiser)

    listed = text(console.get(at("events/event")))
    drafted = console.post(at("events/event", "add"), form(region=elsewhere.region.pk))

    assert "Meetup here" in listed and "Meetup elsewhere" not in listed
    assert answer(console, "get", at("events/event", elsewhere.pk, "change")) == 404
    assert answer(console, "post", at("events/event", elsewhere.pk, "do", "cancel"), because="x") == 404
    assert drafted.status_code == 200 and Event.objects.count() == 2


def test_guests_are_let_in_beside_their_names(organiser, now):
    event = make.event(starts_at=now + dt.timedelta(minutes=5))
    guest = make.registration(event, make.member("Gast Een", email="gast@example.nl"))
    make.registration(event, make.member("Wacht Twee"), "waitlisted")
    console = enter(organiser)
    page = at("events/event", event.pk, "change")

    before = text(console.get(page))
    console.post(at("events/event", event.pk, "do", "check_in"), {"registration": guest.pk})
    inside = text(console.get(page))
    console.post(at("events/event", event.pk, "do", "undo"), {"registration": guest.pk})

    assert before.index("Gast Een") < before.index("Wacht Twee") and before.count("Check in") == 1
    assert "gast@example.nl" not in before
    assert "in at 10:00" in inside and "one has arrived" in inside and "Check in" not in inside
    assert CheckIn.objects.count() == 0
    assert list(Transition.objects.filter(subject_type="events.registration").values_list("action", flat=True)) == [
        "arrival undone",
        "arrived",
    ]


def test_a_guest_of_another_event_is_not_let_in(organiser, now):
    event, other = make.event(starts_at=now), make.registration(make.event(starts_at=now))
    console = enter(organiser)

    for number in (other.pk, "", "x", "²"):
        assert answer(console, "post", at("events/event", event.pk, "do", "check_in"), registration=number) == 404

    assert CheckIn.objects.count() == 0


def test_the_desk_says_who_did_not_arrive(organiser, now):
    event = make.event("held", starts_at=now - dt.timedelta(days=9))
    make.check_in(event, make.member("Kwam Wel"))
    make.registration(event, make.member("Kwam Niet"))

    page = text(enter(organiser).get(at("events/event", event.pk, "change")))

    assert page.count("did not arrive") == 1 and "Check in" not in page


@pytest.mark.parametrize("guests", [1, 3])
def test_the_desk_takes_as_many_queries_whatever_there_is(guests, organiser, django_assert_num_queries, now):
    event = make.event(starts_at=now)
    for _ in range(guests):
        make.registration(event)
    make.check_in(event)
    console = enter(organiser)
    console.get(at("events/event", event.pk, "change"))  # what a process keeps for itself is read

    with django_assert_num_queries(29):
        console.get(at("events/event", event.pk, "change"))


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        ("2027-03-28T02:30", "skips this hour. Choose 01:30 or 03:30."),
        ("2026-10-25T02:30", "has this hour twice. Choose 01:30 or 03:30."),
        ("1926-12-04T16:00", "in this century"),
        ("tomorrow", "like 2027-03-21 17:00"),
    ],
)
def test_s56_an_impossible_moment_is_answered_with_what_could_be_meant(moment, says, organiser):
    page = text(enter(organiser).post(at("events/event", "add"), form(starts_at=moment)))

    assert says in page


def test_f027_what_an_event_is_for_whom_and_what_it_asks_is_kept(organiser):
    ground = {"layers": make.layer(5), "synergies": make.synergy(), "topics": make.topic()}
    ticks = ("approves", "allows_companion", "asks_needs", "asks_photo", "shows_guests")
    given = form(audience="invited", room="Zaal 2", **dict.fromkeys(ticks, "on"))
    console = enter(organiser)

    console.post(at("events/event", "add"), given | {name: [row.pk] for name, row in ground.items()})
    event = Event.objects.get()
    kept = [(name, getattr(event, name).get()) for name in ground]
    console.post(at("events/event", event.pk, "change"), form(audience="members"))

    assert kept == list(ground.items()) and event.room == "Zaal 2" and event.audience == "invited"
    assert all(getattr(event, tick) for tick in ticks)
    event.refresh_from_db()
    assert event.audience == "members" and not any(getattr(event, tick) for tick in ticks)
    assert event.room == "" and not event.topics.exists() and event.layers.exists()
