"""Does the demo's stage show events from every side, by the product's own actions, and the same every time?"""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

import corridor
from corridor.models import OutboxEmail
from events.demo import asking, breakfast, past, rest, robots, stage, who
from events.models import (
    Announcement,
    CalendarFeed,
    CheckIn,
    Event,
    EventStaff,
    Needs,
    Registration,
    SessionChoice,
    SiteRequest,
)
from events.queries import opinions, sessions
from tests.events.demo.playing import DAY, NORTH, SOUTH, ground

pytestmark = pytest.mark.django_db

State = Registration.State


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker) -> Iterator[stage.Stage]:
    """The stage, played to the demo's day with seventy guests; once for all who look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        ground(70)
        found = stage.Stage(DAY)
        found.play(until=DAY + dt.timedelta(minutes=1))
        yield found
        transaction.set_rollback(True)


def standing(script) -> dict[str, int]:
    """State -> how many, of the event of `script`."""
    rows = Registration.objects.filter(event__title_nl=script.title[0]).values_list("state", flat=True)
    return {state: list(rows).count(state) for state in set(rows)}


def test_the_events_are_of_every_sort_and_each_has_words_in_two_languages(played):
    said = Event.objects.values_list("kind", "audience", "approves", "state")

    assert {kind for kind, *_ in said} == {"meetup", "site_visit", "dinner"}  # the gala returns every year
    assert {audience for _kind, audience, *_ in said} == {"public", "members", "invited"}
    assert {state for *_, state in said} == {"draft", "published", "held", "cancelled"}
    assert {event.region.parent.slug for event in Event.objects.select_related("region__parent")} == {
        "mra",
        "brainport",
    }
    for event in Event.objects.all():
        assert event.title_nl != event.title_en and event.summary_nl != event.summary_en
        assert event.starts_at.astimezone(Event.ZONE).weekday() < 5


def test_the_door_of_today_is_open_with_some_inside_and_a_host_by_name(played):
    today = breakfast.on(DAY)
    inside = today.registrations.filter(check_in__isnull=False).count()

    assert 0 < inside < today.registrations.filter(state=State.CONFIRMED).count()
    assert CheckIn.objects.filter(registration__event=today, is_walk_in=True).count() == 1
    assert today.staff.get(role=EventStaff.Role.HOST).member.name.startswith("Esra ")
    assert today.staff.filter(role=EventStaff.Role.DOOR).count() == 2
    assert today.registrations.filter(still_comes_at__isnull=False).count() > 5
    assert OutboxEmail.objects.filter(kind="events.at_risk").exists()


def test_the_breakfast_is_a_series_of_copies(played):
    before, today, later = (breakfast.on(DAY, months) for months in (-1, 0, 1))

    assert (before.state, today.state, later.state) == ("held", "published", "published")
    assert (today.cloned_from, later.cloned_from) == (before, today)
    assert list(later.staff.values_list("member")) == list(before.staff.values_list("member"))


def test_the_coming_meetup_is_full_with_a_line_an_offer_questions_needs_and_one_clash(played):
    meetup = Event.objects.get(title_nl=robots.ROBOTS.title[0])
    found = standing(robots.ROBOTS)

    assert found[State.OFFERED] == 2 and found[State.WAITLISTED] >= 2
    assert [clash.over for clash in sessions.clashes(meetup, sessions.of_event(meetup))] == [sessions.SPEAKER]
    assert (meetup.sessions.count(), meetup.sponsors.count(), meetup.questions.count()) == (7, 3, 3)
    assert meetup.held_places.get().places == robots.KEPT
    assert Needs.objects.filter(registration__event=meetup).exclude(access="").count() == 1
    assert Registration.objects.filter(event=meetup).exclude(companion="").count() == 1
    assert SessionChoice.objects.exists()
    assert sorted(Announcement.objects.filter(event=meetup).values_list("state", flat=True)) == ["scheduled", "sent"]


def test_the_others_are_invited_approved_moved_and_called_off_with_their_reasons(played):
    assert standing(rest.OUR_LANGUAGE) == {State.CONFIRMED: 7, State.DECLINED: 1, State.INVITED: 6}
    assert standing(rest.DRONES) == {State.CONFIRMED: 5, State.DECLINED: 1, State.PENDING: 2}
    moved = Event.objects.get(title_nl=rest.LIGHT.title[0])
    assert (moved.moves.get().because, moved.sequence) == (rest.MOVED, 1)
    assert set(standing(rest.SMALL_AI)) == {State.CANCELLED}
    mails = OutboxEmail.objects.filter(kind="events.cancelled", language="nl")
    assert mails.exists() and all(rest.CALLED_OFF in " ".join(mail.text.split()) for mail in mails)
    assert OutboxEmail.objects.filter(kind="events.moved").count() == moved.registrations.count()


def test_f084_opinions_of_many_are_shown_and_of_few_are_not(played):
    many, few = (Event.objects.get(title_nl=script.title[0]) for script in (past.HEAT, past.LENS))

    assert opinions.shown(many).answers == len(past.THOUGHT)
    assert few.opinions.count() == len(past.WANTED_MORE) and opinions.shown(few) is None


def test_sites_were_asked_for_one_question_was_answered_and_some_have_a_calendar(played):
    assert sorted(SiteRequest.objects.values_list("state", flat=True)) == ["answered", "asked", "asked"]
    assert CalendarFeed.objects.count() == 4


def test_a_second_run_adds_next_months_breakfast_and_nothing_else(played):
    before = set(Event.objects.values_list("pk", flat=True))
    inside = CheckIn.objects.filter(registration__event=breakfast.on(DAY)).count()
    later = stage.Stage(dt.datetime(2027, 1, 5, 6, 30, tzinfo=dt.UTC))

    later.play(until=later.day)

    new = Event.objects.exclude(pk__in=before)
    assert [event.title_nl for event in new] == [breakfast.BREAKFAST.title[0]]
    assert CheckIn.objects.filter(registration__event=breakfast.on(later.day)).exists()
    assert CheckIn.objects.filter(registration__event=breakfast.on(DAY)).count() == inside


def test_the_same_scenes_again_change_nothing(played):
    def counts() -> list[int]:
        return [model.objects.count() for model in (Event, Registration, CheckIn, OutboxEmail, Announcement)]

    before = counts()
    stage.Stage(DAY).play(until=DAY)

    assert counts() == before


def test_what_is_to_see_is_said_in_two_lines(played):
    first, second = stage.lines(DAY)

    assert first.startswith("Today: Corridor breakfast by the water, 13 of ")
    assert f"/door/{breakfast.on(DAY).slug}/" in first
    assert second.startswith("Coming: 6 events at /events/")


def test_somebody_is_named_for_each_side_of_an_event_and_nobody_twice_as_staff(played, django_assert_num_queries):
    with django_assert_num_queries(2):
        parts = list(who.parts(DAY + dt.timedelta(minutes=1)))

    assert parts[0].person.name.startswith("Esra ") and "/door/" in parts[0].url
    works = [part.person for part in parts if EventStaff.objects.filter(member=part.person).exists()]
    assert len(set(works)) == len(works) >= 6
    ends = [part.url.rstrip("/").rsplit("/", 1)[-1] for part in parts]
    assert ends.count("ticket") == 1 and len(parts) - len(works) == 5  # expected, offered, waiting, invited, asking


def test_places_and_organisations_are_those_of_the_data():
    """By the files themselves: a demo that names a place that is none would leave its event out in silence."""
    rows = {name: _slugs(name) for name in ("venues", "organisations", "experiment_sites", "topics")}
    scripts = [past.HEAT, past.LENS, breakfast.BREAKFAST, robots.ROBOTS, rest.LORRIES, rest.OUR_LANGUAGE, rest.DRONES]
    scripts += [rest.LIGHT, rest.SMALL_AI, rest.RADAR]
    assert {script.venue for script in scripts} == {*NORTH, *SOUTH} <= rows["venues"]
    assert {topic for script in scripts for topic in script.topics} <= rows["topics"]
    assert {slug for slug, _gives in robots.SPONSORS} <= rows["organisations"]
    assert {slug for slug, *_ in asking.ASKED} <= rows["experiment_sites"]


def _slugs(name: str) -> set[str]:
    with (Path(corridor.__file__).parent / "data" / f"{name}.csv").open(newline="") as file:
        return {row["slug"] for row in csv.DictReader(file)}
