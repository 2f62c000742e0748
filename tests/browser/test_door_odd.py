"""What if something else than the network goes wrong at the door? No scan is lost, and the host reads why (F035).

Signed out meanwhile, a server that breaks in the middle, the same door open twice, an event that is cancelled while its
guests come in, a message that nobody can read, and a host who sees nothing of it all.
"""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from corridor import clock
from events import tickets
from events.models import CheckIn, Event, Scan
from tests import make
from tests.browser.at_door import PATIENT, let_in, open_door, show, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = ["Ada Aarts", "Bob Bakker", "Cas Claes"]
BACK = "dispatchEvent(new Event('online'))"


@pytest.fixture
def event() -> Event:
    found = make.event(starts_at=clock.now(), slug="evening")
    for name in NAMES:
        make.registration(found, make.member(name), registered_at=clock.now())
    return found


@pytest.fixture
def host(event):
    return make.staff(event).member


@pytest.fixture
def phone(event, host, new_phone, live_server) -> Page:
    context = new_phone()
    sign_in(context, host, live_server.url)
    return open_door(context, event, live_server.url)


def came() -> list[str]:
    return sorted(CheckIn.objects.values_list("registration__member__name", flat=True))


def sent(phone: Page) -> None:
    phone.evaluate(BACK)
    expect(phone.locator("#kept")).to_be_hidden(timeout=PATIENT)


def test_f035_signed_out_meanwhile_the_door_goes_on_and_nothing_is_lost(phone, event, host, live_server):
    Session.objects.all().delete()

    for name in NAMES[:2]:
        let_in(phone, [name])
        expect(phone.locator("#said")).to_contain_text(f"{name} Welcome")
    expect(phone.locator("#inside")).to_have_text("2")
    expect(phone.locator("#kept")).to_contain_text("You are no longer signed in")
    assert came() == []

    phone.get_by_role("link", name="Sign in again").click()
    expect(phone.get_by_label("E-mail address")).to_be_visible()
    assert "next=" in phone.url and "evening" in phone.url
    sign_in(phone.context, host, live_server.url)
    open_door(phone.context, event, live_server.url)
    sent(phone)

    assert came() == NAMES[:2]


def test_f035_a_server_that_breaks_in_the_middle_of_a_batch_gets_the_rest_again(phone):
    phone.context.set_offline(True)
    let_in(phone, NAMES)
    turns = []

    def breaks(route: Route) -> None:
        turns.append(route.request.post_data_json["scans"])
        if len(turns) == 1:  # it was taken in, and the answer got lost
            route.fulfill(response=route.fetch(), status=500, body="<h1>500</h1>")
        elif len(turns) == 2:
            route.fulfill(status=429, body="slower please")
        else:
            route.continue_()

    phone.route("**/scans/", breaks)
    phone.context.set_offline(False)
    for _turn in range(50):
        phone.evaluate(BACK)
        phone.wait_for_timeout(200)
        if phone.locator("#kept").is_hidden():
            break

    assert len(turns) == 3
    assert [one["nonce"] for one in turns[0]] == [one["nonce"] for one in turns[2]]
    assert came() == NAMES
    assert Scan.objects.count() == 3


def test_f035_the_same_door_open_twice_on_one_phone_is_one_door(phone, event, live_server):
    twin = phone.context.new_page()
    twin.goto(phone.url)
    expect(twin.locator("#inside")).to_have_text("0")
    phone.context.set_offline(True)

    let_in(phone, NAMES[:2])
    expect(twin.locator("#inside")).to_have_text("2")
    let_in(twin, NAMES[2:])
    expect(phone.locator("#kept")).to_contain_text("3 check-ins")
    phone.context.set_offline(False)
    for page in (phone, twin):
        page.evaluate(BACK)
    for page in (phone, twin):
        sent(page)

    assert came() == NAMES
    assert Scan.objects.count() == 3
    phone.reload()
    expect(phone.locator("#kept")).to_be_hidden()


