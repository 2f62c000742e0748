"""Does the round choose well: as much worth as possible, nobody over their budget, the left-out first?"""

import itertools
import random
from dataclasses import replace

import numpy as np
import pytest

from matchmaking.engine.blocks import Blocks
from matchmaking.engine.candidates import Edges, Table, best_partners, edges_of
from matchmaking.engine.context import Context
from matchmaking.engine.fairness import bonuses, urgent
from matchmaking.engine.pairing import Pairing
from matchmaking.engine.prices import find_prices
from matchmaking.engine.round import run
from matchmaking.engine.shapes import Policy
from tests.engine.pools import candidate, pool, random_pool, two

pytestmark = pytest.mark.nodb


def graph(size: int, *pairs: tuple[int, int, int]) -> Edges:
    u, v, gain = (np.array(column, dtype=np.int64) for column in zip(*sorted(pairs), strict=True))
    return Edges(size, u, v, gain)


def small_graph(seed: int) -> tuple[Edges, list[int], list[int]]:
    dice = random.Random(seed)
    size = dice.randint(3, 7)
    every = [(u, v, dice.randint(1, 300_000)) for u, v in itertools.combinations(range(size), 2)]
    pairs = [pair for pair in every if dice.random() < 0.6][:11] or every[:1]
    capacity = [dice.choice([1, 1, 2, 3]) for _ in range(size)]
    return graph(size, *pairs), capacity, [50_000 + 30_000 * dice.choice([0, 0, 1, 3]) for _ in range(size)]


def best_by_trying_everything(edges: Edges, capacity: list[int], bonus: list[int]) -> int:
    pairs, best = list(zip(edges.u.tolist(), edges.v.tolist(), edges.gain.tolist(), strict=True)), 0
    for chosen in itertools.product((False, True), repeat=len(pairs)):
        degree, value = [0] * edges.size, 0
        for u, v, gain in itertools.compress(pairs, chosen):
            degree[u] += 1
            degree[v] += 1
            value += gain
        if all(d <= b for d, b in zip(degree, capacity, strict=True)):
            best = max(best, value + sum(c for c, d in zip(bonus, degree, strict=True) if d))
    return best


def solved(edges: Edges, capacity: list[int], bonus: list[int]) -> Pairing:
    pairing = Pairing(edges, capacity, bonus, find_prices(edges, capacity, bonus, [0] * edges.size))
    pairing.fill()
    pairing.improve()
    pairing.reconsider()
    return pairing


def test_small_rounds_are_almost_always_the_best_possible():
    found = []
    for seed in range(60):
        edges, capacity, bonus = small_graph(seed)
        pairing = solved(edges, capacity, bonus)
        best = best_by_trying_everything(edges, capacity, bonus)
        found.append(pairing.value(bonus) / best)

        assert pairing.value(bonus) <= best
        assert all(len(others) <= room for others, room in zip(pairing.chosen, capacity, strict=True))

    assert sum(ratio == 1 for ratio in found) >= 58
    assert min(found) > 0.9


def test_f010_coverage_first_reaches_as_many_as_anyone_could():
    for seed in range(60):
        edges, capacity, bonus = small_graph(seed)
        pairing = solved(edges, capacity, urgent(bonus))
        most = best_by_trying_everything(edges, capacity, urgent([0] * edges.size)) // urgent([0] * edges.size)[0]

        assert sum(map(bool, pairing.chosen)) == most


def test_a_heavier_pair_yields_to_two_lighter_ones_that_are_worth_more():
    pairing = solved(graph(4, (0, 1, 200), (1, 2, 300), (2, 3, 200)), [1] * 4, [0] * 4)

    assert pairing.pairs() == [(0, 1), (2, 3)]


def test_a_walk_may_come_back_to_a_member_with_room_for_two():
    pairing = solved(graph(3, (0, 1, 13_600), (0, 2, 207_409), (1, 2, 133_529)), [1, 2, 1], urgent([0] * 3))

    assert pairing.pairs() == [(0, 1), (1, 2)]


