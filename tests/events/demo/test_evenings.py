"""What returns every year in the demo?"""

import datetime as dt

import pytest

from events.demo import evenings
from events.models import CheckIn, Event, Registration
from tests import make

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def now() -> dt.datetime:
    """Late in summer: three evenings lie within a hundred days."""
    return dt.datetime(2026, 8, 24, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def crowd(db):
    """The venues of autumn, sixty invented people and their superuser."""
    place = make.region("eindhoven", parent="brainport")
    for slug in ("evoluon", "amsterdam-science-park", "tue-campus"):
        make.venue(slug, region=place)
    make.member(is_superuser=True, is_demo=True)
    for _ in range(60):
        make.member(is_demo=True)


def counts() -> tuple[int, int, int]:
    return Event.objects.count(), Registration.objects.count(), CheckIn.objects.count()


def test_the_coming_months_are_announced_and_some_register(crowd, now):
    made = evenings.bring_up_to(now=now)

    assert made == 3
    assert set(Event.objects.values_list("state", flat=True)) == {"published"}
    assert all(30 > event.registrations.count() > 0 for event in Event.objects.all())
    assert {event.starts_at.weekday() for event in Event.objects.all()} == {3}


def test_a_second_time_changes_nothing(crowd, now):
    evenings.bring_up_to(now=now)
    before = counts()

    assert evenings.bring_up_to(now=now + DAY) == 0
    assert counts() == before


def test_whoever_gave_up_a_place_is_not_registered_again(crowd, now):
    evenings.bring_up_to(now=now)
    place = Registration.objects.filter(state="confirmed").first()
    Registration.objects.filter(pk=place.pk).update(state="cancelled")

    evenings.bring_up_to(now=now)

    assert place.event.registrations.filter(member=place.member).count() == 1


def test_what_has_ended_is_visited_and_held_at_its_own_moment(crowd, now):
    evenings.bring_up_to(now=now)
    first = Event.objects.get(kind="dinner")
    mine = make.event(starts_at=now + DAY, venue=first.venue)

    evenings.bring_up_to(now=first.ends_at + 3 * DAY)

    first.refresh_from_db()
    mine.refresh_from_db()
    arrived = CheckIn.objects.filter(registration__event=first)
    assert (first.state, first.state_since, mine.state) == ("held", first.ends_at, "published")
    assert 0 < arrived.count() <= first.registrations.count()  # whoever cannot come is drawn by lot
    assert set(arrived.values_list("at", flat=True)) == {first.starts_at}
