"""What does an event ask, and for whom does it keep places?"""

import pytest

from corridor.errors import Refused
from events.actions import shaping
from events.models import HeldPlaces, Question
from tests import make

pytestmark = pytest.mark.django_db

WORDS = {"kind": "line", "text_nl": "Waarom?", "text_en": "Why?"}


@pytest.fixture
def by():
    return make.organiser()


def test_questions_are_asked_in_the_order_in_which_they_were_added(by, now):
    event = make.event()

    made = [shaping.ask(event=event, facts=WORDS | {"text_en": words}, by=by, now=now) for words in "abc"]
    shaping.drop(question=made[1], by=by, now=now)
    shaping.ask(event=event, facts=WORDS | {"text_en": "d"}, by=by, now=now)
    shaping.reword(question=made[0], facts={"text_en": "A", "is_required": True}, by=by, now=now)

    assert [(one.text_en, one.is_required) for one in event.questions.all()] == [
        ("A", True),
        ("c", False),
        ("d", False),
    ]


def test_f028_an_event_asks_ten_questions_at_most(by, now):
    event = make.event()
    for _number in range(Question.MOST):
        shaping.ask(event=event, facts=WORDS, by=by, now=now)

    with pytest.raises(Refused):
        shaping.ask(event=event, facts=WORDS, by=by, now=now)

    assert event.questions.count() == Question.MOST


def test_f028_a_question_that_was_answered_stays_as_it_is(by, now):
    event = make.event()
    question = shaping.ask(event=event, facts=WORDS, by=by, now=now)
    question.answers.create(registration=make.registration(event), value="Therefore")

    with pytest.raises(Refused):
        shaping.reword(question=question, facts={"text_en": "Other"}, by=by, now=now)
    with pytest.raises(Refused):
        shaping.drop(question=question, by=by, now=now)

    question.refresh_from_db()
    assert question.text_en == "Why?" and question.answers.get().value == "Therefore"


def test_f081_places_are_kept_for_one_sort_once(by, now):
    event, region = make.event(capacity=10), make.region("brainport")

    shaping.hold_places(event=event, count=6, region=region, helix="", by=by, now=now)
    shaping.hold_places(event=event, count=3, region=None, helix="knowledge", by=by, now=now)
    shaping.hold_places(event=event, count=7, region=region, helix="", by=by, now=now)
    with pytest.raises(Refused):
        shaping.hold_places(event=event, count=4, region=None, helix="knowledge", by=by, now=now)

    assert list(event.held_places.values_list("region", "helix", "places")) == [
        (region.pk, "", 7),
        (None, "knowledge", 3),
    ]


def test_f081_places_that_are_kept_no_longer_go_to_who_waits(by, now):
    event = make.event(capacity=1)
    held = shaping.hold_places(event=event, count=1, region=None, helix="knowledge", by=by, now=now)
    waits = make.registration(event, state="waitlisted")

    shaping.release_held(held=held, by=by, now=now)

    waits.refresh_from_db()
    assert waits.state in ("confirmed", "offered") and not HeldPlaces.objects.exists()


def test_elsewhere_and_what_is_over_is_not_shaped(by, now):
    for event, person in ((make.event("held"), by), (make.event(), make.organiser(region=make.region("groningen")))):
        with pytest.raises(Refused):
            shaping.ask(event=event, facts=WORDS, by=person, now=now)
        with pytest.raises(Refused):
            shaping.hold_places(event=event, count=1, region=None, helix="company", by=person, now=now)

    assert not Question.objects.exists() and not HeldPlaces.objects.exists()
