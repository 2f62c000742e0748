"""What does the box ask, what does one's own place show, and who reads what guests need? (F028, F039, F085)"""

import datetime as dt

import pytest
from django.test import Client

from events.models import Event, EventStaff, Needs, Question, Registration
from tests import make
from tests.entering import text

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
ALL = {
    "companion": "Kim Kist",
    "companion_agrees": "on",
    "photo": "none",
    "is_listed": "on",
    "diet": "peanuts",
    "access": "",
    "needs_agreed": "on",
}


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


@pytest.fixture
def event(db) -> Event:
    return make.event(allows_companion=True, asks_photo=True, asks_needs=True, shows_guests=True)


def at(event: Event, part: str = "") -> str:
    return f"/en/events/{event.slug}/{part}"


def press(client: Client, event: Event, act: str, **data: str):
    return client.post(at(event, "registration/"), {"act": act, **data})


def test_f085_a_member_says_all_that_is_asked_and_sees_it_again(event, member, client_for):
    client = client_for(member)

    asked = client.get(at(event)).content.decode()
    response = press(client, event, "register", **ALL)
    page = client.get(at(event, "my-place/")).content.decode()

    assert all(f'name="{name}"' in asked for name in ALL)
    assert response.status_code == 302
    own = Registration.objects.get()
    assert (own.companion, own.photo, own.is_listed, own.needs.diet) == ("Kim Kist", "none", True, "peanuts")
    assert "Kim Kist" in page and "peanuts" in page


def test_an_event_that_asks_nothing_has_no_such_fields(member, client_for):
    page = client_for(member).get(at(make.event())).content.decode()

    assert not any(f'name="{name}"' in page for name in ALL)


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ("companion_agrees", "Ask them first, then tick this."),
        ("needs_agreed", "Without this we may not keep it."),
        ("photo", "Say whether photos of you are fine."),
    ],
)
def test_f039_f085_each_consent_is_a_tick_of_its_own(left_out, sentence, event, member, client_for):
    response = press(client_for(member), event, "register", **{k: v for k, v in ALL.items() if k != left_out})

    assert response.status_code == 422
    assert sentence in text(response) and "Kim Kist" in response.content.decode()
    assert (Registration.objects.count(), Needs.objects.count()) == (0, 0)


def test_f028_questions_are_asked_in_ones_language_and_answers_checked(member, client_for):
    event = make.event()
    line = Question.objects.create(
        event=event, position=1, text_nl="Wat?", text_en="What brings you?", is_required=True
    )
    choice = Question.objects.create(
        event=event,
        position=2,
        kind="choice",
        text_nl="Welke?",
        text_en="Which one?",
        choices_nl=["een", "twee"],
        choices_en=["one", "two"],
    )
    tick = Question.objects.create(event=event, position=3, kind="tick", text_nl="Lunch?", text_en="Lunch?")
    client = client_for(member)

    page = text(client.get(at(event)))
    empty = press(client, event, "register", **{f"question_{choice.pk}": "1"})
    odd = press(client, event, "register", **{f"question_{line.pk}": "Chips", f"question_{choice.pk}": "7"})
    before = Registration.objects.count()
    said = {f"question_{line.pk}": "Chips", f"question_{choice.pk}": "1", f"question_{tick.pk}": "on"}
    press(client, event, "register", **said)

    assert "What brings you?" in page and "two" in page and "twee" not in page
    assert (empty.status_code, odd.status_code, before) == (422, 422, 0)
    answers = Registration.objects.get().answers.values_list("question", "value")
    assert dict(answers) == {line.pk: "Chips", choice.pk: "1", tick.pk: "yes"}


def test_f028_where_the_host_approves_needs_are_the_second_step(member, client_for):
    event = make.event(approves=True, asks_needs=True)
    client = client_for(member)

    page = client.get(at(event)).content.decode()
    press(client, event, "register", diet="peanuts", needs_agreed="on")
    pending = client.get(at(event)).content.decode()
    first = client.get(at(event, "my-place/")).content.decode()
    Registration.objects.update(state="confirmed")
    second = client.get(at(event, "my-place/")).content.decode()
    client.post(at(event, "my-place/"), {"diet": "peanuts", "needs_agreed": "on"})

    assert "Ask for a place" in page and "The host decides" in pending
    assert ['name="diet"' in one for one in (page, first, second)] == [False, False, True]
    assert Needs.objects.get().diet == "peanuts"


