"""Can an organiser see which proposals are long shots, and put a runner-up in a proposal's place? (F064, F069)"""

import pytest

from corridor.models import Member
from matchmaking.models import Introduction, Round
from tests import make
from tests.entering import answer, at, enter, text
from tests.matchmaking import running

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(organiser, now) -> tuple[Round, Introduction, Member, Member]:
    """A round in which Amy is proposed to Ben or Cas, and could as well meet the other of them."""
    make.synergy()
    there, takes = make.region("brainport"), {"offers": ("need",), "seeks": ("theme",), "layers": (2,)}
    amy = make.member("Amy", region=make.region("mra"), offers=("theme",), seeks=("need",))
    ben, cas = (make.member(name, region=there, **takes) for name in ("Ben", "Cas"))
    round = running.proposed(now)
    (proposal,) = round.introductions.all()
    left = cas if ben in proposal.members else ben
    pair = sorted((amy.pk, left.pk))
    offer(proposal, {"a": pair[0], "b": pair[1], "score": 612_000, "free": True})
    return round, proposal, amy, left


def offer(proposal: Introduction, *runner_ups: dict) -> None:
    Introduction.objects.filter(pk=proposal.pk).update(runner_ups=runner_ups)


def shown(person: Member, round: Round) -> list:
    """The runner-ups under each proposal on the desk."""
    page = enter(person).get(at("matchmaking/round", round.pk, "change"))
    return [(one.a.name, one.b.name, one.free) for reading, _ in page.context["readings"] for one in reading.runner_ups]


def swap(person: Member, proposal: Introduction, **given: object) -> int | str:
    return answer(enter(person), "post", at("matchmaking/introduction", proposal.pk, "do", "swap"), **given)


def test_f069_a_runner_up_is_shown_with_its_score_and_takes_the_place_of_its_proposal(scene, organiser):
    round, proposal, amy, left = scene
    console = enter(organiser)
    page = text(console.get(at("matchmaking/round", round.pk, "change")))
    pair = sorted((amy, left), key=lambda one: one.pk)

    done = console.post(
        at("matchmaking/introduction", proposal.pk, "do", "swap"),
        {"a": pair[0].pk, "b": pair[1].pk, "because": "They asked.", "from": "round"},
    )

    assert f"{pair[0].name} × {pair[1].name}" in page and "0.61" in page
    assert done["Location"].endswith(f"{at('matchmaking/round', round.pk, 'change')}#proposals")
    states = {one.other(amy).pk: one.state for one in round.introductions.select_related("member_a", "member_b")}
    assert states == {proposal.other(amy).pk: "dropped", left.pk: "proposed"}


def test_f069_a_pair_that_is_no_runner_up_is_not_proposed(scene, organiser):
    _round, proposal, amy, _left = scene
    other = make.member("Dan", region=make.region("brainport"))

    assert swap(organiser, proposal, a=amy.pk, b=other.pk, because="x") == 409
    assert Introduction.objects.get(pk=proposal.pk).state == "proposed"


@pytest.mark.parametrize("given", [{}, {"a": "x", "b": "y"}, {"a": "²", "b": "1"}])
def test_s54_a_swap_names_two_members_by_number(scene, organiser, given):
    _round, proposal, *_ = scene

    assert swap(organiser, proposal, because="x", **given) == 400


def test_f069_a_swap_without_a_reason_changes_nothing(scene, organiser):
    _round, proposal, amy, left = scene

    assert swap(organiser, proposal, a=amy.pk, b=left.pk, because=" ") == 302
    assert Introduction.objects.get(pk=proposal.pk).state == "proposed"


def test_s10_a_swap_out_of_reach_is_not_found(scene):
    _round, proposal, amy, left = scene
    far = make.organiser(region=make.region("groningen"))

    assert swap(far, proposal, a=amy.pk, b=left.pk, because="x") == 404


def test_f069_a_pair_without_room_says_what_to_do_first(scene, organiser):
    round, proposal, amy, left = scene
    offer(proposal, {"a": amy.pk, "b": left.pk, "score": 1, "free": False})

    page = text(enter(organiser).get(at("matchmaking/round", round.pk, "change")))

    assert shown(organiser, round) == [(amy.name, left.name, False)]
    assert "One of these two has another proposal; set that aside first." in page
    assert "Propose this pair instead" not in page


def test_s10_only_runner_ups_within_reach_are_shown_and_never_the_organisers_own(scene, organiser):
    round, proposal, amy, left = scene
    far = [make.member(f"Far {side}", region=make.region("groningen")) for side in "ab"]
    gone = make.member("Gone", region=make.region("mra"), is_active=False)
    pairs = [(amy, left), (far[0], far[1]), (organiser, left), (amy, far[0]), (amy, gone), proposal.members]
    numbers = [sorted((one.pk, other.pk)) for one, other in pairs]
    offer(proposal, *({"a": a, "b": b, "score": 1, "free": True} for a, b in numbers))

    assert shown(organiser, round) == [(amy.name, left.name, True), (amy.name, "Far a", True)]


@pytest.mark.parametrize("state", ["approved", "closed"])
def test_f069_once_they_are_asked_no_runner_up_is_offered(state, organiser):
    pair = make.pair()
    one = make.introduction("offered", members=pair, round=make.matching_round(state, certificate={}))
    offer(one, {"a": pair[0].pk, "b": make.member().pk, "score": 1, "free": True})

    assert shown(organiser, one.round) == []


def test_f064_long_shots_are_marked_and_their_share_is_told(organiser):
    certificate = {"unmatched": [], "value": 1, "bound": 1, "reached": 0}
    round = make.matching_round("proposed", certificate=certificate, long_shots=20)
    for number in range(5):
        make.introduction("proposed", round=round, long_shot=number == 0)
    make.introduction("dropped", round=round, long_shot=True)

    page = text(enter(organiser).get(at("matchmaking/round", round.pk, "change")))

    assert page.count("<b>Long shot</b>") == 1
    assert "1 of 5 proposals is marked as a long shot, the least obvious one; the round asks for 20 %." in page


@pytest.mark.parametrize("rows", [1, 12])
def test_runner_ups_cost_three_questions_however_many(organiser, django_assert_num_queries, rows):
    round = make.matching_round("proposed", certificate={"unmatched": [], "value": 1, "bound": 1, "reached": 0})
    for _number in range(rows):
        one = make.introduction("proposed", round=round)
        offer(one, {"a": one.member_a_id, "b": make.member().pk, "score": 1, "free": True})
    console = enter(organiser)

    with django_assert_num_queries(26):
        console.get(at("matchmaking/round", round.pk, "change"))
