"""How does an organiser shape an event, and decide who comes?"""

import csv
import io

import pytest

from corridor.models import OutboxEmail, Transition
from events.models import Event
from tests import make
from tests.entering import answer, at, enter, text

pytestmark = pytest.mark.django_db

WORDS = {"text_nl": "Hoe kom je?", "text_en": "How do you come?", "is_required": "on"}
CHOICE = WORDS | {"kind": "choice", "choices_nl": "Trein\n\n Auto ", "choices_en": "Train\r\nCar"}


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


def sent(verb: str, given: dict) -> dict:
    return {"do": verb} | {f"{verb}-{name}": value for name, value in given.items()}


def room(event: Event, name: str) -> str:
    return at("events/event", event.pk, name)


def states(event: Event) -> dict[str, str]:
    return dict(event.registrations.values_list("member__name", "state"))


def test_f027_an_event_is_held_again_from_its_page(organiser):
    event = make.event("held")
    event.questions.create(position=1, text_nl="Waarom?", text_en="Why?")
    make.registration(event)
    console = enter(organiser)

    page = text(console.get(room(event, "change")))
    response = console.post(room(event, "clone"), sent("clone", {"starts_at": "2027-02-05T17:00"}))

    made = Event.objects.exclude(pk=event.pk).get()
    assert f'href="{room(event, "clone")}"' in page
    assert response["Location"] == room(made, "change") and "Made from" in text(console.get(response["Location"]))
    assert (made.state, made.questions.count(), made.registrations.count()) == ("draft", 1, 0)


def test_s56_a_copy_at_an_hour_that_is_none_is_asked_again(organiser):
    event = make.event("held")

    response = enter(organiser).post(room(event, "clone"), sent("clone", {"starts_at": "2027-03-28T02:30"}))

    assert response.status_code == 422 and "skips this hour" in text(response) and Event.objects.count() == 1


def test_f028_questions_are_asked_changed_and_dropped(organiser):
    event, console = make.event(), enter(organiser)
    page = room(event, "questions")

    console.post(page, sent("ask", CHOICE))
    one = event.questions.get()
    asked = (one.text, one.kind, one.choices_nl, one.choices_en, one.is_required)
    console.post(
        page, {"do": "reword", "row": one.pk} | {f"q{one.pk}-{k}": v for k, v in (WORDS | {"kind": "tick"}).items()}
    )
    one.refresh_from_db()
    reworded = (one.kind, one.choices_nl, one.choices_en)
    console.post(page, {"do": "drop", "row": one.pk})

    assert asked == ("How do you come?", "choice", ["Trein", "Auto"], ["Train", "Car"], True)
    assert reworded == ("tick", [], [])
    assert not event.questions.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"choices_en": "Train"},
        {"choices_nl": "Trein", "choices_en": "Train"},
        {"choices_nl": "Trein\nTrein", "choices_en": "Train\nCar"},
        {"choices_nl": "\n".join("abcdefghijklm"), "choices_en": "\n".join("abcdefghijklm")},
        {"choices_nl": "x" * 81 + "\ny"},
        {"text_en": ""},
        {"kind": "essay"},
    ],
)
def test_f028_a_question_that_cannot_be_answered_is_not_asked(wrong, organiser):
    event = make.event()

    response = enter(organiser).post(room(event, "questions"), sent("ask", CHOICE | wrong))

    assert response.status_code == 422 and not event.questions.exists()


def test_staff_get_and_lose_a_role_and_places_are_kept(organiser):
    event, member = make.event(), make.member("Dora Deur", region=make.region("mra"))
    console, page = enter(organiser), room(event, "people")

    console.post(page, sent("add", {"member": member.email.upper(), "role": "door"}))
    console.post(page, sent("hold", {"places": "3", "helix": "knowledge", "region": ""}))
    shown, one = text(console.get(page)), event.staff.get()
    both = console.post(page, sent("hold", {"places": "3", "helix": "knowledge", "region": make.region("mra").pk}))
    console.post(page, {"do": "remove", "row": one.pk})
    console.post(page, {"do": "release", "row": event.held_places.get().pk})

    assert (
        "Dora Deur" in shown
        and "knowledge" in shown
        and member.email not in shown
        and (one.role, one.added_by) == ("door", organiser)
    )
    assert both.status_code == 422
    assert not event.staff.exists() and not event.held_places.exists()


