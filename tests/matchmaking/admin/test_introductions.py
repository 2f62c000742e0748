"""What may an organiser know and do about introductions? Set aside, take back, rule out; nothing by hand."""

import pytest
from django.contrib.admin import helpers

from corridor.models import OutboxEmail, Transition
from matchmaking.models import Exclusion, Introduction
from tests import make
from tests.entering import answer, at, enter

pytestmark = pytest.mark.django_db
CHOSEN = helpers.ACTION_CHECKBOX_NAME


def test_a_proposal_is_set_aside_with_a_reason_that_stays(organiser):
    one = make.introduction("proposed", round=make.matching_round("proposed", certificate={}))
    console = enter(organiser)

    console.post(at("matchmaking/introduction", one.pk, "do", "drop"), {"because": ""})
    silent = Introduction.objects.get(pk=one.pk).state
    back = console.post(
        at("matchmaking/introduction", one.pk, "do", "drop"), {"because": "they are neighbours", "from": "round"}
    )

    assert (silent, Introduction.objects.get(pk=one.pk).state) == ("proposed", "dropped")
    assert back["Location"].endswith(f"/matchmaking/round/{one.round_id}/change/#proposals")
    row = Transition.objects.get(subject_type="matchmaking.introduction", subject_id=one.pk)
    assert (row.by, row.because) == (organiser, "they are neighbours")


def test_an_introduction_is_taken_back_and_its_mails_stop(organiser, asked):
    enter(organiser).post(at("matchmaking/introduction", asked[0].pk, "do", "withdraw"), {"because": "a mistake"})

    states = OutboxEmail.objects.filter(about_id=asked[0].pk).values_list("state", flat=True)
    assert Introduction.objects.get(pk=asked[0].pk).state == "withdrawn"
    assert set(states) == {"withdrawn"}


@pytest.mark.parametrize(("state", "verb"), [("offered", "drop"), ("dropped", "withdraw"), ("expired", "withdraw")])
def test_s45_a_move_it_cannot_make_is_a_conflict(organiser, state, verb):
    one = make.introduction(state)

    code = answer(enter(organiser), "post", at("matchmaking/introduction", one.pk, "do", verb), because="x")

    assert (code, Introduction.objects.get(pk=one.pk).state) == (409, state)


def test_s10_introductions_without_a_side_within_reach_are_not_found(organiser):
    far = make.introduction(
        "proposed", members=(make.member(region=make.region("brainport")), make.member(region=make.region("groningen")))
    )
    console = enter(organiser)

    codes = [
        answer(console, "get", at("matchmaking/introduction", far.pk, "change")),
        answer(console, "post", at("matchmaking/introduction", far.pk, "do", "drop"), because="x"),
    ]

    assert codes == [404, 404]
    assert console.get(at("matchmaking/introduction")).context["cl"].result_count == 0


def test_s12_several_proposals_are_set_aside_together_or_none(organiser):
    round = make.matching_round("proposed", certificate={})
    near = [make.introduction("proposed", round=round) for _number in range(2)]
    far = make.introduction(
        "proposed", members=(make.member(region=make.region("brainport")), make.member(region=make.region("groningen")))
    )
    console = enter(organiser)
    form = {"action": "drop_chosen", "index": 0, "because": "the board asks"}

    foreign = console.post(at("matchmaking/introduction"), {**form, CHOSEN: [near[0].pk, far.pk]}).status_code
    after_foreign = set(Introduction.objects.values_list("state", flat=True))
    silent = console.post(at("matchmaking/introduction"), {**form, "because": "", CHOSEN: [near[0].pk]}).status_code
    after_silence = set(Introduction.objects.values_list("state", flat=True))
    console.post(at("matchmaking/introduction"), {**form, CHOSEN: [one.pk for one in near]})

    assert (foreign, silent) == (404, 409)
    assert after_foreign == after_silence == {"proposed"}
    assert dict(Introduction.objects.values_list("pk", "state")) == {
        near[0].pk: "dropped",
        near[1].pk: "dropped",
        far.pk: "proposed",
    }


def test_s12_of_several_one_that_was_asked_already_stops_all(organiser):
    proposal = make.introduction("proposed", round=make.matching_round("proposed", certificate={}))
    asked = make.introduction("offered", members=make.pair())

    code = enter(organiser).post(
        at("matchmaking/introduction"),
        {"action": "drop_chosen", "index": 0, "because": "x", CHOSEN: [asked.pk, proposal.pk]},
    )

    assert (code.status_code, Introduction.objects.get(pk=proposal.pk).state) == (409, "proposed")


def test_nothing_about_an_introduction_is_written_by_hand(organiser):
    one = make.introduction("offered")
    sneaked = {"state": "made", "score": 1, "made_at": "2026-01-01", "member_a": organiser.pk, "reasons": "[]"}
    for person in (organiser, make.member(is_superuser=True)):
        console = enter(person)

        codes = [
            answer(console, "post", at("matchmaking/introduction", one.pk, "change"), **sneaked),
            answer(console, "post", at("matchmaking/introduction", "add"), **sneaked),
            answer(console, "post", at("matchmaking/introduction", one.pk, "delete"), post="yes"),
        ]

        assert codes == [403, 403, 403]
    assert Introduction.objects.get(pk=one.pk).state == "offered"


def test_ruling_a_pair_out_writes_an_exclusion_and_sets_the_proposal_aside(organiser):
    one = make.introduction("proposed", round=make.matching_round("proposed", certificate={}))

    enter(organiser).post(at("matchmaking/introduction", one.pk, "do", "rule_out"), {"because": "a court case"})

    exclusion = Exclusion.objects.get()
    assert (exclusion.member, exclusion.other) == one.members
    assert (exclusion.by_organiser, exclusion.added_by, exclusion.reason) == (True, organiser, "a court case")
    assert Introduction.objects.get(pk=one.pk).state == "dropped"


def test_ruling_out_a_pair_that_was_asked_leaves_the_question_standing(organiser):
    one = make.introduction("offered")

    enter(organiser).post(at("matchmaking/introduction", one.pk, "do", "rule_out"), {"because": "later never again"})

    assert Exclusion.objects.count() == 1
    assert Introduction.objects.get(pk=one.pk).state == "offered"


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_the_list_asks_the_same_number_of_questions(organiser, django_assert_num_queries, rows):
    for _number in range(rows):
        make.introduction()
    console = enter(organiser)

    with django_assert_num_queries(8):
        response = console.get(at("matchmaking/introduction"))

    assert response.context["cl"].result_count == rows
