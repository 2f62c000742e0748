"""Does the journey "Meetup" go from publishing to feedback, in a real browser, in both languages, wide and narrow?

An organiser announces it, three register for two places, one gives theirs back, it moves, is asked about, held, and
spoken of. Only the clock is moved, and the schedule's tasks are run by hand; the rest is typed and pressed. At the
small size the people's languages and widths go by turns; in full all share one, four times over.
"""

import datetime as dt
from collections import Counter

import pytest
from playwright.sync_api import Browser, expect

from corridor import clock, outbox
from corridor.models import Region
from events import evening_hours, tasks
from events.actions import details, registrations
from events.models import Event, OpinionRoll, Registration
from tests import make
from tests.browser.announcing import announce, change
from tests.browser.people import Person, link_in, mail_to, somebody
from tests.matchmaking import speeding
from tests.needs import FULL_SIZE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = [("nl", 390), ("en", 1280), ("nl", 1280), ("en", 390)]
# Each road: how each of four people looks at it; and which of them looks closely (axe says the same twice).
ROADS = [[look] * 4 for look in LOOKS] if FULL_SIZE else [LOOKS]
PAST_RECALL = dt.timedelta(minutes=11)
State = Registration.State


@pytest.fixture
def site(settings, live_server, tmp_path) -> str:
    """Two regions and a place to meet, in demo mode, so that the clock can be moved."""
    settings.DEMO, settings.VAR_DIR, settings.SITE_URL = True, tmp_path, live_server.url
    for slug, parent in (("amsterdam", "mra"), ("eindhoven", "brainport")):
        make.region(slug, parent=parent)
    make.venue("amsterdam-science-park", region=Region.objects.get(slug="amsterdam"))
    return live_server.url


def people(browser: Browser, site: str, road: list) -> list[Person]:
    """Olga organises the MRA; Sanne, Ravi and Eva are members on either side."""
    here, there = Region.objects.get(slug="amsterdam"), Region.objects.get(slug="eindhoven")
    languages = [language for language, _width in road]
    members = [
        make.organiser("Olga Oost", email="olga@example.nl", language=languages[0]),
        make.member("Sanne de Wit", email="sanne@example.nl", region=here, layers=(5,), language=languages[1]),
        make.member("Ravi van Houten", email="ravi@example.nl", region=there, layers=(2,), language=languages[2]),
        make.member("Eva Anholt", email="eva@example.nl", region=there, layers=(7,), language=languages[3]),
    ]
    closely = not FULL_SIZE or road[0] in LOOKS[:2]
    return [somebody(browser, member, site, *look, closely=closely) for member, look in zip(members, road, strict=True)]


def move_to(moment: dt.datetime) -> None:
    """So late is it now."""
    clock.set_demo(moment)


def deliver() -> None:
    """The worker sends what is due."""
    outbox.deliver_due(now=clock.now() + PAST_RECALL)


def read(one: Person, kind: str, name: str) -> str:
    """Look at the newest mail of this kind in the demo's mailbox; its text."""
    deliver()
    mail = mail_to(one.member, kind)
    assert mail.text.strip() and mail.html and mail.subject and mail.language == one.language
    one.go(f"demo/mailbox/{mail.pk}/html/")
    one.picture(f"mail-{name}")
    return mail.text


def register(one: Person, event: Event, name: str) -> None:
    """From the front page to a registration, signing in on the way; what was typed before is still there after it."""
    page, question = one.page, event.questions.get()
    one.go("")
    page.locator(f"main a[href$='/events/{event.slug}/']").first.click()
    assert page.context.cookies() == []
    one.look(f"event-before-{name}")
    page.locator(f"[name=question_{question.pk}]").fill("Wat zou jij meten?")
    page.locator("[name=photo][value=fine]").check()
    page.locator(".rsvp .btn.go").click()
    one.sign_in_here()
    expect(page.locator(f"[name=question_{question.pk}]")).to_have_value("Wat zou jij meten?")
    expect(page.locator("[name=photo][value=fine]")).to_be_checked()
    one.look(f"event-typed-{name}")
    page.locator(".rsvp .btn.go").dblclick()  # in a hurry
    expect(page.locator(".rsvp [name=act][value=cancel]")).to_have_count(1)
    one.look(f"event-after-{name}")


