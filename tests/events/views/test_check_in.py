"""What does the phone at the door see and send?"""

import datetime as dt
import json
import uuid

import pytest
from django.urls import reverse

from events import tickets
from events.models import CheckIn, Needs, Scan
from tests import make

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


class Hour:
    """The site's clock."""

    now: dt.datetime


@pytest.fixture(autouse=True)
def hour(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: Hour.now)
    Hour.now = now
    return Hour


@pytest.fixture
def event(now):
    return make.event(starts_at=now, slug="evening")


@pytest.fixture
def guest(event):
    return make.registration(event, make.member("Ada Aarts"))


@pytest.fixture
def door(event, client_for):
    """The browser of somebody at the door."""
    return client_for(make.staff(event).member)


def page(name: str = "door") -> str:
    return reverse(f"events:{name}", args=["evening"])


def report(**facts) -> dict:
    return {"nonce": str(uuid.uuid4()), "age": 0, "act": "in", "id": None, "ticket": "", "waits": True, **facts}


def send(client, *scans, **facts):
    body = {"device": "d", "gate": "Noord", "scans": list(scans), **facts}
    return client.post(page("door_scans"), json.dumps(body), content_type="application/json")


def test_f034_the_door_sees_name_organisation_and_table_and_nothing_else(event, guest, door, now):
    guest.member.email = "secret@example.org"
    guest.member.save()
    Needs.objects.create(registration=guest, diet="no nuts please", consented_at=now, text_version="1")
    make.table(4, guest)

    lines = door.get(page("door_guests")).json()["guests"]
    words = door.get(page()).content.decode()

    assert set(lines[0]) == {
        "id", "name", "organisation", "table", "companion", "mark", "standing", "words", "time", "gate",
    }  # fmt: skip
    assert (lines[0]["name"], lines[0]["table"], lines[0]["standing"]) == ("Ada Aarts", 4, "expected")
    assert lines[0]["organisation"] in words
    for secret in ("secret@example.org", "no nuts please", tickets.make(guest)):
        assert secret not in words + json.dumps(lines)


def test_f034_staff_see_the_door_only_while_it_is_open(event, guest, door, client_for, now, hour):
    organiser = client_for(make.organiser())
    pages = [page(name) for name in ("door", "door_guests", "door_list", "badges", "table_signs")]
    for moment, status in ((now - 3 * HOUR, 200), (now - 3 * HOUR - dt.timedelta(seconds=1), 404)):
        hour.now = moment
        assert [door.get(one).status_code for one in pages] == [status] * 5
        assert [organiser.get(one).status_code for one in pages] == [200] * 5
    hour.now = event.ends_at + 49 * HOUR
    assert door.get(page()).status_code == 404
    assert send(door, report(id=guest.pk)).status_code == 404
    assert CheckIn.objects.count() == 0


def test_f034_others_have_no_door(event, guest, client_for, now):
    elsewhere = make.staff(make.event(starts_at=now)).member
    for person in (guest.member, elsewhere, make.organiser(region=make.region("groningen"))):
        client = client_for(person)
        assert [client.get(page(name)).status_code for name in ("door", "door_guests", "badges")] == [404] * 3
        assert send(client, report(id=guest.pk)).status_code == 404
    assert CheckIn.objects.count() == 0


def test_f034_only_the_page_at_the_door_may_use_the_camera(event, door):
    assert "camera=(self)" in door.get(page())["Permissions-Policy"]
    assert "camera=()" in door.get(page("door_list"))["Permissions-Policy"]


def test_f034_without_scripts_every_button_is_a_form(event, guest, door):
    for act, inside in (("in", 1), ("in", 1), ("out", 0)):
        assert door.post(page(), {"act": act, "registration": guest.pk}).status_code == 302
        assert CheckIn.objects.count() == inside


def test_f034_a_walk_in_by_address_and_one_from_the_waiting_list(event, door):
    ada, waits = make.member(), make.registration(event, state="waitlisted")

    assert door.post(page(), {"act": "walk_in", "email": ada.email}).status_code == 302
    assert door.post(page(), {"act": "walk_in", "registration": waits.pk}).status_code == 302
    refused = door.post(page(), {"act": "walk_in", "email": "nobody@example.org"})

    assert CheckIn.objects.filter(is_walk_in=True).count() == 2
    assert refused.status_code == 409


def test_f034_a_guest_of_another_event_cannot_be_pressed_here(event, door, now):
    other = make.registration(make.event(starts_at=now))

    assert door.post(page(), {"act": "in", "registration": other.pk}).status_code == 404
    assert door.post(page(), {"act": "walk_in", "registration": other.pk}).status_code == 404


def test_r12_a_phone_gets_an_answer_for_each_scan(event, guest, door):
    answers = send(door, report(ticket=tickets.make(guest)), report(id=guest.pk), report(ticket="x")).json()["answers"]

    assert [one["outcome"] for one in answers] == ["admitted", "already_in", "refused"]
    assert "Noord" in answers[1]["sentence"]
    assert [one["id"] for one in answers] == [guest.pk, guest.pk, None]


def test_f035_a_phone_tells_how_long_ago_so_its_wrong_clock_does_no_harm(event, guest, door, now, hour):
    hour.now = now + HOUR

    send(door, report(id=guest.pk, age=25 * 60 * 1000, waits=False))

    assert CheckIn.objects.get().at == now + dt.timedelta(minutes=35)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"age": -1}, {"age": "5"}, {"age": True}, {"age": 10**12}, {"act": "maybe"}, {"id": "1"}, {"id": 2**63},
        {"id": 0}, {"nonce": "1"}, {"nonce": None}, {"nonce": "{" + str(uuid.uuid4()) + "}"}, {"ticket": "x" * 501},
        {"ticket": "a\x00b"}, {"ticket": None}, {"waits": "yes"}, {"more": 1},
    ],
)  # fmt: skip
def test_s54_a_batch_with_anything_odd_in_it_is_refused_whole(spoilt, event, guest, door):
    answer = send(door, report(id=guest.pk), report(**{"id": guest.pk, **spoilt}))

    assert answer.status_code == 400
    assert not Scan.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"scans": 1, "device": "", "gate": ""}', b"\xff", b"[" * 60_000])
