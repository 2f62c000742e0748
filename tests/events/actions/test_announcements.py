"""How does a host tell some guests something, and take it back in time? (F083)"""

import datetime as dt

import pytest

from corridor import outbox
from corridor.errors import Refused
from corridor.models import OutboxEmail, Transition
from events import tasks
from events.actions import announcements
from events.models import Event
from tests import make

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)
WORDS = {
    "subject_nl": "Een andere zaal",
    "subject_en": "Another room",
    "text_nl": "Kom naar de Zaagtand.\n\nDe soep staat klaar.",
    "text_en": "Come to the Saw Tooth.\n\nThere is soup.",
    "segment": {"states": ["confirmed"]},
}


@pytest.fixture
def event(db):
    return make.event()


@pytest.fixture
def draft(event, organiser, now):
    return announcements.draft(event=event, facts=WORDS, by=organiser, now=now)


def run(monkeypatch, moment: dt.datetime) -> None:
    monkeypatch.setattr("corridor.clock.now", lambda: moment)
    tasks.send_announcements()


def mails() -> list[OutboxEmail]:
    return list(OutboxEmail.objects.filter(kind="events.announcement").order_by("pk"))


def test_f083_sent_now_it_waits_ten_minutes_and_reaches_its_segment_in_their_language(
    event, draft, organiser, now, monkeypatch, mailoutbox
):
    make.registration(event, make.member("Dirk", language="nl"))
    make.registration(event, make.member("Erin", language="en"))
    make.registration(event, make.member("Wim"), "waitlisted")

    announcements.schedule(announcement=draft, by=organiser, now=now)
    run(monkeypatch, now + MINUTE)
    run(monkeypatch, now + 2 * MINUTE)
    outbox.deliver_due(now=now + 11 * MINUTE - dt.timedelta(seconds=1))
    too_early = len(mailoutbox)
    outbox.deliver_due(now=now + 11 * MINUTE)

    draft.refresh_from_db()
    assert draft.state == "sent"
    assert too_early == 0
    assert [(mail.subject, mail.due_at) for mail in mails()] == [
        ("Een andere zaal", now + 11 * MINUTE),
        ("Another room", now + 11 * MINUTE),
    ]
    assert ["soep" in mailoutbox[0].body, "soup" in mailoutbox[1].body] == [True, True]


def test_f083_a_scheduled_one_goes_at_its_moment_to_who_is_in_the_segment_then(
    event, draft, organiser, now, monkeypatch
):
    make.registration(event, make.member("Early"))
    announcements.schedule(announcement=draft, by=organiser, now=now, send_at=now + 60 * MINUTE)
    run(monkeypatch, now + 59 * MINUTE)
    before = mails()
    make.registration(event, make.member("Later"))

    run(monkeypatch, now + 60 * MINUTE)

    assert before == []
    assert [mail.member.name for mail in mails()] == ["Early", "Later"]


def test_f083_a_recall_within_ten_minutes_stops_every_mail(event, draft, organiser, now, monkeypatch, mailoutbox):
    for _number in range(3):
        make.registration(event)
    announcements.schedule(announcement=draft, by=organiser, now=now)
    run(monkeypatch, now)

    announcements.recall(announcement=draft, by=organiser, now=now + 9 * MINUTE)
    again = announcements.recall(announcement=draft, by=organiser, now=now + 30 * MINUTE)
    outbox.deliver_due(now=now + 60 * MINUTE)

    assert again.state == "recalled"
    assert [(mail.state, mail.error) for mail in mails()] == [("withdrawn", "recalled")] * 3
    assert mailoutbox == []


def test_f083_after_ten_minutes_it_cannot_be_recalled(event, draft, organiser, now, monkeypatch):
    make.registration(event)
    announcements.schedule(announcement=draft, by=organiser, now=now)
    run(monkeypatch, now)

    with pytest.raises(Refused):
        announcements.recall(announcement=draft, by=organiser, now=now + 10 * MINUTE)

    draft.refresh_from_db()
    assert (draft.state, mails()[0].state) == ("sent", "queued")


