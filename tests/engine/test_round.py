"""Which proposals of a round are long shots, what could take a proposal's place, and are the starved reached?"""

import gc
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from matchmaking.engine import parts
from matchmaking.engine import round as round_module
from matchmaking.engine.arrays import NOBODY
from matchmaking.engine.context import Context
from matchmaking.engine.eligibility import why_not_member, why_not_pair
from matchmaking.engine.ground import prepare
from matchmaking.engine.longshots import long_shots
from matchmaking.engine.pairing import Pairing
from matchmaking.engine.round import run, take_the_rest
from matchmaking.engine.scoring import score_pair, told
from matchmaking.engine.shapes import Pool
from tests.engine.crowds import crowd
from tests.engine.graphs import all_pairs, graph
from tests.engine.pools import random_pool

pytestmark = pytest.mark.nodb


def served(result) -> Counter:
    return Counter(member for one in result.proposals for member in (one.a, one.b))


@pytest.mark.compiled
@pytest.mark.parametrize("percent", range(10, 21))
def test_f064_as_many_long_shots_as_the_organiser_says_within_one_pair(percent):
    for members in (40, 90, 200):
        proposals = run(crowd(members, percent, long_shots=percent)).proposals
        marked = [one for one in proposals if one.long_shot]

        assert len(proposals) > members // 3
        assert abs(len(marked) - len(proposals) * percent / 100) <= 1


@pytest.mark.parametrize("seed", range(6))
def test_f064_the_long_shots_are_the_proposals_with_the_least_relevance(seed):
    proposals = run(random_pool(seed, members=30, floor=0, long_shots=20)).proposals
    marked = [one.score.parts["relevance"] for one in proposals if one.long_shot]
    others = [one.score.parts["relevance"] for one in proposals if not one.long_shot]

    assert max(marked) <= min(others)


@pytest.mark.parametrize(("percent", "wanted"), [(0, 0), (15, 1), (50, 4), (100, 7)])
def test_f064_the_share_is_rounded_to_the_nearest_and_of_equals_the_first_is_one(percent, wanted):
    one = run(random_pool(4, members=30, floor=0)).proposals[0].score

    assert long_shots([one] * 7, percent) == set(range(wanted))


@pytest.mark.parametrize("seed", range(12))
def test_f069_runner_ups_are_pairs_that_could_take_a_proposals_place(seed):
    case = random_pool(seed, members=34, floor=0)
    context, member = Context.of(case), {one.id: one for one in case.candidates}
    free = [one for one in case.candidates if why_not_member(one, case) is None]
    result = run(case)
    times, made = served(result), {(one.a, one.b) for one in result.proposals}

    for one in result.proposals:
        assert len({(spare.a, spare.b) for spare in one.runner_ups}) == len(one.runner_ups) <= 2
        for spare in one.runner_ups:
            a, b = member[spare.a], member[spare.b]
            (third,) = {spare.a, spare.b} - {one.a, one.b}
            assert spare.a < spare.b
            assert (spare.a, spare.b) not in made
            assert why_not_pair(a, b, case, context) is None
            assert spare.score == told(score_pair(a, b, case, context), case.weights).total
            assert spare.free == (times[third] < member[third].capacity)
        ranked = [(not spare.free, -spare.score) for spare in one.runner_ups]
        assert ranked == sorted(ranked)
        # When anybody with room could take a place, the best of them is a runner-up; the first as far as may be told.
        able = [
            (-score_pair(stays, third, case, context).total, *sorted((stays.id, third.id)))
            for stays in (member[one.a], member[one.b])
            for third in free
            if third.id not in (one.a, one.b) and times[third.id] < third.capacity
            if tuple(sorted((stays.id, third.id))) not in made
            if why_not_pair(stays, third, case, context) is None
        ]
        if able:
            assert one.runner_ups[0].free
            assert min(able)[1:] in {(spare.a, spare.b) for spare in one.runner_ups if spare.free}


@pytest.mark.compiled
def test_f069_most_proposals_of_an_ordinary_round_have_two_runner_ups():
    proposals = [one for seed in range(4) for one in run(crowd(40, seed)).proposals]

    assert sum(len(one.runner_ups) == 2 for one in proposals) >= 0.8 * len(proposals)
    assert {spare.free for one in proposals for spare in one.runner_ups} == {True, False}