def test_s16_who_is_out_of_reach_reads_like_who_does_not_exist(organiser):
    event, elsewhere = make.event(), make.member(region=make.region("groningen"))
    console, pages = enter(organiser), {"people": "add", "guests": "invite"}

    for name, verb in pages.items():
        answers = [
            console.post(room(event, name), sent(verb, {"member": address, "role": "door"}))
            for address in (elsewhere.email, "nobody@example.nl")
        ]
        assert [one.status_code for one in answers] == [422, 422]
        assert all("No member within your reach" in text(one) for one in answers)
    assert not event.staff.exists() and not event.registrations.exists()


def test_who_came_before_may_be_invited_from_another_region(organiser):
    event, far = make.event(), make.member("Ver Weg", region=make.region("groningen"))
    make.registration(make.event("held"), far)
    elsewhere = make.member(region=make.region("groningen"))
    make.registration(make.event("held", region=make.region("groningen")), elsewhere)
    console = enter(organiser)

    for person in (far, elsewhere):
        console.post(room(event, "guests"), sent("invite", {"member": person.email}))

    assert states(event) == {"Ver Weg": "invited"}


def test_f030_guests_are_invited_added_approved_declined_and_promoted(organiser):
    event, console = make.event(capacity=3, approves=True), enter(organiser)
    page, here = room(event, "guests"), {"region": make.region("mra")}
    asks, refused, waits, last = (
        make.registration(event, make.member(f"{name} Een"), state)
        for name, state in (
            ("Asks", "pending"),
            ("Refused", "pending"),
            ("Waits", "waitlisted"),
            ("Zlast", "waitlisted"),
        )
    )
    invited, added = make.member("Invited Een", **here), make.member("Added Een", **here)

    console.post(page, sent("invite", {"member": invited.email}))
    without = console.post(page, sent("add", {"member": added.email, "because": ""}))
    console.post(page, sent("add", {"member": added.email, "because": "She speaks"}))
    console.post(page, {"do": "decline", "row": refused.pk})
    console.post(page, {"do": "front", "row": last.pk, "because": "Comes from far"})
    console.post(page, {"do": "promote", "row": waits.pk, "because": ""})
    kept = states(event)["Waits Een"]
    console.post(page, {"do": "promote", "row": last.pk, "because": "Comes from far"})

    assert without.status_code == 422 and kept == "waitlisted"
    assert states(event) == {
        "Asks Een": "pending",
        "Refused Een": "declined",
        "Waits Een": "waitlisted",
        "Zlast Een": "offered",
        "Invited Een": "invited",
        "Added Een": "confirmed",
    }
    console.post(page, {"do": "approve", "row": asks.pk})
    assert states(event)["Asks Een"] in ("confirmed", "waitlisted")
    reasons = Transition.objects.filter(subject_type="events.registration", by=organiser).values_list(
        "because", flat=True
    )
    assert {"She speaks", "Comes from far"} <= set(reasons)
    assert OutboxEmail.objects.filter(member=added, kind="events.registered").count() == 1
    shown = text(console.get(page))
    assert "Waits Een" in shown and "@example" not in shown


def test_f029_nobody_is_given_a_place_that_is_not_there(organiser):
    event, here = make.event(capacity=1), {"region": make.region("mra")}
    make.registration(event)
    late = make.member(**here)

    response = enter(organiser).post(room(event, "guests"), sent("add", {"member": late.email, "because": "Please"}))

    assert response.status_code == 422 and "No place is free" in text(response)
    assert not late.registrations.exists() and not OutboxEmail.objects.exists()


def test_f029_a_companion_of_one_who_waits_needs_a_place_too(organiser):
    event = make.event(capacity=1)
    waits = make.registration(event, make.member(region=make.region("mra")), "waitlisted", companion="Bram")

    enter(organiser).post(room(event, "guests"), sent("add", {"member": waits.member.email, "because": "Please"}))

    waits.refresh_from_db()
    assert waits.state == "waitlisted"


