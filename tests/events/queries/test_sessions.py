"""Where does a programme clash, and which sessions does a member's own calendar hold? (F082)"""

import datetime as dt

import pytest

from events.models import Event, SessionChoice
from events.queries import sessions
from tests import make

pytestmark = pytest.mark.django_db


def clashes(event: Event) -> list[tuple]:
    rows = sessions.of_event(event)
    found = sessions.clashes(event, rows)
    return [(one.over, one.session.title_en, one.other and one.other.title_en, one.what) for one in found]


@pytest.fixture
def event(db):
    return make.event()


def test_f082_one_room_twice_at_a_time_is_flagged(event):
    make.session(event, 0, 30, "Zaagtand", title_en="A")
    make.session(event, 20, 30, "zaagtand", title_en="B")
    make.session(event, 50, 30, "Zaagtand", title_en="C")  # right after B
    make.session(event, 20, 30, "Loods", title_en="D")

    assert clashes(event) == [("room", "A", "B", "Zaagtand")]


def test_f082_one_speaker_twice_at_a_time_is_flagged_however_the_name_is_written(event):
    make.session(event, 0, 30, "One", ["Bram op den Camp", "Ada"], title_en="A")
    make.session(event, 20, 30, "Two", ["Bram  Op Den Camp"], title_en="B")
    make.session(event, 50, 30, "Two", ["Bram op den Camp"], title_en="C")

    assert clashes(event) == [("speaker", "A", "B", "Bram op den Camp")]


def test_f082_one_member_under_two_names_is_one_speaker(event, member):
    for minutes, name in ((0, "Ada"), (10, "Dr. A. Bos")):
        make.session(event, minutes, 30, title_en=name).speakers.create(name=name, member=member)

    assert clashes(event) == [("speaker", "Ada", "Dr. A. Bos", "Ada")]


def test_f082_a_long_session_clashes_with_all_that_fall_into_it(event):
    make.session(event, 0, 120, "Hall", title_en="Long")
    make.session(event, 10, 20, "Hall", title_en="A")
    make.session(event, 60, 20, "Hall", title_en="B")

    assert [(one, other) for _over, one, other, _what in clashes(event)] == [("Long", "A"), ("Long", "B")]


def test_f082_what_lies_outside_the_event_is_flagged(event):
    make.session(event, -10, 20, title_en="Early")
    make.session(event, 0, 180, title_en="All of it")
    make.session(event, 170, 20, title_en="Late")

    assert [clash for clash in clashes(event) if clash[0] == "hours"] == [
        ("hours", "Early", None, ""),
        ("hours", "Late", None, ""),
    ]


def test_f082_sessions_without_a_room_or_a_speaker_clash_with_nothing(event):
    make.session(event, 0, 30)
    make.session(event, 0, 30)

    assert clashes(event) == []


def test_f082_the_agenda_of_a_member_is_what_they_chose_where_they_have_a_place(member, now):
    evenings = {state: make.event(state) for state in ("published", "closed", "held", "cancelled", "draft")}
    for event in evenings.values():
        own = make.registration(event, member)
        make.session(event)  # not chosen
        SessionChoice.objects.create(registration=own, session=make.session(event, 30, title_en=event.state))
    given_up = make.event()
    own = make.registration(given_up, member, "cancelled")
    SessionChoice.objects.create(registration=own, session=make.session(given_up, title_en="given up"))
    other = make.registration(evenings["published"])
    SessionChoice.objects.create(registration=other, session=make.session(evenings["published"], title_en="of another"))

    assert sorted(one.title_en for one in sessions.agenda_of(member, now=now)) == ["closed", "held", "published"]


def test_f082_the_agenda_is_read_in_one_query_whatever_it_holds(member, now, django_assert_num_queries):
    for number in range(3):
        own = make.registration(make.event(), member)
        for minutes in range(number + 1):
            session = make.session(own.event, minutes * 30, 30, speakers=["Ada"])
            SessionChoice.objects.create(registration=own, session=session)

    with django_assert_num_queries(1):
        found = [(one.event.place, one.event.region_id, one.edits) for one in sessions.agenda_of(member, now=now)]

    assert len(found) == 6


def test_f082_what_is_over_for_a_month_is_on_no_agenda(member, now):
    for days in (29, 31):
        ends = now - dt.timedelta(days=days)
        event = make.event("held", starts_at=ends - dt.timedelta(hours=3), ends_at=ends)
        own = make.registration(event, member)
        SessionChoice.objects.create(registration=own, session=make.session(event, title_en=f"{days}"))

    assert [one.title_en for one in sessions.agenda_of(member, now=now)] == ["29"]
