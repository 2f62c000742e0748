"""Who may pass a question on, to whom, and can anything be read from a refusal? (F056, F003)"""

import datetime as dt

import pytest

from corridor.actions import memberships
from corridor.errors import Refused
from corridor.models import Ask, Profile
from matchmaking.actions import introductions
from matchmaking.errors import NotYours
from matchmaking.models import Exclusion, Introduction, OptIn, Round, Tie
from matchmaking.queries import colleagues
from matchmaking.queries.candidates import pool_of
from tests import make
from tests.matchmaking import stops
from tests.matchmaking.passing import colleague_of, hand_over
from tests.matchmaking.saying import fresh, say

pytestmark = pytest.mark.django_db

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


@pytest.fixture
def introduction(now):
    """Ada was asked about Bob, and Bob about Ada."""
    introduction = make.introduction("proposed")
    introductions.offer(introduction=introduction, now=now)
    return fresh(introduction)


@pytest.fixture
def ada(introduction):
    return introduction.member_a


@pytest.fixture
def bob(introduction):
    return introduction.member_b


# --- Who may, how often, until when -----------------------------------------------------------------------------------


def refused(introduction, giver, taker, now) -> str:
    before = Introduction.objects.values().get(pk=introduction.pk), list(OptIn.objects.order_by("pk").values())
    with pytest.raises(Refused) as no:
        hand_over(introduction, giver, now, taker)
    assert before == (
        Introduction.objects.values().get(pk=introduction.pk),
        list(OptIn.objects.order_by("pk").values()),
    )
    return no.value.sentence


def test_f056_at_most_two_hand_overs_a_side_and_never_back(introduction, ada, now):
    cas, dee, eve = (colleague_of(ada, name) for name in ("Cas", "Dee", "Eve"))
    hand_over(introduction, ada, now, cas)
    assert refused(introduction, cas, ada, now)

    hand_over(introduction, cas, now, dee)

    assert "twice" in refused(introduction, dee, eve, now)
    assert {own.member for own in introduction.opt_ins.all()} == {dee, introduction.member_b}


def test_f003_f056_how_often_the_other_side_passed_it_on_does_not_count(introduction, ada, bob, now):
    cas, dee = (colleague_of(ada, name) for name in ("Cas", "Dee"))
    hand_over(introduction, ada, now, cas)
    hand_over(introduction, cas, now, dee)
    fay = colleague_of(bob, "Fay")

    hand_over(introduction, bob, now, fay)

    assert set(fresh(introduction).members) == {dee, fay}


def test_f056_whoever_said_yes_goes_and_a_yes_taken_back_ends_here(introduction, ada, bob, now):
    cas = colleague_of(ada)
    say(introduction, ada, "yes", now)
    first = refused(introduction, ada, cas, now)
    say(introduction, ada, "no", now)
    second = refused(introduction, ada, cas, now)

    assert "yes" in first and "stands" in second


@pytest.mark.parametrize(("left", "fine"), [(2 * DAY, True), (2 * DAY - MINUTE, False), (-MINUTE, False)])
def test_f056_less_than_two_days_is_too_short_for_a_colleague(left, fine, introduction, ada, now):
    cas = colleague_of(ada)
    Introduction.objects.filter(pk=introduction.pk).update(closes_at=now + left)

    if fine:
        hand_over(introduction, ada, now, cas)
        assert fresh(introduction).closes_at == now + left
    else:
        assert "day" in refused(introduction, ada, cas, now) or left < DAY


def test_f056_only_of_ones_own_introduction(introduction, now):
    stranger = make.member()

    with pytest.raises(NotYours):
        hand_over(introduction, stranger, now, colleague_of(stranger))


# --- To whom ----------------------------------------------------------------------------------------------------------


def not_a_colleague(cas, bob, now):
    cas.memberships.update(organisation=make.organisation())


def gone_from_there(cas, bob, now):
    cas.memberships.update(ended_at=now)


def asked_already(cas, bob, now):
    Ask.objects.create(member=cas, kind="table", about_id=1, asked_at=now)


def knows_the_other(cas, bob, now):
    a, b = sorted((cas, bob), key=lambda one: one.pk)
    Tie.objects.create(member_a=a, member_b=b, kind="knew", at=now, source_type="test", source_id=1)


def does_not_want_the_other(cas, bob, now):
    Exclusion.objects.create(member=cas, other=bob, created_at=now + DAY)


def does_not_want_their_organisation(cas, bob, now):
    Exclusion.objects.create(member=cas, organisation=bob.memberships.get().organisation, created_at=now + DAY)


def was_not_wanted_before(cas, bob, now):
    Exclusion.objects.create(member=bob, other=cas, created_at=now - DAY)


