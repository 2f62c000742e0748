"""What does a round hear of a member's wishes, visits, hints and evenings, and who can tell from what it says?"""

import json
import random
from dataclasses import replace

import pytest

from matchmaking.engine.context import Context
from matchmaking.engine.eligibility import count_reasons, why_not_pair
from matchmaking.engine.explain import explain, reasons_for
from matchmaking.engine.flip import flip
from matchmaking.engine.results import OF_THEIR_OWN, Proposal, Reason
from matchmaking.engine.round import run
from matchmaking.engine.scoring import score_pair, told
from matchmaking.engine.shapes import MICRO, PARTS, Candidate, Policy, Pool, Weights
from tests.engine.pools import layers, pool, random_pool, two

pytestmark = pytest.mark.nodb

SEEDS = range(16)


def scored(a: Candidate, b: Candidate, **facts):
    return score_pair(a, b, pool(a, b, **facts))


def codes(a: Candidate, b: Candidate, **facts) -> list[str]:
    case = pool(a, b, **facts)
    return [one.code for one in explain(a, b, score_pair(a, b, case), Context.of(case))[0]]


def some_pairs(case: Pool, count: int = 60) -> list[tuple[Candidate, Candidate]]:
    dice = random.Random(case.seed)
    return [tuple(sorted(dice.sample(case.candidates, 2), key=lambda one: one.id)) for _ in range(count)]


def discreet(case: Pool) -> Pool:
    """The same pool without all that is nobody's business: wishes that may not be named, and visits."""
    known = [replace(one, wishes=tuple(set(one.wishes) & set(one.released)), visits=()) for one in case.candidates]
    return replace(case, candidates=tuple(known))


# F058: less of a layer.


def test_f058_a_tie_to_a_layer_one_sees_less_of_counts_half():
    a, b = two(layers=(layers(2), layers(5)))
    full, hinted = scored(a, b).parts["layer"], scored(replace(a, less_layers=(5,)), b).parts["layer"]

    assert hinted == full // 2 > 0
    assert scored(a, replace(b, less_layers=(2,))).parts["layer"] == hinted
    # Both at once is no less: the tie is one tie.
    assert scored(replace(a, less_layers=(5,)), replace(b, less_layers=(2,))).parts["layer"] == hinted


def test_f058_only_what_the_other_has_of_the_layer_counts_less():
    a, b = two(layers=(layers(2), layers(5, 6)))
    full, hinted = scored(a, b).parts["layer"], scored(replace(a, less_layers=(6,)), b).parts["layer"]

    assert full // 2 < hinted < full
    assert scored(replace(a, less_layers=(1, 2, 7)), b).parts["layer"] == full


def test_f058_a_hint_may_put_another_first_and_keeps_nobody_away():
    a, b = two(layers=(layers(2), layers(5)), less_layers=((5,), ()), seeks=((), ("chips",)))

    assert why_not_pair(a, b, pool(a, b)) is None
    assert "layers_complement" in codes(a, b)


@pytest.mark.parametrize("seed", SEEDS)
def test_f058_a_hint_never_raises_a_score_and_at_most_halves_the_part(seed):
    case = random_pool(seed, members=20)
    context = Context.of(case)
    for a, b in some_pairs(case):
        plain = replace(a, less_layers=()), replace(b, less_layers=())
        some, none = score_pair(a, b, case, context), score_pair(*plain, case, context)

        assert none.parts["layer"] // 2 <= some.parts["layer"] <= none.parts["layer"]
        assert some.total <= none.total
        assert {name: part for name, part in some.parts.items() if name != "layer"} == {
            name: part for name, part in none.parts.items() if name != "layer"
        }
        more = replace(a, less_layers=(*a.less_layers, 1 + seed % 7))
        assert score_pair(more, b, case, context).total <= some.total


# F062: wishes.


def test_f062_a_wish_of_one_counts_and_is_no_reason():
    a, b = two(wishes=((1002,), ()))
    case = pool(a, b)
    score = score_pair(a, b, case)

    assert score.parts["wish"] == MICRO // 2
    assert score.total == told(score, case.weights).total + case.weights.wish * MICRO // 2 // 100
    assert told(score, case.weights).parts["wish"] == 0
    assert not {"wish", "mutual_wish"} & set(codes(a, b))


