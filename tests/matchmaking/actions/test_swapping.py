"""Is a runner-up pair proposed in the place of a proposal, after every guard has been asked again? (F069, F011)"""

from dataclasses import dataclass

import pytest
from django.utils import translation

from corridor.errors import Overtaken, Refused
from corridor.lifecycle import IllegalMove
from corridor.models import Consent, Member, OutboxEmail, Profile, Transition
from matchmaking import engine
from matchmaking.actions import introductions, rounds
from matchmaking.engine.shapes import Pool
from matchmaking.models import Exclusion, Introduction, Round
from tests import make
from tests.matchmaking.running import plan

pytestmark = pytest.mark.django_db
GIVES = {"offers": ("theme",), "seeks": ("need",)}
TAKES = {"offers": ("need",), "seeks": ("theme",), "layers": (2,)}

NOT_NOW = "One of these two cannot be introduced now."
BARRED = "These two may not be introduced to each other in this round."
COLLEAGUES = "These two belong to one organisation or group."
SAME_HOME = "These two are from the same region, and this round crosses regions."
TOO_LITTLE = "There is too little to introduce these two for."
NO_ROOM = "One of these two has as many introductions as fit; set one of those aside first."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@dataclass
class Scene:
    """A round that is being read: Amy is proposed to Ben, and could as well meet Cas."""

    round: Round
    proposal: Introduction
    amy: Member
    ben: Member
    cas: Member
    olga: Member

    def swap(self, now, *pair: Member, by: Member | None = None, because: str = "Better so.") -> Introduction:
        """Amy and Cas instead, or this pair; whatever the engine found, they count as a runner-up."""
        numbers = tuple(sorted(person.pk for person in pair or (self.amy, self.cas)))
        runner_up = {"a": numbers[0], "b": numbers[1], "score": 1, "free": True}
        Introduction.objects.filter(pk=self.proposal.pk).update(runner_ups=[runner_up])
        return rounds.swap(introduction=self.proposal, runner_up=numbers, by=by or self.olga, because=because, now=now)

    def refuse(self, now, sentence: str, *pair: Member, **more) -> None:
        """The swap is refused with that sentence, and nothing has changed."""
        with pytest.raises(Refused) as no:
            self.swap(now, *pair, **more)
        assert str(no.value) == sentence
        assert list(self.round.introductions.filter(state="proposed")) == [self.proposal]


@pytest.fixture
def people():
    """Amy and her two possible partners, on the other side of the corridor."""
    there = make.region("brainport")
    amy = make.member("Amy", region=make.region("mra"), **GIVES)
    ben, cas = (make.member(name, region=there, **TAKES) for name in ("Ben", "Cas"))
    make.synergy()
    return amy, ben, cas


@pytest.fixture
def scene(people, organiser, now) -> Scene:
    amy, ben, cas = people
    Profile.objects.filter(member=cas).update(pace=0)  # so that it is Ben whom the engine proposes
    Profile.objects.filter(member=organiser).update(pace=0)
    round = rounds.freeze(round=plan(now), by=None, now=now)
    round = rounds.propose(round=round, now=now)
    Profile.objects.filter(member=cas).update(pace=1)
    pool = Round.objects.get(pk=round.pk).pool
    for one in pool["candidates"]:
        if one["id"] == cas.pk:
            one |= {"unavailable": "", "capacity": 1}
    Round.objects.filter(pk=round.pk).update(pool=pool)
    return Scene(Round.objects.get(pk=round.pk), round.introductions.get(), amy, ben, cas, organiser)


def test_f069_swap_sets_the_proposal_aside_and_proposes_the_runner_up(scene, now):
    made = scene.swap(now, because="Cas asked for it.")

    scene.proposal.refresh_from_db()
    pool = Pool.from_json(scene.round.pool)
    known = {one.id: one for one in pool.candidates}
    score = engine.score_pair(known[scene.amy.pk], known[scene.cas.pk], pool)
    assert scene.proposal.state == "dropped"
    assert (made.round, made.state, made.numbers) == (scene.round, "proposed", (scene.amy.pk, scene.cas.pk))
    assert made.score == score.total
    assert made.parts == {**score.parts, **{f"relevance.{name}": part for name, part in score.relevance.items()}}
    given = next(reason["facts"] for reason in made.reasons if reason["code"] == "offer_meets_seek")
    assert {given["who"], given["whom"]} == {scene.amy.pk, scene.cas.pk}
    assert made.synergy.letter == "C"
    assert (made.runner_ups, made.long_shot) == ([], False)


