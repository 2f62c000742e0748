"""How does an organiser rule a pair out, and lift that? Members' own wishes are nobody's to see or lift."""

import pytest

from corridor.errors import Refused
from matchmaking.actions import exclusions
from matchmaking.models import Exclusion
from tests import make
from tests.entering import answer, at, enter, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(db):
    return (
        make.member("Anna", email="anna@example.nl"),
        make.member("Bob", email="bob@example.nl", region=make.region("brainport")),
    )


def test_an_organiser_rules_a_pair_out_and_lifts_it_again(organiser, two, now):
    mate = make.member("Mate", email="mate@example.nl")
    console = enter(organiser)

    console.post(
        at("matchmaking/exclusion", "add"),
        {"first": "anna@example.nl", "second": "mate@example.nl", "organisation": "", "why": "family"},
    )
    made = Exclusion.objects.get()
    console.post(at("matchmaking/exclusion", made.pk, "do", "lift"), {"because": "divorced"})

    assert (made.member, made.other, made.reason, made.by_organiser) == (two[0], mate, "family", True)
    assert Exclusion.objects.get().lifted_at is not None
    page = text(console.get(at("matchmaking/exclusion", made.pk, "change")))
    assert "divorced" in page and "family" in page


def test_an_organiser_rules_an_organisation_out_for_a_member(organiser, two):
    competitor = make.organisation("Competitor", region=make.region("brainport"))

    enter(organiser).post(
        at("matchmaking/exclusion", "add"),
        {"first": "anna@example.nl", "second": "", "organisation": competitor.pk, "why": "competitors"},
    )

    made = Exclusion.objects.get()
    assert (made.member, made.other, made.organisation) == (two[0], None, competitor)


@pytest.mark.parametrize(
    "form",
    [
        {"first": "anna@example.nl", "second": "", "organisation": "", "why": "x"},
        {"first": "anna@example.nl", "second": "bob@example.nl", "organisation": "", "why": "out of reach"},
        {"first": "nobody@example.nl", "second": "anna@example.nl", "organisation": "", "why": "x"},
        {"first": "anna@example.nl", "second": "mate@example.nl", "organisation": "", "why": ""},
    ],
)
def test_a_form_that_names_nobody_within_reach_or_no_reason_is_refused(organiser, two, form):
    make.member(email="mate@example.nl")

    response = enter(organiser).post(at("matchmaking/exclusion", "add"), form)

    assert response.status_code == 200
    assert not Exclusion.objects.exists()


def test_a_members_own_wish_is_nobodys_to_see_or_lift(organiser, two, now):
    own = Exclusion.objects.create(member=two[0], other=two[1], reason="canary", created_at=now)
    for person in (organiser, make.member(is_superuser=True)):
        console = enter(person)

        assert "canary" not in text(console.get(at("matchmaking/exclusion")))
        assert answer(console, "get", at("matchmaking/exclusion", own.pk, "change")) == 404
        assert answer(console, "post", at("matchmaking/exclusion", own.pk, "do", "lift"), because="x") == 404
        with pytest.raises(Refused):
            exclusions.lift(exclusion=own, by=person, because="x", now=now)

    assert Exclusion.objects.get().lifted_at is None


def test_the_same_pair_twice_is_one_exclusion_whoever_is_named_first(organiser, two, now):
    anna, bob = two

    first = exclusions.add(member=anna, other=bob, by=organiser, because="family", now=now)
    again = exclusions.add(member=bob, other=anna, by=organiser, because="still", now=now)

    assert first == again
    assert Exclusion.objects.count() == 1


def test_an_organiser_elsewhere_rules_nobody_out(two, now):
    elsewhere = make.organiser(region=make.region("groningen"))

    with pytest.raises(Refused):
        exclusions.add(member=two[0], other=two[1], by=elsewhere, because="x", now=now)


def test_nobody_rules_themselves_out_as_an_organiser(organiser, two, now):
    with pytest.raises(Refused):
        exclusions.add(member=organiser, other=two[1], by=organiser, because="x", now=now)


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_the_list_asks_the_same_number_of_questions(organiser, now, django_assert_num_queries, rows):
    for _number in range(rows):
        Exclusion.objects.create(
            member=make.member(), other=make.member(), by_organiser=True, reason="x", added_by=organiser, created_at=now
        )
    console = enter(organiser)

    with django_assert_num_queries(8):
        response = console.get(at("matchmaking/exclusion"))

    assert response.context["cl"].result_count == rows