def test_s40_the_guest_list_leaves_inert_without_addresses_or_needs(organiser, now):
    event = make.event(starts_at=now)
    guest = make.registration(event, make.member("Gast Een", email="gast@example.nl"), companion="=cmd()")
    make.check_in(event, make.member("Binnen Twee"))
    console, page = enter(organiser), at("events/event", event.pk, "guests", "csv")

    response = console.post(page)

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["Guest", "Organisation", "Standing", "Comes along", "Registered", "Arrived"]
    assert [(row[0], row[2], row[3], bool(row[5])) for row in rows[1:]] == [
        ("Binnen Twee", "Comes", "", True),
        ("Gast Een", "Comes", "'=cmd()", False),
    ]
    assert guest.member.email not in text(response)
    assert Transition.objects.get(action="exported").because == "guests: 2"
    assert enter(organiser, proven=False).post(page).status_code == 302


@pytest.mark.parametrize("name", ["questions", "people", "clone", "move", "guests"])
def test_s10_a_room_of_elsewhere_does_not_exist(name, organiser):
    event = make.event(region=make.region("groningen"))
    console = enter(organiser)

    assert answer(console, "get", room(event, name)) == 404
    assert answer(console, "post", room(event, name), do="ask") == 404


def test_s10_a_row_of_another_event_is_not_touched(organiser, now):
    event, other = make.event(), make.event()
    waits = make.registration(other, state="pending")
    question = other.questions.create(position=1, text_nl="Waarom?", text_en="Why?")
    member = other.staff.create(member=make.member(), role="door", added_at=now)
    console = enter(organiser)

    for name, verb, row in (
        ("guests", "approve", waits),
        ("questions", "drop", question),
        ("people", "remove", member),
    ):
        for number in (row.pk, "", "x", "²"):
            assert answer(console, "post", room(event, name), do=verb, row=number, because="x") == 404
        assert answer(console, "post", room(event, name), do="other", row=row.pk) == 404
    waits.refresh_from_db()
    assert waits.state == "pending" and other.questions.exists() and other.staff.exists()


@pytest.mark.parametrize(("name", "queries"), [("questions", 13), ("people", 15), ("guests", 16)])
@pytest.mark.parametrize("many", [1, 3])
def test_a_room_takes_as_many_queries_whatever_there_is(many, name, queries, organiser, django_assert_num_queries, now):
    event = make.event()
    for number in range(many):
        event.questions.create(position=number, text_nl="Waarom?", text_en="Why?")
        event.staff.create(member=make.member(), role="door", added_at=now)
        make.registration(event)
        event.held_places.create(region=make.region(f"place-{number}"), places=1)
    console = enter(organiser)

    with django_assert_num_queries(queries):
        console.get(room(event, name))


def test_f031_an_organiser_notes_that_somebody_does_not_come_and_the_place_goes_on(organiser):
    event, console = make.event(capacity=1), enter(organiser)
    comes, waits = make.registration(event), make.registration(event, state="waitlisted")
    page = room(event, "guests")

    refused = text(console.post(page, {"do": "release", "row": comes.pk, "because": " "}, follow=True))
    kept = comes.__class__.objects.get(pk=comes.pk).state
    for _ in range(2):
        console.post(page, {"do": "release", "row": comes.pk, "because": "Rang us: flu"})
    none = text(console.post(page, {"do": "release", "row": waits.pk, "because": "x"}, follow=True))

    comes.refresh_from_db()
    waits.refresh_from_db()
    assert "Write down why" in refused and kept == "confirmed" and "has no place" in none
    assert (comes.state, waits.state) == ("cancelled", "offered")
    assert Transition.objects.get(action="let go").because == "Rang us: flu"
    assert f"“Rang us: flu”, {organiser.label}" in text(console.get(page))
    assert OutboxEmail.objects.filter(member=comes.member, kind="events.given_up").count() == 1


@pytest.mark.parametrize(("to", "order"), [("1", "CAB"), ("2", "ACB"), ("99", "ABC"), ("", "CAB"), ("-1", "CAB")])
def test_f030_one_who_waits_gets_another_place_in_line_with_a_reason(to, order, organiser):
    event, console = make.event(), enter(organiser)
    _first, _second, third = (make.registration(event, make.member(name), "waitlisted") for name in "ABC")

    console.post(room(event, "guests"), {"do": "front", "row": third.pk, "because": "Far", "to": to})

    assert "".join(event.registrations.order_by("turn").values_list("member__name", flat=True)) == order
    assert Transition.objects.get(action="moved in line").because == "Far"