def stands(one: Person, event: Event) -> str:
    """In which state the one row of this guest is."""
    return Registration.objects.get(event=event, member=one.member).state


@pytest.mark.long
@pytest.mark.parametrize("road", ROADS, ids=lambda road: "-".join(f"{language}{width}" for language, width in road[:1]))
def test_meetup_from_publishing_to_feedback(site, browser: Browser, road):
    olga, sanne, ravi, eva = people(browser, site, road)
    event = announce(olga)
    for one, name, state in (
        (sanne, "first", State.CONFIRMED),
        (ravi, "last", State.CONFIRMED),
        (eva, "waits", State.WAITLISTED),
    ):
        register(one, event, name)
        assert stands(one, event) == state
        read(one, "events.registered", name)

    # The first gives the place back from the mail, in a browser that nobody signed in on.
    elsewhere = somebody(browser, sanne.member, site, sanne.language, sanne.width, closely=sanne.closely)
    elsewhere.go(link_in(mail_to(sanne.member, "events.registered"), "e/"))
    elsewhere.look("place-by-link")
    assert stands(sanne, event) == State.CONFIRMED
    elsewhere.page.locator("form:has([value=cancel]) button").click()
    expect(elsewhere.page.locator("form [value=register]")).to_have_count(1)
    elsewhere.look("place-given-back")
    assert elsewhere.page.context.cookies() == []
    read(sanne, "events.given_up", "given-up")
    assert (stands(sanne, event), stands(eva, event)) == (State.CANCELLED, State.OFFERED)

    read(eva, "events.offered", "offered")
    eva.go(link_in(mail_to(eva.member, "events.offered"), "e/"))
    eva.look("offer")
    eva.page.locator("form:has([value=accept]) button").click()
    eva.look("offer-accepted")
    assert stands(eva, event) == State.CONFIRMED
    assert_calendar(ravi, event, "events.registered", version=0)

    change(olga, event)
    tasks.tell_of_moves()
    event.refresh_from_db()
    read(eva, "events.moved", "moved")
    assert_calendar(eva, event, "events.moved", version=1)
    more = others_register(event)

    ask_again(event, ravi, eva)
    hold(event, olga, ravi, eva, more)
    ask_opinions(event, olga, ravi, eva, more)
    for one in (olga, sanne, elsewhere, ravi, eva):
        assert {name: wrong for name, wrong in one.watch.found.items() if wrong} == {}


def assert_calendar(one: Person, event: Event, kind: str, version: int) -> None:
    """The entry that came by mail and the one on the event's page say the same time and version."""
    deliver()
    sent = mail_to(one.member, kind).attachments[0][-1]
    one.go(f"events/{event.slug}/")
    address = one.page.locator("main a[href$='.ics']").get_attribute("href")
    fetched = one.page.request.get(one.site + address).text()
    assert "METHOD:REQUEST" in sent
    for entry in (sent, fetched):
        assert f"DTSTART:{event.starts_at:%Y%m%dT%H%M%SZ}" in entry and f"SEQUENCE:{version}" in entry


def others_register(event: Event) -> list[Registration]:
    """Four more who come, one with somebody: eight places in all are seven guests."""
    answers = {event.questions.get().pk: "Hoe lang nog?"}
    found = []
    for number, companion in enumerate(("Cato van der Meer", "", "", "")):
        said = details.Details(companion=companion, photo="fine", is_listed=False, answers=answers, needs=None)
        who = make.member(f"Guest {number} Nr{number}", region=Region.objects.get(slug="eindhoven"))
        found.append(registrations.register(event=event, by=who, now=clock.now(), details=said))
    assert {one.state for one in found} == {State.CONFIRMED}
    return found


