"""Are the runner-ups of a proposal the ones that sorting all who come into question would put first?"""

import random
from dataclasses import replace

import numpy as np
import pytest

from matchmaking.engine.pairing import Pairing
from matchmaking.engine.passes import NOBODY
from matchmaking.engine.results import RunnerUp
from matchmaking.engine.runner_ups import NEAR, RUNNER_UPS, runner_ups
from tests.engine.graphs import Graph, graph, hub_graph

pytestmark = pytest.mark.nodb

FLOOR = 300_000


def sorted_out(pairing: Pairing, spare: tuple[np.ndarray, np.ndarray], ids: list[int]) -> list[tuple[RunnerUp, ...]]:
    """What runner_ups should say: all options of a proposal in a dictionary, and the first of them in order."""
    market, ledger, room = pairing.market, pairing.ledger, pairing.room()
    found = []
    for pair in pairing.pairs():
        options = {}
        for one in pair:
            near = range(ledger.start[one], min(ledger.start[one] + NEAR, ledger.start[one + 1]))
            thirds = list(zip(spare[0][one].tolist(), spare[1][one].tolist(), strict=True))
            thirds += [(int(ledger.neighbour[place]), int(market.gain[ledger.edge[place]])) for place in near]
            options |= {tuple(sorted((one, third))): (third, gain) for third, gain in thirds if third != NOBODY}
        left = [
            RunnerUp(ids[a], ids[b], FLOOR + gain, bool(room[third]))
            for (a, b), (third, gain) in options.items()
            if (a, b) not in pairing.pairs()
        ]
        found.append(tuple(sorted(left, key=lambda one: (not one.free, -one.score, one.a, one.b))[:RUNNER_UPS]))
    return found


def with_room(pairing: Pairing, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Per row its best partners among those who have room, as round.take_the_rest finds them."""
    market, room = pairing.market, pairing.room()
    partners = np.full((market.size, most), NOBODY, dtype=np.int64)
    gains = np.zeros((market.size, most), dtype=np.int64)
    for row in range(market.size):
        places = range(market.start[row], market.start[row + 1])
        open_ones = [(-market.gain[market.edge[place]], market.neighbour[place]) for place in places]
        for number, (less, other) in enumerate(sorted(one for one in open_ones if room[one[1]])[:most]):
            partners[row, number], gains[row, number] = other, -less
    return partners, gains


def half_done(case: Graph, seed: int) -> Pairing:
    """About half the pairs that greed would take, at prices that put neighbours in another order than gains do."""
    dice = random.Random(seed)
    prices = np.array([dice.randint(-50_000, 250_000) for _ in range(case.market.size)], dtype=np.int64)
    pairing = Pairing(case.market, case.capacity, case.bonus, prices)
    pairing.fill()
    kept = np.array([number for number in pairing.chosen if dice.random() < 0.5 + seed % 2], dtype=np.int64)
    pairing.choose(case.market.u[kept], case.market.v[kept])
    return pairing


@pytest.mark.parametrize("equals", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_f069_they_are_the_first_of_all_who_come_into_question(seed, equals):
    case = hub_graph(20, seed, degree=4 + 2 * (seed % 3))
    if equals:  # a handful of gains, so that ids decide
        case = case._replace(market=replace(case.market, gain=case.market.gain // 200_000 * 200_000))
    pairing, ids = half_done(case, seed), [10 + 3 * row for row in range(20)]
    spare = with_room(pairing, NEAR)

    found = runner_ups(pairing, spare, ids, FLOOR)

    assert found == sorted_out(pairing, spare, ids)
    assert len(found) == len(pairing.pairs()) > 1


def test_f069_whoever_has_room_comes_first_however_little_it_brings():
    market = graph(5, (0, 1, 900), (0, 2, 800), (1, 3, 10), (2, 4, 700))
    ones = np.ones(5, dtype=np.int64)
    pairing = Pairing(market, ones, 0 * ones, 0 * ones)
    pairing.choose(np.array([0, 2]), np.array([1, 4]))

    found = runner_ups(pairing, with_room(pairing, 2), [3, 5, 7, 9, 11], 50)

    assert found == [(RunnerUp(5, 9, 60, True), RunnerUp(3, 7, 850, False)), (RunnerUp(3, 7, 850, False),)]


def test_f069_where_nobody_else_is_known_there_are_none():
    market = graph(2, (0, 1, 5))
    ones = np.ones(2, dtype=np.int64)
    pairing = Pairing(market, ones, 0 * ones, 0 * ones)
    pairing.fill()

    assert runner_ups(pairing, with_room(pairing, 4), [1, 2], 0) == [()]
    pairing.choose(*np.empty((2, 0), dtype=np.int64))
    assert runner_ups(pairing, with_room(pairing, 4), [1, 2], 0) == []
