"""Does the whole-column account of what lies between members say what asking pair by pair says?"""

import random
from dataclasses import replace

import numpy as np
import pytest

from matchmaking.engine.arrays import CODES, Between
from matchmaking.engine.between import between
from matchmaking.engine.context import Context
from matchmaking.engine.eligibility import PAIR_RULES, why_not_member
from matchmaking.engine.shapes import Candidate, History, Pool
from tests.engine.pools import candidate, pool, random_pool

pytestmark = pytest.mark.nodb

EXPLICIT = ("blocked", "blocked_organisation", "met", "cooling")  # in the order they are asked
STRANGERS = (1, 12, 5_000, 2**40)  # in the history, but in no pool; the first before all members, the last behind


def remembered(seed: int) -> Pool:
    """A crowd whose history also names strangers, and names many a pair under several rules at once."""
    case, dice = random_pool(seed), random.Random(seed)
    everybody = [*(one.id for one in case.candidates), *STRANGERS]
    couples = [tuple(sorted(dice.sample(everybody, 2))) for _ in range(2 * len(everybody))]

    def some() -> tuple[tuple[int, int], ...]:
        return tuple(set(dice.sample(couples, dice.randint(0, len(couples)))))

    staff = [one.organisation for one in case.candidates] + [0]
    refused = {(dice.choice(everybody), dice.choice(staff)) for _ in range(dice.randint(0, len(everybody)))}
    return replace(case, history=History(some(), some(), some(), tuple(refused)))


def members_of(case: Pool) -> list[Candidate]:
    """Those whom no rule keeps out, in order of id."""
    return sorted((one for one in case.candidates if why_not_member(one, case) is None), key=lambda one: one.id)


def lists(start: np.ndarray, *columns: np.ndarray) -> list[list]:
    """What stands in these columns, list by list; pairs of numbers where there are two columns."""
    ends = zip(start[:-1].tolist(), start[1:].tolist(), strict=True)
    rows = columns[0].tolist() if len(columns) == 1 else list(zip(*(one.tolist() for one in columns), strict=True))
    return [rows[low:high] for low, high in ends]


@pytest.mark.parametrize("seed", range(30))
def test_bars_are_those_of_the_rules_and_the_first_rule_counts(seed):
    case = remembered(seed)
    context, members = Context.of(case), members_of(case)

    found = between(context, members)

    assert lists(found.bar_start, found.bar, found.bar_rule) == [
        [
            (row, CODES.index(rule))
            for row, other in enumerate(members)
            if (rule := next((code for code in EXPLICIT if PAIR_RULES[code](one, other, context)), None))
        ]
        for one in members
    ]


@pytest.mark.parametrize("seed", range(30))
def test_friends_are_all_whom_one_has_met_in_the_pool_or_out_of_it(seed):
    case = remembered(seed)
    context, members = Context.of(case), members_of(case)
    people = sorted({person for pair in case.history.met for person in pair})

    found = between(context, members)

    assert lists(found.friend_start, found.friend) == [
        [number for number, person in enumerate(people) if person in context.friends.get(one.id, ())] for one in members
    ]
    assert lists(found.known_start, found.known) == [
        [row for row, one in enumerate(members) if person in context.friends.get(one.id, ())] for person in people
    ]


@pytest.mark.parametrize("seed", range(30))
def test_a_wish_is_seen_from_both_sides_and_one_of_both_stands_there_twice(seed):
    case = remembered(seed)
    members = members_of(case)

    found = between(Context.of(case), members)

    assert lists(found.wish_start, found.wish, found.wish_told) == [
        [
            (row, told)
            for row, other in enumerate(members)
            for told in sorted(
                whom.organisation in who.released
                for who, whom in ((one, other), (other, one))
                if whom.organisation in who.wishes
            )
        ]
        for one in members
    ]


@pytest.mark.parametrize("seed", range(30))
def test_f070_events_are_all_that_one_was_at_and_guests_all_who_were(seed):
    case = remembered(seed)
    members = members_of(case)
    events = sorted({event for one in members for event in one.attended})

    found = between(Context.of(case), members)

    assert lists(found.event_start, found.event) == [
        [number for number, event in enumerate(events) if event in one.attended] for one in members
    ]
    assert lists(found.guest_start, found.guest) == [
        [row for row, one in enumerate(members) if event in one.attended] for event in events
    ]


def test_the_crowds_above_hold_what_they_are_about():
    """Pairs under two rules, a stranger with friends here, a blocked organisation with staff, wishes of both."""
    several = acquainted = refused = mutual = 0
    for seed in range(30):
        case = remembered(seed)
        context, members = Context.of(case), members_of(case)
        ids = {one.id for one in members}
        several += len(context.met & context.blocked) + len(context.met & context.cooling)
        acquainted += sum(not ids.isdisjoint(context.friends.get(person, ())) for person in STRANGERS)
        refused += sum(found in ids for found, _ in context.blocked_organisations)
        mutual += sum(
            one.organisation in other.wishes and other.organisation in one.wishes
            for one in members
            for other in members
        )

    assert min(several, acquainted, refused, mutual) > 30


def test_one_case_in_full():
    """Ids far apart; 40 has met 20 and a stranger, who both know 30; 30 refuses 40 and all colleagues of 20."""
    crowd = (candidate(20, wishes=(1030, 1030, 7)), candidate(30, wishes=(1020,)), candidate(40, wishes=(1030,)))
    history = History(
        met=((20, 30), (20, 40), (30, 99), (40, 99)), cooling=((20, 30),), blocked=((30, 40), (40, 99)),
        blocked_organisations=((30, 1020), (98, 1020), (40, 5)),
    )  # fmt: skip
    case = pool(*crowd, history=history)

    found = between(Context.of(case), crowd)

    blocked, organisation, met = (CODES.index(rule) for rule in ("blocked", "blocked_organisation", "met"))
    assert lists(found.bar_start, found.bar, found.bar_rule) == [
        [(1, organisation), (2, met)],
        [(0, organisation), (2, blocked)],
        [(0, met), (1, blocked)],
    ]
    assert lists(found.friend_start, found.friend) == [[1, 2], [0, 3], [0, 3]]
    assert lists(found.known_start, found.known) == [[1, 2], [0], [0], [1, 2]]
    assert lists(found.wish_start, found.wish) == [[1, 1], [0, 0, 2], [1]]


@pytest.mark.parametrize("history", [History(), History(met=((1, 2),), blocked_organisations=((1, 1002),))])
def test_between_nobody_lies_nothing(history):
    found = between(Context.of(pool(history=history)), [])

    assert found.known_start.tolist() == [0] * (1 + 2 * len(history.met))
    assert [len(column) for name, column in zip(Between._fields, found, strict=True) if name != "known_start"] == [
        1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0,
    ]  # fmt: skip
