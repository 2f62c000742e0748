"""Does the page draw the address of the ticket, dot by dot? That it scans, browsers test (R-12)."""

import re

import pytest
import segno
from django.test import Client

from events import qr, tickets
from events.emails import place_url
from tests import make

pytestmark = pytest.mark.django_db


def dots(svg: str) -> list[list[bool]]:
    """What the drawing shows: which squares are dark, its border included."""
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])
    light, dark = re.findall(r"<path [^>]+>", svg)
    assert 'fill="#fff"' in light and f"M0 0h{size}v{size}h-{size}z" in light
    assert 'stroke="#000"' in dark
    shown = [[False] * size for _ in range(size)]
    x = y = 0.0
    for move, numbers in re.findall(r"([Mmh])([-\d. ]+)", re.search(r' d="([^"]+)"', dark)[1]):
        given = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if move == "h":
            for column in range(int(x), int(x + given[0])):
                shown[int(y)][column] = True
            x += given[0]
        else:
            x, y = given if move == "M" else (x + given[0], y + given[1])
    return shown


def dots_of(text: str) -> list[list[bool]]:
    return [[bool(dot) for dot in row] for row in segno.make(text, error="m", micro=False).matrix_iter(border=4)]


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


@pytest.fixture
def place():
    return make.registration(make.event(), make.member("Ada Aarts", language="nl"))


def test_r12_the_ticket_page_draws_the_address_that_the_door_reads(place, client_for, now):
    page = client_for(place.member).get(f"/nl/events/{place.event.slug}/ticket/").content.decode()
    drawn = re.search(r'<svg[^>]*class="qr-code".*?</svg>', page, re.DOTALL)[0]
    address = tickets.address(place, "nl")

    assert dots(drawn) == dots_of(address)
    assert tickets.read(address, now=now).registration_id == place.pk
    assert dots(drawn) != dots_of(address + "x")


def test_s04_the_drawing_has_no_styles_of_its_own_and_the_page_names_it(place, client_for):
    page = client_for(place.member).get(f"/en/events/{place.event.slug}/ticket/").content.decode()

    assert "style=" not in qr.drawing("x") and "<style" not in qr.drawing("x")
    assert 'role="img" aria-label="QR code of your ticket"><svg' in page


def test_r12_who_follows_the_link_of_a_mail_has_the_ticket_without_signing_in(place):
    page = Client().get("/" + place_url(place).split("/", 3)[3])

    assert qr.drawing(tickets.address(place, "nl")) in page.content.decode()
    assert 'id="ticket"' in page.content.decode()


@pytest.mark.parametrize("state", ["waitlisted", "pending", "invited", "cancelled", "declined", "lapsed"])
def test_r12_who_has_no_place_gets_no_qr_by_the_link_of_a_mail(state):
    place = make.registration(make.event(), state=state)
    page = Client().get("/" + place_url(place).split("/", 3)[3])

    assert page.status_code == 200
    assert "qr-code" not in page.content.decode()


def test_r12_a_cancelled_event_has_no_qr(client_for, now):
    place = make.registration(make.event("cancelled"))
    page = client_for(place.member).get(f"/en/events/{place.event.slug}/ticket/")

    assert "qr-code" not in page.content.decode()


def test_s07_a_qr_leads_to_the_sites_own_address_whatever_was_asked_for(place, client_for, settings):
    settings.SITE_URL = "https://corridor.example"
    page = client_for(place.member).get(
        f"/nl/events/{place.event.slug}/ticket/", headers={"x-forwarded-host": "evil.example"}
    )

    assert tickets.address(place, "nl").startswith("https://corridor.example/nl/t/")
    assert qr.drawing(tickets.address(place, "nl")) in page.content.decode()