def test_f035_cancelled_meanwhile_the_host_reads_so_and_what_they_did_is_kept(phone, event):
    phone.context.set_offline(True)
    let_in(phone, NAMES[:2])
    Event.objects.filter(pk=event.pk).update(state="cancelled")

    phone.context.set_offline(False)
    phone.evaluate(BACK)
    expect(phone.locator("#otherwise")).to_contain_text(f"This event was cancelled. {NAMES[0]}, {NAMES[1]}")
    expect(phone.locator("#because[role=status]")).to_have_text("This event was cancelled.")
    let_in(phone, NAMES[2:])
    expect(phone.locator("#said")).to_contain_text("This event was cancelled.")

    assert came() == []
    assert list(Scan.objects.values_list("outcome", flat=True)) == ["refused", "refused"]


def test_f035_one_message_that_nobody_can_read_does_not_keep_the_others(phone, event, host):
    phone.context.set_offline(True)
    let_in(phone, NAMES[:1])
    # From three weeks ago, as by a clock that was set while the phone was asleep.
    phone.evaluate(
        """async ([event, at]) => {
          const asked = indexedDB.open("door");
          await new Promise((done) => { asked.onsuccess = done; });
          const odd = { event, at, nonce: crypto.randomUUID(), act: "in", id: 1, ticket: "", email: "", waits: false };
          const change = asked.result.transaction("scans", "readwrite");
          change.objectStore("scans").put(odd);
          await new Promise((done) => { change.oncomplete = done; });
        }""",
        [str(event.pk), int((clock.now() - dt.timedelta(days=21)).timestamp() * 1000)],
    )
    let_in(phone, NAMES[1:])
    expect(phone.locator("#said")).to_contain_text(NAMES[-1])  # said once it is written down
    phone.reload()
    expect(phone.locator("#kept")).to_contain_text("4 check-ins")

    phone.context.set_offline(False)
    sent(phone)

    assert came() == NAMES
    expect(phone.locator("#otherwise")).to_contain_text("That cannot be read.")
    phone.get_by_role("button", name="Seen").click()
    expect(phone.locator("#late")).to_be_hidden()


def test_f035_who_was_let_in_elsewhere_meanwhile_is_named_afterwards(phone, event, new_phone, live_server):
    other = new_phone()
    sign_in(other, make.staff(event).member, live_server.url)
    second = open_door(other, event, live_server.url)
    second.context.set_offline(True)
    let_in(phone, NAMES)
    expect(phone.locator("#said")).to_contain_text("Welcome")
    let_in(second, NAMES[:2])

    second.context.set_offline(False)
    sent(second)

    expect(second.locator("#otherwise")).to_contain_text(f"Let in by another phone as well: {NAMES[0]}, {NAMES[1]}")
    assert came() == NAMES


def test_f034_a_host_who_sees_nothing_lets_in_by_keyboard_and_hears_what_happened(phone, event):
    row = event.registrations.get(member__name=NAMES[1])
    spoken = phone.locator("#said[role=status]")

    phone.locator("#search").focus()
    phone.keyboard.type("bakk")
    for _ in range(12):
        phone.keyboard.press("Tab")
        if phone.evaluate("document.activeElement.textContent") == f"In: {NAMES[1]}":
            break
    phone.keyboard.press("Enter")
    expect(spoken).to_have_text(f"{NAMES[1]} Welcome")
    # The way back is under the same finger.
    assert phone.evaluate("document.activeElement.textContent") == f"Undo: {NAMES[1]}"
    phone.keyboard.press("Enter")
    expect(spoken).to_have_text(f"{NAMES[1]} Taken back")
    assert came() == []

    show(phone, tickets.make(row))
    expect(spoken).to_have_text(f"{NAMES[1]} Welcome")
    show(phone, tickets.make(row))
    expect(spoken).to_contain_text(f"{NAMES[1]} In already")
    show(phone, "no ticket")
    expect(spoken).to_contain_text("This is no ticket of ours.")


def test_f034_what_a_press_did_is_in_sight_also_far_down_the_list(phone, event):
    for number in range(30):
        make.registration(event, make.member(f"Xander {number:02}"))
    phone.reload()
    row = phone.locator("#guests li", has_text="Xander 29")

    row.get_by_role("button").click()

    expect(phone.locator("#said")).to_have_text("Xander 29 Welcome")
    assert phone.evaluate("scrollY") > 500
    expect(phone.locator("#said")).to_be_in_viewport(ratio=1)
