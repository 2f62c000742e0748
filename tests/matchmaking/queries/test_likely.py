"""Whom might somebody meet? Only people in another region who fit, and nothing that says who they are."""

import datetime as dt

import pytest

from corridor.models import Consent, Profile
from matchmaking.queries.likely import likely
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(now):
    return now.date()


@pytest.fixture
def ada(db):
    """In the MRA; brings machine learning, seeks chip design."""
    return make.member("Ada Amstel", region=make.region("mra"), offers=("machine-learning",), seeks=("chip-design",))


def fitting(name="Bob Brabant", **fields):
    """In Brainport; brings what Ada seeks and seeks what she brings."""
    values = {"region": make.region("brainport"), "layers": (2,), "offers": ("chip-design",)}
    return make.member(name, **{**values, "seeks": ("machine-learning",), **fields})


def test_f022_who_fits_both_ways_comes_first(ada, today):
    fitting("One Way", seeks=("quantum",))
    fitting()

    first, second = likely(ada, today=today)

    assert ([t.slug for t in first.seeks], [t.slug for t in first.brings]) == (["machine-learning"], ["chip-design"])
    assert ([t.slug for t in second.seeks], [t.slug for t in second.brings]) == ([], ["chip-design"])
    assert (first.home.slug, first.layer.number) == ("brainport", 2)


def test_nobody_who_cannot_be_introduced_is_shown(ada, now, today):
    fitting("Next Door", region=make.region("mra"))
    fitting("No Consent", consent=False)
    fitting("No Pace", pace=0)
    fitting("No Verdict", organisation=make.organisation(region=make.region("brainport"), verified=False))
    fitting("A Colleague", organisation=ada.memberships.get().organisation)
    fitting("Gone", is_active=False)
    paused = fitting("On Leave")
    Profile.objects.filter(member=paused).update(paused_until=today + dt.timedelta(days=1))
    withdrawn = fitting("Changed Mind")
    Consent.objects.filter(member=withdrawn).update(withdrawn_at=now)
    expired = fitting("Long Ago")
    expired.offers.update(valid_until=today - dt.timedelta(days=1))
    expired.seeks.update(valid_until=today - dt.timedelta(days=1))

    assert likely(ada, today=today) == []


@pytest.mark.parametrize("others", [1, 3, 50])
def test_at_most_three_with_the_same_queries_for_any_number(ada, today, others, django_assert_num_queries):
    for _ in range(others):
        fitting()

    with django_assert_num_queries(5):
        found = likely(ada, today=today)

    assert len(found) == min(others, 3)


@pytest.mark.parametrize("own", [{"offers": ()}, {"seeks": ()}, {"offers": (), "seeks": ()}])
def test_who_only_brings_or_only_seeks_is_matched_by_that(own, today):
    one_sided = make.member("One Sided", **{"offers": ("machine-learning",), "seeks": ("chip-design",), **own})
    fitting()

    found = likely(one_sided, today=today)

    fits_by = ("offers" not in own, "seeks" not in own)
    assert [(bool(one.seeks), bool(one.brings)) for one in found] == ([fits_by] if any(fits_by) else [])


def test_without_a_region_nobody_is_shown(today):
    assert likely(make.member(complete=False), today=today) == []


@pytest.mark.parametrize("handed_over", [False, True])
def test_f003_whom_one_was_asked_about_is_left_out_whatever_they_do(ada, today, handed_over):
    """Else somebody who pauses, instead of answering, would vanish here before the deadline."""
    bob, colleague = fitting(), fitting("Bea Brabant", layers=(4,))
    assert len(likely(ada, today=today)) == 2
    introduction = make.introduction("offered", members=(ada, bob))

    if handed_over:
        introduction.opt_ins.filter(member=ada).update(face=bob)
        introduction.opt_ins.filter(member=bob).update(member=colleague)
        type(introduction).objects.filter(pk=introduction.pk).update(member_b=colleague)

    (other,) = likely(ada, today=today)
    assert other.layer.number == 4
