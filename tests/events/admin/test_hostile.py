"""What if every button is pressed in every wrong state, twice, and with odd input? A calm answer, nothing broken."""

import datetime as dt
from collections import Counter

import pytest

from corridor.models import OutboxEmail, Transition
from events.models import Announcement, Event, Registration
from tests import make
from tests.entering import answer, at, enter, text

pytestmark = [pytest.mark.django_db, pytest.mark.once]

STATES = [state.value for state in Event.State]
# Which act of the desk does something in which state, before the event begins.
WORKS = {
    "publish": {"draft"},
    "close": {"published"},
    "cancel": {"published", "closed"},
    "archive": {"draft", "held", "cancelled"},
    "hold": set(),
}
ODD = ["", "-1", "²", "9" * 18, "\x00"]
# The buttons of each page beside an event.
VERBS = {
    "guests": ("approve", "promote", "front", "release", "invite", "add"),
    "announcements": ("save", "test", "send", "schedule", "recall"),
    "programme": ("save", "remove", "sponsor", "unsponsor"),
    "questions": ("ask", "reword", "drop"),
    "people": ("add", "remove", "hold", "release"),
    "move": ("move",),
    "clone": ("clone",),
}
CALM = {200, 302, 400, 404, 405, 409, 422}


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


def moves(event: Event) -> int:
    return Transition.objects.filter(subject_type="events.event", subject_id=event.pk, action="moved").count()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", WORKS)
def test_s45_an_act_works_once_in_its_state_and_is_refused_in_every_other(state, verb, organiser):
    event, console = make.event(state), enter(organiser)
    press = at("events/event", event.pk, "do", verb)

    first, second = (answer(console, "post", press, because="Because") for _ in range(2))

    event.refresh_from_db()
    if state in WORKS[verb]:
        assert (first, second, moves(event)) == (302, 409, 1) and event.state != state
    else:
        # Held again is held: nothing happens, and nothing is wrong.
        assert (first, second) == ((302, 302) if (verb, state) == ("hold", "held") else (409, 409))
        assert (event.state, moves(event)) == (state, 0)


@pytest.mark.parametrize("state", [state.value for state in Registration.State])
def test_s45_every_button_beside_a_guest_in_every_standing_twice(state, organiser, now):
    event, console = make.event(capacity=2, approves=True), enter(organiser)
    until = now + dt.timedelta(hours=9) if state == "offered" else None
    page = at("events/event", event.pk, "guests")

    for verb in ("approve", "decline", "promote", "front", "release"):
        guest = make.registration(event, state=state, offer_until=until)
        for _ in range(2):
            assert answer(console, "post", page, do=verb, row=guest.pk, because="Because") == 302
        mails = (
            OutboxEmail.objects.filter(member=guest.member).exclude(state="withdrawn").values_list("kind", flat=True)
        )
        assert max(Counter(mails).values(), default=0) <= 1, verb
        changes = Transition.objects.filter(subject_type="events.registration", subject_id=guest.pk, action="moved")
        assert changes.count() <= 1, verb
    assert event.registrations.filter(state__in=Registration.HOLDING).count() <= max(
        event.capacity, 5 if state in Registration.HOLDING else 0
    )


@pytest.mark.parametrize("state", STATES)
def test_every_page_beside_an_event_opens_in_every_state_with_one_navigation(state, organiser):
    event, console = make.event(state), enter(organiser)
    make.registration(event)
    names = ("guests", "at-risk", "announcements", "programme", "questions", "people", "opinions", "move", "clone")

    for name in ("change", *names):
        url = at("events/event", event.pk, name)
        page = text(console.get(url))
        nav = page.partition('<nav class="beside"')[2].partition("</nav>")[0]
        assert nav.count('aria-current="page"') == 1 and f'<a href="{url}" aria-current="page">' in nav
        assert page.count('<nav class="beside"') == 1
        assert at("events/event", event.pk, "guests") in nav and at("events/event", event.pk, "change") in nav


def test_what_another_app_brings_stands_in_the_same_navigation_everywhere(organiser):
    event, console = make.event(), enter(organiser)
    brought = f"{at('matchmaking/speedplan', 'add')}?event={event.pk}"

    for name in ("change", "guests", "people"):
        nav = text(console.get(at("events/event", event.pk, name))).partition('<nav class="beside"')[2]
        assert brought in nav.partition("</nav>")[0]


@pytest.mark.parametrize("name", VERBS)
@pytest.mark.parametrize("odd", ODD)
def test_s54_odd_input_is_answered_calmly_and_changes_nothing(name, odd, organiser):
    event, console = make.event(), enter(organiser)
    names = ("row", "to", "because", "member", "role", "places", "starts_at", "ends_at", "venue", "text_nl", "seen")

    for verb in (*VERBS[name], odd):
        given = {"do": verb} | dict.fromkeys(names, odd) | {f"{verb}-{one}": odd for one in names}
        code = answer(console, "post", at("events/event", event.pk, name), **given)
        assert code in CALM, (verb, code)
    assert answer(console, "get", at("events/event", event.pk, name) + "?session=²&announcement=-1") in CALM

    event.refresh_from_db()
    assert (event.state, event.sequence, Event.objects.count()) == ("published", 0, 1)
    assert not Announcement.objects.exists() and not OutboxEmail.objects.exists() and not event.staff.exists()


@pytest.mark.parametrize("key", ["x", "0", "9" * 18, "²", "1/2", "-1"])
def test_s10_an_event_that_is_none_has_no_page(key, organiser):
    console = enter(organiser)

    for name in ("guests", "guests/csv", "move", "opinions"):
        for method in ("get", "post"):
            assert answer(console, method, f"{at('events/event')}{key}/{name}/") in (404, 302, 400)
    assert answer(console, "get", f"{at('events/event')}{key}/guests/") in (404, 302)


@pytest.mark.parametrize("name", ["guests", "at-risk", "programme", "people"])
def test_s40_s21_every_list_leaves_inert_and_only_after_the_second_step(name, organiser, now):
    evil, event = "=HYPERLINK(1)", make.event(starts_at=now + dt.timedelta(hours=30))
    event.questions.create(position=1, text_nl=evil, text_en=evil)
    for cell in (evil, "+1", "-2+3", "@sum", "\t=1", "\r=1", ' "=1'):
        guest = make.registration(event, make.member(cell, organisation=make.organisation(cell.strip())))
        Registration.objects.filter(pk=guest.pk).update(asked_again_at=event.starts_at)
        guest.answers.create(question=event.questions.get(), value=cell)
        make.staff(event, make.member(cell))
        make.session(event, title_en=cell, room=cell, speakers=[cell])
    csv = at("events/event", event.pk, *name.split("/"), "csv")

    file = enter(organiser).post(csv)
    cells = file.content.decode("utf-8-sig").removesuffix("\r\n").strip('"').replace('"\r\n"', '","').split('","')

    assert file["Content-Type"].startswith("text/csv") and len(cells) > 10
    assert not [cell for cell in cells if cell.lstrip(" \t\r\n\"'")[:1] in "=+@" and cell[:1] != "'" and cell]
    assert Transition.objects.get(action="exported").because.startswith(f"{name}: ")
    unproven = enter(make.organiser("Later"), proven=False).post(csv)
    assert unproven.status_code == 302 and "reauthenticate" in unproven["Location"]
    assert answer(enter(organiser), "get", csv) == 302


def test_a_page_that_is_only_read_takes_nothing(organiser):
    event, console = make.event("held"), enter(organiser)

    for name in ("at-risk", "opinions"):
        assert answer(console, "post", at("events/event", event.pk, name)) == 405
