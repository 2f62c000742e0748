"""Does every proposal say why, honestly, and the strongest reason first?"""

import pytest

from matchmaking.engine.context import Context
from matchmaking.engine.eligibility import count_reasons
from matchmaking.engine.explain import ABOUT_RELEVANCE, explain, reasons_for
from matchmaking.engine.results import OF_THEIR_OWN, Proposal
from matchmaking.engine.round import run
from matchmaking.engine.scoring import score_pair
from matchmaking.engine.shapes import Policy, Weights
from tests.engine.pools import layers, pool, random_pool, two

pytestmark = pytest.mark.nodb


def reasons(a, b, **facts):
    case = pool(a, b, **facts)
    return explain(a, b, score_pair(a, b, case), Context.of(case))[0]


def found(a, b, **facts) -> dict[str, dict]:
    return {reason.code: reason.facts for reason in reasons(a, b, **facts)}


def test_f006_a_fit_both_ways_names_each_direction_with_who_offers_and_who_seeks():
    a, b = two(offers=(("ai", "chips"), ("capital",)), seeks=(("capital",), ("chips",)))
    facts = [reason.facts for reason in reasons(a, b) if reason.code == "offer_meets_seek"]

    assert facts == [
        {"who": 1, "whom": 2, "topics": ["chips"]},
        {"who": 2, "whom": 1, "topics": ["capital"]},
    ]


def test_f006_a_theme_both_offer_is_a_shared_theme_and_not_a_fit():
    a, b = two(offers=(("ai",), ("ai",)), seeks=(("x",), ("y",)))

    assert found(a, b)["shared_theme"] == {"topics": ["ai"]}
    assert "offer_meets_seek" not in found(a, b)


def test_f006_a_topic_that_meets_a_seek_is_not_named_again_as_a_theme():
    a, b = two(offers=(("ai",), ("ai",)), seeks=(("x",), ("ai",)))

    assert [reason.code for reason in reasons(a, b)] == ["offer_meets_seek", "other_region"]


def test_f006_complementary_layers_name_the_layers_and_the_synergy():
    a, b = two(layers=(layers(2), layers(5)))

    assert found(a, b)["layers_complement"] == {"layers": [2, 5], "synergy": "D"}


def test_f006_equal_layers_are_no_reason():
    assert "layers_complement" not in found(*two(layers=(layers(2), layers(2))))


def test_the_layers_named_belong_to_the_synergy_named():
    a, b = two(layers=(layers(5), layers(7, 2)))

    assert found(a, b)["layers_complement"] == {"layers": [5, 7], "synergy": "B"}


@pytest.mark.parametrize(
    ("left", "right", "letter"),
    [(2, 5, "D"), (5, 6, "A"), (6, 7, "B"), (1, 2, "E"), (3, 4, "G"), (1, 7, ""), (2, 2, "")],
)
def test_the_smallest_synergy_that_ties_the_layers_is_named(left, right, letter):
    a, b = two(layers=(layers(left), layers(right)))

    case = pool(a, b)

    assert explain(a, b, score_pair(a, b, case), Context.of(case))[1] == letter


def test_another_region_names_both_homes():
    a, b = two(home=("mra", "brainport"), region=("almere", "helmond"))

    assert found(a, b)["other_region"] == {"homes": ["mra", "brainport"], "regions": ["almere", "helmond"]}


def test_having_waited_a_released_wish_an_event_and_a_visit_can_each_be_a_reason():
    weights = {"relevance": 10, "layer": 0, "region": 0, "novelty": 0, "explore": 0}
    policy = Policy(floor=0)

    waited = found(*two(starved=(0, 2)), policy=policy, weights=Weights(**weights, fairness=80, wish=5, visit=5))
    wish = found(
        *two(wishes=((), (1001,)), released=((), (1001,))),
        policy=policy,
        weights=Weights(**weights, fairness=5, wish=80, visit=5),
    )
    event = found(
        *two(attended=((4, 9, 7), (9, 4))), policy=policy, weights=Weights(**weights, fairness=5, wish=5, visit=80)
    )
    visit = found(
        *two(visits=(("brainport",), ())), policy=policy, weights=Weights(**weights, fairness=5, wish=5, visit=80)
    )

    assert waited["first_introduction"] == {"who": [2], "rounds": 2}
    assert wish["wish"] == {"who": 2, "organisation": 1001}
    assert event["same_event"] == {"events": [9, 4]}
    assert visit["visit"] == {"who": 1, "home": "brainport"}


def test_the_rarest_topic_is_named_first():
    a, b = two(offers=(("ai", "niche"), ()), seeks=((), ("ai", "niche")))
    crowd = two(offers=(("ai",), ("ai",)))[0]
    case = pool(a, b, *(type(a)(id=10 + n, organisation=50 + n, group=50 + n, offers=crowd.offers) for n in range(9)))
    context = Context.of(case)

    first = reasons_for(a, b, score_pair(a, b, case, context), context)[0]

    assert first.facts["topics"] == ["niche", "ai"]


def test_f006_what_they_have_to_tell_each_other_is_always_among_the_reasons():
    a, b = two(
        offers=(("ai",), ("ai",)), seeks=(("x",), ("y",)), starved=(3, 3), layers=(layers(5), layers(6)),
        wishes=((1002,), ()), released=((1002,), ()),
    )  # fmt: skip
    weights = Weights(relevance=1, layer=40, region=19, novelty=0, fairness=20, wish=20, visit=0, explore=0)
    codes = [reason.code for reason in reasons(a, b, weights=weights)]

    assert len(codes) == 3
    assert set(codes) & ABOUT_RELEVANCE


def test_f006_a_proposal_with_fewer_than_two_reasons_is_refused():
    a, b = two()
    case = pool(a, b)
    score = score_pair(a, b, case)
    one = reasons(a, b)[:1]

    with pytest.raises(ValueError, match="two reasons"):
        Proposal(a=1, b=2, score=score, reasons=one)


@pytest.mark.parametrize("seed", range(40))
def test_f006_every_proposal_has_two_or_three_honest_reasons(seed):
    case = random_pool(seed, cross_region=seed % 2 == 0)
    context = Context.of(case)
    member = {one.id: one for one in case.candidates}
    for proposal in run(case).proposals:
        a, b = member[proposal.a], member[proposal.b]
        codes = [reason.code for reason in proposal.reasons if reason.code not in OF_THEIR_OWN]

        assert 2 <= len(codes) <= 3
        assert len(proposal.reasons) <= len(codes) + 1
        assert set(codes) & ABOUT_RELEVANCE
        assert len(codes) == min(3, count_reasons(a, b, context)) or "wish" in codes
        for reason in proposal.reasons:
            facts = reason.facts
            if reason.code == "offer_meets_seek":
                giver, taker = member[facts["who"]], member[facts["whom"]]
                assert facts["topics"] and set(facts["topics"]) <= set(giver.offers) & set(taker.seeks)
            if reason.code == "layers_complement":
                assert proposal.score.parts["layer"] > 0 and facts["layers"][0] != facts["layers"][1]
                assert facts["synergy"] == proposal.synergy
            if reason.code == "other_region":
                assert a.home != b.home
            if reason.code == "first_introduction":
                assert proposal.score.parts["fairness"] > 0
