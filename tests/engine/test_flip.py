"""Does the smallest change really turn the answer, and is no part of it idle? Tried on the engine itself (F066)."""

import random
import subprocess
import sys
from dataclasses import replace
from itertools import combinations

import pytest

from matchmaking.engine.context import Context
from matchmaking.engine.eligibility import why_not_pair
from matchmaking.engine.flip import NEVER, Change, applied, flip
from matchmaking.engine.scoring import score_pair
from matchmaking.engine.shapes import PARTS, History, Policy, Pool, Weights
from tests.engine.pools import candidate, pool, random_pool, two

pytestmark = pytest.mark.nodb

POOLS, PAIRS = 40, 25  # together a thousand random pairs


def answer(case: Pool, *ids: int) -> str | None:
    """What the engine says of the two, asked from nothing but the pool."""
    found = {one.id: one for one in case.candidates}
    return why_not_pair(found[ids[0]], found[ids[1]], case)


def changes(*people, **facts) -> tuple[Change, ...]:
    case = pool(*people, **facts)
    found = flip(people[0], people[1], case)
    assert found.never or (answer(applied(found.changes, case), 1, 2) is None) != found.eligible
    return found.changes


@pytest.mark.parametrize("seed", range(POOLS))
def test_f066_the_answer_agrees_with_the_engine_and_the_change_turns_it(seed):
    scope = {"scope": ("mra", "twente")} if seed % 5 == 0 else {}
    case = random_pool(seed, members=30, cross_region=seed % 2 == 0, **scope)
    context, dice = Context.of(case), random.Random(seed)
    for _ in range(PAIRS):
        a, b = dice.sample(case.candidates, 2)
        found, no = flip(a, b, case, context), answer(case, a.id, b.id)

        assert found.eligible == (no is None)
        assert no is None or no in {check.rule for check in found.checks if not check.passed}
        assert bool(found.never) != bool(found.changes)
        if found.never:
            assert set(found.never) <= NEVER
            continue
        assert (answer(applied(found.changes, case), a.id, b.id) is None) != found.eligible
        for count in range(1, len(found.changes)):
            for some in combinations(found.changes, count):
                assert answer(applied(some, case), a.id, b.id) is not None, "a part of it is idle"
        if found.changes[-1].what == "floor":
            assert_to_the_last_unit(found, case, a.id, b.id)


def assert_to_the_last_unit(found, case: Pool, *ids: int) -> None:
    """One unit less of the floor's change would not do."""
    *others, floor = found.changes
    nearly = replace(floor, value=floor.value - 1 if found.eligible else floor.value + 1)
    assert (answer(applied([*others, nearly], case), *ids) is None) == found.eligible


def test_f066_an_eligible_pair_is_kept_out_by_a_floor_at_its_score():
    a, b = two()
    total = score_pair(a, b, pool(a, b)).total

    assert changes(a, b) == (Change("floor", "below_floor", value=total),)


def test_f066_a_pair_below_the_floor_needs_a_lower_one():
    a, b = two()
    total = score_pair(a, b, pool(a, b)).total

    assert changes(a, b, floor=total) == (Change("floor", "below_floor", value=total - 1),)


@pytest.mark.parametrize(
    ("differences", "history", "policy", "expected"),
    [
        ({"unavailable": ("", "paused")}, {}, {}, Change("available", "paused", 2)),
        ({"unavailable": ("", "from_the_future")}, {}, {}, Change("available", "from_the_future", 2)),
        ({"unavailable": ("no_home", "")}, {}, {}, Change("available", "no_home", 1)),
        ({"unavailable": ("", "no_offer_or_seek")}, {}, {}, Change("available", "no_offer_or_seek", 2)),
        ({"unavailable": ("", "budget_spent")}, {}, {}, Change("available", "budget_spent", 2)),
        ({"capacity": (0, 1)}, {}, {}, Change("capacity", "budget_spent", 1, 1)),
        ({"capacity": (0, 1), "unavailable": ("budget_spent", "")}, {}, {}, Change("capacity", "budget_spent", 1, 1)),
        ({}, {"cooling": ((1, 2),)}, {}, Change("wait", "cooling", 1, 2)),
        ({"home": ("mra", "mra")}, {}, {}, Change("same_region", "same_home")),
        ({}, {}, {"scope": ("mra",)}, Change("scope", "outside_scope", 2, "brainport")),
        ({"unavailable": ("", "outside_scope")}, {}, {}, Change("scope", "outside_scope", 2, "brainport")),
    ],
)
def test_f066_one_thing_in_the_way_is_one_change(differences, history, policy, expected):
    # One looks ahead to the other's need and themes, so that two reasons are left within one region.
    fit = {"starved": (1, 0)}
    a, b = two(**fit | differences)

    assert changes(a, b, history=History(**history), policy=Policy(floor=0, **policy)) == (expected,)


