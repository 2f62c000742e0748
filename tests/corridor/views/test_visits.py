"""Can a member say where they will be, see it, take it back, and does nobody else see it? (F063)"""

import datetime as dt

import pytest
import time_machine
from django.contrib import admin

from corridor.models import Visit
from tests import make
from tests.conftest import NOW
from tests.entering import CONSOLE, enter

pytestmark = pytest.mark.django_db

PAGE = "/en/visits/"


@pytest.fixture(autouse=True)
def at_the_usual_hour():
    with time_machine.travel(NOW, tick=False):
        yield


def posted(first: int = 7, last: int | None = None, **more: str) -> dict[str, str]:
    days = {"first_day": first, "last_day": last}
    said = {name: str(NOW.date() + dt.timedelta(days=ahead)) for name, ahead in days.items() if ahead is not None}
    return {"region": make.region("brainport").slug, **said, **more}


@pytest.mark.parametrize("door", ["/en/profile/", "/en/me/"])
def test_f063_the_page_is_found_from_profile_and_overview(client_for, member, door):
    assert f'href="{PAGE}"' in client_for(member).get(door).content.decode()


def test_f063_a_visit_is_added_listed_and_removed(client_for, member):
    client = client_for(member)

    added = client.post(PAGE, posted(7, 9))
    page = client.get(PAGE).content.decode()

    assert (added.status_code, added["Location"]) == (302, PAGE)
    assert "Tuesday 1 December to Thursday 3 December 2026" in page
    visit = Visit.objects.get()
    assert client.post(f"{PAGE}{visit.pk}/").status_code == 302
    assert "None yet." in client.get(PAGE).content.decode()


def test_f063_one_day_needs_no_last_day(client_for, member):
    client_for(member).post(PAGE, posted(7))

    visit = Visit.objects.get()
    assert visit.first_day == visit.last_day == dt.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"region": "netherlands"}, "Choose where you will be."),
        ({"region": "atlantis"}, "Choose where you will be."),
        ({"first_day": "yesterday"}, "Write a day like"),
        ({"first_day": "2026-11-23"}, "That day is over"),
        ({"last_day": "2026-11-30"}, "before the first"),
    ],
)
def test_f063_what_cannot_be_is_said_and_nothing_is_stored(client_for, member, said, sentence):
    make.region("netherlands", parent=None, kind="other")

    answer = client_for(member).post(PAGE, posted() | said)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Visit.objects.exists()


def test_f063_looking_at_the_address_of_a_visit_removes_nothing(client_for, member):
    visit = make.visit(member)

    assert client_for(member).get(f"{PAGE}{visit.pk}/").status_code == 302
    assert Visit.objects.exists()


def test_f063_nobody_elses_visit_can_be_removed_or_seen(client_for, member):
    visit = make.visit(make.member())

    assert client_for(member).post(f"{PAGE}{visit.pk}/").status_code == 404
    assert client_for(make.organiser()).post(f"{PAGE}{visit.pk}/").status_code == 404
    assert "Tuesday 1 December" not in client_for(member).get(PAGE).content.decode()
    assert Visit.objects.exists()


def test_f063_the_console_has_no_desk_for_visits_and_the_members_page_says_nothing_of_them():
    member = make.member(region=make.region("mra"))
    make.visit(member, "groningen")
    for person in (make.organiser(region=make.region("mra")), make.member(is_superuser=True)):
        page = enter(person).get(f"{CONSOLE}corridor/member/{member.pk}/change/").content.decode()
        assert member.name in page
        assert "Groningen" not in page and "1 dec" not in page.lower()

    assert not admin.site.is_registered(Visit)
