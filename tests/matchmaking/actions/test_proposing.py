"""Does a round store its pool, compute once, and give the same pairs again? (F005, F006, F010, F023)"""

import datetime as dt

import pytest

from corridor.models import Consent, Member, OutboxEmail, Transition
from matchmaking import engine
from matchmaking.actions import introductions, rounds
from matchmaking.engine.shapes import Pool
from matchmaking.errors import RoundBusy, RoundNotReady
from matchmaking.models import Exclusion, Round
from tests import make
from tests.matchmaking.running import pairs, plan, population, proposed

pytestmark = pytest.mark.django_db


def test_freeze_stores_everything_the_result_depends_on(now):
    population()
    round = plan(now)

    rounds.freeze(round=round, by=None, now=now)

    round.refresh_from_db()
    pool = Pool.from_json(round.pool)
    assert round.state == "frozen"
    assert (pool.hash(), pool.seed, pool.version) == (round.pool_hash, round.seed, round.engine_version)
    assert len(pool.candidates) == 6


def test_freeze_called_twice_keeps_the_first_pool(now):
    population(1)
    round = rounds.freeze(round=plan(now), by=None, now=now)
    population(1)

    assert len(rounds.freeze(round=round, by=None, now=now).pool["candidates"]) == 2


@pytest.mark.parametrize("state", ["approved", "closed", "cancelled"])
def test_freeze_of_a_round_that_is_over_is_refused(state, now):
    with pytest.raises(RoundNotReady):
        rounds.freeze(round=make.matching_round(state), by=None, now=now)


def test_f005_f006_propose_saves_pairs_across_regions_with_reasons_and_a_certificate(now):
    population()

    round = proposed(now)

    found = list(round.introductions.select_related("member_a__profile__region", "member_b__profile__region"))
    assert round.state == "proposed"
    assert len(found) == 3
    for introduction in found:
        homes = {member.profile.region.slug for member in introduction.members}
        assert homes == {"mra", "brainport"}
        assert len(introduction.reasons) >= 2
        assert introduction.state == "proposed"
        assert introduction.parts["relevance"] > 0
    assert round.certificate["proposals"] == 3
    assert 0 < round.certificate["value"] <= round.certificate["bound"]
    assert round.certificate["pool_hash"] == round.pool_hash
    assert not OutboxEmail.objects.exists()


def test_f006_an_introduction_with_one_reason_cannot_be_saved(now):
    with pytest.raises(ValueError, match="two reasons"):
        make.introduction("proposed", reasons=[{"code": "shared_theme", "facts": {"topics": ["x"]}}])


def test_f023_propose_called_twice_adds_nothing(now):
    population()
    round = proposed(now)
    first = pairs(round)

    rounds.propose(round=round, now=now)

    assert pairs(round) == first
    assert Transition.objects.filter(to="proposed").count() == 1


def test_f023_the_stored_pool_gives_the_same_pairs_again(now):
    population()
    round = proposed(now)
    Member.objects.all().update(is_active=True)

    again = engine.run(Pool.from_json(Round.objects.get(pk=round.pk).pool))

    assert [(one.a, one.b) for one in again.proposals] == pairs(round)
    assert again.pairs_hash == round.pairs_hash


def test_f023_proposals_of_an_earlier_run_are_replaced(now):
    population()
    round = rounds.freeze(round=plan(now), by=None, now=now)
    make.introduction("proposed", round=round)

    round = rounds.propose(round=round, now=now)

    assert len(pairs(round)) == 3


def test_propose_while_another_worker_has_it_is_refused(now):
    population()
    round = rounds.freeze(round=plan(now), by=None, now=now)
    rounds._claim(round)

    with pytest.raises(RoundBusy):
        rounds.propose(round=round, now=now)

    assert not round.introductions.exists()


def test_f023_propose_takes_over_when_the_claim_has_lapsed(now):
    population()
    round = rounds.freeze(round=plan(now), by=None, now=now)
    rounds._claim(round)
    Round.objects.update(claimed_until=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))

    round = rounds.propose(round=round, now=now)

    assert (round.state, round.claim, len(pairs(round))) == ("proposed", 2, 3)


def test_propose_of_a_planned_round_is_refused(now):
    with pytest.raises(RoundNotReady):
        rounds.propose(round=plan(now), now=now)


def test_propose_leaves_out_whom_a_rule_forbids_since_the_freeze(now):
    people = population()
    round = rounds.freeze(round=plan(now), by=None, now=now)
    Consent.objects.filter(member=people[0]).update(withdrawn_at=now)

    round = rounds.propose(round=round, now=now)

    assert len(pairs(round)) == 2
    assert round.certificate["set_aside"] == [sorted([people[0].pk, people[1].pk])]


def test_r06_two_rounds_never_propose_the_same_pair(now):
    population()
    mra, brainport = make.region("mra"), make.region("brainport")
    one = rounds.freeze(round=plan(now), by=None, now=now)
    other = rounds.freeze(round=plan(now, regions=[mra, brainport]), by=None, now=now)

    one, other = rounds.propose(round=one, now=now), rounds.propose(round=other, now=now)

    assert len(pairs(one)) == 3
    assert pairs(other) == []
    assert len(other.certificate["set_aside"]) == 3


def test_propose_again_after_a_drop_and_an_exclusion_looks_anew(organiser, now):
    people = population()
    round = proposed(now)
    dropped = round.introductions.get(member_a__in=people[:2], member_b__in=people[:2])
    introductions.drop(introduction=dropped, by=organiser, because="Know each other.", now=now)
    Exclusion.objects.create(member=people[2], other=people[3], by_organiser=True, created_at=now)

    rounds.freeze(round=round, by=organiser, now=now)
    round = rounds.propose(round=round, now=now)

    assert list(round.introductions.filter(state="proposed").values_list("member_a", "member_b")) == [
        tuple(sorted([people[4].pk, people[5].pk]))
    ]
    assert round.introductions.filter(state="dropped").count() == 1


def test_f010_no_proposal_under_the_floor_and_everybody_left_out_has_a_rule(now):
    make.member("Alone", region=make.region("mra"), offers=("a",), seeks=("b",))
    make.member("Apart", region=make.region("brainport"), offers=("c",), seeks=("d",))
    make.member("Paused", region=make.region("brainport"), consent=False)

    round = proposed(now)

    assert pairs(round) == []
    assert sorted(one["rule"] for one in round.certificate["unmatched"]) == [
        "no_consent",
        "no_relevance",
        "no_relevance",
    ]


def test_f064_f069_long_shots_and_runner_ups_are_kept_as_the_engine_names_them(now):
    for _ in range(4):
        make.member(region=make.region("mra"), offers=("theme",), seeks=("need",))
        make.member(region=make.region("brainport"), offers=("need",), seeks=("theme",), layers=(2,))

    round = proposed(now, long_shots=20)

    kept = {one.numbers: (one.long_shot, one.runner_ups) for one in round.introductions.all()}
    said = engine.run(Pool.from_json(round.pool)).proposals
    assert kept == {(one.a, one.b): (one.long_shot, [pair.to_json() for pair in one.runner_ups]) for one in said}
    assert sum(long_shot for long_shot, _ in kept.values()) == 1
    assert all(len(runner_ups) == 2 for _, runner_ups in kept.values())