def ask_again(event: Event, ravi: Person, eva: Person) -> None:
    """A week before, the reminder; a day before, "still coming?", answered by a press."""
    move_to(evening_hours.week_before(event) + dt.timedelta(minutes=1))
    tasks.remind_guests()
    read(eva, "events.reminder", "reminder")
    move_to(evening_hours.asks_at(event) + dt.timedelta(minutes=1))
    tasks.remind_guests()
    read(eva, "events.still_coming", "still-coming")
    eva.go(link_in(mail_to(eva.member, "events.still_coming"), "still-coming/"))
    eva.look("still-coming")
    eva.page.locator("form:has([name=still][value=yes]) button").click()
    eva.look("still-coming-yes")
    assert Registration.objects.get(event=event, member=eva.member).still_comes_at
    ravi.go("events/mine/")
    ravi.look("my-events")
    ravi.page.locator("main a[href$='/ticket/']").click()
    ravi.look("ticket")


def hold(event: Event, olga: Person, ravi: Person, eva: Person, more: list[Registration]) -> None:
    """At the door each is let in; then the evening is over, and my events show it as past."""
    move_to(event.starts_at - dt.timedelta(minutes=30))
    olga.go(f"door/{event.slug}/")
    expect(olga.page.locator("html[data-ready=yes]")).to_be_attached()
    olga.look("door")
    for name in (ravi.member.name, eva.member.name, *(one.member.name for one in more)):
        olga.page.locator("#guests li", has_text=name).locator("button").click()
    expect(olga.page.locator("#inside")).to_have_text("6")
    expect(olga.page.locator("#kept")).to_be_hidden()
    olga.look("door-in")
    meet(event, olga, eva)
    move_to(event.ends_at + dt.timedelta(minutes=1))
    tasks.hold_events()
    event.refresh_from_db()
    assert event.state == Event.State.HELD
    eva.go("events/mine/")
    expect(eva.page.locator("section:has(#past)")).to_contain_text(getattr(event, f"title_{eva.language}"))
    eva.look("my-events-past")


def meet(event: Event, olga: Person, eva: Person) -> None:
    """Two turns of speed meetings among those who came: on the phone one finds the table, and nobody meets twice."""
    speeding.running(event, olga.member, clock.now(), turns=2, only_arrived=True)
    assert max(Counter(speeding.meetings_of(event)).values()) == 1
    eva.go(f"events/{event.slug}/")
    eva.page.locator(".rsvp a[href$='/speed-meetings/']").click()
    eva.look("speed-meetings")


def ask_opinions(event: Event, olga: Person, ravi: Person, eva: Person, more: list[Registration]) -> None:
    """Whoever came is asked; the organiser reads nothing before the fifth answer."""
    move_to(event.ends_at + dt.timedelta(days=1))
    tasks.ask_opinions()
    read(eva, "events.opinion", "opinion")
    came = [ravi.member, eva.member, *(one.member for one in more)]
    assert OpinionRoll.objects.count() == len(came) == 6
    desk = f"console/events/event/{event.pk}/opinions/"
    for number, member in enumerate(came[:5]):
        if number == 4:
            olga.go(desk)
            olga.look("opinions-before")
            expect(olga.page.locator("main")).not_to_contain_text("Langer")
        eva.go(link_in(mail_to(member, "events.opinion"), "opinion/").partition("/opinion/")[2].join(("opinion/", "")))
        if number == 0:
            eva.look("opinion")
        eva.page.locator(f"[name=marks][value='{3 + number % 3}']").check()
        eva.page.locator("[name=line]").fill("Langer pauze." if number else "")
        eva.page.locator("main form .btn.go").click()
        if number == 0:
            eva.look("opinion-given")
    olga.go(desk)
    olga.look("opinions-from-five")
    expect(olga.page.locator("main")).to_contain_text("Langer pauze.")
