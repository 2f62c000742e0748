"""Do the compiled loops count right? Small enough to run without the compiler too."""

import random
from dataclasses import replace

import numpy as np
import pytest

from matchmaking.engine.dinner import Rules, Table, search
from matchmaking.engine.dinner.arrays import NOWHERE, Hall
from matchmaking.engine.dinner.certificate import certify
from matchmaking.engine.dinner.counting import counted_out
from matchmaking.engine.dinner.exchange import (
    anneal,
    below,
    descend,
    exchange,
    lacking_gain,
    lacking_now,
    may_exchange,
    roll,
    worth_gain,
)
from matchmaking.engine.dinner.search import Aim, fresh, heats, measure, seating_of
from matchmaking.engine.dinner.shapes import APART
from matchmaking.engine.scoring import mix64
from matchmaking.engine.shapes import MICRO
from tests.engine.dinner.dinners import dinner, small
from tests.engine.dinner.judge import Judge

pytestmark = pytest.mark.nodb

PENALTY = 3 * MICRO


def started(seed: int):
    """A small hall that counting does not rule out, a first seating in it, and what is aimed at."""
    while counted_out(evening := small(seed)) is not None:
        seed += 1
    hall = Hall.of(replace(evening, rules=replace(evening.rules, layers=2, helix=2)))
    aim = Aim(hall.value, hall.cost, np.where(np.arange(len(APART) + 1) > 0, MICRO, 0))
    return hall, aim, seating_of(hall, fresh(hall, seed), aim, PENALTY)


def where_of(hall, seating):
    where = np.full(hall.size, NOWHERE)
    where[seating.person_at] = seating.table_of
    return where


def total(hall, aim, seating) -> int:
    found = measure(hall, where_of(hall, seating), aim)
    return found.worth - found.penalties * PENALTY // MICRO


@pytest.mark.parametrize("seed", range(0, 60, 6))
def test_every_exchange_is_worth_what_counting_from_scratch_says(seed):
    hall, aim, seating = started(seed)
    dice, tried = random.Random(seed), 0
    kept = ("person_at", "seat_of", "sums", "counts", "present")

    for _ in range(60):
        leaver, comer = int(seating.person_at[dice.randrange(len(seating.person_at))]), dice.randrange(hall.size)
        if NOWHERE in (hall.pinned[leaver], hall.pinned[comer]) and may_exchange(seating, leaver, comer):
            before = total(hall, aim, seating)
            gain = worth_gain(seating, leaver, comer) - PENALTY * lacking_gain(seating, leaver, comer)
            exchange(seating, leaver, comer)
            tried += 1
            assert total(hall, aim, seating) - before == gain
            again = seating_of(hall, where_of(hall, seating), aim, PENALTY)
            assert lacking_now(seating) == lacking_now(again)
            assert all((getattr(seating, name) == getattr(again, name)).all() for name in kept[2:])

    assert tried > 5 or len(seating.free) < 2


@pytest.mark.parametrize("seed", range(0, 40, 8))
def test_annealing_keeps_count_and_descending_ends_where_nothing_helps(seed):
    hall, aim, seating = started(seed)
    if not len(seating.free):
        return
    before, far = total(hall, aim, seating), 10**15
    with np.errstate(over="ignore"):
        missing = anneal(
            seating, np.array([seed], dtype=np.uint64), heats(aim.top)[::40], 40, search._NEGLOG, PENALTY, far
        )

    assert far - missing == total(hall, aim, seating) - before
    again = seating_of(hall, where_of(hall, seating), aim, PENALTY)
    cold = total(hall, aim, again)
    descend(again, PENALTY)
    assert total(hall, aim, again) >= cold
    for leaver in again.person_at:
        for comer in range(hall.size):
            if hall.pinned[leaver] == hall.pinned[comer] == NOWHERE and may_exchange(again, leaver, comer):
                assert worth_gain(again, leaver, comer) <= PENALTY * lacking_gain(again, leaver, comer)


