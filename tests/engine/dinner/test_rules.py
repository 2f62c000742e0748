"""Which plans are legal, and does the search see the same rules as the organiser is told?"""

from dataclasses import replace

import pytest

from matchmaking.engine.context import Context
from matchmaking.engine.dinner import Dinner, Rules, Table, broken
from matchmaking.engine.dinner.arrays import apart_codes
from matchmaking.engine.dinner.results import Broken
from matchmaking.engine.dinner.rules import apart, main_layer
from matchmaking.engine.dinner.shapes import APART
from matchmaking.engine.shapes import History
from tests.engine.dinner.dinners import crowd, small
from tests.engine.pools import candidate, layers, pool

pytestmark = pytest.mark.nodb

LOOSE = Rules(layers=0, homes=0, helix=0, apart=())
ONE, TWO = (Table(1, 3),), (Table(1, 2), Table(2, 2))


def evening(*people, tables=ONE, rules=LOOSE, history=None, **facts) -> Dinner:
    """Those people at one table of three, under no rules, unless it says otherwise."""
    return Dinner(pool(*people, history=history or History()), tables=tables, rules=rules, **facts)


PEOPLE = tuple(candidate(number) for number in range(1, 8))


@pytest.mark.parametrize(
    ("facts", "plan", "expected"),
    [
        ({}, {1: (1, 2, 3)}, ()),
        ({}, {1: (1, 2)}, (Broken("full", 0, 1),)),
        ({}, {1: (1, 2, 3, 4)}, (Broken("seats", 1, 1), Broken("full", 0, -1))),
        ({}, {1: (1, 2, 2)}, (Broken("seated_twice", 0, 1, (2,)),)),
        ({}, {1: (1, 2, 3), 9: ()}, (Broken("unknown_table", 9, 1),)),
        ({"excluded": (3,)}, {1: (1, 2, 3)}, (Broken("unavailable", 0, 1, (3,)),)),
        ({"guests": (4,)}, {1: (1, 2, 3)}, (Broken("guests", 0, 1, (4,)),)),
        ({"tables": TWO, "pins": ((1, 2),)}, {1: (1, 2), 2: (3, 4)}, (Broken("pinned", 0, 1, (1,)),)),
        ({"tables": (Table(1, 3, 3), Table(2, 3, 1)), "empty": 2}, {1: (1,), 2: (2, 3, 4)}, (Broken("fewest", 1, 2),)),
        ({"rules": replace(LOOSE, layers=2)}, {1: (1, 2, 3)}, (Broken("layers", 1, 1),)),
        ({"rules": replace(LOOSE, homes=2)}, {1: (1, 2, 3)}, (Broken("homes", 1, 1),)),
        ({"rules": replace(LOOSE, helix=2)}, {1: (1, 2, 3)}, (Broken("helix", 1, 2),)),
        (
            {"rules": replace(LOOSE, apart=("met",)), "history": History(met=((1, 3),))},
            {1: (1, 2, 3)},
            (Broken("met", 1, 1, (1, 3)),),
        ),
    ],
)  # fmt: skip
def test_broken_names_the_rule(facts, plan, expected):
    assert broken(evening(*PEOPLE, **facts), plan) == expected


@pytest.mark.parametrize(
    ("changes", "history", "code"),
    [
        ({"organisation": 1001}, {}, "same_organisation"),
        ({"group": 1001}, {}, "same_group"),
        ({"domain": "One.example"}, {}, "same_domain"),
        ({}, {"blocked": ((1, 2),)}, "blocked"),
        ({}, {"blocked_organisations": ((2, 1001),)}, "blocked_organisation"),
        ({}, {"met": ((1, 2),)}, "met"),
        ({}, {"cooling": ((1, 2),)}, "cooling"),
        ({}, {}, None),
    ],
)
def test_two_are_kept_apart_by_the_first_rule_that_holds(changes, history, code):
    a, b = candidate(1, domain="one.example"), replace(candidate(2), **changes)
    asked = evening(a, b, tables=(Table(1, 2),), rules=Rules(), history=History(**history))
    context = Context.of(asked.pool)

    assert apart(a, b, asked, context) == apart(b, a, asked, context) == code
    # What an organiser allows goes, but for a block.
    blocked = code if code in ("blocked", "blocked_organisation") else None
    assert apart(a, b, replace(asked, allowed=((1, 2),)), context) == blocked
    # A rule that is off keeps nobody apart.
    others = tuple(name for name in APART if name != code)
    assert apart(a, b, replace(asked, rules=Rules(apart=others)), context) is None


@pytest.mark.parametrize("seed", range(8))
def test_the_arrays_say_of_every_pair_what_the_rules_say(seed):
    asked = small(seed)
    history = replace(asked.pool.history, blocked_organisations=((asked.pool.candidates[0].id, 2),))
    people = tuple(replace(one, domain=f"D{one.id % 4}.example"[one.id % 2 :]) for one in asked.pool.candidates)
    asked = replace(asked, pool=replace(asked.pool, history=history, candidates=people))
    context, members = Context.of(asked.pool), asked.pool.candidates

    code = apart_codes(asked, members)

    for i, a in enumerate(members):
        for j, b in enumerate(members):
            expected = None if a.id == b.id else apart(a, b, asked, context)
            assert code[i, j] == (0 if expected is None else 1 + APART.index(expected))


def test_the_main_layer_is_the_heaviest_the_lower_of_equals_and_may_be_unknown():
    people = (
        candidate(1, layers=layers(5, 3)),
        candidate(2, layers=(0, 50, 0, 50, 0, 0, 0)),
        candidate(3, layers=(0,) * 7),
    )
    context = Context.of(pool(*people))

    assert [main_layer(one, context) for one in people] == [5, 2, None]


def test_a_pace_of_none_keeps_nobody_from_a_dinner_and_missing_consent_does():
    people = candidate(1, capacity=0), candidate(2, offers=(), seeks=()), candidate(3, unavailable="no_consent")

    two = (Table(1, 3, fewest=2),)

    assert broken(evening(*people, tables=two), {1: (1, 2)}) == ()
    assert broken(evening(*people, tables=two), {1: (1, 2, 3)})[0] == Broken("unavailable", 0, 1, (3,))


def test_the_crowd_of_these_tests_is_mixed():
    people = crowd(1, 60).candidates

    assert len({one.home for one in people}) == 3
    assert len({one.helix for one in people}) == 4
