"""Is the bound true, and is it tight enough to mean something?"""

import random

import pytest

from matchmaking.engine.blocks import Blocks
from matchmaking.engine.bound import SANE, bound_of_edges, upper_bound
from matchmaking.engine.candidates import Table, best_partners, edges_of
from matchmaking.engine.context import Context
from matchmaking.engine.fairness import bonuses
from matchmaking.engine.prices import find_prices
from matchmaking.engine.round import run
from tests.engine.pools import random_pool
from tests.engine.test_pairing import best_by_trying_everything, small_graph

pytestmark = pytest.mark.nodb


@pytest.mark.parametrize("seed", range(40))
def test_f023_the_bound_is_never_below_what_trying_everything_finds(seed):
    edges, capacity, bonus = small_graph(seed)
    best = best_by_trying_everything(edges, capacity, bonus)
    prices = find_prices(edges, capacity, bonus, [0] * edges.size)

    assert bound_of_edges(edges, capacity, bonus, prices) >= best


@pytest.mark.parametrize("seed", range(40))
def test_f023_the_bound_is_true_for_any_prices(seed):
    dice = random.Random(seed)
    edges, capacity, bonus = small_graph(seed)
    best = best_by_trying_everything(edges, capacity, bonus)

    for _ in range(20):
        prices = [dice.randint(-400_000, 400_000) for _ in range(edges.size)]
        assert bound_of_edges(edges, capacity, bonus, prices) >= best


@pytest.mark.parametrize("seed", range(10))
def test_f023_the_bound_counts_all_eligible_pairs_and_not_only_the_shortlist(seed):
    case = random_pool(seed, members=30, floor=0)
    table = Table(Blocks(Context.of(case)))
    members = table.blocks.columns.members
    capacity, bonus = [one.capacity for one in members], bonuses(members, case.policy)
    everything, short = edges_of(table.size, best_partners(table, 99)), edges_of(table.size, best_partners(table, 1))
    prices = find_prices(short, capacity, bonus, [0] * table.size)

    assert len(everything.u) == table.eligible_pairs
    assert upper_bound(table, capacity, bonus, prices) == bound_of_edges(everything, capacity, bonus, prices)
    assert upper_bound(Table(table.blocks, dense=0), capacity, bonus, prices) == upper_bound(
        table, capacity, bonus, prices
    )


@pytest.mark.parametrize("seed", range(5))
def test_f023_a_round_of_sixty_is_close_to_its_bound(seed):
    result = run(random_pool(seed, members=60, floor=200_000))

    assert 0.97 * result.bound <= result.value <= result.bound


def test_a_price_beyond_reason_is_refused():
    edges, capacity, bonus = small_graph(1)

    with pytest.raises(ValueError, match="beyond reason"):
        bound_of_edges(edges, capacity, bonus, [SANE + 1] * edges.size)
