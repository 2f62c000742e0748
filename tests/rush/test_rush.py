"""What if a thousand people press within one second? The site as in production, and browsers that follow its pages.

Everybody has an answer, nobody stands in a place that is not there, and whoever waits is called in the order of the
turns that the server gave (R-09, R-10).
"""

import secrets
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection

from corridor import clock
from events.actions import waitlist
from events.models import Event, Registration
from tests import make
from tests.needs import sized
from tests.races.together import together
from tests.rush import rows
from tests.rush.crowd import Person, all_at_once
from tests.rush.site import Site, environment, serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

PEOPLE = sized(small=24, full=200)
SEATS = PEOPLE * 2 // 5
LEAVE = SEATS // 2
SECRET = secrets.token_urlsafe(60)


def database_url() -> str:
    """The database of this test, for another process."""
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{here['NAME']}"
    return f"postgres://{here['USER']}:{here['PASSWORD']}@{here['HOST']}:{here['PORT']}/{here['NAME']}"


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_setup) -> Iterator[Site]:
    """The site on the database of the tests."""
    folder = tmp_path_factory.mktemp("rush")
    (folder / "static").mkdir()
    variables = environment(database=database_url(), secret=SECRET, folder=folder)
    with serving(variables | {"DJANGO_SETTINGS_MODULE": "tests.rush.settings"}) as found:
        yield found


@pytest.fixture(autouse=True)
def same_secret(settings):
    """Sessions that are made here hold there."""
    settings.SECRET_KEY = SECRET


def path_of(event: Event) -> str:
    return f"/en/events/{event.slug}/"


def statuses(people: list[Person]) -> Counter[int]:
    return Counter(status for one in people for status in one.statuses)


def test_r09_r10_a_rush_and_then_a_storm(site):
    """All register at once; then half of the guests leave while others come and a host promotes two, all at once."""
    event, people = rows.evening(SEATS), rows.crowd(PEOPLE)
    all_at_once(people, site.port, path_of(event))

    assert rows.counted(event) == {"confirmed": SEATS, "waitlisted": PEOPLE - SEATS}
    assert rows.faults_of_turns(event, people) == []
    assert statuses(people) == {200: 2 * PEOPLE, 302: PEOPLE}

    leave = [one for one in people if one.state == "confirmed"][:LEAVE]
    waiting = list(Registration.objects.filter(event=event, state="waitlisted").order_by("turn"))
    newcomers, host = rows.crowd(LEAVE), make.staff(event, role="host").member
    favourites = waiting[-2:]

    def promote(one: Registration) -> object:
        return waitlist.promote(registration=one, by=host, because="Speaks", now=clock.now())

    together(
        lambda: all_at_once(leave, site.port, path_of(event), "cancel"),
        lambda: all_at_once(newcomers, site.port, path_of(event)),
        *(lambda one=one: promote(one) for one in favourites),
    )

    counted = rows.counted(event)
    assert counted == {
        "confirmed": SEATS - LEAVE,
        "cancelled": LEAVE,
        "offered": LEAVE,
        "waitlisted": PEOPLE - SEATS,
    }
    assert {one.state for one in newcomers} == {"waitlisted"}
    assert rows.faults_of_history(event) == []
    by_hand = set(event.registrations.filter(promoted_by=waitlist.BY_HAND).values_list("pk", flat=True))
    called = list(event.registrations.filter(state="offered").exclude(pk__in=by_hand).order_by("turn"))
    assert called == waiting[: LEAVE - len(by_hand)]
    assert by_hand <= {one.pk for one in favourites}
    assert set(statuses(leave + newcomers)) == {200, 302}
    assert event.registrations.count() == len(set(event.registrations.values_list("turn", flat=True)))


def test_r09_the_same_click_again_is_the_same_registration(site):
    event, people = rows.evening(2), rows.crowd(3)
    twice = [Person(one.member, dict(one.cookies)) for one in people for _ in range(4)]
    all_at_once(twice, site.port, path_of(event))

    assert rows.counted(event) == {"confirmed": 2, "waitlisted": 1}
    assert event.registrations.count() == 3
    assert {one.state for one in twice} <= {
        "confirmed",
        "waitlisted",
        "no button (200)",
    }  # who came late had registered
