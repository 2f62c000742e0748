"""Who is asked, when, and who no longer? (F007, F009, F011)"""

import datetime as dt

import pytest

from corridor.models import Membership, OutboxEmail, Profile, Transition
from matchmaking.actions import introductions
from matchmaking.errors import RoundNotReady
from matchmaking.models import Exclusion, Introduction, OptIn, Tie
from tests import make
from tests.matchmaking import stops
from tests.matchmaking.saying import fresh, keys

pytestmark = pytest.mark.django_db

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


def test_offer_of_an_approved_proposal_asks_both(now):
    introduction = make.introduction("proposed")
    a, b = introduction.members

    introductions.offer(introduction=introduction, now=now)

    introduction = fresh(introduction)
    assert (introduction.state, introduction.offered_at) == ("offered", now)
    assert [own.member for own in introduction.opt_ins.order_by("member")] == [a, b]
    assert keys(introduction, "queued") == {f"opt_in_request:{a.pk}", f"opt_in_request:{b.pk}"}


def test_offer_called_twice_asks_once(now):
    introduction = make.introduction("proposed")

    introductions.offer(introduction=introduction, now=now)
    introductions.offer(introduction=introduction, now=now + DAY)

    assert fresh(introduction).offered_at == now
    assert OutboxEmail.objects.count() == 2
    assert OptIn.objects.count() == 2


def test_f011_offer_before_approval_is_refused_and_sends_nothing(now):
    introduction = make.introduction("proposed", round=make.matching_round("proposed"))

    with pytest.raises(RoundNotReady):
        introductions.offer(introduction=introduction, now=now)

    assert fresh(introduction).state == "proposed"
    assert not OutboxEmail.objects.exists()


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize(
    "stop",
    [
        stops.paused,
        stops.without_consent,
        stops.inactive,
        stops.pace_zero,
        stops.suppressed,
        stops.unverified,
        stops.without_offers,
        stops.homeless,
    ],
)
def test_f007_offer_drops_whom_a_rule_forbids_since_the_proposal(stop, side, now):
    introduction = make.introduction("proposed")
    stop(introduction.members[side], now)

    introductions.offer(introduction=introduction, now=now)

    assert fresh(introduction).state == "dropped"
    assert Transition.objects.get(to="dropped").because == "not_matchable"
    assert not OutboxEmail.objects.exists()


def _excluded(a, b, now):
    Exclusion.objects.create(member=b, other=a, created_at=now)


def _organisation_excluded(a, b, now):
    organisation = Membership.objects.get(member=b).organisation
    Exclusion.objects.create(member=a, organisation=organisation, created_at=now)


def _met_since(a, b, now):
    Tie.objects.create(member_a=a, member_b=b, kind="knew", at=now, source_type="test", source_id=1)


def _colleagues_since(a, b, now):
    Membership.objects.filter(member=b).update(organisation=Membership.objects.get(member=a).organisation)


@pytest.mark.parametrize("bar", [_excluded, _organisation_excluded, _met_since, _colleagues_since])
def test_f007_offer_drops_a_pair_that_something_came_between(bar, now):
    introduction = make.introduction("proposed")
    bar(*introduction.members, now)

    introductions.offer(introduction=introduction, now=now)

    assert fresh(introduction).state == "dropped"


@pytest.mark.parametrize(("days", "state"), [(0, "dropped"), (26, "dropped"), (27, "offered"), (28, "offered")])
def test_f009_offer_keeps_the_budget_of_any_27_days(days, state, now):
    ada, bob = make.pair()
    make.introduction("expired", members=(ada, make.member("Cas", region=make.region("brainport"))))
    introduction = make.introduction("proposed", members=(ada, bob))

    introductions.offer(introduction=introduction, now=now + days * DAY)

    assert fresh(introduction).state == state
    if state == "dropped":
        assert Transition.objects.get(to="dropped").because == "budget_spent"


@pytest.mark.parametrize(("pace", "offered"), [(1, 1), (2, 2)])
def test_f009_offer_asks_no_more_often_than_the_pace(pace, offered, now):
    ada, _ = make.pair()
    Profile.objects.filter(member=ada).update(pace=pace)
    others = [make.member(f"Other {n}", region=make.region("brainport")) for n in range(3)]
    proposals = [make.introduction("proposed", members=(ada, other)) for other in others]

    for proposal in proposals:
        introductions.offer(introduction=proposal, now=now)

    assert Introduction.objects.filter(state="offered").count() == offered
