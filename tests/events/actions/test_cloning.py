"""How is an event held again? (F027)"""

import datetime as dt

import pytest

from corridor.errors import Refused
from corridor.models import Transition
from events.actions import cloning
from events.models import Announcement, Event, EventStaff, HeldPlaces, Question, Registration, Session, Speaker, Sponsor
from tests import make

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def organiser():
    return make.organiser()


@pytest.fixture
def evening(now):
    event = make.event("held", approves=True, allows_companion=True, audience="members", room="Zaal 2", capacity=40)
    event.layers.add(make.layer(5))
    event.topics.add(make.topic())
    Question.objects.create(event=event, position=3, text_nl="Waarom?", text_en="Why?", is_required=True)
    choices = {"choices_nl": ["Trein", "Auto"], "choices_en": ["Train", "Car"]}
    Question.objects.create(event=event, position=7, kind="choice", text_nl="Hoe?", text_en="How?", **choices)
    HeldPlaces.objects.create(event=event, helix="knowledge", places=5)
    EventStaff.objects.create(event=event, member=make.member("Dora Deur"), role="door", added_at=now)
    EventStaff.objects.create(event=event, member=make.member(is_active=False), role="host", added_at=now)
    session = Session.objects.create(
        event=event,
        title_nl="Opening",
        title_en="Opening",
        starts_at=event.starts_at + HOUR,
        ends_at=event.starts_at + 2 * HOUR,
    )
    Speaker.objects.create(session=session, name="Sam Spreker")
    Sponsor.objects.create(event=event, organisation=make.organisation())
    Announcement.objects.create(event=event, subject_nl="x", subject_en="x", text_nl="x", text_en="x", state_since=now)
    guest = make.registration(event)
    event.questions.first().answers.create(registration=guest, value="Therefore")
    return event


def test_f027_a_clone_keeps_words_questions_roles_and_the_shape_of_its_programme(evening, organiser, now):
    starts = evening.starts_at + dt.timedelta(days=90, hours=2)

    made = cloning.clone(event=evening, starts_at=starts, by=organiser, now=now)

    made = Event.objects.get(pk=made.pk)
    assert (made.state, made.cloned_from, made.organiser, made.sequence) == ("draft", evening, organiser, 0)
    assert [getattr(made, name) for name in cloning.SAME] == [getattr(evening, name) for name in cloning.SAME]
    assert (made.starts_at, made.ends_at - made.starts_at) == (starts, evening.ends_at - evening.starts_at)
    assert [list(getattr(made, name).all()) for name in ("layers", "synergies", "topics")] == [
        [make.layer(5)],
        [],
        list(evening.topics.all()),
    ]
    assert list(made.questions.values_list("position", "kind", "text_en", "choices_en", "is_required")) == [
        (3, "line", "Why?", [], True),
        (7, "choice", "How?", ["Train", "Car"], False),
    ]
    assert list(made.staff.values_list("member__name", "role", "added_by")) == [("Dora Deur", "door", organiser.pk)]
    assert list(made.held_places.values_list("helix", "places")) == [("knowledge", 5)]
    assert list(made.sessions.values_list("title_en", "starts_at", "ends_at")) == [
        ("Opening", starts + HOUR, starts + 2 * HOUR)
    ]


def test_f027_a_clone_has_no_guest_and_leaves_the_first_as_it_was(evening, organiser, now):
    before = {model: model.objects.count() for model in (Registration, Speaker, Sponsor, Announcement)}

    made = cloning.clone(event=evening, starts_at=evening.starts_at + 24 * HOUR, by=organiser, now=now)

    assert {model: model.objects.count() for model in before} == before
    assert not made.registrations.exists() and not made.sponsors.exists() and not made.announcements.exists()
    assert not any(question.answers.exists() for question in made.questions.all())
    evening.refresh_from_db()
    assert evening.state == "held" and evening.questions.count() == 2 and evening.registrations.count() == 1
    assert Transition.objects.filter(subject_type="events.event", subject_id=made.pk, action="added").count() == 1


def test_f027_a_clone_over_the_change_of_the_clock_lasts_as_long(evening, organiser, now):
    """It begins at the hour on the wall that was asked for; how long things last is counted, not read off a wall."""
    night = dt.datetime(2027, 3, 28, 1, 30, tzinfo=Event.ZONE)  # half an hour before the clock skips one

    made = cloning.clone(event=evening, starts_at=night, by=organiser, now=now)

    assert made.ends_at == night.astimezone(dt.UTC) + 3 * HOUR
    assert made.ends_at.astimezone(Event.ZONE).hour == 5


def test_f027_nobody_clones_into_a_region_that_is_not_theirs(evening, now):
    with pytest.raises(Refused):
        cloning.clone(
            event=evening,
            starts_at=evening.starts_at + HOUR,
            by=make.organiser(region=make.region("groningen")),
            now=now,
        )

    assert Event.objects.count() == 1