def test_f083_once_one_mail_has_left_none_is_stopped(event, draft, organiser, now, monkeypatch):
    make.registration(event)
    make.registration(event)
    announcements.schedule(announcement=draft, by=organiser, now=now)
    run(monkeypatch, now)
    OutboxEmail.objects.filter(pk=mails()[0].pk).update(state="sent", sent_at=now)

    with pytest.raises(Refused):
        announcements.recall(announcement=draft, by=organiser, now=now + MINUTE)

    assert [mail.state for mail in mails()] == ["sent", "queued"]


def test_f083_one_that_is_scheduled_is_recalled_before_anything_is_written(event, draft, organiser, now, monkeypatch):
    make.registration(event)
    announcements.schedule(announcement=draft, by=organiser, now=now, send_at=now + MINUTE)
    announcements.recall(announcement=draft, by=organiser, now=now)

    run(monkeypatch, now + 2 * MINUTE)

    assert mails() == []
    moves = Transition.objects.filter(subject_type="events.announcement").order_by("pk").values_list("action", "to")
    assert list(moves) == [("added", "draft"), ("moved", "scheduled"), ("moved", "recalled")]


def test_f083_a_test_goes_to_oneself_alone_at_once_and_does_not_hinder_a_recall(
    event, draft, organiser, now, monkeypatch, mailoutbox
):
    make.registration(event)
    announcements.send_test(announcement=draft, by=organiser, now=now)
    outbox.deliver_due(now=now)
    announcements.schedule(announcement=draft, by=organiser, now=now)
    run(monkeypatch, now)

    recalled = announcements.recall(announcement=draft, by=organiser, now=now + MINUTE)

    assert recalled.state == "recalled"
    assert [mail.to for mail in mailoutbox] == [[organiser.email]]
    assert mailoutbox[0].subject.startswith("Proef: ")


def test_f083_what_is_scheduled_stays_as_it_was(draft, event, organiser, now):
    make.registration(event)
    changed = announcements.edit(announcement=draft, facts={"subject_en": "Soup"}, by=organiser, now=now)
    announcements.schedule(announcement=draft, by=organiser, now=now)

    with pytest.raises(Refused):
        announcements.edit(announcement=draft, facts={"subject_en": "Bread"}, by=organiser, now=now)
    with pytest.raises(Refused):
        announcements.schedule(announcement=draft, by=organiser, now=now)

    draft.refresh_from_db()
    assert changed.subject_en == draft.subject_en == "Soup"


def test_f083_nobody_is_written_to_about_what_nobody_was_told_of(organiser, now):
    with pytest.raises(Refused):
        announcements.draft(event=make.event("draft"), facts=WORDS, by=organiser, now=now)


def test_f083_sending_now_to_nobody_and_scheduling_for_yesterday_are_refused(draft, organiser, now):
    with pytest.raises(Refused):
        announcements.schedule(announcement=draft, by=organiser, now=now)
    with pytest.raises(Refused):
        announcements.schedule(announcement=draft, by=organiser, now=now, send_at=now)

    draft.refresh_from_db()
    assert draft.state == "draft"


def test_f083_guests_of_an_event_that_was_cancelled_meanwhile_read_of_that_instead(
    event, draft, organiser, now, monkeypatch
):
    make.registration(event)
    announcements.schedule(announcement=draft, by=organiser, now=now)
    Event.objects.filter(pk=event.pk).update(**{"state": "cancelled"})

    run(monkeypatch, now)

    draft.refresh_from_db()
    assert (draft.state, mails()) == ("recalled", [])


def test_f083_an_organiser_of_another_region_tells_nobody_anything(event, draft, now):
    make.registration(event)
    stranger = make.organiser("Sam", region=make.region("brainport"))
    acts = (
        lambda: announcements.draft(event=event, facts=WORDS, by=stranger, now=now),
        lambda: announcements.edit(announcement=draft, facts=WORDS, by=stranger, now=now),
        lambda: announcements.send_test(announcement=draft, by=stranger, now=now),
        lambda: announcements.schedule(announcement=draft, by=stranger, now=now),
        lambda: announcements.recall(announcement=draft, by=stranger, now=now),
    )

    for act in acts:
        with pytest.raises(Refused):
            act()

    draft.refresh_from_db()
    assert (draft.state, mails()) == ("draft", [])
