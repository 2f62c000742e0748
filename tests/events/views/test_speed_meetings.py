"""What do a phone, the wall and the paper show of the speed meetings? (F078)"""

import datetime as dt
import re

import pytest
from django.test import Client

from events.models import EventStaff, SpeedMeetings, SpeedSeat
from tests import make

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def clock(now, monkeypatch):
    """clock(minutes): so long after the first bell."""
    return lambda minutes: monkeypatch.setattr("corridor.clock.now", lambda: now + minutes * MINUTE)


@pytest.fixture
def evening(now, clock):
    """Ada, Bob, Cas and Dee, three turns: Ada with Bob, with Cas, and without a table."""
    clock(0)
    event = make.event(starts_at=now)
    ada, bob, cas, dee = (
        make.registration(event, make.member(name), is_listed=name != "Cas Cuijk")
        for name in ("Ada Amstel", "Bob Brug", "Cas Cuijk", "Dee Dorp")
    )
    tables = {1: [[cas, dee], [ada, bob]], 2: [[ada, cas], [bob, dee]], 3: [[bob, cas, dee]]}
    meetings = make.speed_meetings(event, tables, minutes=8, pause_minutes=2, began_at=now)
    SpeedSeat.objects.filter(turn=1, registration=ada).update(
        because={"en": "Bob brings chips; you are looking for it.", "nl": "Bob brengt chips."}
    )
    event.ada, event.meetings, event.own = ada.member, meetings, ada
    return event


def words(client: Client, event, page: str = "") -> str:
    """The page in words."""
    answer = client.get(f"/en/events/{event.slug}/speed-meetings/{page}")
    assert answer.status_code == 200
    main = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", main))


def test_f078_the_phone_says_which_table_with_whom_and_why(evening, client_for, clock):
    page = words(client_for(evening.ada), evening)

    assert "Now · turn 1 of 3" in page
    assert "Table 2 with Bob Brug" in page
    assert "Because" in page and "Bob brings chips; you are looking for it." in page
    assert "After this: table 1." in page


def test_f078_in_the_pause_it_says_what_is_next_and_in_a_turn_without_a_table_so(evening, client_for, clock):
    ada = client_for(evening.ada)
    clock(9)
    pause = words(ada, evening)
    clock(21)
    nowhere = words(ada, evening)
    clock(40)
    over = words(ada, evening)

    assert "Next · turn 2 of 3" in pause and "Table 1 with Cas" in pause
    assert "No table this turn" in nowhere
    assert "The turns are over" in over


def test_f078_who_did_not_agree_to_be_seen_by_other_guests_is_called_by_the_first_name(evening, client_for, clock):
    clock(9)

    page = words(client_for(evening.ada), evening)

    assert "Cas" in page and "Cuijk" not in page
    assert "Bob Brug, " in page  # who agreed stands there in full, with where they work


def test_f078_who_gave_the_place_back_is_company_no_more(evening, client_for):
    evening.registrations.filter(member__name="Bob Brug").update(state="cancelled")

    assert "Bob Brug" not in words(client_for(evening.ada), evening)


def test_f078_only_a_guest_with_a_place_has_such_a_page(evening, client_for, organiser):
    address = f"/en/events/{evening.slug}/speed-meetings/"
    waiting = make.registration(evening, state="waitlisted").member

    assert client_for(make.member()).get(address).status_code == 404
    assert client_for(waiting).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    without = make.registration(make.event())
    assert client_for(without.member).get(f"/en/events/{without.event.slug}/speed-meetings/").status_code == 404


def test_f078_a_guest_finds_the_page_from_the_page_of_the_event(evening, client_for):
    link = f'href="/en/events/{evening.slug}/speed-meetings/"'
    page = f"/en/events/{evening.slug}/"

    assert link in client_for(evening.ada).get(page).content.decode()
    assert link not in Client().get(page).content.decode()
    assert link not in client_for(make.member()).get(page).content.decode()
    assert f"{link[:-1]}clock/" in Client().get(page).content.decode()
    other = make.registration(make.event(), evening.ada).event
    assert "speed-meetings" not in client_for(evening.ada).get(f"/en/events/{other.slug}/").content.decode()


def test_f078_the_clock_on_the_wall_runs_by_turns_and_names_nobody_and_sets_no_cookie(evening, clock):
    wall = Client()
    first = words(wall, evening, "clock/")
    clock(9)
    pause = words(wall, evening, "clock/")
    clock(40)
    over = words(wall, evening, "clock/")

    assert "Turn 1 of 3" in first and "until 10:08" in first and "10:20–10:28" in first
    assert "Find your table for turn 2 of 3" in pause and "until 10:10" in pause
    assert "That was it" in over
    assert not any(name in page for page in (first, pause, over) for name in ("Ada", "Bob", "Cas"))
    assert not wall.cookies


def test_f078_the_clock_tells_a_script_when_the_turn_ends_by_the_clock_of_the_server(evening, now, clock):
    clock(1)

    page = Client().get(f"/en/events/{evening.slug}/speed-meetings/clock/").content.decode()

    at, until = int((now + MINUTE).timestamp()), int((now + 8 * MINUTE).timestamp())
    assert f'data-until="{until}" data-now="{at}"' in page
    assert "<script>" not in page and 'src="/static/corridor/meetings' in page


def test_f078_the_plan_on_paper_is_for_who_works_there(evening, client_for, organiser, now):
    door, other = make.member(), make.organiser(region=make.region("brainport"))
    EventStaff.objects.create(event=evening, member=door, role="door", added_at=now)

    page = words(client_for(door), evening, "plan/")

    assert "Ada Amstel" in page and "Turn 3" in page and "Bob Brug, Cas Cuijk, Dee Dorp" in page
    assert "Ada Amstel" in words(client_for(organiser), evening, "plan/")
    for person in (evening.ada, other):
        assert client_for(person).get(f"/en/events/{evening.slug}/speed-meetings/plan/").status_code == 404


def test_f078_a_host_rings_the_first_bell_and_prolongs_a_turn_the_door_only_reads(evening, client_for, now, clock):
    host, door = make.member(), make.member()
    for person, role in ((host, "host"), (door, "door")):
        EventStaff.objects.create(event=evening, member=person, role=role, added_at=now)
    SpeedMeetings.objects.update(began_at=None)
    address, meetings = f"/en/events/{evening.slug}/speed-meetings/plan/", evening.meetings

    of_the_door = client_for(door).post(address, {"act": "begin"})
    rung = client_for(host).post(address, {"act": "begin"})
    clock(5)
    client_for(host).post(address, {"act": "prolong"})
    twice = client_for(host).post(address, {"act": "begin"})

    meetings.refresh_from_db()
    assert (of_the_door.status_code, rung.status_code, twice.status_code) == (409, 302, 409)
    assert "begun already" in twice.content.decode()
    assert meetings.began_at == now + 2 * MINUTE
    assert "Two minutes more" not in client_for(door).get(address).content.decode()
    assert client_for(host).post(address, {"act": "agree"}).status_code == 404
    assert address in client_for(host).get(address.replace("plan", "clock")).content.decode()
