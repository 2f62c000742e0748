"""Is the better pair the one with the higher score?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.engine.affinity import affinity_of
from matchmaking.engine.context import Context, layers_of
from matchmaking.engine.eligibility import why_not_pair
from matchmaking.engine.scoring import explore_part, saturate, score_pair, topics_in_common
from matchmaking.engine.shapes import MICRO, History
from tests.engine.pools import SYNERGIES, candidate, layers, pool, two

pytestmark = pytest.mark.nodb


def total(a, b, **facts) -> int:
    return score_pair(a, b, pool(a, b, **facts)).total


def test_f004_an_ask_met_by_an_offer_outranks_a_merely_shared_theme():
    met = two(offers=(("ai",), ("x",)), seeks=(("y",), ("ai",)))
    shared = two(offers=(("ai",), ("ai",)), seeks=(("y",), ("x",)))
    nothing = two(offers=(("ai",), ("q",)), seeks=(("y",), ("x",)))

    assert total(*met) > total(*shared) > total(*nothing)


def test_f004_a_fit_both_ways_outranks_two_fits_one_way():
    both = two(offers=(("ai",), ("chips",)), seeks=(("chips",), ("ai",)))
    one = two(offers=(("ai", "chips"), ()), seeks=((), ("ai", "chips")))

    assert total(*both) > total(*one)


def test_f004_a_one_sided_fit_counts():
    a, b = two(offers=(("ai",), ()), seeks=((), ("ai",)))

    assert score_pair(a, b, pool(a, b)).relevance["exchange"] > 0


@pytest.mark.parametrize("other", [1, 3, 4, 5, 6, 7])
def test_f004_complementary_layers_outrank_equal_ones(other):
    complementary, equal = two(layers=(layers(2), layers(other))), two(layers=(layers(2), layers(2)))

    assert total(*complementary) > total(*equal)


def test_another_region_outranks_the_same_one_and_farther_outranks_nearer():
    same, other = two(home=("mra", "mra")), two(home=("mra", "brainport"))
    near = two(lat_milli=(52_373, 52_200), lon_milli=(4_892, 4_892))

    assert total(*other) > total(*near) > total(*same)


def test_the_distance_is_in_metres():
    a, b = two(home=("mra", "brainport"))
    part = score_pair(a, b, pool(a, b)).parts["region"]

    assert (part - 400_000) / 5 == pytest.approx(110_900, rel=0.01)


def test_an_unknown_place_is_at_no_distance():
    a, b = two(lat_milli=(0, 51_000), lon_milli=(0, 5_000))

    assert score_pair(a, b, pool(a, b)).parts["region"] == 400_000


@pytest.mark.parametrize("starved", [1, 2, 3])
def test_f010_having_waited_never_lowers_a_score(starved):
    fresh, waited = two(starved=(0, 0)), two(starved=(0, starved))

    assert total(*waited) > total(*fresh)


def test_a_wish_a_visit_and_being_strangers_each_add():
    plain = two()
    one, both = two(wishes=((1002,), ())), two(wishes=((1002,), (1001,)))
    visit = two(visits=((), ("mra",)))
    known = total(*plain, history=History(met=((1, 9), (2, 9))))

    assert total(*both) > total(*one) > total(*plain)
    assert total(*visit) > total(*plain) > known


def test_a_rare_topic_says_more_than_a_common_one():
    a, b = two(offers=(("ai", "niche"), ()), seeks=((), ("ai", "niche")))
    crowd = [candidate(10 + number, offers=("ai",)) for number in range(30)]
    context = Context.of(pool(a, b, *crowd))

    assert context.topic_weight["niche"] > context.topic_weight["ai"] > 0


def test_two_at_work_in_one_field_are_nearer_than_two_in_different_ones():
    topic_layers = {"lidar": (7,), "radar": (7,), "fibre": (3,), "cobalt": (1,)}
    a, near, far = (
        candidate(n, offers=(x,), seeks=("cobalt",) * (n == 1)) for n, x in enumerate(("lidar", "radar", "fibre"), 1)
    )
    case = pool(a, near, far, topic_layers=topic_layers)
    context = Context.of(case)

    assert context.fields == {1: {1, 7}, 2: {7}, 3: {3}}
    assert score_pair(a, near, case, context).relevance["fields"] > 0
    assert score_pair(a, far, case, context).relevance["fields"] == 0
    assert score_pair(a, near, case, context).parts["layer"] == score_pair(a, far, case, context).parts["layer"]


def test_f004_topics_of_one_field_are_worth_less_than_the_same_topic():
    topic_layers = {"lidar": (7,), "radar": (7,)}
    same = two(offers=(("lidar",), ("lidar",)), seeks=(("x",), ("y",)))
    field = two(offers=(("lidar",), ("radar",)), seeks=(("x",), ("y",)))

    assert total(*same, topic_layers=topic_layers) > total(*field, topic_layers=topic_layers) > total(*field)


def test_one_field_alone_is_nothing_in_common():
    a, b = two(offers=(("lidar",), ("radar",)), seeks=(("x",), ("y",)))
    case = pool(a, b, topic_layers={"lidar": (7,), "radar": (7,)})

    assert why_not_pair(a, b, case) == "no_relevance"


SOME = st.frozensets(st.sampled_from("abcdef")).map(tuple)


@given(SOME, SOME, SOME, SOME)
def test_what_both_name_is_given_taken_or_a_theme(offers, seeks, their_offers, their_seeks):
    a, b = two(offers=(offers, their_offers), seeks=(seeks, their_seeks))

    there, back, themes = topics_in_common(a, b)

    assert there == {*offers} & {*their_seeks}
    assert back == {*seeks} & {*their_offers}
    assert themes == ({*offers} & {*their_offers} | {*seeks} & {*their_seeks}) - there - back
    assert topics_in_common(b, a) == (back, there, themes)


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(1, 5_000))
def test_saturation_rises_and_stays_below_a_million(low, more, half):
    assert 0 <= saturate(low, half) <= saturate(low + more, half) < MICRO


@given(st.integers(1, 2**40), st.integers(1, 2**40), st.integers(0, 2**63 - 1))
def test_the_die_is_symmetric_and_depends_on_the_seed_only(a, b, seed):
    assert explore_part(a, b, seed) == explore_part(b, a, seed)
    assert 0 <= explore_part(a, b, seed) < MICRO


def test_the_die_is_fair():
    throws = [explore_part(1, other, 5) for other in range(2, 2_002)]

    assert abs(sum(throws) / len(throws) - MICRO / 2) < MICRO / 50


def test_affinity_is_symmetric_smoothed_and_not_ruled_by_intelligence():
    table = affinity_of(SYNERGIES)

    assert all(table[i][j] == table[j][i] for i in range(7) for j in range(7))
    assert all(table[i][i] == 0 for i in range(7))
    assert min(table[i][j] for i in range(7) for j in range(7) if i != j) == 20
    assert table[2][3] > table[2][4]  # networks: cloud before intelligence, though the counts say 1 and 2


def test_layers_come_from_the_offers_when_the_profile_names_none():
    unknown = candidate(1, layers=(0,) * 7, offers=("a", "b", "c"))

    assert layers_of(unknown, {"a": (1, 2), "b": (2,)}) == (33, 67, 0, 0, 0, 0, 0)
    assert layers_of(unknown, {}) == (0,) * 7