@pytest.mark.parametrize("capacity", [0, 1, 2, 3])
def test_f009_nobody_gets_more_than_their_capacity(capacity):
    hub = candidate(1, home="mra", capacity=capacity)
    others = [candidate(number, home="brainport", offers=("capital",), seeks=("chips",)) for number in range(2, 8)]

    result = run(pool(hub, *others))

    assert len(result.proposals) == capacity
    assert {proposal.a for proposal in result.proposals} <= {1}


def test_f010_of_two_equal_candidates_the_one_unserved_last_round_wins():
    for seed in range(20):
        asker = candidate(1, home="mra")
        served = candidate(2, home="brainport", offers=("capital",), seeks=("chips",))
        unserved = replace(served, id=3, organisation=1003, group=1003, starved=1)

        first = run(pool(asker, served, unserved, seed=seed)).proposals
        second = run(pool(asker, replace(unserved, id=2), replace(served, id=3), seed=seed)).proposals

        assert [(one.a, one.b) for one in first] == [(1, 3)]
        assert [(one.a, one.b) for one in second] == [(1, 2)]


def test_the_bonus_rises_with_every_round_waited():
    crowd = [candidate(number, starved=number) for number in range(4)]

    assert bonuses(crowd, Policy(bonus_base=5, bonus_starved=7)) == [5, 12, 19, 26]


def test_f010_under_coverage_first_nobody_gets_a_second_while_someone_could_be_reached():
    # The two rich ones would take each other and both of their own neighbours' rivals.
    hub = candidate(1, home="mra", capacity=2, offers=("a", "b", "c"), seeks=("d", "e"))
    friend = candidate(2, home="brainport", capacity=1, offers=("d", "e"), seeks=("a", "b", "c"))
    other = candidate(3, home="mra", capacity=1, offers=("a", "b", "c"), seeks=("d", "e"), starved=0)
    lonely = candidate(4, home="brainport", capacity=1, offers=("x",), seeks=("a",))
    policy = Policy(floor=0, coverage_first=True, bonus_base=0, bonus_starved=0)

    result = run(pool(hub, friend, other, lonely, policy=policy))

    assert result.reached == 4


@pytest.mark.parametrize("seed", range(10))
def test_the_lists_of_best_partners_are_exact_and_ties_go_to_the_smaller_id(seed):
    table = Table(Blocks(Context.of(random_pool(seed, members=40))))
    for most in (1, 3, 100):
        partners, gains = best_partners(table, most)
        for top, _, block in table.rows():
            for row, line in enumerate(block.tolist(), start=top):
                ranked = sorted((-gain, column) for column, gain in enumerate(line) if gain)[:most]
                length = len(ranked)

                assert partners[row, :length].tolist() == [column for _, column in ranked]
                assert gains[row, :length].tolist() == [-gain for gain, _ in ranked]
                assert set(partners[row, length:].tolist()) <= {-1}


@pytest.mark.parametrize("seed", range(5))
def test_a_table_that_remembers_nothing_gives_the_same_lists(seed):
    blocks = Blocks(Context.of(random_pool(seed, members=40)))
    kept, again = Table(blocks), Table(blocks, dense=0)
    prices = np.arange(blocks.size, dtype=np.int64) * 3_000

    assert kept.blocked_per_rule() == again.blocked_per_rule()
    for one, other in zip(best_partners(kept, 4, prices), best_partners(again, 4, prices), strict=True):
        assert np.array_equal(one, other)
    assert np.array_equal(
        edges_of(blocks.size, best_partners(kept, 9)).gain, edges_of(blocks.size, best_partners(again, 9)).gain
    )


def test_one_pair_in_the_world_is_found():
    result = run(pool(*two()))

    assert [(one.a, one.b) for one in result.proposals] == [(1, 2)]
    assert result.value == result.proposals[0].score.total + 2 * 50_000
