"""Does a speed meeting let everybody sit, nobody meet twice, and colleagues never?"""

import json
import random
from collections import Counter
from dataclasses import replace

import numba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.engine.context import Context
from matchmaking.engine.crowd import pair_values
from matchmaking.engine.explain import reasons_for
from matchmaking.engine.meetings import Meeting, schedule
from matchmaking.engine.meetings.problem import Problem, barred_pairs, table_sizes
from matchmaking.engine.scoring import score_pair
from matchmaking.engine.shapes import History
from tests.engine.evenings import company, encounters, evening, may_never_meet, promises_kept, wild_evening
from tests.engine.pools import random_pool

pytestmark = pytest.mark.nodb

PLAIN = bool(numba.config.DISABLE_JIT)  # loops as plain Python: hundreds of times slower


@pytest.mark.compiled
@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), st.integers(0, 11))
def test_f078_the_promises_hold_for_any_evening(seed, guests):
    meeting = wild_evening(seed, guests) if guests > 1 else evening(guests, 2)

    promises_kept(meeting, schedule(meeting))


@pytest.mark.parametrize(("number", "guests"), [(0, 1), (0, 5), (3, 7), (3, 9), (1, 11), (7, 10)])
def test_f078_the_promises_hold_for_evenings_that_need_everything(number, guests):
    """Nobody to meet, repeats that no design avoids, whole evenings traded."""
    meeting = wild_evening(number, guests) if guests > 1 else evening(guests, 2)

    promises_kept(meeting, schedule(meeting))


@pytest.mark.compiled
@pytest.mark.parametrize(
    ("guests", "turns", "seats", "organisations"),
    [(40, 6, 4, 17), (39, 6, 4, 17), (24, 8, 2, 17), (25, 6, 2, 9), (24, 3, 5, 9), (12, 11, 2, 0), (30, 3, 4, 8)],
)
def test_f078_nobody_meets_twice(guests, turns, seats, organisations):
    meeting = evening(guests, turns, seats, organisations, effort=1 if PLAIN else 20)

    result = schedule(meeting)

    promises_kept(meeting, result)
    assert result.repeats == 0
    assert result.waits == 0
    assert max(encounters(result).values()) == 1


@pytest.mark.compiled
@pytest.mark.parametrize(("guests", "turns", "share"), [(24, 8, 0.999), (60, 10, 0.999), (40, 5, 0.998)])
def test_f078_pairs_come_within_a_thousandth_of_the_bound(guests, turns, share):
    result = schedule(evening(guests, turns, organisations=17))

    assert result.repeats == 0
    assert share * result.bound <= result.value <= result.bound


@pytest.mark.skipif(PLAIN, reason="a hundred times the steps")
def test_f078_the_value_is_near_that_of_a_hundred_times_the_effort():
    meeting = evening(24, 3, 4, 9, effort=10)

    result, best = schedule(meeting), schedule(replace(meeting, effort=1_000))

    assert result.repeats == best.repeats == 0
    assert result.value >= 0.95 * best.value


@pytest.mark.compiled
def test_f078_the_value_is_far_above_chance():
    result = schedule(evening(24, 3, 4, 9, effort=5))
    worth = pair_values(company(24, 9))

    assert result.value > 1.1 * result.encounters * worth.sum() / (24 * 23)


@pytest.mark.parametrize(
    ("guests", "turns", "seats", "repeats"), [(4, 5, 2, 4), (6, 2, 3, 2), (8, 3, 4, 8), (3, 3, 3, 6), (10, 9, 2, 0)]
)
def test_f078_where_repeats_must_be_there_are_as_few_as_can_be_and_it_is_said(guests, turns, seats, repeats):
    result = schedule(evening(guests, turns, seats))

    assert (result.repeats, result.unavoidable) == (repeats, repeats)
    assert sum(one.again for turn in result.turns for table in turn.tables for one in table.encounters) == repeats


@pytest.mark.parametrize(("guests", "turns", "seats"), [(9, 4, 3), (16, 5, 4), (15, 7, 3), (12, 4, 3)])
@pytest.mark.skipif(PLAIN, reason="long searches")
def test_f078_an_evening_in_which_everybody_meets_everybody_is_found(guests, turns, seats):
    result = schedule(evening(guests, turns, seats, effort=20))

    assert result.repeats == 0


def test_of_an_odd_number_three_sit_together_and_nobody_waits():
    result = schedule(evening(7, 3))

    assert [sorted(len(table.members) for table in turn.tables) for turn in result.turns] == [[2, 2, 3]] * 3
    assert result.waits == 0


@pytest.mark.parametrize("seats", [2, 3])
def test_those_who_must_wait_take_turns(seats):
    """Of five, three colleagues: at most two of them have somebody to sit with."""
    pool = company(5)
    crowd = tuple(
        replace(one, organisation=1, group=1) if place < 3 else one for place, one in enumerate(pool.candidates)
    )
    meeting = Meeting(replace(pool, candidates=crowd), 3, seats, effort=2)

    result = schedule(meeting)

    promises_kept(meeting, result)
    assert Counter(one for turn in result.turns for one in turn.waiting) == {one.id: 1 for one in crowd[:3]}


def test_who_refuses_everybody_waits_and_the_others_sit():
    pool = company(7)
    first, *others = (one.id for one in pool.candidates)
    blocked = tuple((first, other) for other in others)

    for seats in (2, 3):
        meeting = Meeting(replace(pool, history=History(blocked=blocked)), 2, seats, effort=2)
        result = schedule(meeting)
        promises_kept(meeting, result)
        assert [turn.waiting for turn in result.turns] == [(first,)] * 2


