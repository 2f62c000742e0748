"""Does a guest's ticket scan, as it is on a phone by day and by night, and on paper? (R-12, F034)

The reader is the one that the door's page has, fed with a picture of the page.
"""

import base64

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from corridor import clock
from events import tickets
from events.emails import place_url
from events.models import Registration
from tests import make
from tests.house.tree import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

READER = (ROOT / "events/static/events/vendor/jsqr-1.4.0.js").read_text()
READ = """
async (picture) => {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const { data, width, height } = pen.getImageData(0, 0, image.width, image.height);
  // A camera at a door does not guess that light and dark were exchanged.
  return jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data ?? null;
}
"""


def read(page: Page) -> str | None:
    """What the door's reader sees on the whole page as it is shown now."""
    picture = base64.b64encode(page.screenshot(full_page=True)).decode()
    # The page's own policy lets no script in; this one is ours, and looks at a picture only.
    page.evaluate(f"{READER};0")
    return page.evaluate(READ, picture)


def sign_in(page: Page, place: Registration, own: str) -> None:
    client = Client()
    client.force_login(place.member)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": own}])


@pytest.fixture
def place(settings, live_server):
    settings.SITE_URL = live_server.url
    return make.registration(make.event(starts_at=clock.now()), make.member("Ada Aarts"), registered_at=clock.now())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_r12_a_ticket_scans_by_day_by_night_and_on_paper(scheme, place, page, live_server):
    sign_in(page, place, live_server.url)
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=scheme)
    wanted = tickets.address(place, place.member.language)
    refused = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)

    for address in (f"{live_server.url}/en/events/{place.event.slug}/ticket/", f"{place_url(place)}#ticket"):
        page.goto(address)
        assert read(page) == wanted
        page.emulate_media(media="print")
        assert read(page) == wanted
        page.emulate_media(media="screen")

    assert refused == []


def test_f034_a_printed_ticket_is_one_page(place, page, live_server):
    sign_in(page, place, live_server.url)
    page.goto(f"{live_server.url}/en/events/{place.event.slug}/ticket/")

    printed = page.pdf(format="A4")

    assert printed.count(b"/Type /Page\n") == 1
