"""Do the parts of the speed meeting do what they say: the board, the designs, the starters?"""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from matchmaking.engine.meetings import Meeting, schedule
from matchmaking.engine.meetings.board import apart, exchange, gain_of
from matchmaking.engine.meetings.designs import circle, design_for, field_of, plane
from matchmaking.engine.meetings.pairs import Matcher, repeats
from matchmaking.engine.meetings.plan import dealt
from matchmaking.engine.meetings.problem import Problem, Seating
from matchmaking.engine.meetings.search import Draws, Prices, annealed, board_of, is_settled, plan_of, standing
from matchmaking.engine.meetings.starters import starter
from matchmaking.engine.shapes import History
from tests.engine.evenings import company, evening, wild_evening

pytestmark = pytest.mark.nodb


def twice_met(turns) -> list:
    """Pairs that sit together more than once; everybody has one seat a turn."""
    for turn in turns:
        rows = [row for table in turn for row in table]
        assert len(rows) == len(set(rows))
    times = Counter(pair for turn in turns for table in turn for pair in combinations(sorted(table), 2))
    return [pair for pair, count in times.items() if count > 1]


@pytest.mark.parametrize("seed", range(8))
def test_an_exchange_gains_what_it_says_and_back_again(seed):
    """Against a count of the whole plan, for guests, ghosts and the bench."""
    problem = Problem.of(replace(wild_evening(seed, 9), seats=3))
    if not problem.free:
        return
    rows = [Draws(seed + turn).shuffled(problem.there(turn)) for turn in problem.free]
    plan = [dealt(row, [3, 2] if len(row) > 5 else []) for row in rows]
    prices = Prices(repeat=7, wait=0, barred=1_000, stay=5)
    board = board_of(problem, plan, prices, old=plan)
    before = plan_of(problem, board)

    for turn in board.free.tolist():
        for p, q in combinations(range(int(board.places[turn])), 2):
            if not apart(board, turn, p, q):
                continue
            whole = _worth(problem, plan_of(problem, board), plan, prices)
            gain = gain_of(board, turn, p, q)
            exchange(board, turn, p, q)
            if max(board.seats[turn, [p, q]]) < 9:  # ghosts side by side are priced, though no guest notices
                assert gain == _worth(problem, plan_of(problem, board), plan, prices) - whole
            assert gain_of(board, turn, p, q) == -gain
            exchange(board, turn, p, q)
    assert plan_of(problem, board) == before


def _worth(problem, plan, old, prices) -> int:
    """Everything a plan is worth at these prices, counted from scratch."""
    met, worth = Counter(), 0
    for turn, before in zip(plan, old, strict=True):
        together = set(before.pairs)
        for pair in turn.pairs:
            first = -2 * problem.best if problem.known[pair] else int(problem.aim[pair])
            again = -prices.repeat
            if problem.barred[pair]:
                first = again = -prices.barred
            worth += again if met[pair] else first
            worth += prices.stay * (pair in together)
            met[pair] += 1
    return worth


def test_a_plan_that_one_exchange_improves_is_not_called_settled():
    problem = Problem.of(evening(6, 1))
    best = max(combinations(range(6), 2), key=lambda pair: problem.worth[pair])
    plans = [
        Seating(((0, 1), (2, 3), (4, 5))),
        Seating(((0, 2), (1, 3), (4, 5))),
        Seating((best, *(tuple(row for row in range(6) if row not in best)[i : i + 2] for i in (0, 2)))),
    ]

    settled = [is_settled(problem, [plan]) for plan in plans]

    assert not all(settled)
    worst = min(plans, key=lambda plan: sum(problem.worth[pair] for pair in plan.pairs))
    assert not is_settled(problem, [worst])


def test_hard_prices_put_first_things_first():
    prices = Prices.hard(Problem.of(evening(6, 2, 3)))

    assert prices.barred > 100 * prices.wait > 100 * prices.repeat


def test_annealing_two_late_comers_changes_no_roles():
    """Who is not there all evening cannot trade it."""
    meeting = evening(4, 2)
    ids = [one.id for one in meeting.pool.candidates]
    problem = Problem.of(replace(meeting, arrives=tuple((one, 2) for one in ids[1:])))
    plan = (Seating((), (0,)), Seating(((0, 1), (2, 3))))

    assert annealed(problem, plan, Prices.soft(problem), 1_000, 10, 1, roles=True) == plan


def test_without_a_free_turn_there_is_nothing_to_anneal():
    meeting = evening(4, 1, held=(((10, 13), (16, 19)),))
    problem = Problem.of(meeting)

    assert annealed(problem, problem.held, Prices.soft(problem), 1_000, 10, 1) == problem.held


