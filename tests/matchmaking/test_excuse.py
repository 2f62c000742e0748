"""Is the half-way place fair to whoever travels farthest, and always the same? (F015)"""

import itertools

import pytest

from matchmaking.excuse import Spot, half_way, kilometres
from matchmaking.queries.halfway import venue_between
from tests import make

AMSTERDAM = Spot("amsterdam", 52.373, 4.892)
EINDHOVEN = Spot("eindhoven", 51.440, 5.478)
UTRECHT = Spot("utrecht", 52.090, 5.110)
DEN_BOSCH = Spot("den-bosch", 51.690, 5.300)


@pytest.mark.nodb
def test_the_distance_is_that_of_the_map():
    assert kilometres(AMSTERDAM, EINDHOVEN) == pytest.approx(111.3, abs=1)
    assert kilometres(AMSTERDAM, AMSTERDAM) == 0


@pytest.mark.nodb
def test_the_place_with_the_shortest_longer_journey_wins():
    assert half_way(AMSTERDAM, EINDHOVEN, [AMSTERDAM, EINDHOVEN, UTRECHT, DEN_BOSCH]) == UTRECHT
    assert half_way(UTRECHT, EINDHOVEN, [AMSTERDAM, EINDHOVEN, DEN_BOSCH]) == DEN_BOSCH


@pytest.mark.nodb
def test_sides_and_order_make_no_difference_and_equals_are_decided_by_name():
    twins = [Spot("b", 52.09, 5.11), Spot("a", 52.09, 5.11), AMSTERDAM]

    for places in itertools.permutations(twins):
        assert half_way(AMSTERDAM, EINDHOVEN, places) == half_way(EINDHOVEN, AMSTERDAM, places) == twins[1]


@pytest.mark.nodb
def test_without_places_there_is_none():
    assert half_way(AMSTERDAM, EINDHOVEN, []) is None


@pytest.mark.django_db
def test_f015_only_a_venue_that_exists_and_can_be_found_is_proposed():
    introduction = make.introduction("offered")
    make.venue("planned", status="planned")
    make.venue("somewhere", coordinate_precision="city")
    assert venue_between(introduction) is None

    standing = make.venue("standing", latitude="51.440", longitude="5.478", status="existing")

    assert venue_between(introduction) == standing


@pytest.mark.django_db
def test_without_both_regions_there_is_no_venue():
    make.venue()
    introduction = make.introduction("offered")
    introduction.member_a.profile.delete()

    assert venue_between(introduction) is None
