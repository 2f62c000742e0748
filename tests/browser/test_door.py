"""Does the page at the door read a ticket with its camera, keep no list too long, and print every name whole? (F034)"""

import pytest
from playwright.sync_api import Error, Page, expect

from corridor import clock
from events import qr, tickets
from events.models import CheckIn, Event
from tests import make
from tests.browser.at_door import PATIENT, open_door, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DOT = 6  # pixels of one module of a QR before the camera
# A camera that sees one QR, given as rows of black and white.
CAMERA = """
(rows) => {
  delete window.BarcodeDetector;
  navigator.mediaDevices.getUserMedia = async () => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = rows.length * DOT;
    const pen = canvas.getContext("2d");
    const draw = () => rows.forEach((row, y) => row.forEach((black, x) => {
      pen.fillStyle = black ? "#000" : "#fff";
      pen.fillRect(x * DOT, y * DOT, DOT, DOT);
    }));
    setInterval(draw, 50);
    draw();
    return canvas.captureStream(20);
  };
}
""".replace("DOT", str(DOT))


@pytest.fixture
def event(settings, live_server) -> Event:
    settings.SITE_URL = live_server.url
    return make.event(starts_at=clock.now(), slug="evening")


@pytest.fixture
def page_at_door(event, new_phone, live_server) -> Page:
    """The page at the door in a browser of its own, as somebody of the staff has it open, kept for later."""
    context = new_phone()
    sign_in(context, make.staff(event).member, live_server.url)
    return open_door(context, event, live_server.url)


def test_f034_a_ticket_before_the_camera_lets_in_by_the_reader_that_comes_with_us(event, page_at_door):
    guest = make.registration(event, make.member("Ada Aarts"), registered_at=clock.now())
    code = qr.code(tickets.address(guest, "en")).matrix_iter(border=qr.QUIET)
    page = page_at_door
    page.reload()
    expect(page.locator("#guests")).to_contain_text("Ada Aarts")
    page.evaluate(CAMERA, [[bool(dot) for dot in row] for row in code])

    page.context.set_offline(True)
    page.get_by_role("button", name="Scan").click()

    expect(page.locator("#said")).to_contain_text("Ada Aarts", timeout=PATIENT)
    expect(page.locator("#said")).to_contain_text("Welcome")
    page.context.set_offline(False)
    expect(page.locator("#kept")).to_be_hidden(timeout=PATIENT)
    assert CheckIn.objects.get().registration == guest


def test_f035_who_signed_out_keeps_no_list_on_the_phone(event, page_at_door):
    make.registration(event, make.member("Ada Aarts"))
    page = page_at_door
    page.reload()
    address, shelf = page.url, "async () => (await (await caches.open('door-1')).keys()).map((one) => one.url)"
    expect(page.locator("#guests")).to_contain_text("Ada Aarts")
    for printed in ("list", "badges"):
        page.goto(f"{address}{printed}/")
    assert {address, *(f"{address}{name}/" for name in ("guests", "list", "badges"))} <= set(page.evaluate(shelf))

    page.context.clear_cookies()
    page.goto(address)

    assert "login" in page.url
    assert not [kept for kept in page.evaluate(shelf) if "/door/" in kept]
    page.context.set_offline(True)
    with pytest.raises(Error):
        page.goto(address)


def test_f034_why_somebody_was_absent_stays_on_no_phone(event, new_phone, live_server):
    context = new_phone()
    sign_in(context, make.organiser(), live_server.url)
    page = open_door(context, event, live_server.url)
    address, shelf = page.url, "async () => (await (await caches.open('door-1')).keys()).map((one) => one.url)"

    page.goto(f"{address}afterwards/")

    assert page.locator("h1").is_visible()
    assert f"{address}afterwards/" not in page.evaluate(shelf)


def test_f085_no_name_of_28_letters_is_cut_off_on_a_badge_or_a_sign(event, page_at_door, live_server):
    names = ["W" * 28, "Wolfeschlegelsteinhausenberg", "Maximiliaan van Wassenaer WW", "Anne-Wilhelmina Mmmmmmm-Wwww"]
    assert {len(name) for name in names} == {28}
    make.table(1, *[make.registration(event, make.member(name), companion=name) for name in names])
    page = page_at_door
    page.reload()

    for address, card, cards in (("badges", ".badge", 8), ("tables", ".sign", 1)):
        page.goto(f"{live_server.url}/en/door/{event.slug}/{address}/")
        page.emulate_media(media="print")
        assert page.locator(card).count() == cards
        assert all(name in page.locator("main").inner_text() for name in names)
        cut = "(card) => card.scrollWidth > card.clientWidth + 1 || card.scrollHeight > card.clientHeight + 1"
        assert page.locator(card).evaluate_all(f"(cards) => cards.filter({cut}).length") == 0
