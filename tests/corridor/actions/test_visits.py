"""Does a visit stand as it was said, within bounds, and is it forgotten the day after? (F063)"""

import datetime as dt

import pytest
from django.utils import translation

from corridor.actions import visits
from corridor.errors import Refused
from corridor.models import Profile, Transition, Visit
from tests import make
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def english():
    """What is refused is said in the reader's language; here it is read in English."""
    with translation.override("en"):
        yield


def day(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


def add(member, where="brainport", first=7, last=None, by=None) -> Visit:
    last = first if last is None else last
    place = make.region(where)
    return visits.add(member=member, region=place, first_day=day(first), last_day=day(last), by=by or member, now=NOW)


def standing(member) -> list[tuple[str, int, int]]:
    rows = Visit.objects.filter(member=member)
    return [(row.region.slug, (row.first_day - TODAY).days, (row.last_day - TODAY).days) for row in rows]


def test_f063_a_visit_is_written_down_and_leaves_no_line_of_history(member):
    add(member, first=0, last=2)

    assert standing(member) == [("brainport", 0, 2)]
    assert not Transition.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (-1, 3, "That day is over"),
        (3, 2, "before the first"),
        (360, 366, "within a year"),
    ],
)
def test_f063_days_that_make_no_sense_are_refused(member, first, last, sentence):
    with pytest.raises(Refused, match=sentence):
        add(member, first=first, last=last)

    assert standing(member) == []


def test_f063_a_year_ahead_is_the_last_day_one_may_name(member):
    add(member, first=365)

    assert standing(member) == [("brainport", 365, 365)]


@pytest.mark.parametrize("where", ["mra", "almere"])
def test_f063_the_region_one_works_in_is_no_visit(where):
    member = make.member(region=make.region("mra"))
    make.region("almere", parent="mra")

    with pytest.raises(Refused, match="region you work in"):
        add(member, where)


def test_f063_who_has_no_region_yet_may_say_where_they_will_be(member):
    Profile.objects.filter(member=member).update(region=None)

    add(member, "mra")

    assert len(standing(member)) == 1


@pytest.mark.parametrize(("first", "last"), [(9, 12), (4, 6), (11, 12), (6, 11), (8, 8)])
def test_f063_days_that_touch_or_overlap_there_become_one_visit(member, first, last):
    add(member, first=7, last=10)

    add(member, first=first, last=last)

    assert standing(member) == [("brainport", min(first, 7), max(last, 10))]


def test_f063_two_visits_are_joined_by_the_one_between(member):
    add(member, first=7, last=8)
    add(member, first=11, last=12)

    add(member, first=9, last=10)

    assert standing(member) == [("brainport", 7, 12)]


def test_f063_nobody_is_in_two_regions_on_one_day(member):
    add(member, first=7, last=10)

    with pytest.raises(Refused, match="You are in Brainport on one of these days already"):
        add(member, "groningen", first=10, last=12)
    add(member, "groningen", first=11, last=12)

    assert [row[0] for row in standing(member)] == ["brainport", "groningen"]


def test_f063_ten_visits_are_the_most_and_one_that_joins_another_is_none_more(member):
    for number in range(10):
        add(member, first=10 * number)

    with pytest.raises(Refused, match="Ten is the most"):
        add(member, first=105)
    add(member, first=91)

    assert len(standing(member)) == 10
    assert standing(member)[-1] == ("brainport", 90, 91)


def test_f063_another_members_visits_neither_join_nor_count(member):
    make.visit(make.member(), "brainport", first=7)

    add(member, first=7)

    assert Visit.objects.count() == 2


def test_f063_only_the_member_adds_and_removes(member):
    visit = make.visit(member)

    with pytest.raises(Refused):
        add(member, first=20, by=make.organiser())
    with pytest.raises(Refused):
        visits.remove(visit=visit, by=make.organiser())
    assert standing(member) == [("brainport", 7, 7)]

    visits.remove(visit=visit, by=member)
    assert standing(member) == []


def test_f063_a_visit_is_forgotten_the_day_after_its_last_in_amsterdam(member):
    make.visit(member, first=0, days=2)
    evening = dt.datetime.combine(day(1), dt.time(22, 59), tzinfo=dt.UTC)  # 23.59 in Amsterdam

    assert visits.forget_past(now=evening) == 0
    assert visits.forget_past(now=evening + dt.timedelta(minutes=1)) == 1
    assert not Visit.objects.exists()
