"""Are the odd sets that a fractional pairing takes advantage of found, and are they true?"""

import itertools
import random

import numpy as np
import pytest

from matchmaking.engine.bound import OddSet
from matchmaking.engine.odd_sets import violated

pytestmark = pytest.mark.nodb


def found(pairs: dict[tuple[int, int], float], *capacity: int) -> list[OddSet]:
    u, v = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2).T
    return violated(u, v, np.array([pairs[pair] for pair in sorted(pairs)]), np.array(capacity))


def test_a_triangle_of_halves_is_found():
    everybody = OddSet(frozenset({0, 1, 2}), frozenset(), 0)

    assert found({(0, 1): 0.5, (0, 2): 0.5, (1, 2): 0.5}, 1, 1, 1) == [everybody]
    assert everybody.limit(np.array([1, 1, 1])) == 1


def test_a_whole_pair_that_leaves_belongs_to_it():
    """Member 2 has room for two, and one of them is taken."""
    pairs = {(0, 1): 0.5, (0, 2): 0.5, (1, 2): 0.5, (2, 3): 1.0}

    assert OddSet(frozenset({0, 1, 2}), frozenset({(2, 3)}), 0) in found(pairs, 1, 1, 2, 1)


def test_an_even_set_is_none():
    """Three places and the one that 3 takes: two introductions fit, and more are not made."""
    assert found({(0, 1): 0.5, (0, 2): 0.5, (1, 2): 0.5, (2, 3): 0.5}, 1, 1, 2, 1) == []


def test_whole_pairs_take_advantage_of_nobody():
    assert found({(0, 1): 1.0, (1, 2): 0.0, (2, 3): 1.0}, 1, 1, 1, 1) == []


def test_no_pairs_no_sets():
    assert found({}, 1, 1) == []


@pytest.mark.parametrize("seed", range(30))
def test_what_is_found_cuts_off_the_point_and_no_pairing(seed):
    dice = random.Random(seed)
    size = dice.randint(3, 6)
    capacity = np.array([dice.choice([0, 1, 1, 2, 3]) for _ in range(size)])
    pairs = [pair for pair in itertools.combinations(range(size), 2) if dice.random() < 0.7][:9]
    u, v = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    made = np.array([dice.choice([0, 0.2, 0.5, 0.5, 0.8, 1]) for _ in pairs])

    for odd in violated(u, v, made, capacity):
        held = odd.holds(u, v, size)
        assert made[held].sum() > odd.limit(capacity)
        for chosen in itertools.product((False, True), repeat=len(pairs)):
            degree = np.bincount(np.concatenate([u[list(chosen)], v[list(chosen)]]), minlength=size)
            if (degree <= capacity).all():
                assert (held & chosen).sum() <= odd.limit(capacity)


@pytest.mark.parametrize("seed", range(20))
def test_some_set_is_found_whenever_odd_cycles_of_halves_hang_on_whole_pairs(seed):
    """The extreme points of the linear programme with whole capacities look like this (Balinski 1965)."""
    dice = random.Random(seed)
    length = dice.choice([3, 5, 7])
    pairs = {(min(one, (one + 1) % length), max(one, (one + 1) % length)): 0.5 for one in range(length)}
    capacity = [dice.choice([1, 2]) for _ in range(length)]
    for one in range(length):
        if capacity[one] == 2:
            pairs[one, len(capacity)] = 1.0
            capacity.append(1)

    assert found(pairs, *capacity)
