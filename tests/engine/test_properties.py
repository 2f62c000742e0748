"""What does a round keep to, whatever pool it is given?"""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.engine.affinity import affinity_of
from matchmaking.engine.context import Context
from matchmaking.engine.eligibility import why_not_pair
from matchmaking.engine.results import Result
from matchmaking.engine.round import run
from matchmaking.engine.shapes import PARTS, Candidate, History, Policy, Pool, Weights
from tests.engine.pools import PLACES, SYNERGIES, layers
from tests.needs import sized

pytestmark = [pytest.mark.nodb, pytest.mark.compiled, pytest.mark.long]

EXAMPLES = sized(small=50, full=200)
MOST = 14  # members: so few that the best round is found and proven
TOPICS, STEMS = st.sampled_from("abcdefgh"), st.sampled_from("pqrst")


@st.composite
def members(draw, id: int) -> Candidate:
    organisation, home = draw(st.integers(1, 20)), draw(st.sampled_from([*PLACES, *PLACES, *PLACES, ""]))
    lat, lon = draw(st.sampled_from([*PLACES.values(), (0, 0)]))
    return Candidate(
        id=id,
        organisation=organisation,
        group=draw(st.sampled_from([organisation] * 7 + [1])),
        domain=draw(st.sampled_from([""] * 9 + ["one.example", "One.example"])),
        home=home,
        region=home,
        lat_milli=lat,
        lon_milli=lon,
        layers=draw(st.sampled_from([(0,) * 7, *(layers(number) for number in range(1, 8)), layers(2, 5)])),
        offers=tuple(draw(st.frozensets(TOPICS, min_size=1, max_size=4))),
        seeks=tuple(draw(st.frozensets(TOPICS, max_size=4))),
        words=tuple(draw(st.frozensets(STEMS, max_size=2))),
        capacity=draw(st.sampled_from([1, 1, 2, 3, 0])),
        starved=draw(st.integers(0, 3)),
        wishes=(wishes := tuple(draw(st.frozensets(st.integers(1, 20), max_size=2)))),
        released=wishes[: draw(st.sampled_from([0, 0, 1]))],
        less_layers=tuple(draw(st.frozensets(st.integers(1, 7), max_size=2))),
        attended=tuple(draw(st.frozensets(st.integers(1, 4), max_size=1))),
        visits=tuple(draw(st.frozensets(st.sampled_from(sorted(PLACES)), max_size=1))),
        unavailable=draw(st.sampled_from([""] * 9 + ["paused", "a code of tomorrow"])),
    )


@st.composite
def weights(draw) -> Weights:
    """The usual ones, or a hundred points handed out at random."""
    if draw(st.booleans()):
        return Weights()
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=len(PARTS) - 1, max_size=len(PARTS) - 1)))
    return Weights(**{name: high - low for name, low, high in zip(PARTS, [0, *cuts], [*cuts, 100], strict=True)})


@st.composite
def pools(draw) -> Pool:
    ids = draw(
        st.lists(st.integers(1, 2**40), unique=True, min_size=draw(st.sampled_from([MOST, 9, 9, 0])), max_size=MOST)
    )
    couples = st.tuples(st.sampled_from(ids), st.sampled_from(ids)) if ids else st.nothing()
    some = st.frozensets(couples.filter(lambda pair: pair[0] < pair[1]), max_size=6) if len(ids) > 1 else st.just(())
    refused = st.frozensets(st.tuples(st.sampled_from(ids), st.integers(1, 20)), max_size=2) if ids else st.just(())
    policy = Policy(
        cross_region=draw(st.booleans()),
        floor=draw(st.sampled_from([0, 0, 0, 200_000, 350_000])),
        coverage_first=draw(st.booleans()),
        bonus_base=draw(st.sampled_from([50_000, 0, 1_000_000])),
        bonus_starved=draw(st.sampled_from([30_000, 30_000, 0])),
        scope=tuple(draw(st.sampled_from([()] * 4 + [("mra", "brainport")]))),
    )
    return Pool(
        candidates=tuple(draw(members(id)) for id in ids),
        history=History(*(tuple(draw(pairs)) for pairs in (some, some, some, refused))),
        weights=draw(weights()),
        policy=policy,
        affinity=affinity_of(SYNERGIES),
        topic_layers={"a": (1, 2), "b": (2,), "c": (7,)},
        synergies=SYNERGIES,
        seed=draw(st.integers(0, 2**63 - 1)),
    )


def times(result: Result, id: int) -> int:
    return sum(id in (one.a, one.b) for one in result.proposals)


@settings(max_examples=EXAMPLES, deadline=None)
@given(pools())
def test_no_guard_is_broken_and_nobody_over_capacity(case):
    result, context = run(case), Context.of(case)
    member = {one.id: one for one in case.candidates}

    for one in result.proposals:
        for a, b in [(one.a, one.b), *((spare.a, spare.b) for spare in one.runner_ups)]:
            assert why_not_pair(member[a], member[b], case, context) is None
    assert all(times(result, one.id) <= one.capacity for one in case.candidates)
    assert len({(one.a, one.b) for one in result.proposals}) == len(result.proposals)
    assert result.value <= result.bound
    assert {one.id for one in result.unmatched} == {id for id in member if not times(result, id)}


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(pools(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_makes_no_difference_and_the_same_pool_gives_the_same_bytes(case, dice):
    def shuffled(items):
        return tuple(dice.sample(items, len(items)))

    mixed = replace(
        case,
        candidates=shuffled(
            [
                replace(one, **{name: shuffled(getattr(one, name)) for name in ("offers", "seeks", "words", "wishes")})
                for one in case.candidates
            ]
        ),
        history=History(*(shuffled(getattr(case.history, name)) for name in History.__slots__)),
    )

    assert json.dumps(run(mixed).to_json()) == json.dumps(run(case).to_json()) == json.dumps(run(case).to_json())


@settings(max_examples=EXAMPLES, deadline=None)
@given(pools(), st.data())
def test_when_someone_unmatched_drops_out_the_round_is_worth_as_much(case, data):
    """They stay in the pool, and so in the count of what is rare."""
    case = replace(case, policy=replace(case.policy, coverage_first=False))
    result = run(case)
    if not result.unmatched:
        return
    gone = data.draw(st.sampled_from(result.unmatched)).id
    fewer = [replace(one, unavailable="paused") if one.id == gone else one for one in case.candidates]

    assert run(replace(case, candidates=tuple(fewer))).value >= result.value


@settings(max_examples=EXAMPLES, deadline=None)
@given(pools(), st.data())
def test_f010_who_has_waited_longer_stands_no_lower(case, data):
    """Whoever is reached is reached, all else equal, after one more round without an introduction."""
    case = replace(case, policy=replace(case.policy, bonus_starved=30_000))
    result = run(case)
    reached = [one for one in case.candidates if times(result, one.id) and one.starved < 3]
    if not reached:
        return
    waiting = data.draw(st.sampled_from(reached))
    later = [replace(one, starved=one.starved + 1) if one.id == waiting.id else one for one in case.candidates]

    assert times(run(replace(case, candidates=tuple(later))), waiting.id) > 0