def test_more_colleagues_than_tables_get_more_and_smaller_tables():
    pool = company(12)
    crowd = tuple(
        replace(one, organisation=1, group=1) if place < 5 else one for place, one in enumerate(pool.candidates)
    )
    meeting = Meeting(replace(pool, candidates=crowd), 2, 4, effort=2)

    result = schedule(meeting)

    promises_kept(meeting, result)
    assert [len(turn.tables) for turn in result.turns] == [5, 5]
    assert result.waits == 0


def test_two_who_know_each_other_already_are_the_last_to_meet():
    pool = company(6)
    a, b, *_ = (one.id for one in pool.candidates)
    known = replace(pool, history=History(met=((a, b),)))

    few = schedule(Meeting(known, 4, effort=2))
    all_turns = schedule(Meeting(known, 5, effort=2))

    assert (a, b) not in encounters(few)
    assert few.known == 0
    assert (all_turns.known, all_turns.repeats) == (1, 0)
    told = [one for turn in all_turns.turns for table in turn.tables for one in table.encounters if one.known]
    assert [(one.a, one.b, one.value) for one in told] == [(a, b, 0)]


def test_a_preference_for_other_regions_is_obeyed():
    plain, wide = schedule(evening(24, 5)), schedule(evening(24, 5, crossing=500_000))

    assert wide.cross_region_share > plain.cross_region_share
    assert wide.value < plain.value
    assert wide.repeats == 0


@pytest.mark.compiled
@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_f078_the_order_of_the_input_makes_no_difference(seed):
    meeting, dice = wild_evening(seed, 9), random.Random(seed)

    def shuffled(items: tuple) -> tuple:
        return tuple(dice.sample(items, len(items)))

    history = meeting.pool.history
    pool = replace(
        meeting.pool,
        candidates=shuffled(meeting.pool.candidates),
        history=History(shuffled(history.met), history.cooling, shuffled(history.blocked)),
    )
    straight = replace(meeting, pool=replace(pool, candidates=meeting.pool.candidates))
    mixed = replace(meeting, pool=pool, arrives=shuffled(meeting.arrives), leaves=shuffled(meeting.leaves))

    assert json.dumps(schedule(mixed).to_json()) == json.dumps(schedule(straight).to_json())
    assert mixed.to_json() == straight.to_json()


@pytest.mark.compiled
def test_another_seed_may_seat_equals_otherwise():
    equals = replace(company(8), weights=replace(company(8).weights, relevance=55, explore=0))
    crowd = tuple(replace(equals.candidates[0], id=n, organisation=n, group=n) for n in range(1, 9))

    hashes = {schedule(Meeting(replace(equals, candidates=crowd, seed=n), 2, 4, effort=2)).hash() for n in range(6)}

    assert len(hashes) > 1


def test_every_encounter_says_its_worth_and_its_reasons():
    meeting = evening(9, 2, 3)
    pool = replace(meeting.pool, policy=replace(meeting.pool.policy, cross_region=False, floor=0))
    context, guest = Context.of(pool), {one.id: one for one in pool.candidates}

    result = schedule(meeting)

    told = [one for turn in result.turns for table in turn.tables for one in table.encounters]
    assert len(told) == result.encounters == 18
    for one in told:
        score = score_pair(guest[one.a], guest[one.b], pool, context)
        assert (one.value, one.again) == (score.total, False)
        assert one.reasons == reasons_for(guest[one.a], guest[one.b], score, context)
    assert result.value == sum(one.value for one in told)
    assert sum(len(mates) for _, _, mates in result.company(10)) == 4
    assert all(10 in (one.a, one.b) for _, _, mates in result.company(10) for one in mates)
    assert result.crossings == sum(guest[one.a].home != guest[one.b].home for one in told)


@pytest.mark.parametrize("seed", range(6))
def test_values_and_barred_pairs_are_those_of_the_rules(seed):
    pool = random_pool(seed, 14)
    guests = tuple(sorted(pool.candidates, key=lambda one: one.id))
    worth, barred = pair_values(pool), barred_pairs(guests, Context.of(pool))

    for row, one in enumerate(guests):
        assert (worth[row, row], barred[row, row]) == (0, False)
        for column, other in enumerate(guests[:row]):
            assert worth[row, column] == worth[column, row] == score_pair(other, one, pool).total
            assert barred[row, column] == barred[column, row] == may_never_meet(other, one, pool)


def test_a_person_the_history_names_but_who_is_no_guest_changes_nothing():
    pool = company(6)
    stranger = replace(pool, history=History(met=((1, 10), (10, 999))))

    assert not Problem.of(Meeting(stranger, 1)).known.any()


@pytest.mark.parametrize(
    ("guests", "seats", "least", "before", "sizes"),
    [
        (40, 4, 0, 0, [4] * 10),
        (39, 4, 0, 0, [4] * 9 + [3]),
        (41, 4, 0, 0, [5] + [4] * 9),
        (42, 4, 0, 0, [4] * 9 + [3] * 2),
        (42, 4, 0, 10, [5] * 2 + [4] * 8),
        (38, 4, 0, 10, [4] * 8 + [3] * 2),
        (38, 4, 0, 20, [4] * 8 + [3] * 2),
        (25, 2, 0, 0, [3] + [2] * 11),
        (3, 2, 0, 0, [3]),
        (2, 6, 0, 0, [2]),
        (6, 4, 0, 0, [3, 3]),
        (9, 6, 0, 0, [5, 4]),
        (12, 4, 5, 0, [3, 3, 2, 2, 2]),
        (1, 4, 0, 0, []),
        (0, 4, 0, 3, []),
    ],
)
def test_tables_are_as_large_as_people_expect(guests, seats, least, before, sizes):
    assert table_sizes(guests, seats, least, before) == sizes
