"""What if two organisers write about one event at once? The second reads what the first wrote, and decides."""

import re

import pytest

from corridor.errors import Overtaken
from corridor.models import Transition
from events.actions import events
from events.forms.event import WordsForm
from tests import make
from tests.entering import at, enter, text
from tests.events.admin.test_event import form

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


def seen(page: str, prefix: str = "") -> dict:
    """What the hidden field of the form says."""
    return {f"{prefix}seen": re.search(rf'name="{prefix}seen" value="([0-9a-fm]+)"', page)[1]}


def test_the_second_organiser_reads_what_the_first_changed_and_decides(organiser):
    event, second = make.event(), enter(make.organiser("Sam"))
    page = at("events/event", event.pk, "change")
    opened = seen(text(second.get(page)))
    enter(organiser).post(page, form(title_en="Words of the first", capacity="30"))

    told = second.post(page, form(title_en="Words of the second") | opened)
    event.refresh_from_db()
    kept = event.title_en
    second.post(page, form(title_en="Words of the second") | seen(text(told)))

    event.refresh_from_db()
    words = text(told)
    assert "While you wrote, somebody else changed this" in words and "Words of the first" in words
    assert 'value="Words of the second"' in words and "Places (“30”)" in words and "Room" not in words.split("30”")[0]
    assert (kept, event.title_en) == ("Words of the first", "Words of the second")


def test_the_same_person_saves_twice_without_being_asked(organiser):
    event, console = make.event(), enter(organiser)
    page = at("events/event", event.pk, "change")

    for title in ("Once", "Twice"):
        response = console.post(page, form(title_en=title) | seen(text(console.get(page))))
        assert response.status_code == 302
    changed = Transition.objects.filter(action="edited").values_list("because", flat=True)
    assert not any("seen" in because for because in changed)


@pytest.mark.parametrize("mark", ["x", "m" * 8, "m" * 1999, "é"])
def test_a_mark_that_is_none_is_asked_again(mark, organiser):
    event = make.event()

    response = enter(organiser).post(at("events/event", event.pk, "change"), form(title_en="Other", seen=mark))

    event.refresh_from_db()
    assert response.status_code == 200 and event.title_en != "Other"


def test_a_move_from_an_old_page_does_not_move_it_back(organiser, now):
    event, console = make.event(), enter(organiser)
    page = at("events/event", event.pk, "move")
    sent = {"starts_at": "2026-12-11T18:00", "ends_at": "2026-12-11T20:00", "venue": event.venue_id, "because": "Wind"}
    given = {"do": "move"} | {f"move-{name}": value for name, value in sent.items()}
    opened = seen(text(console.get(page)), "move-")
    events.reschedule(event=event, facts={"room": "Hangar"}, because="Larger", by=organiser, now=now)

    response = console.post(page, given | opened)

    event.refresh_from_db()
    assert response.status_code == 422 and "Hangar" in text(response)
    assert (event.room, event.sequence) == ("Hangar", 1)


@pytest.mark.parametrize("act", [events.edit, events.reschedule])
def test_what_changes_between_reading_and_writing_is_not_written_over(act, organiser, now):
    event = make.event()
    was = {"capacity": 10} if act is events.edit else {"room": "", "venue": event.venue}
    facts = {"capacity": 20} if act is events.edit else {"room": "Two"}
    type(event).objects.update(capacity=11, room="One")

    with pytest.raises(Overtaken):
        act(event=event, facts=facts, because="Because", by=organiser, now=now, was=was)

    event.refresh_from_db()
    assert (event.capacity, event.room) == (11, "One")


def test_f032_the_room_of_an_announced_event_is_no_words(organiser, now):
    event, console = make.event(room="Hall 1"), enter(organiser)
    page = at("events/event", event.pk, "change")

    shown = text(console.get(page))
    console.post(page, form(room="Hall 2"))

    event.refresh_from_db()
    assert event.room == "Hall 1" and 'name="room"' not in shown and at("events/event", event.pk, "move") in shown
    assert "room" not in WordsForm.base_fields
    with pytest.raises(Exception, match="Move it"):
        events.edit(event=event, facts={"room": "Hall 2"}, by=organiser, now=now)


def test_what_guests_chose_it_for_is_changed_with_a_word_about_telling_them(organiser):
    event, console = make.event(languages="en", audience="public"), enter(organiser)
    page = at("events/event", event.pk, "change")
    same = {"title_nl": event.title_nl, "title_en": event.title_en, "layers": []}

    other = text(console.post(page, form(**same, languages="nl"), follow=True))
    more = text(console.post(page, form(**same, languages="nl", capacity="40"), follow=True))

    assert "write them an announcement" in other and "write them an announcement" not in more
