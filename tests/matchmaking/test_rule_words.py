"""Does every rule and every change read as a sentence, without telling what is somebody's own? (F066, F003)"""

from dataclasses import replace

import pytest
from django.utils import translation

from matchmaking import rule_words, rules
from matchmaking.engine.eligibility import MEMBER_RULES, PAIR_RULES, Check
from matchmaking.engine.flip import NEVER, Change
from matchmaking.engine.shapes import Policy
from matchmaking.wording import Wording
from tests import make

pytestmark = pytest.mark.django_db

MINIMUM = "The minimum score of the round would have to"
CHANGES = [
    (Change("floor", "below_floor", value=273_411), f"{MINIMUM} come down from 0.300 to 0.273."),
    (Change("floor", "below_floor", value=431_002), f"{MINIMUM} go up from 0.300 to 0.432."),
    (Change("same_region", "same_home"), "The round would have to allow introductions within one region."),
    (Change("scope", "outside_scope", 1, "mra"), "The round would have to take in Mra, where Ada Amstel is."),
    (Change("home", "no_home", 1, "mra"), "Ada Amstel would have to give a region, for example Mra."),
    (Change("seek", "no_relevance", 1, "robotics"), "Ada Amstel would have to seek Robotics as well."),
    (Change("offer", "no_relevance", 1, "robotics"), "Ada Amstel would have to bring Robotics as well."),
    (Change("available", "incomplete_profile", 1), "Ada Amstel would have to complete their profile."),
    (Change("available", "organisation_unverified", 1), "The organisation of Ada Amstel would have to be verified."),
]  # fmt: skip


@pytest.fixture
def ada():
    make.topic("robotics")
    return make.member("Ada Amstel", region=make.region("mra"), organisation=make.organisation("Fab"))


def told(ada, *wanted: Change, language: str = "en") -> list[str]:
    mine = [replace(one, member=ada.pk if one.member else 0) for one in wanted]
    with translation.override(language):
        names = Wording([], facts=rule_words.facts_of(mine))
        return rule_words.changes(mine, {ada.pk: ada}, Policy(floor=300_000), names)


@pytest.mark.parametrize(("change", "sentence"), CHANGES)
def test_f066_a_change_reads_as_a_sentence(change, sentence, ada):
    assert told(ada, change) == [sentence]


@pytest.mark.parametrize(("change", "sentence"), CHANGES)
def test_f066_a_change_reads_in_dutch(change, sentence, ada):
    (dutch,) = told(ada, change, language="nl")

    assert "%(" not in dutch and dutch.endswith(".")


def test_f003_what_is_a_members_own_is_said_once_and_not_told_apart(ada):
    own = ("no_consent", "paused", "pace_zero", "suppressed", "from_the_future")

    assert told(ada, *(Change("available", rule, 1) for rule in own), Change("capacity", "budget_spent", 1, 1)) == [
        "Ada Amstel would have to be free to be introduced again; that is up to them."
    ]


@pytest.mark.parametrize("cross_region", [True, False])
def test_f066_every_rule_has_a_line_and_those_that_are_somebodys_own_share_one(cross_region, ada):
    checks = [Check(rule, True, ada.pk) for rule in (*MEMBER_RULES, "from_the_future")]
    checks += [Check(rule, rule != "met") for rule in PAIR_RULES]

    with translation.override("en"):
        found = rule_words.lines(checks, {ada.pk: ada}, Policy(cross_region=cross_region))

    assert [(one.words, one.passed) for one in found] == [
        ("Ada Amstel can be introduced now, by their own settings", True),
        ("Ada Amstel has a complete profile", True),
        ("Ada Amstel belongs to a verified organisation", True),
        ("Ada Amstel is in a region of this round", True),
        ("Two organisations", True),
        ("Two groups of organisations", True),
        ("Two mail domains", True),
        ("Nothing between them that keeps them apart", False),
        ("Two home regions" if cross_region else "Two home regions, or one: this round allows it", True),
        ("A topic or a word in common", True),
        ("Two reasons or more", True),
        ("A score above the minimum of 0.300", True),
    ]


@pytest.mark.parametrize("rule", sorted(NEVER - {"same_member"}))
def test_f066_of_what_nobody_can_change_it_is_said_why(rule):
    assert rule_words.PAIR_GROUP_OF[rule] in rule_words.STANDS


def test_every_rule_about_a_pair_has_its_own_sentence_for_who_proposes_by_hand():
    assert set(rules._OF_PAIR_RULE) == set(PAIR_RULES)
