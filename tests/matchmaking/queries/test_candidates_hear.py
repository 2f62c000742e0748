"""Does the pool hear what a member says besides? (F058, F062, F063, F070)"""

import datetime as dt

import pytest

from corridor.models import Visit
from matchmaking.models import LayerHint, Wish
from matchmaking.queries.candidates import pool_of
from tests import make

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def round(db):
    return make.matching_round("planned", scope_key="all")


def candidate(member, round, now):
    return next(one for one in pool_of(round, now).candidates if one.id == member.pk)


@pytest.mark.parametrize(("first", "last", "counts"), [(-3, -1, False), (-3, 0, True), (10, 12, True), (61, 62, False)])
def test_visits_that_are_near_count(first, last, counts, round, now):
    ada, _ = make.pair()
    today = now.date()
    there = make.region("eindhoven", parent="brainport")
    Visit.objects.create(member=ada, region=there, first_day=today + first * DAY, last_day=today + last * DAY)

    assert candidate(ada, round, now).visits == (("brainport",) if counts else ())


def test_a_journey_within_ones_own_home_region_is_no_visit(round, now):
    ada, ben = make.pair()
    days = {"first_day": now.date(), "last_day": now.date()}
    for region in (make.region("zaanstreek", parent="mra"), make.region("eindhoven", parent="brainport")):
        Visit.objects.create(member=ada, region=region, **days)
        Visit.objects.create(member=ben, region=region, **days)

    homes = [candidate(one, round, now).home for one in (ada, ben)]
    assert homes == ["mra", "brainport"]
    assert [candidate(one, round, now).visits for one in (ada, ben)] == [("brainport",), ("mra",)]


def test_f062_wishes_count_and_those_released_are_marked(round, now):
    ada, bob = make.pair()
    fab, lab = make.organisation("Fab"), make.organisation("Lab")
    Wish.objects.create(member=ada, organisation=fab, wished_at=now)
    Wish.objects.create(member=ada, organisation=lab, wished_at=now, released_at=now)

    found = [candidate(one, round, now) for one in (ada, bob)]

    assert [(set(one.wishes), one.released) for one in found] == [({fab.pk, lab.pk}, (lab.pk,)), (set(), ())]


def test_f058_layers_of_less_interest_are_heard(round, now):
    ada, bob = make.pair()
    LayerHint.objects.create(member=ada, layer=make.layer(2), since=now)

    assert [candidate(one, round, now).less_layers for one in (ada, bob)] == [(2,), ()]


def test_f070_events_of_the_last_year_are_heard_unless_hidden(round, now):
    ada, bob = make.pair()
    seen, old, hidden = (make.event("held", starts_at=now - ago * DAY) for ago in (30, 400, 10))
    for event in (seen, old):
        make.check_in(event, ada)
    make.check_in(seen, bob)
    make.check_in(hidden, ada, hides_attendance=True)
    make.registration(hidden, bob)

    assert [candidate(one, round, now).attended for one in (ada, bob)] == [(seen.pk,), (seen.pk,)]
