"""Does the demo play through where hardly anybody is, and each scene at its moment?"""

import datetime as dt

import pytest

from events.demo import breakfast, past, stage
from events.models import Event
from tests.events.demo.playing import DAY, ground

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("people", [0, 3])
def test_a_demo_of_hardly_anybody_plays_through(people):
    ground(people)

    assert stage.Stage(DAY).play(until=DAY) == len(stage.SCENES)


def test_without_places_nothing_is_told():
    stage.Stage(DAY).play(until=DAY)

    assert (Event.objects.count(), list(stage.lines(DAY))) == (0, ["Coming: 0 events at /events/; " + stage.WHO])


def test_scenes_wait_for_their_moment(db):
    ground(20)
    found = stage.Stage(DAY)

    assert found.play(until=DAY - dt.timedelta(days=60)) == 2
    assert {event.title_nl for event in Event.objects.all()} == {past.HEAT.title[0], breakfast.BREAKFAST.title[0]}
    assert found.play(until=DAY - dt.timedelta(days=60)) == 0