def is_ruled_out_by_an_organiser(cas, bob, now):
    Exclusion.objects.create(member=bob, other=cas, by_organiser=True, created_at=now + DAY)


def is_asked_about_them_elsewhere(cas, bob, now):
    make.introduction("proposed", members=(cas, bob))


def has_nothing_to_tell_them(cas, bob, now):
    cas.offers.all().delete()
    cas.seeks.update(topic=make.topic("beekeeping"))


NOBODY = [
    stops.paused,
    stops.without_consent,
    stops.inactive,
    stops.pace_zero,
    stops.suppressed,
    stops.without_offers,
    stops.homeless,
]
BARRED = [
    not_a_colleague,
    gone_from_there,
    asked_already,
    knows_the_other,
    does_not_want_the_other,
    does_not_want_their_organisation,
    was_not_wanted_before,
    is_ruled_out_by_an_organiser,
    is_asked_about_them_elsewhere,
    has_nothing_to_tell_them,
]


@pytest.mark.parametrize("because", [*NOBODY, *BARRED])
def test_f056_a_colleague_who_does_not_fit_is_refused_with_one_and_the_same_sentence(
    because, introduction, ada, bob, now
):
    cas = colleague_of(ada)
    because(cas, bob, now) if because in BARRED else because(cas, now)

    sentence = refused(introduction, ada, cas, now)

    assert sentence == "Cas cannot take this over now. Choose somebody else, or answer yourself."


# --- What the other side does changes nothing -------------------------------------------------------------------------


def does_not_want_him(introduction, bob, cas, now):
    Exclusion.objects.create(member=bob, other=cas, created_at=now + MINUTE)


def does_not_want_the_organisation(introduction, bob, cas, now):
    organisation = cas.memberships.get().organisation
    Exclusion.objects.create(member=bob, organisation=organisation, created_at=now + MINUTE)


def says_no(introduction, bob, cas, now):
    say(introduction, bob, "no", now)


def says_yes(introduction, bob, cas, now):
    say(introduction, bob, "yes", now)


def pauses(introduction, bob, cas, now):
    stops.paused(bob, now)


def leaves(introduction, bob, cas, now):
    stops.inactive(bob, now)


@pytest.mark.parametrize(
    ("act", "frozen"),
    [
        *(
            (act, True)
            for act in (does_not_want_him, does_not_want_the_organisation, says_no, says_yes, pauses, leaves)
        ),
        # Whoever was not in the pool yet is added as they are today, and must still be there for that.
        *((act, False) for act in (does_not_want_him, does_not_want_the_organisation, says_no, says_yes, pauses)),
    ],
)
def test_f003_f056_whatever_the_other_side_did_since_it_can_be_passed_on(act, frozen, introduction, ada, bob, now):
    cas = colleague_of(ada)
    if frozen:
        Round.objects.update(pool=pool_of(introduction.round, now).to_json())
    act(introduction, bob, cas, now)

    hand_over(introduction, ada, now + 2 * MINUTE, cas)

    assert cas in fresh(introduction).members


def test_f056_what_both_agreed_to_is_not_made_when_the_other_side_wants_nobody_there(introduction, ada, bob, now):
    """Bob said yes to Ada, and then that he wants to meet nobody of her organisation."""
    cas = colleague_of(ada)
    say(introduction, bob, "yes", now)
    does_not_want_the_organisation(introduction, bob, cas, now)

    hand_over(introduction, ada, now + 2 * MINUTE, cas)
    say(introduction, cas, "yes", now + 3 * MINUTE)

    assert fresh(introduction).state == "offered"


def test_f009_f056_a_colleague_with_room_for_two_may_be_asked_twice(introduction, ada, bob, now):
    cas = colleague_of(ada)
    asked_already(cas, bob, now)
    assert refused(introduction, ada, cas, now)
    Profile.objects.filter(member=cas).update(pace=2)

    hand_over(introduction, ada, now, cas)

    assert cas in fresh(introduction).members


def test_f056_who_moves_to_another_organisation_sees_and_chooses_nobody_there(introduction, ada, now):
    """Anybody may say where they work: a question in hand must not open the names of every organisation."""
    stranger = make.member("Vera Vreemd", region=make.region("mra"), layers=(5,))
    theirs = stranger.memberships.get().organisation
    memberships.add(member=ada, organisation=theirs, title="CTO", by=ada, now=now + MINUTE)
    own = OptIn.objects.get(introduction=introduction, member=ada)

    assert colleagues.who_could_take_over(own, [], now + MINUTE) == []
    assert refused(introduction, ada, stranger, now + MINUTE)
