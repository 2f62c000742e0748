"""Does every rule keep apart the pair it is about, and only that pair?"""

import subprocess
import sys
from dataclasses import replace

import pytest

from matchmaking.engine.context import Context
from matchmaking.engine.eligibility import MEMBER_RULES, PAIR_RULES, explain_no, why_not_member, why_not_pair
from matchmaking.engine.scoring import score_pair
from matchmaking.engine.shapes import History, Policy, Weights
from tests.engine.pools import candidate, pool, random_pool, two

pytestmark = pytest.mark.nodb


def test_two_strangers_who_can_help_each_other_may_meet():
    a, b = two()

    assert why_not_pair(a, b, pool(a, b)) is None


def test_a_member_is_not_introduced_to_themselves():
    a, _ = two()

    assert why_not_pair(a, a, pool(a)) == "same_member"


UNLIKE = (("z",), ("q",))


@pytest.mark.parametrize(
    ("rule", "same", "different"),
    [
        ("same_organisation", {"organisation": (7, 7), "group": (7, 7)}, {"organisation": (7, 8), "group": (7, 8)}),
        ("same_group", {"organisation": (7, 8), "group": (3, 3)}, {"organisation": (7, 8), "group": (3, 4)}),
        ("same_domain", {"domain": ("lab.example", "Lab.example")}, {"domain": ("lab.example", "bank.example")}),
        ("same_home", {"home": ("mra", "mra")}, {"home": ("mra", "brainport")}),
        ("no_relevance", {"seeks": (("x",), ("y",)), "offers": UNLIKE}, {"seeks": (("x",), ("z",)), "offers": UNLIKE}),
    ],
)
def test_f007_a_guard_bars_the_pair_it_is_about_and_no_other(rule, same, different):
    barred, free = two(**same), two(**different)

    assert why_not_pair(*barred, pool(*barred)) == rule
    assert why_not_pair(*free, pool(*free)) is None


def test_f007_no_domain_is_not_a_common_domain():
    a, b = two(domain=("", ""))

    assert why_not_pair(a, b, pool(a, b)) is None


@pytest.mark.parametrize(
    ("rule", "history"),
    [
        ("blocked", History(blocked=((1, 2),))),
        ("blocked_organisation", History(blocked_organisations=((1, 1002),))),
        ("blocked_organisation", History(blocked_organisations=((2, 1001),))),
        ("met", History(met=((1, 2),))),
        ("cooling", History(cooling=((1, 2),))),
    ],
)
def test_f008_what_lies_between_two_people_bars_them_in_either_order(rule, history):
    a, b = two()
    case = pool(a, b, history=history)

    assert why_not_pair(a, b, case) == rule
    assert why_not_pair(b, a, case) == rule


def test_f008_the_history_of_others_bars_nobody():
    a, b = two()
    case = pool(a, b, history=History(met=((1, 3),), blocked=((2, 9),), blocked_organisations=((1, 4), (9, 1002))))

    assert why_not_pair(a, b, case) is None


@pytest.mark.parametrize("rule", [*MEMBER_RULES, "a_code_from_the_future"])
def test_f007_a_member_who_is_unavailable_is_in_no_pair(rule):
    a, b = two(unavailable=("", rule))

    assert why_not_member(b, pool(a, b)) == rule
    assert why_not_pair(a, b, pool(a, b)) == rule
    assert why_not_pair(b, a, pool(a, b)) == rule


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("budget_spent", {"capacity": 0}),
        ("no_home", {"home": ""}),
        ("no_offer_or_seek", {"offers": (), "seeks": ()}),
        ("outside_scope", {"home": "twente"}),
    ],
)
def test_f009_the_engine_sees_for_itself_who_cannot_take_part(rule, facts):
    one = replace(candidate(1), **facts)
    case = pool(one, policy=Policy(scope=("mra", "brainport")))

    assert why_not_member(one, case) == rule
    assert why_not_member(candidate(2), case) is None


def test_f005_the_same_region_is_allowed_only_when_the_round_allows_it():
    a, b = two(home=("mra", "mra"), layers=((100, 0, 0, 0, 0, 0, 0), (0, 100, 0, 0, 0, 0, 0)))

    assert why_not_pair(a, b, pool(a, b)) == "same_home"
    assert why_not_pair(a, b, pool(a, b, policy=Policy(floor=0, cross_region=False))) is None


def test_f006_a_pair_with_one_reason_only_is_not_proposed():
    a, b = two(home=("mra", "mra"), offers=(("ai",), ("ai",)), seeks=(("x",), ("y",)))
    case = pool(a, b, policy=Policy(floor=0, cross_region=False))

    assert why_not_pair(a, b, case) == "too_few_reasons"


def test_f006_a_part_without_weight_is_no_reason():
    a, b = two(offers=(("ai",), ("ai",)), seeks=(("x",), ("y",)))

    assert why_not_pair(a, b, pool(a, b)) is None
    assert why_not_pair(a, b, pool(a, b, weights=Weights(relevance=64, region=0))) == "too_few_reasons"


def test_f010_a_pair_at_the_floor_is_not_proposed_and_one_above_it_is():
    a, b = two()
    total = score_pair(a, b, pool(a, b)).total

    assert why_not_pair(a, b, pool(a, b, floor=total)) == "below_floor"
    assert why_not_pair(a, b, pool(a, b, floor=total - 1)) is None


def test_f066_every_rule_is_listed_and_the_list_agrees_with_the_first_no():
    case = random_pool(4)
    context = Context.of(case)
    for a in case.candidates:
        for b in case.candidates:
            checks = explain_no(a, b, case, context)
            no = why_not_pair(a, b, case, context)

            assert {check.rule for check in checks} >= {*MEMBER_RULES, *PAIR_RULES}
            assert (no is None) == all(check.passed for check in checks)
            assert no is None or no in {check.rule for check in checks if not check.passed}


def test_the_engine_answers_for_a_pair_without_the_numeric_packages():
    code = """
import sys, matchmaking.engine as engine
from matchmaking.engine.shapes import Candidate, Pool
a, b = Candidate(id=1, organisation=1, group=1), Candidate(id=2, organisation=1, group=1)
engine.why_not_pair(a, b, Pool((a, b))), engine.explain_no(a, b, Pool((a, b)))
assert 'numpy' not in sys.modules
assert callable(engine.run) and 'numpy' in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
