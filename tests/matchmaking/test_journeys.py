"""Is the half-way place fair to whoever travels longest, and always the same? (F015)"""

import itertools

import pytest

from corridor.actions import ground
from matchmaking.journeys import Journeys, Spot, half_way, kilometres, minutes_by_distance
from matchmaking.queries.halfway import between
from tests import make

AMSTERDAM = Spot("amsterdam", 52.373, 4.892)
EINDHOVEN = Spot("eindhoven", 51.440, 5.478)


@pytest.mark.nodb
def test_the_distance_is_that_of_the_map():
    assert kilometres(AMSTERDAM, EINDHOVEN) == pytest.approx(111.3, abs=1)
    assert kilometres(AMSTERDAM, AMSTERDAM) == 0


@pytest.mark.nodb
def test_f015_without_a_table_a_journey_is_as_long_as_its_kilometres_say():
    assert minutes_by_distance(AMSTERDAM, EINDHOVEN) == minutes_by_distance(EINDHOVEN, AMSTERDAM) == 88
    assert minutes_by_distance(AMSTERDAM, AMSTERDAM) == 20


@pytest.mark.nodb
def test_f015_the_longer_journey_counts_first_then_both_together_then_the_name():
    fair, lopsided = Journeys("fair", (50, 55)), Journeys("lopsided", (10, 60))
    assert half_way([lopsided, fair]) == fair
    assert half_way([fair, Journeys("nearer", (55, 20))]).key == "nearer"
    assert half_way([Journeys("b", (50, 20)), Journeys("a", (20, 50))]).key == "a"


@pytest.mark.nodb
def test_f015_sides_and_order_make_no_difference():
    places = [Journeys(f"{one}-{other}", (one, other)) for one in (20, 40, 60) for other in (20, 40, 60)][2:6]

    for order in itertools.permutations(places):
        turned = [Journeys(place.key, place.minutes[::-1]) for place in order]
        assert half_way(order).key == half_way(turned).key


@pytest.mark.nodb
def test_without_places_there_is_none():
    assert half_way([]) is None


@pytest.mark.django_db
def test_f015_only_a_venue_that_exists_and_can_be_found_is_proposed():
    introduction = make.introduction("offered")
    make.venue("planned", status="planned")
    make.venue("somewhere", coordinate_precision="city")
    assert between(introduction) is None

    standing = make.venue("standing", status="existing")

    assert between(introduction).venue == standing


@pytest.mark.django_db
def test_without_both_regions_there_is_no_venue():
    make.venue()
    introduction = make.introduction("offered")
    introduction.member_a.profile.delete()

    assert between(introduction) is None


@pytest.mark.django_db
def test_f015_the_train_decides_and_not_the_map():
    """The nearer place by kilometres is the farther one by train."""
    introduction = make.introduction("offered")
    near = make.region("utrecht", latitude="52.090", longitude="5.110")
    far = make.region("groningen", latitude="53.219", longitude="6.567")
    make.venue("near", region=near), make.venue("far", region=far)
    assert between(introduction).venue.slug == "near"

    for home, to_near, to_far in (("mra", 90, 40), ("brainport", 30, 45)):
        make.travel_time(home, "utrecht", train=to_near)
        make.travel_time("groningen", home, train=to_far)

    found = between(introduction)
    ada, bob = introduction.members
    assert (found.venue.slug, found.minutes, found.estimated) == ("far", {ada.pk: 40, bob.pk: 45}, True)


@pytest.mark.django_db
def test_f015_times_that_are_no_estimate_are_not_called_one():
    introduction = make.introduction("offered")
    make.venue()
    rows = [make.travel_time(home, "utrecht") for home in ("mra", "brainport")]
    for row in rows:
        assert between(introduction).estimated
        row.estimated = False
        row.save()

    assert not between(introduction).estimated


@pytest.mark.django_db
def test_f015_with_our_own_data_the_corridor_meets_where_one_would(now):
    ground.load(now=now)
    found = {}
    for one, other in itertools.permutations(("almere", "amsterdam", "eindhoven", "utrecht"), 2):
        pair = make.member(region=make.region(one)), make.member(region=make.region(other))
        found[one, other] = between(make.introduction("offered", members=pair)).venue.region.slug

    assert found["amsterdam", "eindhoven"] == found["almere", "eindhoven"] == "utrecht"
    assert found["utrecht", "eindhoven"] == "den-bosch"
    assert all(place == found[other, one] for (one, other), place in found.items())
