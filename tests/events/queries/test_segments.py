"""Which guests does an announcement reach? (F083)"""

import pytest

from events.models import CheckIn
from events.queries import segments
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(now):
    """Ada from the MRA on 5 who arrived and is listed, Bob from Eindhoven on 2, Wim who waits, and one who left."""
    event = make.event()
    make.region("eindhoven", parent="brainport")
    ada = make.registration(event, make.member("Ada", region=make.region("mra"), layers=(5,)), is_listed=True)
    bob = make.registration(event, make.member("Bob", region=make.region("eindhoven"), layers=(2,)))
    wim = make.registration(event, make.member("Wim", region=make.region("mra"), layers=(2, 5)), "waitlisted")
    make.registration(event, make.member("Weg"), "cancelled")
    gone = make.registration(event, make.member("Gone"))
    type(gone.member).objects.filter(pk=gone.member_id).update(is_active=False)
    make.registration(make.event(), make.member("Elsewhere"))
    CheckIn.objects.create(registration=ada, at=now)
    return event, {"Ada": ada, "Bob": bob, "Wim": wim}


@pytest.mark.parametrize(
    ("segment", "reached"),
    [
        ({}, ["Ada", "Bob", "Wim"]),
        ({"states": [], "arrived": None, "regions": [], "layers": [], "listed": None}, ["Ada", "Bob", "Wim"]),
        ({"states": ["confirmed"]}, ["Ada", "Bob"]),
        ({"states": ["waitlisted"]}, ["Wim"]),
        ({"arrived": True}, ["Ada"]),
        ({"arrived": False}, ["Bob", "Wim"]),
        ({"listed": True}, ["Ada"]),
        ({"layers": [2]}, ["Bob", "Wim"]),
        ({"layers": [2, 5]}, ["Ada", "Bob", "Wim"]),
        ({"layers": [2], "states": ["confirmed"]}, ["Bob"]),
    ],
)
def test_f083_a_segment_narrows_by_standing_arrival_layer_and_consent(hall, segment, reached):
    event, _guests = hall

    assert [one.member.name for one in segments.recipients(event, segment)] == reached


def test_f083_a_region_holds_what_lies_below_it(hall):
    event, _guests = hall

    def of(*slugs: str) -> list[str]:
        chosen = {"regions": [make.region(slug).pk for slug in slugs]}
        return [one.member.name for one in segments.recipients(event, chosen)]

    assert of("brainport") == ["Bob"]
    assert of("mra") == ["Ada", "Wim"]
    assert of("mra", "brainport") == ["Ada", "Bob", "Wim"]


def test_f083_who_named_no_region_is_where_their_organisation_is(hall):
    event, guests = hall
    at_work = make.organisation(region=make.region("brainport"))
    guests["Ada"].member.memberships.update(organisation=at_work)
    guests["Ada"].member.profile.region = None
    guests["Ada"].member.profile.save()

    reached = segments.recipients(event, {"regions": [make.region("brainport").pk]})

    assert [one.member.name for one in reached] == ["Ada", "Bob"]
