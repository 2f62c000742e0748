"""How does an organiser take a list of the console along?"""

import csv
import io

import pytest
from django.test import Client

from corridor.models import Transition
from events.models import Event
from tests import make
from tests.entering import answer, at, code_now, enter, text

pytestmark = pytest.mark.django_db

LIST = at("corridor/member", "csv")


def rows(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


@pytest.fixture
def olga():
    return make.organiser("Olga Oost")


def test_s40_a_list_leaves_with_the_rows_and_columns_it_shows_and_every_cell_inert(olga):
    make.member("Anna Amstel", region=make.region("mra"))
    elsewhere = make.member("Gerda Groningen", region=make.region("groningen"))
    event = make.event("draft", title_en="=1+1")
    Event.objects.filter(pk=event.pk).update(title_en='"=cmd|calc')

    members = enter(olga).post(LIST)
    events = enter(olga).post(at("events/event", "csv"))

    assert members.status_code == events.status_code == 200
    assert rows(members)[0] == ["Name", "Organisation", "Region"]
    assert "Anna Amstel" in text(members) and elsewhere.name not in text(members) and "@" not in text(members)
    assert rows(events)[1][0] == "'\"=cmd|calc" and rows(events)[1][1] == "meetup"


def test_s16_a_list_keeps_to_the_search_and_the_filter_of_its_page(olga):
    make.event("draft", title_en="Evening one")
    make.event("held", title_en="Evening two")
    console, path = enter(olga), at("events/event", "csv")

    drafts, named = console.post(path, {"standing": "draft"}), console.post(path, {"q": "two"})

    assert [len(rows(one)) for one in (drafts, named)] == [2, 2]
    assert "Evening one" in text(drafts) and "Evening two" in text(named)
    assert answer(console, "post", path, standing="drifting") == 400


def test_s21_a_list_leaves_after_a_fresh_second_step_only(olga):
    console = enter(olga, proven=False)

    first = console.post(LIST)
    after = console.post(first["Location"], {"code": code_now()})

    assert first.status_code == 302 and "reauthenticate" in first["Location"]
    assert after.status_code == 200 and after["Content-Type"].startswith("text/csv")


def test_s57_that_a_list_left_is_written_down_without_the_words_looked_for(olga):
    make.member("Anna Amstel", region=make.region("mra"))

    enter(olga).post(LIST, {"q": "Anna"})

    line = Transition.objects.get(action="exported")
    assert (line.subject_id, line.by, line.because) == (olga.pk, olga, "corridor.member: 1")


def test_s18_ten_lists_an_hour(olga):
    console = enter(olga)

    assert [answer(console, "post", LIST) for _number in range(11)] == [200] * 10 + [429]


def test_s35_reading_the_address_gives_nothing_and_others_do_not_get_in(olga):
    member, root_only = make.member(), at("corridor/region", "csv")
    page = enter(olga).get(LIST)

    assert (page.status_code, page["Location"]) == (302, at("corridor/member"))
    assert answer(enter(olga), "post", root_only) == 403
    assert answer(enter(member), "post", LIST) == 403
    assert answer(Client(), "post", LIST) == "sign in"
    assert not Transition.objects.filter(action="exported").exists()


def test_the_page_of_a_list_has_the_button_with_its_search(olga):
    make.member("Anna Amstel", region=make.region("mra"))

    page = text(enter(olga).get(at("corridor/member"), {"q": "Anna"}))

    assert f'action="{LIST}"' in page and '<input type="hidden" name="q" value="Anna">' in page
