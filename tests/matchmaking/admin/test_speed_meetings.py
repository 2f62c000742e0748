"""How does an organiser have speed meetings proposed, agree to them and mend them, from the console? (F078)"""

import datetime as dt

import pytest
from celery import current_app

from corridor import nudge
from events.models import SpeedMeetings
from matchmaking import tasks
from matchmaking.models import SpeedPlan
from tests import make
from tests.entering import answer, at, enter, text
from tests.matchmaking import speeding

pytestmark = pytest.mark.django_db

DESK = "matchmaking/speedplan"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def clock(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)
    return lambda minutes: monkeypatch.setattr("corridor.clock.now", lambda: now + minutes * MINUTE)


def form(event, **changes: object) -> dict:
    return {"evening": event.pk, "turns": "3", "seats": "2", "minutes": "8", "pause_minutes": "2", **changes}


def do(plan: SpeedPlan, verb: str) -> str:
    return at(DESK, plan.pk, "do", verb)


def test_f078_from_the_page_of_the_event_to_the_first_bell(organiser, clock, client_for):
    event = speeding.evening(8)
    console = enter(organiser)

    desk_of_event = text(console.get(at("events/event", event.pk, "change")))
    asking = console.get(at(DESK, "add"), {"event": event.pk})
    console.post(at(DESK, "add"), form(event))
    plan = SpeedPlan.objects.get()
    page = at(DESK, plan.pk, "change")
    waiting = text(console.get(page))
    tasks.work_out_speed_meetings(plan.pk)
    draft = text(console.get(page))
    nothing_yet = SpeedMeetings.objects.exists()
    console.post(do(plan, "agree"))
    agreed = text(console.get(page))
    console.post(do(plan, "begin"))
    running = text(console.get(page, {"turn": 2}))

    assert f'href="{at(DESK, "add")}?event={event.pk}"' in desk_of_event
    assert f'<option value="{event.pk}" selected>' in text(asking)
    assert "being computed" in waiting and "Agree to these turns" not in waiting
    assert "Agree to these turns" in draft and "Begin the first turn" not in draft
    assert "Guest3 Nr3" in draft and "% of them between two regions" in draft and "Met twice" in draft
    assert not nothing_yet
    assert "Begin the first turn" in agreed and "Who sits where, to print" in agreed
    assert "turn 1, until 10:08" in running and "Two minutes more" in running
    assert f'href="{page}"' in text(console.get(at("events/event", event.pk, "change")))
    guest = event.registrations.first().member
    assert "Now" in text(client_for(guest).get(f"/en/events/{event.slug}/speed-meetings/"))


def test_f078_a_guest_went_home_and_another_came_late_at_one_press_each(organiser, clock, now):
    event = speeding.evening(8)
    plan = speeding.running(event, organiser, now, turns=3)
    gone = event.registrations.first()
    late = make.check_in(event, speeding.guest(30)).registration
    console = enter(organiser)
    clock(1)

    console.post(do(plan, "leave"), {"registration": gone.pk})
    console.post(do(plan, "join"), {"registration": late.pk})
    mending = text(console.get(at(DESK, plan.pk, "change")))
    tasks.work_out_speed_meetings(plan.pk)
    mended = text(console.get(at(DESK, plan.pk, "change")))

    assert "are being mended" in mending and "are being mended" not in mended
    assert [turn for turn, _ in speeding.seats_of(event, gone)] == [1]
    assert [turn for turn, _ in speeding.seats_of(event, late)] == [2, 3]
    stranger = make.check_in(speeding.evening(0)).registration
    assert answer(console, "post", do(plan, "leave"), registration=stranger.pk) == 404
    assert answer(console, "post", do(plan, "leave"), registration="x") == 404


def test_f078_the_desk_tells_what_the_door_knows_and_one_press_follows_it(organiser, clock, now):
    event = speeding.evening(7)
    missing = make.registration(event, speeding.guest(20))
    plan = speeding.running(event, organiser, now, turns=3)
    new = make.check_in(event, make.member("Nora Nieuw")).registration
    event.registrations.filter(member__name="Guest0 Nr0").update(state="cancelled")
    console = enter(organiser)
    clock(1)

    before = text(console.get(at(DESK, plan.pk, "change")))
    console.post(do(plan, "follow"))
    tasks.work_out_speed_meetings(plan.pk)
    after = text(console.get(at(DESK, plan.pk, "change")))

    assert "Inside, without a table" in before and "Gave their place back" in before and "Not inside yet" in before
    assert "At the door" not in after
    assert [turn for turn, _ in speeding.seats_of(event, new)] == [2, 3]
    assert [turn for turn, _ in speeding.seats_of(event, missing)] == [1]


def test_f078_impossible_numbers_are_said_in_the_form(organiser, clock):
    event = speeding.evening(8)
    console = enter(organiser)

    too_many = console.post(at(DESK, "add"), form(event, turns="7"))
    too_few = console.post(at(DESK, "add"), form(speeding.evening(2)))

    assert "there are at most 5 turns" in text(too_many)
    assert "need at least four guests" in text(too_few)
    assert not SpeedPlan.objects.exists()


def test_f078_other_regions_are_out_of_reach(organiser, clock, now):
    elsewhere = speeding.evening(8, region=make.region("brainport"))
    theirs = make.organiser(region=make.region("brainport"))
    plan = speeding.proposed(elsewhere, theirs, now, turns=3)
    console = enter(organiser)

    assert answer(console, "get", at(DESK, plan.pk, "change")) == 404
    assert answer(console, "post", do(plan, "agree")) == 404
    assert "Select a valid choice" in text(console.post(at(DESK, "add"), form(elsewhere)))
    assert SpeedPlan.objects.get().asked_by == theirs


@pytest.mark.parametrize("turn", ["0", "4", "-1", "x", "²", "99999"])
def test_f078_a_turn_that_there_is_not_is_a_bad_request(organiser, clock, now, turn):
    plan = speeding.proposed(speeding.evening(6), organiser, now, turns=3)

    assert enter(organiser).get(at(DESK, plan.pk, "change"), {"turn": turn}).status_code == 400


def test_f078_the_worker_is_told_after_the_commit(organiser, clock, monkeypatch, django_capture_on_commit_callbacks):
    told = []
    monkeypatch.setitem(current_app.conf, "task_always_eager", False)
    monkeypatch.setattr(current_app, "send_task", lambda name, args=(), **options: told.append((name, *args)))
    monkeypatch.setattr(nudge, "_quiet_until", 0.0)
    event = speeding.evening(6)

    with django_capture_on_commit_callbacks(execute=True):
        enter(organiser).post(at(DESK, "add"), form(event))

    assert ("matchmaking.work_out_speed_meetings", SpeedPlan.objects.get().pk) in told
