"""Which places to meet does an organiser keep? Those of their regions, and nobody else's (S-10, S-54)."""

import pytest

from corridor.models import Transition, Venue
from tests import make
from tests.entering import answer, at, enter, text

pytestmark = pytest.mark.django_db


def form(**changes: object) -> dict:
    given = {
        "name": "Hall of Sparks",
        "slug": "",
        "region": make.region("mra").pk,
        "latitude": "52.372",
        "longitude": "4.895",
        "coordinate_precision": "site",
        "kind": "hall",
        "note_nl": "Vijf minuten van het station.",
        "note_en": "Five minutes from the station.",
        "access_nl": "Lift links van de deur.",
        "access_en": "A lift left of the door.",
        "rooms": "Hangar\r\n Saw Tooth \n\nHangar",
    }
    return {**given, **changes}


def test_an_organiser_adds_a_venue_and_guests_read_how_one_gets_in(organiser):
    console = enter(organiser)

    response = console.post(at("corridor/venue", "add"), form())
    console.post(at("corridor/venue", "add"), form())
    first, second = Venue.objects.filter(name="Hall of Sparks").order_by("pk")
    event = make.event(venue=first)
    page, shown = text(console.get(f"/en/places/venues/{first.slug}/")), text(console.get(f"/en/events/{event.slug}/"))

    assert response.status_code == 302 and (first.slug, second.slug) == ("hall-of-sparks", "hall-of-sparks-2")
    assert first.rooms == "Hangar\nSaw Tooth" and "Hangar, Saw Tooth" in page
    assert "A lift left of the door." in page and "A lift left of the door." in shown
    assert f'href="/en/places/venues/{first.slug}/"' in shown


def test_a_change_is_on_record_and_the_address_stays(organiser):
    one = make.venue("hall", region=make.region("mra"))

    enter(organiser).post(at("corridor/venue", one.pk, "change"), form(name="Other hall", slug="evil", status="x"))

    one.refresh_from_db()
    assert (one.name, one.slug, one.status) == ("Other hall", "hall", "")
    assert "Other hall" in Transition.objects.get(subject_type="corridor.venue", action="edited").because


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"latitude": "4.895"}, "outside Europe"),
        ({"longitude": "95"}, "outside Europe"),
        ({"latitude": "NaN"}, "Enter a number"),
        ({"rooms": "\n".join(f"Room {number}" for number in range(41))}, "up to 40 rooms"),
        ({"rooms": "x" * 81}, "80 characters"),
        ({"name": ""}, "required"),
    ],
)
def test_s54_a_place_that_cannot_be_is_not_kept(organiser, wrong, words):
    response = enter(organiser).post(at("corridor/venue", "add"), form(**wrong))

    assert words in text(response) and not Venue.objects.exists()


def test_s10_a_venue_of_another_region_does_not_exist(organiser):
    far = make.venue("far", region=make.region("groningen"), name="Far hall")
    console = enter(organiser)

    listed = text(console.get(at("corridor/venue")))
    taken = console.post(at("corridor/venue", "add"), form(region=far.region.pk))

    assert "Far hall" not in listed and taken.status_code == 200 and Venue.objects.count() == 1
    for method in ("get", "post"):
        assert answer(console, method, at("corridor/venue", far.pk, "change")) == 404
    assert answer(console, "get", at("corridor/venue", far.pk, "delete")) == 404