def test_f030_the_box_of_an_offer_says_until_when_and_takes_a_yes(member, client_for, now):
    event = make.event(capacity=1)
    own = make.registration(event, member, "offered", offer_until=now + HOUR)
    client = client_for(member)

    page = text(client.get(at(event)))
    press(client, event, "accept")

    own.refresh_from_db()
    assert "It is yours when you say yes, until 24 November 2026, 11:00." in page
    assert own.state == "confirmed"


def test_f028_the_box_of_an_invitation_takes_a_yes_and_a_no(member, client_for):
    event = make.event(audience="invited")
    own = make.registration(event, member, "invited")
    other = make.registration(event, state="invited")

    page = text(client_for(member).get(at(event)))
    press(client_for(member), event, "register")
    press(client_for(other.member), event, "cancel")

    for row in (own, other):
        row.refresh_from_db()
    assert "You are invited" in page and "No, thank you" in page
    assert (own.state, other.state) == ("confirmed", "declined")


def test_f031_late_the_box_asks_why(member, client_for, now):
    event = make.event(starts_at=now + HOUR)
    own = make.registration(event, member)
    client = client_for(member)

    page = client.get(at(event)).content.decode()
    refused = press(client, event, "cancel")
    press(client, event, "cancel", because="Ill")

    own.refresh_from_db()
    assert 'name="because"' in page and refused.status_code == 409
    assert (own.state, own.late_because) == ("cancelled", "Ill")


def test_f085_guests_see_one_another_only_once_they_come_and_only_who_agreed(event, member, client_for):
    shown, hidden = make.member("Sanne Sein"), make.member("Henk Hul")
    make.registration(event, shown, is_listed=True)
    make.registration(event, hidden)
    waits = make.registration(event, state="waitlisted")
    make.registration(event, member)

    page = text(client_for(member).get(at(event, "my-place/")))
    waiting = text(client_for(waits.member).get(at(event, "my-place/")))

    assert "Sanne Sein" in page and "Henk Hul" not in page
    assert "Sanne Sein" not in waiting


def test_a_place_of_ones_own_is_changed_until_it_begins(event, member, client_for, now):
    own = make.registration(event, member)
    client = client_for(member)

    saved = client.post(at(event, "my-place/"), ALL)
    wrong = client.post(at(event, "my-place/"), ALL | {"companion_agrees": ""})
    Event.objects.update(starts_at=now)
    late = client.post(at(event, "my-place/"), ALL | {"companion": "Lou Lok"})

    own.refresh_from_db()
    assert (saved.status_code, wrong.status_code, late.status_code) == (302, 422, 409)
    assert own.companion == "Kim Kist"


def test_who_has_no_place_is_led_to_the_event(event, member, client_for):
    assert client_for(member).get(at(event, "my-place/")).headers["Location"] == at(event)


def test_f039_only_the_hosts_of_this_event_read_what_guests_need(event, member, client_for, now):
    row = make.registration(event, make.member("Sanne Sein"))
    Needs.objects.create(registration=row, diet="peanuts", consented_at=now, text_version="1")
    hosts = {"host": make.member(), "door": make.member()}
    for role, person in hosts.items():
        EventStaff.objects.create(event=event, member=person, role=role, added_at=now)
    elsewhere = make.member()
    EventStaff.objects.create(event=make.event(), member=elsewhere, role="host", added_at=now)
    root = make.member(is_superuser=True)

    def read(person) -> int:
        return client_for(person).get(at(event, "needs/")).status_code

    assert at(event, "needs/") in client_for(hosts["host"]).get(at(event)).content.decode()
    assert at(event, "needs/") not in client_for(member).get(at(event)).content.decode()
    page = text(client_for(hosts["host"]).get(at(event, "needs/")))
    assert "Sanne Sein" in page and "peanuts" in page
    assert [read(one) for one in (hosts["host"], make.organiser())] == [200, 200]
    assert [read(one) for one in (hosts["door"], elsewhere, row.member, member, root)] == [404] * 5
    assert [read(make.organiser("Bea Brug", region=make.region("brainport")))] == [404]


@pytest.mark.parametrize("guests", [1, 4])
def test_the_pages_of_a_place_ask_the_database_so_often_however_many_guests(
    guests, event, member, client_for, now, django_assert_num_queries
):
    make.registration(event, member)
    host = make.member()
    EventStaff.objects.create(event=event, member=host, role="host", added_at=now)
    for _ in range(guests):
        row = make.registration(event, is_listed=True)
        Needs.objects.create(registration=row, diet="vegan", consented_at=now, text_version="1")
    own, hosts = client_for(member), client_for(host)

    with django_assert_num_queries(11):
        own.get(at(event, "my-place/"))
    with django_assert_num_queries(7):
        hosts.get(at(event, "needs/"))