def test_f069_swap_is_written_down_for_both_with_its_reason(scene, now):
    made = scene.swap(now, because="Cas asked for it.")

    lines = Transition.objects.filter(subject_type="matchmaking.introduction", by=scene.olga).order_by("pk")
    assert list(lines.values_list("subject_id", "to", "because")) == [
        (scene.proposal.pk, "dropped", "Cas asked for it."),
        (made.pk, "proposed", "Cas asked for it."),
    ]


@pytest.mark.parametrize(("relevance", "marked"), [(999_999, True), (1, False)])
def test_f064_a_swapped_in_pair_is_a_long_shot_when_it_is_no_more_obvious_than_those_of_the_round(
    relevance, marked, scene, now
):
    parts = scene.proposal.parts | {"relevance": relevance}
    Introduction.objects.filter(pk=scene.proposal.pk).update(long_shot=True, parts=parts)

    assert scene.swap(now).long_shot is marked


def test_f011_nothing_leaves_by_a_swap_and_the_round_is_still_to_be_approved(scene, now):
    made = scene.swap(now)

    scene.round.refresh_from_db()
    assert scene.round.state == "proposed"
    assert not OutboxEmail.objects.exists()
    rounds.approve(round=scene.round, by=scene.olga, now=now)
    assert introductions.offer(introduction=made, now=now).state == "offered"


@pytest.mark.parametrize("state", ["frozen", "approved", "closed", "cancelled"])
def test_f011_swap_in_a_round_that_is_not_being_read_is_refused(state, scene, now):
    Round.objects.update(state=state)

    with pytest.raises(IllegalMove):
        scene.swap(now)


def test_f069_swap_of_what_is_no_proposal_any_more_is_refused(scene, now):
    introductions.drop(introduction=scene.proposal, by=scene.olga, because="No.", now=now)

    with pytest.raises(IllegalMove):
        scene.swap(now)


def test_f069_swap_for_a_pair_that_is_no_runner_up_is_refused(scene, now):
    with pytest.raises(Refused, match="no runner-up"):
        rounds.swap(
            introduction=scene.proposal,
            runner_up=(scene.amy.pk, scene.cas.pk),
            by=scene.olga,
            because="Because.",
            now=now,
        )


def test_f069_swap_without_a_reason_is_refused(scene, now):
    scene.refuse(now, "Give a reason; it stays in the history.", because=" ")


def test_f069_swap_by_an_organiser_of_neither_is_refused(scene, now):
    elsewhere = make.organiser(region=make.region("twente"))

    scene.refuse(now, "Neither of these two is in a region you organise.", by=elsewhere)


def test_f069_swap_for_a_pair_in_nobodys_region_is_refused(scene, now):
    apart = make.member(region=make.region("twente"), **GIVES)

    scene.refuse(now, "Neither of these two is in a region you organise.", scene.ben, apart)


def test_f069_swap_for_a_pair_one_is_in_oneself_is_refused(scene, now):
    sentence = "You are one of these two yourself; another organiser decides."

    scene.refuse(now, sentence, scene.olga, scene.cas)


def test_f069_swap_for_a_pair_that_is_proposed_already_is_refused(scene, now):
    other = make.introduction("proposed", members=(scene.amy, scene.cas), round=scene.round)

    with pytest.raises(Refused, match="proposed in this round already"):
        scene.swap(now)

    assert set(scene.round.introductions.filter(state="proposed")) == {scene.proposal, other}


