"""Is every reason honest? Take away the fact it names, leave all else as it was, and the pair scores lower (F006)."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.engine.context import Context
from matchmaking.engine.explain import ABOUT_RELEVANCE, explain
from matchmaking.engine.results import OF_THEIR_OWN, Reason
from matchmaking.engine.scoring import score_pair, told
from matchmaking.engine.shapes import PARTS, Candidate, Weights
from tests.engine.pools import layers, pool, random_pool, two

pytestmark = pytest.mark.nodb

CODES = {
    "offer_meets_seek",
    "shared_theme",
    "shared_words",
    "layers_complement",
    "other_region",
    "first_introduction",
    "wish",
    "same_event",
    "mutual_wish",
    "visit",
}
VISITS_COUNT = Weights(**dict.fromkeys(PARTS, 0) | {"relevance": 20, "visit": 80})


def without(reason: Reason, a: Candidate, b: Candidate, context: Context) -> tuple[Candidate, Candidate, Context]:
    """The pair if what the reason names were not so; what is known of everybody else stays as it was."""
    facts, pair = reason.facts, {a.id: a, b.id: b}

    def change(id: int, **fields: object) -> None:
        pair[id] = replace(pair[id], **fields)

    def less(values: tuple, taken: list) -> tuple:
        return tuple(value for value in values if value not in taken)

    if reason.code == "offer_meets_seek":
        change(facts["who"], offers=less(pair[facts["who"]].offers, facts["topics"]))
    if reason.code == "shared_theme":
        change(a.id, offers=less(a.offers, facts["topics"]), seeks=less(a.seeks, facts["topics"]))
    if reason.code == "shared_words":
        change(a.id, words=less(a.words, facts["words"]))
    if reason.code == "layers_complement":
        mine = facts["layers"][0] - 1
        kept = tuple(0 if place == mine else share for place, share in enumerate(context.layers[a.id]))
        context = replace(context, layers=context.layers | {a.id: kept})
    if reason.code == "other_region":
        # Whoever was not about to visit the other is not so because they now live together.
        for one, other in ((a, b), (b, a)):
            change(one.id, visits=(a.home,) if other.home in one.visits else ())
        change(b.id, home=a.home, region=a.region)
    if reason.code == "first_introduction":
        for id in facts["who"]:
            change(id, starved=0)
    if reason.code == "wish":
        change(facts["who"], wishes=less(pair[facts["who"]].wishes, [facts["organisation"]]))
    if reason.code == "same_event":
        change(a.id, attended=less(a.attended, facts["events"]))
    if reason.code == "mutual_wish":
        change(a.id, wishes=less(a.wishes, [b.organisation]))
    if reason.code == "visit":
        change(facts["who"], visits=less(pair[facts["who"]].visits, [facts["home"]]))
        if "back" in facts:
            other = b.id if facts["who"] == a.id else a.id
            change(other, visits=less(pair[other].visits, [facts["back"]]))
    return pair[a.id], pair[b.id], context


def explained(case, members: int):
    """Random pairs of a pool, each with its score and reasons."""
    context, dice = Context.of(case), random.Random(case.seed)
    for _ in range(members):
        a, b = sorted(dice.sample(case.candidates, 2), key=lambda one: one.id)
        score = score_pair(a, b, case, context)
        yield a, b, score, explain(a, b, score, context)[0], context


def some_weights(seed: int) -> Weights:
    """Weights that sum to 100, now and then none for a part."""
    dice = random.Random(seed)
    shares = [dice.choice([0, 1, 2, 5, 9]) for _ in PARTS[1:]]
    return Weights(**dict(zip(PARTS, [100 - sum(shares), *shares], strict=True)))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), cross=st.booleans(), own_weights=st.booleans())
def test_f006_without_the_fact_a_reason_names_the_pair_scores_lower(seed, cross, own_weights):
    case = random_pool(seed, members=20, cross_region=cross)
    case = replace(case, weights=some_weights(seed)) if own_weights else case
    for a, b, score, reasons, context in explained(case, 30):
        anybodys = [reason for reason in reasons if reason.code not in OF_THEIR_OWN]
        assert len(anybodys) <= 3
        assert [*reasons[: len(anybodys)]] == anybodys and len(reasons) <= len(anybodys) + 1
        for reason in reasons:
            one, other, known = without(reason, a, b, context)
            other_score = score_pair(one, other, case, known)
            if reason in anybodys:
                # Whoever reads it knows of the score what may be told of it.
                assert told(other_score, case.weights).total < told(score, case.weights).total, reason
            else:
                assert other_score.total < score.total, reason


def test_f006_every_code_is_among_the_reasons_of_random_pairs():
    seen = {
        reason.code
        for seed in range(40)
        for *_, reasons, _ in explained(random_pool(seed, members=30, cross_region=False), 60)
        for reason in reasons
    }

    assert seen == CODES


def test_f006_two_visits_towards_each_other_are_one_reason_since_either_would_do():
    a, b = two(visits=(("brainport",), ("mra",)))
    case = pool(a, b, weights=VISITS_COUNT)
    context = Context.of(case)

    found = [one.facts for one in explain(a, b, score_pair(a, b, case), context)[0] if one.code == "visit"]

    assert found == [{"who": 1, "home": "brainport", "back": "mra"}]


@pytest.mark.parametrize(
    ("visits", "who", "home"), [((("brainport",), ()), 1, "brainport"), (((), ("mra",)), 2, "mra")]
)
def test_a_visit_names_who_comes_and_where(visits, who, home):
    a, b = two(visits=visits)
    case = pool(a, b, weights=VISITS_COUNT)

    found = [one.facts for one in explain(a, b, score_pair(a, b, case), Context.of(case))[0] if one.code == "visit"]

    assert found == [{"who": who, "home": home}]


def test_f006_a_synergy_whose_layers_are_worth_nothing_to_each_other_is_not_named():
    a, b = two(layers=(layers(2, 1), layers(5, 7)))
    worth = [[0] * 7 for _ in range(7)]
    worth[0][6] = worth[6][0] = 90  # layers 1 and 7: in no synergy together
    weights = Weights(**dict.fromkeys(PARTS, 0) | {"relevance": 20, "layer": 80})
    case = replace(pool(a, b, weights=weights), affinity=tuple(map(tuple, worth)))

    found = {one.code: one.facts for one in explain(a, b, score_pair(a, b, case), Context.of(case))[0]}

    assert found["layers_complement"] == {"layers": [1, 7], "synergy": ""}


def test_f006_nothing_is_said_of_what_has_no_weight():
    a, b = two(layers=(layers(2), layers(5)), starved=(3, 0), visits=(("brainport",), ()))
    a = replace(a, wishes=(1002,), released=(1002,), attended=(5,))
    b = replace(b, wishes=(1001,), attended=(5,))
    case = pool(
        a, b, weights=Weights(relevance=0, layer=0, region=0, novelty=90, fairness=0, wish=0, visit=0, explore=10)
    )

    assert explain(a, b, score_pair(a, b, case), Context.of(case))[0] == ()


def test_f006_the_strongest_reason_comes_first():
    a, b = two(words=(("wafer",), ("wafer",)), starved=(1, 0))
    light = {"layer": 0, "novelty": 0, "wish": 0, "visit": 0, "explore": 0}
    for weights, first in (
        (Weights(relevance=80, region=19, fairness=1, **light), "offer_meets_seek"),
        (Weights(relevance=10, region=80, fairness=10, **light), "other_region"),
        (Weights(relevance=9, region=1, fairness=90, **light), "first_introduction"),
    ):
        case = pool(a, b, weights=weights)
        reasons = explain(a, b, score_pair(a, b, case), Context.of(case))[0]

        assert reasons[0].code == first
        assert {one.code for one in reasons} & ABOUT_RELEVANCE