def test_f062_wishes_of_both_are_told_to_the_two_and_to_nobody_else():
    a, b = two(wishes=((1002,), (1001,)))
    case = pool(a, b)
    score = score_pair(a, b, case)
    (reason,) = (one for one in explain(a, b, score, Context.of(case))[0] if one.code in OF_THEIR_OWN)

    assert reason == Reason("mutual_wish", {"organisations": [1001, 1002]})
    assert score.parts["wish"] == MICRO
    assert told(score, case.weights).parts["wish"] == 0


@pytest.mark.parametrize(("wishes", "whole"), [(((1002,), ()), MICRO // 2), (((1002,), (1001,)), MICRO)])
def test_f062_a_released_wish_is_a_reason_like_any_other(wishes, whole):
    a, b = two(wishes=wishes, released=((1002,), ()), layers=(layers(2), layers(2)))
    case = pool(a, b)
    score, context = score_pair(a, b, case), Context.of(case)

    assert (score.parts["wish"], told(score, case.weights).parts["wish"]) == (whole, MICRO // 2)
    assert count_reasons(a, b, context) == count_reasons(replace(a, released=()), b, context) + 1
    assert ("mutual_wish" in codes(a, b)) == (whole == MICRO)
    a, b = two(wishes=wishes, released=((1002,), ()), layers=(layers(2), layers(2)), seeks=((), ()))
    assert codes(a, b)[:2] == ["other_region", "wish"]


def test_f062_to_release_what_nobody_wishes_for_says_nothing():
    a, b = two(released=((1002,), ()))

    assert scored(a, b) == scored(*two())
    assert "wish" not in codes(a, b)


def test_f062_a_wish_of_one_is_not_among_the_two_reasons_that_a_proposal_needs():
    a, b = two(home=("mra", "mra"), offers=(("ai",), ("ai",)), seeks=(("x",), ("y",)))
    policy = Policy(floor=0, cross_region=False)
    hoping = replace(a, wishes=(1002,)), replace(b, wishes=(1001,), visits=("mra",))
    released = replace(a, wishes=(1002,), released=(1002,))

    assert why_not_pair(*hoping, pool(*hoping, policy=policy)) == "too_few_reasons"
    assert why_not_pair(released, b, pool(released, b, policy=policy)) is None
    with pytest.raises(ValueError, match="two reasons"):
        Proposal(1, 2, scored(a, b), (Reason("shared_theme", {}), Reason("mutual_wish", {})))


def test_f062_neither_a_wish_nor_a_visit_lifts_a_pair_above_the_floor():
    a, b = two()
    total = scored(a, b).total
    hoping = replace(a, wishes=(1002,), visits=("brainport",)), replace(b, wishes=(1001,))
    case = pool(*hoping, floor=total)

    assert score_pair(*hoping, case).total > total
    assert why_not_pair(*hoping, case) == "below_floor"
    assert run(case).proposals == ()
    assert flip(*hoping, case).changes == flip(a, b, pool(a, b, floor=total)).changes


# F063: visits.


def test_f063_a_visit_raises_the_score_and_only_the_visitor_may_read_of_it():
    a, b = two(visits=(("brainport",), ()))
    case = pool(a, b)
    score = score_pair(a, b, case)

    assert reasons_for(a, b, score, Context.of(case)) == explain(a, b, score, Context.of(case))[0][:-1]
    assert score.total == scored(*two()).total + case.weights.visit * MICRO // 100
    assert told(score, case.weights) == scored(*two())
    assert codes(a, b) == [*codes(*two()), "visit"]


def test_f063_of_two_reasons_of_their_own_the_stronger_is_given():
    a, b = two(visits=(("brainport",), ()), wishes=((1002,), (1001,)))
    light = dict.fromkeys(PARTS, 0) | {"relevance": 40, "region": 20}

    assert codes(a, b)[-1] == "mutual_wish"
    assert codes(a, b, weights=Weights(**light | {"wish": 10, "visit": 30}))[-1] == "visit"
    assert set(codes(a, b, weights=Weights(**light | {"fairness": 40}))).isdisjoint(OF_THEIR_OWN)


# F070: in one room.


def test_f070_having_been_at_one_event_is_a_reason_that_names_it():
    a, b = two(attended=((3, 8), (8,)), seeks=((), ()), offers=(("ai",), ("ai",)))
    case = pool(a, b)
    score = score_pair(a, b, case)
    reasons = explain(a, b, score, Context.of(case))[0]

    assert Reason("same_event", {"events": [8]}) in reasons
    assert (score.parts["visit"], score.private) == (MICRO, {})
    assert count_reasons(a, b, Context.of(case)) == len(reasons) == 3


def test_f070_different_events_are_nothing_in_common():
    assert scored(*two(attended=((3,), (8,)))) == scored(*two())
    assert "same_event" not in codes(*two(attended=((3,), (8,))))


def test_f070_an_event_makes_no_visit_known():
    """Of two occasions the one that may be told is, and nothing tells whether there is another."""
    event, both = two(attended=((8,), (8,))), two(attended=((8,), (8,)), visits=(("brainport",), ()))

    assert scored(*both) == scored(*event)
    assert codes(*both) == codes(*event)


# What others can tell.


@pytest.mark.parametrize("seed", SEEDS)
def test_f062_f063_nothing_that_others_read_depends_on_what_is_private(seed):
    case = random_pool(seed, members=24, cross_region=seed % 3 > 0)
    bare = discreet(case)
    context, other = Context.of(case), Context.of(bare)
    known = {one.id: one for one in bare.candidates}
    moved = 0
    for a, b in some_pairs(case):
        plain = known[a.id], known[b.id]
        score, less = score_pair(a, b, case, context), score_pair(*plain, bare, other)
        moved += score.total > less.total

        assert told(score, case.weights) == less
        assert why_not_pair(a, b, case, context) == why_not_pair(*plain, bare, other)
        assert flip(a, b, case, context) == flip(*plain, bare, other)
        reasons, letter = explain(a, b, score, context)
        shown = tuple(one for one in reasons if one.code not in OF_THEIR_OWN)
        assert (shown, letter) == explain(*plain, less, other)
    assert moved

    with_all, without = run(case), run(bare)
    assert with_all.eligible_pairs == without.eligible_pairs
    assert with_all.blocked_per_rule == without.blocked_per_rule


@pytest.mark.parametrize("seed", SEEDS)
def test_f062_f063_a_runner_up_has_the_score_that_may_be_told(seed):
    case = random_pool(seed, members=40, floor=0)
    context, known = Context.of(case), {one.id: one for one in case.candidates}
    found = [one for proposal in run(case).proposals for one in [proposal.runner_ups]]

    assert any(found)
    for others in found:
        for one in others:
            assert one.score == told(score_pair(known[one.a], known[one.b], case, context), case.weights).total
        assert list(others) == sorted(others, key=lambda one: (not one.free, -one.score, one.a, one.b))


# The doors.


def test_f023_a_pool_without_the_later_facts_has_the_text_it_always_had():
    one = two()[0]
    later = replace(one, released=(4,), less_layers=(2, 2, 1), attended=(9, 3))

    assert not {"released", "less_layers", "attended"} & set(one.to_json())
    found = later.to_json()
    assert (found["released"], found["less_layers"], found["attended"]) == ([4], [1, 2], [3, 9])
    assert list(found) == sorted(found)
    assert Candidate.from_json(json.loads(json.dumps(found))).to_json() == found
    # Computed before these facts were heard of.
    old = Pool(candidates=two(), policy=Policy(floor=0))
    assert old.hash() == "3ce9a499a3ae4eba17e015d56a166a7379c97ac488c0648ea92f99a62ff2964f"


def test_scores_tell_what_is_private_only_where_something_is():
    a, b = two(wishes=((1002,), ()))

    assert scored(a, b).to_json()["private"] == {"wish": MICRO // 2}
    assert "private" not in scored(*two()).to_json()
