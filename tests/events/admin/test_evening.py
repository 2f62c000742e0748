"""Can a host make a programme, tell guests something, see who is at risk, read opinions? (F033, F082, F083, F084)"""

import datetime as dt

import pytest

from corridor.models import OutboxEmail
from events import tasks
from events.models import Announcement, Opinion, Session
from tests import make
from tests.entering import at, enter, text

pytestmark = pytest.mark.django_db

PAGES = ("programme", "announcements", "at-risk", "opinions")


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


@pytest.fixture
def event(db):
    return make.event(title_en="Saw teeth", starts_at=dt.datetime(2026, 12, 8, 16, 0, tzinfo=dt.UTC))


def page(event, name: str) -> str:
    return at("events/event", event.pk, name)


def session(**changes) -> dict:
    given = {
        "do": "save",
        "title_nl": "Testbanken",
        "title_en": "Benches",
        "summary_nl": "",
        "summary_en": "",
        "starts_at": "2026-12-08T17:00",
        "ends_at": "2026-12-08T17:30",
        "room": "Saw Tooth",
        "speakers": "Bram op den Camp, founder of Zilt, Helmond\nAda Bos",
    }
    return {**given, **changes}


def words(**changes) -> dict:
    given = {
        "do": "save",
        "subject_nl": "Een andere zaal",
        "subject_en": "Another room",
        "text_nl": "Kom naar de Zaagtand.",
        "text_en": "Come to the Saw Tooth.",
        "states": ["confirmed"],
        "arrived": "",
    }
    return {**given, **changes}


def test_each_page_is_linked_from_the_desk_and_only_within_reach(event, organiser):
    near, far = enter(organiser), enter(make.organiser("Sam", region=make.region("brainport")))
    desk = text(near.get(at("events/event", event.pk, "change")))

    for name in PAGES:
        assert (page(event, name) in desk) is (name != "opinions")  # those are read once it was held
        assert (near.get(page(event, name)).status_code, far.get(page(event, name)).status_code) == (200, 404)
        assert far.post(page(event, name), session()).status_code == 404
    assert Session.objects.count() == Announcement.objects.count() == 0


def test_f082_a_host_adds_changes_and_removes_sessions_and_sees_what_clashes(event, organiser):
    console, here = enter(organiser), page(event, "programme")

    console.post(here, session())
    console.post(here, session(title_en="Models", starts_at="2026-12-08T17:15", ends_at="2026-12-08T18:00"))
    flagged = text(console.get(here))
    second = Session.objects.get(title_en="Models")
    form = text(console.get(f"{here}?session={second.pk}"))
    console.post(here, session(title_en="Models", row=second.pk, room="Hangar", speakers="Cas"))
    mended = text(console.get(here))
    console.post(here, {"do": "remove", "row": second.pk})

    first = Session.objects.get()
    assert first.starts_at == dt.datetime(2026, 12, 8, 16, 0, tzinfo=dt.UTC)
    assert list(first.speakers.values_list("name", "described_as")) == [
        ("Bram op den Camp", "founder of Zilt, Helmond"),
        ("Ada Bos", ""),
    ]
    assert "both in Saw Tooth at the same time" in flagged and "Ada Bos speaks in both" in flagged
    assert "Bram op den Camp, founder of Zilt, Helmond" in form and 'value="Models"' in form
    assert "This clashes" not in mended and "Hangar" in mended


@pytest.mark.parametrize(
    "wrong",
    [
        {"title_nl": ""},
        {"ends_at": "2026-12-08T17:00"},
        {"starts_at": "2027-03-28T02:30", "ends_at": "2027-03-28T05:00"},
        {"speakers": ", founder"},
        {"speakers": "\n".join(f"Name {number}" for number in range(13))},
    ],
)
def test_f082_s56_what_cannot_be_is_said_beside_the_field(event, organiser, wrong):
    answer = enter(organiser).post(page(event, "programme"), session(**wrong))

    assert answer.status_code == 422 and 'class="notice bad"' in text(answer)
    assert Session.objects.count() == 0


def test_f082_a_host_names_sponsors(event, organiser):
    company, console = make.organisation("Zilt"), enter(organiser)
    console.post(page(event, "programme"), {"do": "sponsor", "organisation": company.pk, "gives": "the soup"})
    named = event.sponsors.get()

    console.post(page(event, "programme"), {"do": "unsponsor", "row": named.pk})

    assert (named.organisation, named.gives) == (company, "the soup")
    assert event.sponsors.count() == 0


