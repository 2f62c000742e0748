"""What is printed for the door, and what does an organiser look at afterwards?"""

import datetime as dt
import hashlib
import re
import uuid

import pytest
from django.urls import reverse

from events.actions import scans
from events.actions.check_ins import Report
from events.views.door_prints import size_of
from tests import make
from tests.house import tree

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def event(now):
    return make.event("held", starts_at=now, slug="evening")


@pytest.fixture
def desk(client_for, now, monkeypatch):
    """An organiser's browser, thirteen hours after the end."""
    monkeypatch.setattr("corridor.clock.now", lambda: now + 16 * HOUR)
    return client_for(make.organiser())


def read(desk, name: str) -> str:
    return desk.get(reverse(f"events:{name}", args=["evening"])).content.decode()


def test_f035_the_list_on_paper_has_everybody_with_a_place_and_room_for_more(event, desk):
    make.registration(event, make.member("Ada Aarts"), companion="Cato Cuijk")
    make.registration(event, make.member("Wim Waits"), state="waitlisted")

    words = read(desk, "door_list")

    assert "Ada Aarts" in words
    assert "Cato Cuijk" in words
    assert "Wim Waits" not in words
    assert words.count('class="blank"') == 8


def test_f085_a_badge_for_each_guest_and_companion_with_the_choice_about_photos(event, desk):
    make.registration(event, make.member("Ada Aarts"), companion="Cato Cuijk", photo="none")
    make.registration(event, make.member("Bob Bakker"), photo="fine")

    names = re.findall(r'<b class="badge-name [\w-]+">(.+?)</b>', read(desk, "badges"))

    assert names == ["Ada Aarts", "Cato Cuijk", "Bob Bakker"]
    assert read(desk, "badges").count('role="img"') == 2  # of Ada and whom she brings


def test_f085_a_sign_for_each_table_with_who_begins_there(event, desk):
    make.table(2, make.registration(event, make.member("Ada Aarts")))
    make.table(1, make.registration(event, make.member("Bob Bakker")))

    words = read(desk, "table_signs")

    assert re.findall(r'id="table-(\d)"', words) == ["1", "2"]
    assert words.index("Bob Bakker") < words.index("Ada Aarts")


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Ada Bos", "size-1"),
        ("Willemijn Bos", "size-2"),
        ("Wolfeschlegelstein-Hausen Bo", "size-4"),
        ("W" * 28, "size-4"),
    ],
)
def test_f085_a_long_name_is_set_smaller(name, size):
    assert size_of(name) == size


def test_r12_double_entries_are_listed_with_every_scan(event, desk, organiser, now):
    guest = make.registration(event, make.member("Ada Aarts"))
    once = make.registration(event, make.member("Bob Bakker"))
    for device, number in (("a", guest.pk), ("b", guest.pk), ("a", once.pk), ("a", once.pk)):
        report = Report(uuid.uuid4(), now, registration=number)
        scans.sync(event=event, reports=[report], by=organiser, now=now + HOUR, device=device, gate=f"gate {device}")
    scans.sync(event=event, reports=[Report(uuid.uuid4(), now, ticket="?")], by=organiser, now=now, gate="gate z")

    words = read(desk, "after_door")

    assert "Ada Aarts" in words
    assert "Bob Bakker" not in words
    assert all(gate in words for gate in ("gate a", "gate b", "gate z"))


def test_f034_who_had_a_place_and_did_not_come_is_absent_after_twelve_hours_unless_excused(
    event, desk, now, monkeypatch
):
    guest = make.registration(event, make.member("Ada Aarts"))
    make.check_in(event, make.member("Bob Bakker"))
    make.registration(event, make.member("Wim Waits"), state="waitlisted")
    words = read(desk, "after_door")
    assert "Ada Aarts" in words
    assert "Bob Bakker" not in words
    assert "Wim Waits" not in words

    address = reverse("events:after_door", args=["evening"])
    assert desk.post(address, {"registration": guest.pk, "because": "train broke down"}).status_code == 302
    assert "train broke down" in read(desk, "after_door")

    monkeypatch.setattr("corridor.clock.now", lambda: event.ends_at + 12 * HOUR - dt.timedelta(seconds=1))
    assert "Ada Aarts" not in read(desk, "after_door")


def test_f034_only_organisers_see_who_was_absent(event, client_for, desk):
    for role in ("door", "host"):
        client = client_for(make.staff(event, role=role).member)
        assert client.get(reverse("events:after_door", args=["evening"])).status_code == 404


def test_s59_files_of_others_are_as_they_were_published():
    folder = tree.ROOT / "events/static/events/vendor"
    listed = dict(re.findall(r"^\| (\S+\.js) \|.*\| ([0-9a-f]{64}) \|$", (folder / "README.md").read_text(), re.M))

    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.js")}

    assert found == listed