@pytest.mark.parametrize(
    ("differences", "history", "rule"),
    [
        ({"organisation": (7, 7)}, {}, "same_organisation"),
        ({"group": (3, 3)}, {}, "same_group"),
        ({"domain": ("x.example", "x.example")}, {}, "same_domain"),
        ({}, {"blocked": ((1, 2),)}, "blocked"),
        ({}, {"blocked_organisations": ((1, 1002),)}, "blocked_organisation"),
        ({}, {"met": ((1, 2),)}, "met"),
    ],
)
def test_f066_what_nobody_can_change_is_said_so(differences, history, rule):
    a, b = two(**differences)
    found = flip(a, b, pool(a, b, history=History(**history)))

    assert (found.changes, rule in found.never) == ((), True)


def test_f066_whoever_has_no_home_is_given_one_elsewhere_and_in_the_rounds_regions():
    homeless, there, third = candidate(1, home=""), two()[1], candidate(3, home="twente")

    anywhere = changes(homeless, there, third)
    within = changes(homeless, there, third, policy=Policy(floor=0, scope=("brainport", "mra")))
    both = changes(homeless, replace(there, home=""), third)

    assert anywhere == (Change("home", "no_home", 1, "twente"),)
    assert within == (Change("home", "no_home", 1, "mra"),)
    assert [(one.member, one.what) for one in both] == [(1, "home"), (2, "home"), (0, "same_region")]


def test_f066_where_nobody_has_a_home_nothing_is_promised():
    found = flip(candidate(1, home=""), candidate(2, home=""), pool(candidate(1, home=""), candidate(2, home="")))

    assert (found.changes, "no_home" in found.never) == ((), True)


def test_f066_strangers_in_word_and_deed_need_the_rarest_topic_of_the_other():
    a, b = two(offers=(("x",), ("common", "rare")), seeks=(("y",), ("z",)))
    crowd = [candidate(10 + number, offers=("common", "z", "x"), seeks=("y",)) for number in range(5)]

    assert changes(a, b, *crowd) == (Change("seek", "no_relevance", 1, "rare"),)


def test_f066_two_who_name_nothing_need_a_topic_each():
    a, b = two(offers=((), ()), seeks=((), ()))

    found = changes(a, b, candidate(3, offers=("ai",), seeks=()))

    assert {(one.what, one.rule, one.value) for one in found} == {
        ("seek", "no_offer_or_seek", "ai"),
        ("offer", "no_offer_or_seek", "ai"),
    }


def test_f066_a_topic_both_offer_already_may_become_a_fit():
    a, b = two(offers=(("ai",), ("ai",)), seeks=((), ()), home=("mra", "mra"), words=(("wafer",), ("wafer",)))
    weights = Weights(**dict.fromkeys(PARTS, 0) | {"relevance": 90, "fairness": 10})
    alone = replace(a, words=()), replace(b, words=())
    policy = Policy(floor=0, cross_region=False)

    assert flip(a, b, pool(a, b, policy=policy, weights=weights)).eligible
    assert [one.what for one in changes(*alone, policy=policy, weights=weights)] == ["seek", "seek"]


def test_f066_a_wish_or_a_visit_is_never_the_way():
    """Neither makes a pair eligible, and who asks must not learn whether there is one."""
    a, b = two()
    weights = Weights(**dict.fromkeys(PARTS, 0) | {"wish": 50, "visit": 50})
    found = flip(a, b, pool(a, b, weights=weights))

    assert (found.changes, found.never) == ((), ("too_few_reasons", "below_floor"))


def test_f066_of_ways_as_short_the_one_that_lowers_the_floor_least_is_given():
    a, b = two(offers=(("common",), ("usual",)), seeks=((), ("rare",)))
    crowd = [candidate(10 + number, offers=("common", "usual"), seeks=()) for number in range(30)]

    # To seek what many offer would do, but with what is rare the floor needs to come down less.
    *_, floor = found = changes(a, b, *crowd, floor=900_000)

    assert [(one.what, one.value) for one in found[:-1]] == [("offer", "rare")]
    assert floor.what == "floor" and floor.value < 900_000


def test_f066_nothing_scores_nothing_and_no_floor_helps():
    a, b = two(home=("mra", "mra"))
    nothing = Weights(**dict.fromkeys(PARTS, 0) | {"layer": 100})
    found = flip(a, b, pool(a, b, weights=nothing, policy=Policy(floor=0, cross_region=False)))

    assert (found.changes, found.never) == ((), ("too_few_reasons", "below_floor"))


def test_f066_a_member_and_themselves():
    a, _ = two()

    assert "same_member" in flip(a, a, pool(a)).never


def test_f066_asking_loads_none_of_the_numeric_packages():
    code = """
import sys
from matchmaking.engine.flip import flip
from matchmaking.engine.shapes import Candidate, Pool
a, b = Candidate(id=1, organisation=1, group=1), Candidate(id=2, organisation=2, group=2)
flip(a, b, Pool((a, b)))
assert not {'numpy', 'scipy', 'numba'} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True)