def test_annealing_stops_when_all_that_is_hoped_for_is_there():
    hall, aim, seating = started(2)

    with np.errstate(over="ignore"):
        left = anneal(seating, np.array([1], dtype=np.uint64), heats(aim.top), 40, search._NEGLOG, PENALTY, 1)

    assert left <= 0


def test_the_dice_are_those_of_splitmix64():
    dice = np.array([1234567], dtype=np.uint64)

    with np.errstate(over="ignore"):
        rolled = [int(roll(dice)) for _ in range(3)]
        numbers = [below(dice, 6) for _ in range(600)]

    assert rolled[0] == mix64(1234567)
    # The first numbers of the reference program for this seed.
    assert rolled == [6457827717110365317, 3203168211198807973, 9817491932198370423]
    assert set(numbers) == set(range(6))
    assert all(60 < numbers.count(face) < 140 for face in range(6))


@pytest.mark.compiled
def test_heats_fall_from_half_the_scale_to_a_four_hundredth():
    warm = heats(1_000_000)

    assert warm[0] == 500_000
    assert 2_500 <= warm[-1] < 2_600
    assert (np.diff(warm) < 0).all()
    assert heats(1_000_000, coolness=8)[0] == 62_500


def test_a_first_seating_has_everybody_who_must_sit_and_spreads_what_stays_empty():
    two = (Table(1, 6, 4), Table(2, 6, 4))
    evening = replace(dinner(1, 12), tables=two, empty=3, rules=Rules(0, 0, 0))
    ids = [one.id for one in evening.pool.candidates]
    evening = replace(evening, pins=((ids[3], 2),), guests=tuple(ids[5:9]))
    hall = Hall.of(evening)

    where = fresh(hall, 7)
    plan = hall.plan(where)

    assert ids[3] in plan[2]
    assert set(ids[5:9]) <= {*plan[1], *plan[2]}
    assert sorted(len(guests) for guests in plan.values()) == [4, 5]
    assert (hall.rows(plan) >= 0).sum() == 12


@pytest.mark.compiled
def test_more_effort_tries_more_and_large_halls_have_a_limit():
    hall = Hall.of(dinner(1, 12, 1, 6))

    assert search.steps_per_level(hall, 3) == 3 * search.steps_per_level(hall, 1) == 3 * (600 * 6 * 12 // search.LEVELS)
    crowded = replace(hall, seats=np.array([400_000]))
    assert search.starts(hall) == 16
    assert search.starts(crowded) == 4
    assert search.steps_per_level(crowded, 1) == search.MOST_STEPS // search.LEVELS


@pytest.mark.parametrize("seed", range(0, 60, 6))
@pytest.mark.parametrize("strict", [True, False])
def test_the_certificate_finds_the_exchanges_that_would_improve(seed, strict):
    """Against a judge who counts every legal plan one exchange away that is worth more; from any seating at all."""
    hall, _, seating = started(seed)
    if not strict:
        hall = Hall.of(replace(hall.dinner, rules=Rules(0, 0, 0, apart=())))
    judge, plan = Judge(hall.dinner), hall.plan(where_of(hall, seating))
    worth = judge.plan_worth(plan)

    found = certify(hall, plan)

    better = [other for other in judge.neighbours(plan) if judge.worth_moving(plan, other)]
    assert all(judge.plan_worth(other) > worth for other in better)
    # A move to a table with two empty seats is two exchanges.
    assert found.improving >= len(better)
    assert bool(found.improving) == bool(better)
    if hall.size == len(hall.members):
        assert (found.exchanges, found.improving) == (len(list(judge.neighbours(plan))), len(better))


def test_with_everybody_pinned_there_is_nothing_to_search():
    evening = replace(dinner(1, 12, 2, 6), rules=Rules(0, 0, 0))
    ids = sorted(one.id for one in evening.pool.candidates)
    hall = Hall.of(replace(evening, pins=tuple((id, 1 + number % 2) for number, id in enumerate(ids))))

    assert hall.plan(search.best_of(hall, 1).where) == {1: tuple(ids[::2]), 2: tuple(ids[1::2])}