def test_s54_what_is_no_batch_is_refused(body, event, door):
    assert door.post(page("door_scans"), body, content_type="application/json").status_code == 400


def test_s54_a_form_is_no_batch(event, door):
    assert door.post(page("door_scans"), {"scans": "[]"}).status_code == 400


def test_s54_more_scans_than_a_phone_sends_at_once_are_refused(event, guest, door):
    assert send(door, *[report(id=guest.pk)] * 201).status_code == 400
    assert send(door, report(), gate="x" * 41).status_code == 400


def test_r12_the_qr_leads_the_door_to_the_guest(event, guest, door):
    answer = door.get(reverse("events:ticket_code", args=[tickets.make(guest)]))

    assert answer["Location"] == f"{page()}#guest-{guest.pk}"


def test_s18_codes_are_not_tried_without_end(event, guest, door):
    asked = [door.get(reverse("events:ticket_code", args=[f"forged{number}"])).status_code for number in range(121)]

    assert asked == [404] * 120 + [429]
    assert door.get(reverse("events:ticket_code", args=[tickets.make(guest)])).status_code == 429


def test_f034_the_doors_of_about_now_are_listed_for_who_stands_there(event, door, client_for, now):
    far = make.event(starts_at=now + 24 * HOUR, title_nl="Later", title_en="Later")
    make.staff(far, event.staff.get().member)

    assert page() in door.get(reverse("events:doors")).content.decode()
    assert reverse("events:door", args=[far.slug]) not in door.get(reverse("events:doors")).content.decode()
    assert page() not in client_for(make.member()).get(reverse("events:doors")).content.decode()


def test_f034_the_page_of_the_event_leads_its_staff_to_the_door(event, guest, door, client_for, now, hour):
    link, address = f'href="{page()}"', reverse("events:event", args=["evening"])

    assert link in door.get(address).content.decode()
    assert link not in client_for(guest.member).get(address).content.decode()
    hour.now = now - 4 * HOUR
    assert link not in door.get(address).content.decode()


def test_f035_the_worker_of_the_door_sees_the_door_only(door, event):
    worker = door.get(reverse("events:door_worker"))

    assert worker["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in worker
    assert reverse("events:door_worker").rpartition("/")[0] + "/" == reverse("events:doors")


def test_the_list_asks_the_database_as_often_for_many_guests_as_for_few(event, guest, door, django_assert_num_queries):
    with django_assert_num_queries(11):
        door.get(page())
    for number in range(5):
        make.registration(event, state=("confirmed", "waitlisted")[number % 2], companion="Somebody")
    with django_assert_num_queries(11):
        door.get(page())


@pytest.mark.parametrize("state", ["declined", "lapsed"])
def test_f034_a_no_is_nobodys_business_at_the_door(state, event, door):
    """Whom the host declined, and who declined to come, stand on no phone."""
    make.registration(event, make.member("Nora Nee"), state=state)

    lines = door.get(page("door_guests")).json()["guests"]

    assert lines == []
    assert "Nora Nee" not in door.get(page()).content.decode()


def test_f034_who_was_declined_and_then_given_a_place_is_expected(event, door):
    ada = make.member("Ada Aarts")
    make.registration(event, ada, state="declined")
    make.registration(event, ada)

    assert [line["standing"] for line in door.get(page("door_guests")).json()["guests"]] == ["expected"]


def test_f034_a_phone_tells_of_a_walk_in_by_address_or_by_place(event, door):
    ada, waits = make.member(), make.registration(event, state="waitlisted")

    told = send(door, report(act="walk_in", email=ada.email), report(act="walk_in", id=waits.pk)).json()["answers"]

    assert [one["outcome"] for one in told] == ["admitted", "admitted"]
    assert CheckIn.objects.filter(is_walk_in=True).count() == 2


@pytest.mark.parametrize(
    "odd", [{"act": "walk_in"}, {"email": "ada@example.org"}, {"act": "walk_in", "email": "x" * 255}]
)
def test_s54_a_walk_in_is_somebody_and_nobody_else_has_an_address(odd, event, guest, door):
    assert send(door, report(**odd)).status_code == 400


def test_s54_asking_for_addresses_is_counted_for_phones_too_and_what_was_asked_can_be_sent_later(
    event, door, hour, now
):
    asks = [report(act="walk_in", email=f"nobody{number}@example.org") for number in range(61)]

    assert send(door, *asks[:30]).status_code == 200
    assert send(door, *asks[30:]).status_code == 429
    assert Scan.objects.count() == 30
    hour.now = now + dt.timedelta(minutes=10)
    assert send(door, *asks[30:]).status_code == 200
    assert Scan.objects.count() == 61


def test_f035_a_phone_hears_that_the_event_was_cancelled_and_can_still_tell(event, guest, door, client_for):
    event.state = "cancelled"
    event.save()

    told = door.get(page("door_guests"))

    assert told.status_code == 410
    assert told.json()["sentence"] == "Deze bijeenkomst is afgelast."
    assert "Ada Aarts" not in told.content.decode()
    assert send(door, report(id=guest.pk)).json()["answers"][0]["outcome"] == "refused"
    assert client_for(guest.member).get(page("door_guests")).status_code == 404
    assert send(client_for(guest.member), report(id=guest.pk)).status_code == 404
