"""What do guests meet who are in a hurry, have no scripts or no mouse, come too late, or are somebody else? (F031)"""

import datetime as dt
import re

import pytest
from playwright.sync_api import Browser, expect

from corridor import clock
from events.actions import registrations
from events.emails import place_url, still_coming_url
from events.models import Event
from tests import make
from tests.browser.people import Person, somebody

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def event(settings, live_server) -> Event:
    """In two weeks, for two; it asks a question, and whether photos are fine."""
    settings.SITE_URL = live_server.url
    event = make.event(
        starts_at=clock.now() + dt.timedelta(days=14), capacity=2, asks_photo=True, allows_companion=True
    )
    event.questions.create(
        text_nl="Wat zou jij meten?", text_en="What would you measure?", kind="line", is_required=True, position=1
    )
    return event


@pytest.fixture
def guest(browser: Browser, live_server, event) -> Person:
    """Signed in, on a phone."""
    one = somebody(browser, make.member("Ada Aarts", email="ada@example.nl"), live_server.url, "en", 390)
    one.let_in()
    return one


def fill(one: Person, event: Event) -> None:
    one.go(f"events/{event.slug}/")
    one.page.locator(f"[name=question_{event.questions.get().pk}]").fill("Warmth")
    one.page.locator("[name=photo][value=fine]").check()


def standings(event: Event) -> list[str]:
    return list(event.registrations.order_by("pk").values_list("state", flat=True))


def wrong_with(one: Person) -> dict:
    """What was wrong with the pages seen; the browser itself says in its console that a page answered 4xx."""
    said = {name: [w for w in wrong if "status of 4" not in w] for name, wrong in one.watch.found.items()}
    return {name: wrong for name, wrong in said.items() if wrong}


def test_pressing_twice_going_back_and_a_second_tab_make_one_registration(guest, event):
    page, other_tab = guest.page, guest.page.context.new_page()
    fill(guest, event)
    other_tab.goto(page.url)

    page.locator(".rsvp .btn.go").dblclick()
    expect(page.get_by_role("heading", name="You are coming")).to_be_visible()
    page.go_back()
    page.locator(".rsvp .btn.go, .rsvp .btn.solid").first.click()
    other_tab.locator(f"[name=question_{event.questions.get().pk}]").fill("Cold")
    other_tab.locator("[name=photo][value=fine]").check()
    other_tab.locator(".rsvp .btn.go").click()

    expect(other_tab.get_by_role("heading", name="You are coming")).to_be_visible()
    assert standings(event) == ["confirmed"]


def test_what_changed_is_said_where_one_is_by_title_heading_and_focus(guest, event):
    page = guest.page
    fill(guest, event)
    page.locator("[name=photo][value=fine]").evaluate("(one) => { one.checked = false }")
    page.locator(".rsvp .btn.go").evaluate("(one) => { one.form.noValidate = true; one.click() }")
    expect(page.get_by_role("alert")).to_contain_text("Say whether photos of you are fine.")
    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.locator("fieldset:has([name=photo]) .error")).to_have_text("Say whether photos of you are fine.")
    guest.look("error")

    page.locator("[name=photo][value=none]").check()
    page.locator(".rsvp .btn.go").click()

    expect(page).to_have_title(re.compile("^\\s*You are coming"))
    expect(page.locator("#join")).to_be_focused()
    expect(page.locator("#join")).to_be_in_viewport()
    assert wrong_with(guest) == {}


def test_with_the_keyboard_alone_one_registers(guest, event):
    page = guest.page
    guest.go(f"events/{event.slug}/")
    keys = page.keyboard
    page.locator("#main").focus()
    seen = []
    for _step in range(40):
        keys.press("Tab")
        name, kind = page.evaluate("[document.activeElement.name || '', document.activeElement.type || '']")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        seen.append((name, outline))
        if name == "photo":
            keys.press("Space")
        elif name.startswith("question_"):
            keys.type("Warmth")
        elif kind == "submit" and page.evaluate("!!document.activeElement.closest('.rsvp')"):
            keys.press("Enter")
            break

    expect(page.get_by_role("heading", name="You are coming")).to_be_visible()
    assert {outline for _name, outline in seen} <= {"solid"}
    assert standings(event) == ["confirmed"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_without_scripts_one_registers_signs_in_on_the_way_and_gives_back(browser, live_server, event, language):
    one = somebody(
        browser,
        make.member("Ada Aarts", email="ada@example.nl", language=language),
        live_server.url,
        language,
        390,
        scripts=False,
    )
    page = one.page
    fill(one, event)
    page.locator(".rsvp .btn.go").click()
    one.sign_in_here()
    expect(page.locator("[name=photo][value=fine]")).to_be_checked()
    page.locator(".rsvp .btn.go").click()
    assert standings(event) == ["confirmed"]

    page.context.clear_cookies()
    one.go(place_url(event.registrations.get()))
    page.locator("form:has([value=cancel]) button").click()
    expect(page.locator("form [value=register]")).to_have_count(1)
    assert standings(event) == ["cancelled"]


def test_whoever_is_signed_out_meanwhile_finds_what_they_typed(guest, event):
    fill(guest, event)
    guest.page.context.clear_cookies(name="session")
    guest.page.locator(".rsvp .btn.go").click()
    guest.sign_in_here()

    expect(guest.page.locator(f"[name=question_{event.questions.get().pk}]")).to_have_value("Warmth")
    expect(guest.page.locator("#join")).to_be_in_viewport()
    assert standings(event) == []


def test_a_link_of_too_late_says_so_and_changes_nothing(browser, live_server, event):
    late = make.registration(event, state="offered", registered_at=clock.now(), offer_until=clock.now() - HOUR)
    coming = make.registration(event, registered_at=clock.now())
    one = somebody(browser, late.member, live_server.url, "en", 390)

    one.go(place_url(late).replace("/nl/", "/en/"))
    expect(one.page.get_by_role("heading", level=1)).to_have_text("The time to say yes is over")
    assert one.page.locator("main form").count() == 0
    one.look("expired")

    Event.objects.filter(pk=event.pk).update(starts_at=clock.now() - 3 * HOUR, ends_at=clock.now() - HOUR, state="held")
    for address, says in (
        (place_url(coming), "This event is over"),
        (still_coming_url(coming, at=clock.now()), "This link no longer works"),
    ):
        one.go(address.replace("/nl/", "/en/"))
        expect(one.page.get_by_role("heading", level=1)).to_have_text(says)
        assert one.page.locator("main form, main .qr").count() == 0
        one.look(says)
    assert wrong_with(one) == {}


def test_a_link_opened_by_somebody_else_says_whose_place_it_is(guest, event):
    theirs = make.registration(event, make.member("Bob Bakker"), registered_at=clock.now())
    guest.go(place_url(theirs).replace("/nl/", "/en/"))

    expect(guest.page.locator("main")).to_contain_text("This link is about the place of Bob, not about yours.")
    guest.look("somebody-else")
    assert wrong_with(guest) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_with_a_new_calendar_address_violates_nothing(guest, event, scheme, language):
    registrations.register(event=event, by=guest.member, now=clock.now())
    guest.page.emulate_media(color_scheme=scheme)
    guest.language = language
    guest.go("events/mine/")
    guest.page.locator("button[value=renew]").click()
    expect(guest.page.locator("#address")).to_be_visible()
    guest.look("calendar-address")
    assert wrong_with(guest) == {}