@pytest.mark.compiled
@pytest.mark.parametrize(("members", "floor", "seed"), [(5_000, 398_000, 1), (2_000, 388_000, 2), (2_000, 388_000, 3)])
def test_f010_the_bonus_reaches_at_least_six_points_more_of_those_who_waited(members, floor, seed):
    """Under a floor so high that without a bonus about 71 of 100 members are reached."""
    case = crowd(members, seed, floor=floor)
    waited = sum(one.starved > 0 for one in case.candidates)

    with_bonus = run(case)
    without = run(replace(case, policy=replace(case.policy, bonus_base=0, bonus_starved=0)))

    assert without.reached / members == pytest.approx(0.71, abs=0.03)
    assert with_bonus.starved_reached - without.starved_reached >= 0.06 * waited
    assert with_bonus.reached > without.reached
    assert with_bonus.value >= 0.9995 * with_bonus.bound


@pytest.mark.compiled
@pytest.mark.parametrize(("members", "least"), [(200, 0.995), (1_000, 0.998), (5_000, 0.9995)])
def test_f023_a_round_is_within_a_hair_of_the_best_over_all_pairs(members, least):
    result = run(crowd(members, 1))

    assert result.value >= least * result.bound
    assert result.bound >= result.value


@pytest.mark.compiled
def test_f023_two_regions_of_nearly_equal_room_are_priced_as_well():
    """Where every pair crosses between two regions, all prices of one side can rise together while the other's fall."""
    case = crowd(5_000, 2)
    side, room = {}, {"a": 0, "b": 0}
    for home, places in sorted(room_by_home(case).items(), key=lambda one: -one[1]):
        side[home] = min(room, key=room.get)
        room[side[home]] += places

    result = run(replace(case, candidates=tuple(replace(one, home=side[one.home]) for one in case.candidates)))

    assert abs(room["a"] - room["b"]) < 0.03 * sum(room.values())
    assert result.value >= 0.9995 * result.bound


def room_by_home(case: Pool) -> Counter[str]:
    room = Counter()
    for one in case.candidates:
        room[one.home] += one.capacity
    return room


@pytest.mark.parametrize(("close_enough", "scarce"), [(0.0, 10_000), (2.0, 0), (2.0, 10_000)])
@pytest.mark.parametrize("coverage_first", [False, True])
def test_a_round_of_many_members_keeps_its_promises_too(close_enough, scarce, coverage_first, monkeypatch):
    """The limits lowered, so that thirty members are many: content with the first prices; not content; not content, and
    with so few pairs that it is closed."""
    monkeypatch.setattr(round_module, "SMALL", 5)
    monkeypatch.setattr(round_module, "FEW", scarce)
    monkeypatch.setattr(round_module, "LARGE", 10)
    monkeypatch.setattr(round_module, "CLOSE_ENOUGH", close_enough)
    for seed in range(4):
        case = random_pool(seed, members=30, floor=0, coverage_first=coverage_first)
        member, context = {one.id: one for one in case.candidates}, Context.of(case)
        result = run(case)

        assert len(result.proposals) > 0
        assert all(why_not_pair(member[one.a], member[one.b], case, context) is None for one in result.proposals)
        assert all(count <= member[id].capacity for id, count in served(result).items())
        assert result.bound >= result.value
        closed = close_enough > 1 and scarce
        assert coverage_first or result.value >= (1 if closed else 0.9) * result.bound


@pytest.mark.parametrize("collecting", [True, False])
def test_garbage_is_collected_after_a_round_if_it_was_before(collecting):
    before = gc.isenabled()
    (gc.enable if collecting else gc.disable)()
    try:
        run(random_pool(1, members=4))
        assert gc.isenabled() == collecting
    finally:
        (gc.enable if before else gc.disable)()


@pytest.mark.parametrize("seed", range(4))
def test_whoever_still_has_room_is_looked_for_beyond_the_lists(seed):
    """From no pair at all to a round in which no two have room left for each other."""
    ground = prepare(random_pool(seed, members=30, floor=0))
    everything = all_pairs(ground).market
    nobody = Pairing(graph(ground.size), ground.capacity, ground.bonus, np.zeros(ground.size, dtype=np.int64))

    pairing, (partners, _) = take_the_rest(parts.ask_here(ground), nobody)

    room, made = pairing.room(), set(pairing.pairs())
    left = set(zip(everything.u.tolist(), everything.v.tolist(), strict=True)) - made
    assert len(made) > 3
    assert not [pair for pair in left if room[pair[0]] and room[pair[1]]]
    assert all(room[other] for other in partners[partners != NOBODY])
