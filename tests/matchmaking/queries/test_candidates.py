"""Do rows become the pool they should, whatever the number of members? (F005, F007, F009, F010, F017, F018)"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corridor.models import Membership, Organisation, Profile, StackLayer
from matchmaking import engine
from matchmaking.models import Exclusion, LayerHint, Wish
from matchmaking.queries.candidates import pool_of, seed_of, spread
from tests import make
from tests.matchmaking import stops

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def round(db):
    return make.matching_round("planned", scope_key="all")


def candidate(member, round, now):
    return next(one for one in pool_of(round, now).candidates if one.id == member.pk)


def in_the_way(a, b, round, now) -> str | None:
    """The first rule of the engine that forbids these two."""
    pool = pool_of(round, now)
    found = {one.id: one for one in pool.candidates}
    return engine.why_not_pair(found[a.pk], found[b.pk], pool)


def test_a_member_becomes_a_candidate_without_name_or_address(round, now):
    ada, _ = make.pair()
    organisation = Membership.objects.get(member=ada).organisation

    one = candidate(ada, round, now)

    assert (one.organisation, one.group, one.home, one.region) == (organisation.pk, organisation.pk, "mra", "mra")
    assert (one.lat_milli, one.lon_milli) == (52373, 4892)
    assert one.layers == (0, 0, 0, 0, 100, 0, 0)
    assert (one.offers, one.seeks, one.capacity, one.unavailable) == (("machine-learning",), ("chip-design",), 1, "")
    text = str(pool_of(round, now).to_json())
    assert ada.email not in text
    assert "Amstel" not in text


def test_the_pair_of_the_tests_may_meet(round, now):
    assert in_the_way(*make.pair(), round, now) is None


@pytest.mark.parametrize(
    ("stop", "rule"),
    [
        (stops.without_consent, "no_consent"),
        (stops.paused, "paused"),
        (stops.pace_zero, "pace_zero"),
        (stops.suppressed, "suppressed"),
        (stops.unverified, "organisation_unverified"),
        (stops.without_offers, "no_offer_or_seek"),
        (stops.homeless, "no_home"),
    ],
)
def test_f007_each_rule_about_a_member_blocks_under_its_own_name(stop, rule, round, now):
    ada, bob = make.pair()
    assert in_the_way(ada, bob, round, now) is None

    stop(ada, now)

    assert in_the_way(ada, bob, round, now) == rule


def test_an_account_that_is_closed_is_not_in_the_pool(round, now):
    ada, bob = make.pair()
    stops.inactive(ada, now)

    assert [one.id for one in pool_of(round, now).candidates] == [bob.pk]


def test_an_account_without_profile_is_in_the_pool_as_incomplete(round, now):
    bare = make.member(complete=False)

    assert candidate(bare, round, now).unavailable == "no_consent"


def test_f007_never_two_of_one_organisation(round, now):
    ada, bob = make.pair()
    Membership.objects.filter(member=bob).update(organisation=Membership.objects.get(member=ada).organisation)

    assert in_the_way(ada, bob, round, now) == "same_organisation"


def test_f007_never_two_of_one_group(round, now):
    ada, bob = make.pair()
    group = make.organisation("Group")
    middle = make.organisation("Middle", parent=group)
    Organisation.objects.filter(memberships__member=ada).update(parent=middle)
    Organisation.objects.filter(memberships__member=bob).update(parent=group)

    assert in_the_way(ada, bob, round, now) == "same_group"


def test_f007_never_two_of_one_verified_domain(round, now):
    ada, bob = make.pair()
    Organisation.objects.filter(memberships__member=ada).update(email_domain="Example.nl")
    Organisation.objects.filter(memberships__member=bob).update(email_domain="example.nl")

    assert in_the_way(ada, bob, round, now) == "same_domain"


@pytest.mark.parametrize("turned", [False, True])
def test_f007_never_whom_one_of_the_two_refuses(turned, round, now):
    ada, bob = make.pair()[::-1] if turned else make.pair()
    exclusion = Exclusion.objects.create(member=ada, other=bob, created_at=now)
    assert in_the_way(ada, bob, round, now) == "blocked"

    exclusion.lifted_at = now
    exclusion.save()

    assert in_the_way(ada, bob, round, now) is None


def test_f007_never_anybody_of_a_refused_organisation_or_its_units(round, now):
    ada, bob = make.pair()
    above = make.organisation("Above")
    Organisation.objects.filter(memberships__member=bob).update(parent=above)
    Exclusion.objects.create(member=ada, organisation=above, created_at=now)

    assert in_the_way(ada, bob, round, now) == "blocked_organisation"


def test_f005_never_two_of_one_home(round, now):
    ada, bob = make.pair()
    Profile.objects.filter(member=bob).update(region=make.region("amsterdam", parent="mra"))

    assert in_the_way(ada, bob, round, now) == "same_home"


def test_a_region_outside_the_corridor_is_at_home_under_the_root(round, now):
    ada, _ = make.pair()
    make.region("twente")
    Profile.objects.filter(member=ada).update(region=make.region("enschede", parent="twente"))

    assert candidate(ada, round, now).home == "twente"


def test_a_scope_keeps_out_who_lives_elsewhere(round, now):
    ada, bob = make.pair()
    round.regions.add(make.region("mra"))

    assert candidate(ada, round, now).unavailable == ""
    assert candidate(bob, round, now).unavailable == "outside_scope"


def test_f017_what_has_expired_never_counts(round, now):
    ada, _ = make.pair()
    ada.offers.update(valid_until=now.date())
    ada.seeks.update(valid_until=now.date() - DAY)

    one = candidate(ada, round, now)

    assert (one.offers, one.seeks) == (("machine-learning",), ())


def test_words_come_from_the_sentences(round, now):
    ada, _ = make.pair()
    ada.offers.update(sentence="Wij zoeken meetopstellingen voor wafers")

    assert candidate(ada, round, now).words == ("meetopstelling", "wafer")


@pytest.mark.parametrize(("pace", "state", "capacity"), [(1, "offered", 0), (2, "offered", 1), (2, "dropped", 2)])
def test_f009_capacity_is_what_the_pace_leaves(pace, state, capacity, round, now):
    ada, bob = make.pair()
    Profile.objects.filter(member=ada).update(pace=pace)
    make.introduction(state, members=(ada, bob))

    assert candidate(ada, round, now + DAY).capacity == capacity
    assert candidate(ada, round, now + 28 * DAY).capacity == pace


def test_f009_what_an_approved_round_is_about_to_ask_is_spent_already(round, now):
    ada, bob = make.pair()
    make.introduction("proposed", members=(ada, bob), round=make.matching_round("approved"))

    assert candidate(ada, round, now).capacity == 0


def test_f010_rounds_that_passed_somebody_by_are_counted(round, now):
    ada, bob = make.pair()
    cas, dan = make.member("Cas", region=make.region("brainport")), make.member("Dan")
    for number, rule in enumerate(["no_partner", "no_partner", "paused"]):
        past = make.matching_round(
            "closed",
            planned_for=now - (3 - number) * 30 * DAY,
            certificate={"unmatched": [{"id": ada.pk, "rule": rule}, {"id": dan.pk, "rule": "no_partner"}]},
        )
    make.introduction("expired", members=(bob, cas), round=past)

    assert [candidate(one, round, now).starved for one in (ada, bob, dan)] == [2, 0, 3]


def test_f010_an_introduction_ends_the_waiting(round, now):
    ada, bob = make.pair()
    unmatched = {"unmatched": [{"id": ada.pk, "rule": "no_partner"}]}
    make.matching_round("closed", planned_for=now - 90 * DAY, certificate=unmatched)
    make.introduction("expired", members=(ada, bob), round=make.matching_round("closed", planned_for=now - 60 * DAY))
    make.matching_round("closed", planned_for=now - 30 * DAY, certificate=unmatched)

    assert candidate(ada, round, now).starved == 1


@pytest.mark.parametrize(
    ("primary", "others", "weights"),
    [
        (5, {5}, (0, 0, 0, 0, 100, 0, 0)),
        (5, {5, 2}, (0, 40, 0, 0, 60, 0, 0)),
        (1, {1, 2, 3, 4}, (60, 14, 13, 13, 0, 0, 0)),
        (None, {1, 2, 3}, (34, 33, 33, 0, 0, 0, 0)),
        (None, {None}, (0, 0, 0, 0, 0, 0, 0)),
    ],
)
def test_layer_weights_sum_to_100(primary, others, weights):
    assert spread(primary, others) == weights


def test_f018_an_eighth_layer_needs_no_code(round, now):
    ada, _ = make.pair()
    eighth = make.layer(8)
    Profile.objects.filter(member=ada).update(primary_layer=eighth)
    assert StackLayer.objects.filter(number=8).exists()

    assert candidate(ada, round, now).layers[7] == 60
    assert engine.run(pool_of(round, now)).eligible_members == 2


def test_f023_the_seed_belongs_to_scope_period_and_number(round):
    other = make.matching_round("planned", period=round.period)

    assert seed_of(round) == seed_of(round)
    assert seed_of(round) != seed_of(other)
    assert 0 <= seed_of(round) < 2**63


def test_the_number_of_queries_does_not_depend_on_the_number_of_members(round, now):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            pool_of(round, now)
        return len(queries)

    def some() -> None:
        for one in make.pair():
            Wish.objects.create(member=one, organisation=make.organisation(), wished_at=now)
            LayerHint.objects.create(member=one, layer=make.layer(2), since=now)
            make.check_in(event, one)

    event = make.event("held", starts_at=now - DAY)
    some()
    few = asked()
    for _ in range(10):
        some()

    assert asked() == few
