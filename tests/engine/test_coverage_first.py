"""Under `coverage_first`, does no allowed set of pairs serve more members?"""

from dataclasses import replace

import numpy as np
import pytest

from matchmaking.engine import coverage, parts
from matchmaking.engine.coverage import reach_everybody, widest
from matchmaking.engine.ground import prepare
from matchmaking.engine.round import run
from matchmaking.engine.shapes import Policy
from tests.engine.crowds import crowd
from tests.engine.graphs import Graph, all_pairs, best_by_trying_everything, optimum, small_graph
from tests.engine.pools import candidate, pool, random_pool

pytestmark = pytest.mark.nodb

HEAVY = 10**9  # more than all pairs of a small crowd together


def most_served(case: Graph, solve=optimum) -> int:
    """How many members any set of pairs could reach."""
    return solve(case.market, case.capacity, np.full(case.market.size, HEAVY, dtype=np.int64)) // HEAVY


def test_f010_one_place_that_counts_for_each_reaches_as_many_as_anyone_could():
    for seed in range(60):
        case = small_graph(seed)
        u, v = widest(case.market, case.capacity)
        degree = np.bincount(np.concatenate([u, v]), minlength=case.market.size)

        assert (degree <= case.capacity).all()
        assert np.isin(u * case.market.size + v, case.market.u * case.market.size + case.market.v).all()
        assert (degree > 0).sum() == most_served(case) == most_served(case, best_by_trying_everything)


@pytest.mark.compiled
def test_f010_under_coverage_first_no_allowed_set_serves_more_members():
    more = 0
    for seed in range(100):
        case = random_pool(seed, members=14, floor=0, coverage_first=True, cross_region=seed % 2 == 0)
        result = run(case)

        assert result.reached == most_served(all_pairs(prepare(case)))
        more += result.reached > run(replace(case, policy=replace(case.policy, coverage_first=False))).reached
    for seed in range(10):
        case = crowd(60, seed, floor=420_000, coverage_first=True)
        result = run(case)
        assert result.reached == most_served(all_pairs(prepare(case))) < 60
        assert result.value <= result.bound
        more += result.reached > run(replace(case, policy=replace(case.policy, coverage_first=False))).reached

    assert more > 5


def test_f010_under_coverage_first_nobody_gets_a_second_while_someone_could_be_reached():
    # The two rich ones would take each other and both of their own neighbours' rivals.
    hub = candidate(1, home="mra", capacity=2, offers=("a", "b", "c"), seeks=("d", "e"))
    friend = candidate(2, home="brainport", capacity=1, offers=("d", "e"), seeks=("a", "b", "c"))
    other = candidate(3, home="mra", capacity=1, offers=("a", "b", "c"), seeks=("d", "e"), starved=0)
    lonely = candidate(4, home="brainport", capacity=1, offers=("x",), seeks=("a",))
    policy = Policy(floor=0, coverage_first=True, bonus_base=0, bonus_starved=0)

    result = run(pool(hub, friend, other, lonely, policy=policy))

    assert result.reached == 4


@pytest.mark.parametrize("seed", range(4))
def test_a_round_too_large_for_blossoms_is_walked_through_instead(seed, monkeypatch):
    """Walks reach nearly as many, and look beyond the lists for whoever is still without."""
    case = crowd(40, seed, floor=330_000)
    ground = prepare(case)
    monkeypatch.setattr(coverage, "PLACES", 10)
    everything, none = all_pairs(ground), np.zeros(ground.size, dtype=np.int64)
    assert widest(everything.market, ground.capacity) is None
    few = everything._replace(market=type(everything.market).of(ground.size, *np.empty((3, 0), dtype=np.int64)))

    pairing = reach_everybody(parts.ask_here(ground), few.market, ground.capacity, ground.bonus, none)

    assert (pairing.degree <= ground.capacity).all()
    assert (pairing.degree > 0).sum() >= most_served(everything) - 2