@pytest.mark.parametrize(
    ("then", "sentence"),
    [
        ({"unavailable": "paused"}, NOT_NOW),
        ({"capacity": 0}, NOT_NOW),
        ({"home": "mra"}, SAME_HOME),
        ({"offers": ["x"], "seeks": ["y"], "words": []}, TOO_LITTLE),
    ],
    ids=str,
)
def test_f069_swap_for_a_pair_that_the_pool_forbids_is_refused(then, sentence, scene, now):
    candidates = [one | (then if one["id"] == scene.cas.pk else {}) for one in scene.round.pool["candidates"]]
    Round.objects.update(pool=scene.round.pool | {"candidates": candidates})

    scene.refuse(now, sentence)


def test_f069_swap_for_a_pair_whose_history_forbade_it_at_the_freeze_is_refused(scene, now):
    history = scene.round.pool["history"] | {"met": [[scene.amy.pk, scene.cas.pk]]}
    Round.objects.update(pool=scene.round.pool | {"history": history})

    scene.refuse(now, BARRED)


def test_f069_swap_for_a_pair_under_the_floor_is_refused(scene, now):
    Round.objects.update(pool=scene.round.pool | {"policy": scene.round.pool["policy"] | {"floor": 999_999}})

    scene.refuse(now, TOO_LITTLE)


def test_f069_swap_after_one_of_the_two_took_back_consent_is_refused(scene, now):
    Consent.objects.filter(member=scene.cas).update(withdrawn_at=now)

    scene.refuse(now, NOT_NOW)


def test_f069_swap_after_one_of_the_two_left_the_regions_of_the_round_is_refused(scene, now):
    scene.round.regions.set([make.region("mra"), make.region("brainport")])
    Profile.objects.filter(member=scene.cas).update(region=make.region("twente"))

    scene.refuse(now, NOT_NOW)


def test_f069_swap_after_one_of_the_two_moved_to_the_others_region_is_refused(scene, now):
    Profile.objects.filter(member=scene.cas).update(region=make.region("mra"))

    scene.refuse(now, SAME_HOME)


def test_f069_swap_after_the_two_became_colleagues_is_refused(scene, now):
    scene.cas.memberships.update(organisation=scene.amy.memberships.get().organisation)

    scene.refuse(now, COLLEAGUES)


def test_f069_swap_after_one_of_the_two_ruled_the_other_out_is_refused(scene, now):
    Exclusion.objects.create(member=scene.cas, other=scene.amy, created_at=now)

    scene.refuse(now, BARRED)


def test_f069_swap_after_one_of_the_two_ruled_out_the_others_organisation_is_refused(scene, now):
    where = scene.amy.memberships.get().organisation
    Exclusion.objects.create(member=scene.cas, organisation=where, created_at=now)

    scene.refuse(now, BARRED)


def test_f069_swap_for_a_pair_that_was_set_aside_in_this_round_is_refused(scene, now):
    make.introduction("dropped", members=(scene.amy, scene.cas), round=scene.round)

    scene.refuse(now, BARRED)


def test_f069_swap_for_a_pair_that_another_round_has_is_refused(scene, now):
    make.introduction("proposed", members=(scene.amy, scene.cas))

    scene.refuse(now, BARRED)


def test_f069_swap_for_somebody_whose_place_is_taken_in_this_round_is_refused(scene, now):
    make.introduction("proposed", members=(make.member(), scene.cas), round=scene.round)

    with pytest.raises(Refused, match=NO_ROOM):
        scene.swap(now)


def test_f069_swap_for_somebody_who_was_asked_since_the_freeze_is_refused(scene, now):
    make.introduction("offered", members=(make.member(), scene.cas), offered_at=now)

    scene.refuse(now, NO_ROOM)


def test_f069_a_swapped_in_proposal_can_be_dropped_but_not_swapped_back_to_what_was_set_aside(scene, now):
    made = scene.swap(now)
    scene.proposal = made

    scene.refuse(now, BARRED, scene.amy, scene.ben)


def test_f069_a_round_that_proposes_the_same_pair_in_that_very_moment_wins(scene, now, monkeypatch):
    monkeypatch.setattr("matchmaking.rules._barred", lambda *given: False)
    make.introduction("proposed", members=(scene.amy, scene.cas), round=make.matching_round("proposed"))

    with pytest.raises(Overtaken):
        scene.swap(now)

    scene.proposal.refresh_from_db()
    assert scene.proposal.state == "proposed"