def test_f083_a_host_sees_the_count_tries_it_on_themselves_sends_and_recalls(event, organiser):
    for state in ("confirmed", "confirmed", "waitlisted"):
        make.registration(event, state=state)
    console, here = enter(organiser), page(event, "announcements")

    saved = console.post(here, words())
    one = Announcement.objects.get()
    preview = text(console.get(saved["Location"]))
    console.post(here, {"do": "test", "row": one.pk})
    console.post(here, {"do": "send", "row": one.pk})
    tasks.send_announcements()
    sent = text(console.get(f"{here}?announcement={one.pk}"))
    console.post(here, {"do": "recall", "row": one.pk})

    one.refresh_from_db()
    mails = OutboxEmail.objects.filter(kind="events.announcement").order_by("pk")
    assert "2 guests would get this now." in preview and "Come to the Saw Tooth." in preview
    assert "2 guests were written to." in sent and "Recall" in sent
    assert [(mail.member == organiser, mail.state) for mail in mails] == [
        (True, "queued"),
        (False, "withdrawn"),
        (False, "withdrawn"),
    ]
    assert one.state == "recalled"


def test_f083_a_host_schedules_and_is_told_when_the_moment_is_over(event, organiser, now):
    make.registration(event)
    console, here = enter(organiser), page(event, "announcements")
    console.post(here, words())
    one = Announcement.objects.get()

    wrong = [
        console.post(here, {"do": "schedule", "row": one.pk, "send_at": moment}).status_code
        for moment in ("", "2027-03-28T02:30", "2026-11-24T09:00")
    ]
    console.post(here, {"do": "schedule", "row": one.pk, "send_at": "2026-12-01T09:00"})

    one.refresh_from_db()
    assert wrong == [422, 422, 302]
    assert (one.state, one.send_at) == ("scheduled", dt.datetime(2026, 12, 1, 8, 0, tzinfo=dt.UTC))


def test_f083_the_segment_is_kept_as_it_was_chosen(event, organiser):
    region, layer = make.region("mra"), make.layer(5)
    console, here = enter(organiser), page(event, "announcements")

    console.post(here, words(arrived="no", regions=[region.pk], layers=[layer.pk], listed="on"))
    one = Announcement.objects.get()
    form = text(console.get(f"{here}?announcement={one.pk}"))

    assert one.segment == {
        "states": ["confirmed"],
        "arrived": False,
        "regions": [region.pk],
        "layers": [5],
        "listed": True,
    }
    assert form.count(" checked") == 5


def test_f083_an_announcement_of_another_event_is_none_of_this_one(event, organiser, now):
    other = Announcement.objects.create(event=make.event(), state_since=now, subject_nl="x", subject_en="x")
    console, here = enter(organiser), page(event, "announcements")

    codes = [
        console.get(f"{here}?announcement={other.pk}").status_code,
        console.post(here, {"do": "recall", "row": other.pk}).status_code,
        console.get(f"{here}?announcement=x").status_code,
        console.post(here, {"do": "explode"}).status_code,
    ]

    assert codes == [404] * 4


def test_f033_a_host_reads_who_has_not_answered(event, organiser, monkeypatch):
    asked = dt.datetime(2026, 12, 7, 16, 0, tzinfo=dt.UTC)
    make.registration(event, make.member("Stille Stan"), asked_again_at=asked)
    make.registration(event, make.member("Zekere Zus"), asked_again_at=asked, still_comes_at=asked)
    console, here = enter(organiser), page(event, "at-risk")

    before = text(console.get(here))
    monkeypatch.setattr("corridor.clock.now", lambda: dt.datetime(2026, 12, 8, 11, 0, tzinfo=dt.UTC))
    late = text(console.get(here))

    assert "Have not answered yet" in before and "Stille Stan" in before and "Zekere Zus" not in before
    assert '<h2 id="silent">At risk</h2>' in late and "One guest said that they still come." in late
    assert console.post(here).status_code == 405


def test_f084_a_host_reads_nothing_before_five_answers(event, organiser):
    console, here = enter(organiser), page(event, "opinions")
    for number in range(4):
        Opinion.objects.create(pk=number + 1, event=event, marks=5, line="More soup")
    before = text(console.get(here))

    Opinion.objects.create(pk=5, event=event, marks=2)
    shown = text(console.get(here))

    assert "before five people have answered" in before and "soup" not in before and "4 answers" not in before
    assert "4.4 of 5, from 5 answers" in shown and shown.count("More soup") == 4
