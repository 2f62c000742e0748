"""When somebody leaves or comes late, is the rest of the evening mended with few changes?"""

import json
import random
import time
from dataclasses import replace

import numba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.engine.meetings import Meeting, repair, schedule
from matchmaking.engine.meetings.adapt import refitted
from matchmaking.engine.meetings.problem import Seating
from matchmaking.engine.meetings.report import numbered
from tests.engine.evenings import encounters, evening, promises_kept, wild_evening

pytestmark = pytest.mark.nodb

PLAIN = bool(numba.config.DISABLE_JIT)


@pytest.mark.compiled
@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), st.integers(2, 11))
def test_f078_held_turns_stay_and_the_promises_hold_after_any_repair(seed, guests):
    dice, before = random.Random(seed), wild_evening(seed, guests)
    planned = schedule(before)
    held = dice.randint(0, before.turns)
    left = dice.choice([one.id for one in before.pool.candidates])
    others = tuple(line for line in before.leaves if line[0] != left)
    now = replace(before, leaves=(*others, (left, held)))

    result = repair(now, planned, held)

    assert result.turns[:held] == tuple(replace(turn, held=True) for turn in planned.turns[:held])
    assert [turn.held for turn in result.turns] == [True] * held + [False] * (before.turns - held)
    free = replace(now, arrives=before.arrives, leaves=tuple(line for line in now.leaves if line[0] != left))
    assert left not in {one for turn in result.turns[held:] for table in turn.tables for one in table.members}
    if before.there(left, 1) or not held:
        promises_kept(free if held == before.turns else _as_it_went(now, planned, held), result)


def _as_it_went(meeting: Meeting, planned, held: int) -> Meeting:
    """The meeting whose leavers stayed for the turns that were held."""
    lines = {member: max(turn, held) for member, turn in meeting.leaves if turn >= held}
    gone = {member: turn for member, turn in meeting.leaves if turn < held}
    return replace(meeting, leaves=tuple({**gone, **lines}.items()))


@pytest.mark.parametrize(
    ("guests", "turns", "seats", "most"),
    [(60, 8, 2, 48), (61, 8, 2, 48), (60, 6, 4, 6), (40, 6, 4, 12), (12, 4, 3, 10)],
)
def test_f078_one_leaves_and_another_is_late_and_still_nobody_meets_twice(guests, turns, seats, most):
    if PLAIN and guests > 20:
        pytest.skip("long as plain Python")
    meeting = evening(guests, turns, seats, 17 if guests > 20 else 0, effort=1 if PLAIN else 20)
    first, second, *_ = (one.id for one in meeting.pool.candidates)
    meeting = replace(meeting, arrives=((second, 2),))
    planned = schedule(meeting)
    now = replace(meeting, leaves=((first, 3),), arrives=((second, 5),))
    first_answer = repair(now, planned, 3)  # whatever has to be compiled is, now

    started = time.process_time()
    result = repair(now, planned, 3)
    taken = time.process_time() - started

    assert planned.repeats == result.repeats == 0
    assert result.held(3) == planned.held(3)
    assert max(encounters(result).values()) == 1
    assert first not in {one for turn in result.turns[3:] for table in turn.tables for one in table.members}
    assert second not in {one for table in result.turns[3].tables for one in table.members}
    assert result.waits == planned.waits == 0
    assert result.exchange_optimal
    assert result == first_answer
    assert result.changes <= most * (turns - 3) // 3
    assert PLAIN or taken < 2


def test_a_leaver_from_a_table_of_four_changes_nothing_for_the_others():
    meeting = evening(24, 4, 4)
    planned = schedule(meeting)
    gone = planned.turns[0].tables[0].members[0]

    result = repair(replace(meeting, leaves=((gone, 1),)), planned, 1)

    assert result.changes == 0
    for old, new in zip(planned.turns[1:], result.turns[1:], strict=True):
        assert {table.number: set(table.members) - {gone} for table in old.tables} == {
            table.number: set(table.members) for table in new.tables
        }


def test_nothing_happened_and_nothing_changes():
    meeting = evening(10, 3)
    planned = schedule(meeting)

    result = repair(meeting, planned, 1)

    assert [turn.tables for turn in result.turns] == [turn.tables for turn in planned.turns]
    assert (result.changes, result.value, result.bound >= result.value) == (0, planned.value, True)


def test_a_guest_who_was_not_expected_gets_a_seat_in_every_turn_left():
    meeting = evening(13, 3, 3)
    late = meeting.pool.candidates[-1].id
    before = replace(meeting, pool=replace(meeting.pool, candidates=meeting.pool.candidates[:-1]))
    planned = schedule(before)

    result = repair(replace(meeting, arrives=((late, 2),)), planned, 1)

    assert [late in {one for table in turn.tables for one in table.members} for turn in result.turns] == [
        False,
        True,
        True,
    ]
    assert result.repeats == 0
    assert result.changes <= 12


def test_an_evening_gets_a_turn_more():
    meeting = evening(8, 3)
    planned = schedule(replace(meeting, turns=2))

    result = repair(meeting, planned, 2)

    assert len(result.turns) == 3
    assert result.repeats == 0
    assert result.held(2) == planned.held(2)


def test_who_sat_together_in_a_held_turn_does_not_again():
    held = tuple(tuple(table.members) for table in schedule(evening(8, 1)).turns[0].tables)
    meeting = evening(8, 4, held=(held,))

    result = schedule(meeting)

    promises_kept(meeting, result)
    assert result.repeats == 0
    assert tuple(table.members for table in result.turns[0].tables) == held
    assert result.turns[0].held


def test_an_evening_that_is_over_is_only_told():
    meeting = evening(6, 2)
    planned = schedule(meeting)

    result = repair(meeting, planned, 2)

    assert (result.value, result.bound) == (planned.value, planned.value)


def test_the_same_repair_gives_the_same_bytes():
    meeting = evening(9, 3, 3)
    planned = schedule(meeting)
    now = replace(meeting, leaves=((10, 1),))

    assert json.dumps(repair(now, planned, 1).to_json()) == json.dumps(repair(now, planned, 1).to_json())


def test_more_turns_cannot_have_been_held_than_were_planned():
    meeting = evening(6, 2)

    with pytest.raises(ValueError, match="more turns were held"):
        repair(meeting, schedule(meeting), 3)


@pytest.mark.parametrize(
    ("tables", "there", "sizes", "expected"),
    [
        (((0, 1), (2, 3)), [0, 1, 2, 3], [2, 2], ((0, 1), (2, 3))),
        (((0, 1), (2, 3)), [1, 2, 3], [3], ((1, 2, 3),)),
        (((0, 1, 2), (3, 4, 5)), [1, 2, 3, 4, 5, 6], [3, 3], ((3, 4, 5), (1, 2, 6))),
        (((0, 1, 2, 3),), [0, 1, 2, 3], [2, 2], ((0, 1), (2, 3))),
        ((), [4, 7], [2], ((4, 7),)),
    ],
)
def test_old_tables_are_cut_and_filled(tables, there, sizes, expected):
    assert refitted(tables, there, sizes) == Seating(expected)


def test_a_number_stays_with_most_of_its_table():
    turn = Seating(((0, 1), (2, 3), (4, 5)))

    assert numbered(turn, ()) == [(1, (0, 1)), (2, (2, 3)), (3, (4, 5))]
    assert numbered(turn, [(7, (2, 3)), (2, (1, 9)), (1, (0, 8))]) == [(1, (0, 1)), (2, (4, 5)), (7, (2, 3))]