def test_draws_are_splitmix64_and_shuffle_fairly():
    """The first output of the published generator for the seed 1234567."""
    assert int(Draws(1234567).block(0, 1)[0]) == 6457827717110365317 >> 1
    assert sorted(Draws(3).shuffled(range(50))) == list(range(50))
    assert Draws(3).shuffled(range(50)) != Draws(4).shuffled(range(50))
    assert np.array_equal(Draws(9).block(1, 4), Draws(9).block(0, 8)[4:])


def test_turns_with_repeats_are_torn_up_until_there_are_none():
    problem = Problem.of(evening(6, 3))
    pairs = Seating(((0, 1), (2, 3), (4, 5)))
    matcher = Matcher(problem)

    rescued = matcher.rescued((pairs, pairs, pairs), tries=100, enough=0)

    assert repeats((pairs, pairs, pairs), 6) == 6
    assert repeats(rescued, 6) == 0
    assert matcher.rescued(rescued, tries=1, enough=0) == rescued
    assert standing(problem, matcher.improved(rescued, sweeps=3)) <= standing(problem, rescued)


@pytest.mark.parametrize("guests", [2, 4, 6, 24, 60])
def test_in_the_circle_everybody_meets_everybody(guests):
    turns = circle(guests)

    assert (len(turns), twice_met(turns)) == (guests - 1, [])
    assert all(len(turn) == guests // 2 for turn in turns)


@pytest.mark.parametrize(
    ("tables", "sizes", "turns"),
    [
        (3, {3: 3}, 4),
        (4, {4: 4}, 5),
        (5, {5: 3, 4: 2}, 5),
        (7, {4: 7}, 7),
        (8, {4: 8}, 9),
        (9, {3: 9}, 13),
        (16, {3: 4, 2: 12}, 16),
        (25, {4: 25}, 25),
        (27, {2: 27}, 27),
        (6, {4: 6}, 0),
        (3, {4: 3}, 0),
        (1, {3: 1}, 0),
    ],
)
def test_lines_of_a_plane_seat_nobody_together_twice(tables, sizes, turns):
    found = plane(tables, Counter(sizes))

    assert (len(found), twice_met(found)) == (turns, [])
    for turn in found:
        assert Counter(len(table) for table in turn) == sizes


@pytest.mark.parametrize("size", [2, 3, 4, 5, 8, 9, 16, 25, 27])
def test_a_field_has_an_inverse_for_everything_but_zero(size):
    add, times = field_of(size)

    assert all(sorted(row) == list(range(size)) for row in add)
    assert all(sorted(row) == list(range(size)) for row in times[1:])
    assert all(times[a][add[b][1]] == add[times[a][b]][a] for a in range(size) for b in range(size))


def test_there_is_no_field_of_six():
    assert field_of(6) == field_of(1) == ([], [])


@pytest.mark.parametrize(
    ("sizes", "turns"), [([3] * 5, 7), ([4, 4, 4, 4, 3], 2), ([2, 2, 2], 3), ([4] * 7, 3), ([3, 3, 2, 2], 3)]
)
def test_a_starter_turned_around_seats_nobody_together_twice(sizes, turns):
    found = starter(sizes, turns, 40_000, 1)

    assert (len(found), twice_met(found)) == (turns, [])
    assert all(sorted(len(table) for table in turn) == sorted(sizes) for turn in found)
    assert all(sorted(row for table in turn for row in table) == list(range(sum(sizes))) for turn in found)


@pytest.mark.parametrize(("sizes", "turns"), [([3, 3], 2), ([4, 4], 3), ([2, 2], 5), ([6, 6, 6, 6], 4)])
def test_there_is_no_starter_for_what_cannot_be(sizes, turns):
    assert starter(sizes, turns, 2_000, 1) == []


def test_a_design_is_for_those_who_are_there_all_evening():
    meeting = evening(9, 4, 3)
    late = replace(meeting, arrives=((10, 2),))
    alone = Problem.of(replace(meeting, pool=replace(meeting.pool, candidates=meeting.pool.candidates[:7])))

    assert twice_met([turn.tables for turn in design_for(Problem.of(meeting), [3, 3, 3], 10)]) == []
    assert design_for(Problem.of(late), [3, 3, 3], 10) is None
    assert design_for(Problem.of(replace(meeting, turns=5)), [3, 3, 3], 10) is None
    assert design_for(alone, [3, 3, 3], 10) is None


@pytest.mark.compiled
def test_a_design_takes_over_where_the_search_leaves_repeats():
    """With next to no steps the search cannot find the nine who all meet; with a design it need not."""
    result = schedule(evening(25, 6, 5, effort=1))

    assert result.repeats == 0


def test_standing_counts_what_people_mind():
    problem = Problem.of(Meeting(replace(company(4), history=History(blocked=((10, 13),))), 2))
    plan = [Seating(((0, 1),), (2, 3)), Seating(((0, 1),), (2, 3))]

    barred, waiting, uneven, repeats, _ = standing(problem, plan)

    assert (barred, waiting, uneven, repeats) == (2, 4, 8, 1)
