"""Does each reason for a no have its one effect, go when the reason goes, and stay private? (F058)"""

import datetime as dt

import pytest

from corridor.errors import Refused
from matchmaking.actions import exclusions, introductions, whys
from matchmaking.dates import settles_at
from matchmaking.errors import AnswerClosed, NotYours
from matchmaking.models import Exclusion, LayerHint, OptIn, Tie
from matchmaking.queries.history import history
from tests import make
from tests.matchmaking.saying import fresh, say

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def introduction(now):
    """Ada, of layer 5, said no to Bob, of layer 2."""
    introduction = make.introduction("offered")
    say(introduction, introduction.member_a, "no", now)
    return introduction


def why(introduction, because, now, member=None) -> OptIn:
    return whys.say_why(introduction=introduction, member=member or introduction.member_a, because=because, now=now)


def own(introduction) -> OptIn:
    return OptIn.objects.get(introduction=introduction, member=introduction.member_a)


def hints(introduction) -> list[int]:
    return list(LayerHint.objects.filter(member=introduction.member_a).values_list("layer__number", flat=True))


def effects(introduction) -> tuple:
    """All that a reason could touch."""
    kinds = sorted(Tie.objects.values_list("kind", flat=True))
    return hints(introduction), own(introduction).answer, kinds, Exclusion.objects.count()


def test_f058_wrong_layer_is_a_hint_against_the_main_layer_of_the_other(introduction, now):
    why(introduction, "wrong_layer", now)

    assert effects(introduction) == ([2], "no", [], 0)


@pytest.mark.parametrize("later", ["", "wrong_person", "know_them", "bad_timing", "competitor"])
def test_f058_the_hint_goes_when_the_reason_changes(later, introduction, now):
    why(introduction, "wrong_layer", now)

    why(introduction, later, now)

    assert hints(introduction) == []
    assert own(introduction).because == later


@pytest.mark.parametrize("answer", ["yes", "not_now"])
def test_f058_the_hint_goes_with_the_no(answer, introduction, now):
    why(introduction, "wrong_layer", now)

    say(introduction, introduction.member_a, answer, now)

    assert hints(introduction) == []
    assert own(introduction).because == ""


def test_f058_what_another_no_taught_as_well_stays(introduction, now):
    ada = introduction.member_a
    other = make.introduction(
        "offered", members=(ada, make.member("Cas", layers=(2,), region=make.region("brainport")))
    )
    say(other, ada, "no", now)
    for one in (introduction, other):
        why(one, "wrong_layer", now, ada)

    why(introduction, "competitor", now)

    assert hints(introduction) == [2]


def test_f058_wrong_person_only_offers_the_hand_over(introduction, now):
    why(introduction, "wrong_person", now)

    assert effects(introduction) == ([], "no", [], 0)


def test_f058_know_them_makes_acquaintances_who_are_never_proposed(introduction, now):
    why(introduction, "know_them", now)
    introductions.expire(introduction=introduction, now=settles_at(introduction.closes_at))

    tie = Tie.objects.get()
    assert (tie.kind, tie.bars_until) == ("knew", None)
    past = history(round=make.matching_round("planned"), now=now)
    assert introduction.numbers in past.met
    assert introduction.numbers not in past.blocked


def test_f058_a_no_without_that_reason_makes_nobody_an_acquaintance(introduction, now):
    why(introduction, "competitor", now)
    introductions.expire(introduction=introduction, now=settles_at(introduction.closes_at))

    assert Tie.objects.get().kind == "refused"
    assert introduction.numbers not in history(round=make.matching_round("planned"), now=now).met


def test_f058_know_them_counts_at_once_when_the_no_took_back_a_yes(now):
    introduction = make.introduction("offered")
    for member, answer in (
        (introduction.member_a, "yes"),
        (introduction.member_b, "yes"),
        (introduction.member_a, "no"),
    ):
        say(introduction, member, answer, now)
    assert Tie.objects.get().kind == "refused"

    why(introduction, "know_them", now)
    assert Tie.objects.get().kind == "knew"
    why(introduction, "", now)
    assert Tie.objects.get().kind == "refused"


def test_f058_bad_timing_makes_the_no_a_not_now(introduction, now):
    why(introduction, "bad_timing", now)

    assert (own(introduction).answer, own(introduction).not_now_until) == ("not_now", dt.date(2027, 2, 1))
    introductions.expire(introduction=introduction, now=settles_at(introduction.closes_at))
    assert (Tie.objects.get().kind, Tie.objects.get().bars_until) == ("not_now", dt.date(2027, 2, 1))


def test_f058_another_reason_makes_it_a_no_again(introduction, now):
    why(introduction, "bad_timing", now)

    why(introduction, "competitor", now)

    assert (own(introduction).answer, own(introduction).not_now_until) == ("no", None)


def test_f058_competitor_only_suggests_a_block_which_is_a_press_of_its_own(introduction, now):
    why(introduction, "competitor", now)
    assert effects(introduction) == ([], "no", [], 0)
    organisation = introduction.member_b.memberships.get().organisation

    exclusions.add_own(member=introduction.member_a, organisation=organisation, now=now)

    block = Exclusion.objects.get()
    assert (block.member, block.organisation, block.by_organiser) == (introduction.member_a, organisation, False)


@pytest.mark.parametrize("answer", ["", "yes", "not_now"])
def test_f058_a_reason_belongs_to_a_no(answer, now):
    introduction = make.introduction("offered")
    if answer:
        say(introduction, introduction.member_a, answer, now)

    with pytest.raises(Refused):
        why(introduction, "competitor", now)

    assert own(introduction).because == ""


def test_f058_a_reason_can_be_changed_as_long_as_the_answer(introduction, now):
    why(introduction, "competitor", introduction.closes_at - MINUTE)

    with pytest.raises(AnswerClosed):
        why(introduction, "know_them", introduction.closes_at)

    assert own(introduction).because == "competitor"


def test_f058_nobody_gives_reasons_for_others_and_none_that_is_none(introduction, now):
    with pytest.raises(NotYours):
        why(introduction, "competitor", now, make.member())
    with pytest.raises(Refused):
        why(introduction, "ugly", now)


@pytest.mark.parametrize("because", OptIn.Because.values)
def test_f003_f058_no_reason_moves_the_introduction(because, introduction, now):
    before = (introduction.state, introduction.closes_at, introduction.state_since)

    why(introduction, because, now)

    after = fresh(introduction)
    assert (after.state, after.closes_at, after.state_since) == before
