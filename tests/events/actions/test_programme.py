"""How is a programme made, and what does a guest put on their own agenda? (F082)"""

import datetime as dt

import pytest

from corridor.errors import Refused
from corridor.models import Transition
from events.actions import programme
from events.models import Session, SessionChoice
from events.queries import sessions
from tests import make

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def facts(event, **changes) -> dict:
    given = {
        "title_nl": "Wat een testbank weet",
        "title_en": "What a test bench knows",
        "summary_nl": "",
        "summary_en": "",
        "starts_at": event.starts_at,
        "ends_at": event.starts_at + HOUR,
        "room": "Zaagtand",
    }
    return {**given, **changes}


def add(event, by, now, speakers=(), **changes) -> Session:
    return programme.add_session(event=event, facts=facts(event, **changes), speakers=speakers, by=by, now=now)


def test_f082_a_session_has_a_room_and_speakers_in_order_and_is_written_down(organiser, now):
    event = make.event()

    add(event, organiser, now, speakers=[("Bram", "founder"), ("Ada", "")])

    session = Session.objects.get()
    assert (session.event, session.room) == (event, "Zaagtand")
    assert list(session.speakers.values_list("name", "described_as")) == [("Bram", "founder"), ("Ada", "")]
    assert [one.because for one in Transition.objects.filter(subject_type="events.event")] == [
        "+ What a test bench knows"
    ]


def test_f082_a_session_is_changed_and_whoever_still_speaks_stays_linked(organiser, now):
    event = make.event()
    session = add(event, organiser, now, speakers=[("Bram", "founder"), ("Ada", "")])
    session.speakers.filter(name="Ada").update(member=organiser)
    guest = make.registration(event)
    programme.choose(registration=guest, session=session, goes=True)

    programme.edit_session(
        session=session, facts={"room": "Loods"}, speakers=[("Ada", "professor")], by=organiser, now=now
    )

    session.refresh_from_db()
    assert session.room == "Loods"
    assert list(session.speakers.values_list("name", "described_as", "member")) == [("Ada", "professor", organiser.pk)]
    assert sessions.chosen(guest) == {session.pk}


def test_f082_a_session_that_is_removed_leaves_every_agenda(organiser, now):
    event = make.event()
    session = add(event, organiser, now)
    guest = make.registration(event)
    programme.choose(registration=guest, session=session, goes=True)

    programme.remove_session(session=session, by=organiser, now=now)

    assert (Session.objects.count(), SessionChoice.objects.count()) == (0, 0)


def test_f082_sponsors_are_named_once_and_taken_off(organiser, now):
    event, company = make.event(), make.organisation("Zilt")

    programme.add_sponsor(event=event, organisation=company, gives="the soup", by=organiser, now=now)
    sponsor = programme.add_sponsor(event=event, organisation=company, gives="bread", by=organiser, now=now)
    named = list(sessions.sponsors(event).values_list("organisation__name", "gives"))
    programme.remove_sponsor(sponsor=sponsor, by=organiser, now=now)

    assert named == [("Zilt", "bread")]
    assert list(sessions.sponsors(event)) == []


@pytest.mark.parametrize("state", ["held", "cancelled", "archived"])
def test_f082_what_is_over_keeps_its_programme(state, organiser, now):
    event = make.event(state)
    session = make.session(event)

    for act in (
        lambda: add(event, organiser, now),
        lambda: programme.edit_session(session=session, facts={"room": "X"}, speakers=[], by=organiser, now=now),
        lambda: programme.remove_session(session=session, by=organiser, now=now),
    ):
        with pytest.raises(Refused):
            act()

    assert list(Session.objects.values_list("pk", "room")) == [(session.pk, "")]


def test_f082_an_organiser_of_another_region_changes_nothing(now):
    event = make.event()
    stranger = make.organiser("Sam", region=make.region("brainport"))

    with pytest.raises(Refused):
        add(event, stranger, now)
    with pytest.raises(Refused):
        programme.add_sponsor(event=event, organisation=make.organisation(), gives="", by=stranger, now=now)

    assert Session.objects.count() == event.sponsors.count() == 0


def test_f082_a_programme_has_an_end(organiser, now, monkeypatch):
    monkeypatch.setattr(programme, "MOST_SESSIONS", 1)
    event = make.event()
    add(event, organiser, now)

    with pytest.raises(Refused):
        add(event, organiser, now)

    assert event.sessions.count() == 1


def test_f082_choosing_twice_is_once_and_so_is_letting_go():
    event = make.event()
    session, guest = make.session(event), make.registration(event)

    programme.choose(registration=guest, session=session, goes=True)
    programme.choose(registration=guest, session=session, goes=True)
    chosen = SessionChoice.objects.count()
    programme.choose(registration=guest, session=session, goes=False)
    programme.choose(registration=guest, session=session, goes=False)

    assert (chosen, SessionChoice.objects.count()) == (1, 0)


def test_f082_only_who_has_a_place_chooses_and_only_there():
    event = make.event()
    session = make.session(event)

    for guest in (make.registration(event, state="waitlisted"), make.registration(make.event())):
        with pytest.raises(Refused):
            programme.choose(registration=guest, session=session, goes=True)

    assert SessionChoice.objects.count() == 0
