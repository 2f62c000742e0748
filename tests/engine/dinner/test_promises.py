"""What holds for every dinner, whatever is asked? (F036, F038)"""

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.engine.dinner import Dinner, compose, relaxed, reoptimise, why_impossible
from matchmaking.engine.dinner.rules import to_seat
from tests.engine.dinner.dinners import dinner, small
from tests.engine.dinner.judge import Judge

pytestmark = pytest.mark.nodb

seeds = st.integers(0, 10_000)
few = settings(max_examples=20, deadline=None, derandomize=True)


def text(composition) -> str:
    return json.dumps(composition.to_json(), sort_keys=True)


def shuffled(evening: Dinner, seed: int) -> Dinner:
    """The same dinner with everything listed in another order."""
    dice = random.Random(seed)
    pool, history = evening.pool, evening.pool.history

    def mixed(values):
        return tuple(dice.sample(values, len(values)))

    return replace(
        evening,
        pool=replace(
            pool, candidates=mixed(pool.candidates), history=replace(history, met=mixed(history.met + history.met[:1]))
        ),
        **{name: mixed(getattr(evening, name)) for name in ("tables", "pins", "guests", "reserves", "excluded")},
        rules=replace(evening.rules, apart=mixed(evening.rules.apart)),
    )


@pytest.mark.compiled
@few
@given(seeds)
def test_f036_a_composition_keeps_every_rule_and_seats_everybody_once(seed):
    evening = small(seed)
    judge = Judge(evening)

    found = compose(evening)

    if found.tables:
        assert judge.plan_legal(found.plan())
        assert sum(map(len, found.plan().values())) == to_seat(evening)
        assert found.value == judge.plan_worth(found.plan())
        assert [table.value for table in found.tables] == [judge.worth(guests) for guests in found.plan().values()]


@pytest.mark.compiled
@few
@given(seeds)
def test_no_single_exchange_improves_a_composition(seed):
    evening = small(seed)
    judge = Judge(evening)

    found = compose(evening)

    if found.tables:
        neighbours = list(judge.neighbours(found.plan()))
        better = [plan for plan in neighbours if judge.plan_legal(plan) and judge.plan_worth(plan) > found.value]
        assert better == []
        assert found.certificate.improving == 0
        # Two empty seats at one table are two exchanges to the engine and one plan to the judge.
        assert found.certificate.exchanges >= len(neighbours)


@pytest.mark.compiled
@few
@given(seeds)
def test_the_order_of_the_input_is_irrelevant_and_the_same_seed_gives_the_same_bytes(seed):
    evening = small(seed)

    assert text(compose(evening)) == text(compose(shuffled(evening, seed)))


@pytest.mark.compiled
@settings(few, max_examples=12)
@given(seeds)
def test_f036_an_impossible_dinner_names_a_rule_whose_relaxation_really_helps(seed):
    evening = small(seed)

    found = compose(evening).impossible

    assert found == why_impossible(evening)
    if found:
        for way in found.relaxations:
            milder = relaxed(evening, way)
            assert Judge(milder).plan_legal(compose(milder).plan()), way
        if found.relaxations and not found.proven:
            assert found.rule == found.relaxations[0].rule
        assert [way.price * way.by for way in found.relaxations] == sorted(w.price * w.by for w in found.relaxations)


@pytest.mark.compiled
@settings(few, max_examples=8)
@given(seeds, seeds)
def test_f038_reoptimising_never_lowers_the_score_and_pins_never_move(seed, choice):
    evening, dice = dinner(seed % 50, 26, 3, 5), random.Random(choice)
    judge = Judge(evening)
    standing = compose(evening).plan()
    for _ in range(4):  # an organiser drags guests about, within the rules
        legal = [plan for plan in judge.neighbours(standing) if judge.plan_legal(plan)]
        standing = dice.choice(legal)
    pins = tuple((guests[0], table) for table, guests in standing.items() if dice.randrange(2))

    found = reoptimise(replace(evening, pins=pins), standing)

    assert found.value >= judge.plan_worth(standing)
    assert judge.plan_legal(found.plan())
    assert all(member in found.plan()[table] for member, table in pins)
    assert {place.guest for table in found.tables for place in table.places if place.pinned} == {m for m, _ in pins}


def test_f038_a_plan_nothing_improves_stays_as_it_is():
    evening = dinner(3, 26, 3, 5)
    once = compose(evening)
    upside_down = {1: once.plan()[3], 2: once.plan()[2], 3: once.plan()[1]}

    again = reoptimise(evening, upside_down)

    assert again.plan() == upside_down
    assert again.value == once.value


def test_f038_reoptimising_after_a_decline_seats_somebody_else():
    evening = dinner(3, 26, 3, 5)
    standing = compose(evening).plan()
    gone = standing[2][0]

    found = reoptimise(replace(evening, excluded=(gone,)), standing)

    assert Judge(replace(evening, excluded=(gone,))).plan_legal(found.plan())
    assert sum(map(len, found.plan().values())) == 15


@pytest.mark.compiled
def test_longer_annealing_finds_little_more():
    evening = dinner(8, 60, 4, 6)

    usual, longer = compose(evening), compose(evening, effort=4)

    assert longer.value * 0.985 <= usual.value <= longer.value * 1.015


def test_a_gala_seats_all_its_guests():
    evening = dinner(1, 48, 6, 8)
    evening = replace(evening, guests=tuple(one.id for one in evening.pool.candidates))

    found = compose(evening)

    assert Judge(evening).plan_legal(found.plan())
    assert [len(guests) for guests in found.plan().values()] == [8] * 6
    assert found.unseated == ()
