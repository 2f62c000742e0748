"""Is a pair worth at table what the score says, and a journey what it costs?"""

from dataclasses import replace
from itertools import combinations

import pytest

from matchmaking.engine.context import Context
from matchmaking.engine.crowd import pair_values
from matchmaking.engine.dinner import Dinner, Table, compose
from matchmaking.engine.dinner.values import journeys, travel_costs, unfair_costs
from matchmaking.engine.scoring import score_pair
from tests.engine.dinner.dinners import dinner
from tests.engine.pools import candidate, pool, random_pool

pytestmark = pytest.mark.nodb


@pytest.mark.parametrize("seed", range(6))
def test_pair_values_are_the_scores_of_everybody_also_of_those_no_round_would_take(seed):
    people = random_pool(seed, members=24)
    bare = candidate(5, home="", region="", offers=(), seeks=(), capacity=0)
    people = replace(people, candidates=(*people.candidates, bare, replace(bare, id=6, unavailable="paused")))
    members, context = sorted(people.candidates, key=lambda one: one.id), Context.of(people)

    values = pair_values(people)

    assert values.diagonal().tolist() == [0] * 26
    for (i, a), (j, b) in combinations(enumerate(members), 2):
        assert values[i, j] == values[j, i] == score_pair(a, b, people, context).total


def evening(**facts) -> Dinner:
    """Two from Amsterdam and one from Eindhoven dine in Amsterdam."""
    people = pool(candidate(1), candidate(2), candidate(3, home="brainport"))
    return Dinner(people, tables=(Table(1, 2),), lat_milli=52_373, lon_milli=4_892, **facts)


def test_a_journey_costs_by_the_kilometre():
    asked = evening(cost_per_km=1_000)
    metres = journeys(asked, asked.pool.candidates, Context.of(asked.pool))

    assert metres[1] == metres[2] == 0
    assert 105_000 < metres[3] < 115_000
    assert travel_costs(asked, asked.pool.candidates, Context.of(asked.pool)) == {1: 0, 2: 0, 3: metres[3]}


def test_nobody_travels_to_an_unknown_place():
    asked = replace(evening(), lat_milli=0, lon_milli=0)

    assert journeys(asked, asked.pool.candidates, Context.of(asked.pool)) == {1: 0, 2: 0, 3: 0}


def test_who_travelled_more_than_the_others_this_season_is_spared():
    asked = evening(unfair_per_km=1_000, travelled=((2, 200),))
    context, people = Context.of(asked.pool), asked.pool.candidates
    tonight = journeys(asked, people, context)[3]
    mean = (200_000 + tonight) // 3

    assert unfair_costs(asked, people, context) == {1: 0, 2: 200_000 - mean, 3: tonight - mean}
    assert unfair_costs(asked, (), context) == {}


def test_the_mean_of_a_season_is_the_pools_whoever_is_asked_or_left_out():
    """Only whoever could not come at all is no part of it."""
    asked = evening(travelled=((2, 200),))
    context, people = Context.of(asked.pool), asked.pool.candidates
    costs = unfair_costs(asked, people, context)
    gone = replace(asked.pool, candidates=(*people[:2], replace(people[2], unavailable="paused")))

    assert unfair_costs(replace(asked, reserves=(1,), excluded=(2,)), people, context) == costs
    assert unfair_costs(asked, people[1:2], context) == {2: costs[2]}
    assert unfair_costs(replace(asked, pool=gone), people[:2], context) == {1: 0, 2: 100_000}


def test_fair_travel_lets_the_other_region_travel_this_time():
    """Two dinners that differ only in who travelled before: those who did are invited less often."""
    asked = dinner(4, 40, 2, 6, unfair_per_km=20_000)
    before = compose(asked)
    travellers = [guest for guests in before.plan().values() for guest in guests]

    after = compose(replace(asked, travelled=tuple((guest, 400) for guest in travellers)))

    again = {guest for guests in after.plan().values() for guest in guests} & set(travellers)
    assert len(again) < len(travellers) // 2
