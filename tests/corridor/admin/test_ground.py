"""Are regions, layers and kinds really data? What a superuser adds here is there at once, without code (F018)."""

import pytest

from corridor.models import OrganisationKind, Region, StackLayer, Transition, TravelTime
from corridor.queries.regions import homes
from tests import make
from tests.entering import at, enter, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(db):
    return enter(make.member("Root Ruis", is_superuser=True))


def region_form(**changes: object) -> dict:
    return {
        "name": "Food Valley",
        "slug": "food-valley",
        "parent": make.region("netherlands", parent=None, kind="other").pk,
        "kind": "corridor-region",
        "mark": "diamond",
        "latitude": "51.970",
        "longitude": "5.665",
        **changes,
    }


def test_f018_a_new_region_is_in_forms_and_rules_at_once(root):
    one = make.organisation()

    response = root.post(at("corridor/region", "add"), region_form())

    made = Region.objects.get(slug="food-valley")
    assert response.status_code == 302
    assert "Food Valley" in text(root.get(at("corridor/organisation", one.pk, "change")))
    assert "Food Valley" in text(root.get(at("matchmaking/round", "add")))
    assert homes()[made.pk] == made
    assert Transition.objects.get(subject_type="corridor.region").action == "added"


def test_f018_a_new_layer_and_a_new_kind_are_in_forms_at_once(root):
    one = make.organisation()

    layer = root.post(
        at("corridor/stacklayer", "add"), {"number": 8, "slug": "ether", "name_nl": "Ether", "name_en": "Ether"}
    )
    kind = root.post(
        at("corridor/organisationkind", "add"), {"slug": "guild", "name_nl": "Gilde", "name_en": "Guild of makers"}
    )

    page = text(root.get(at("corridor/organisation", one.pk, "change")))
    assert [layer.status_code, kind.status_code] == [302, 302]
    assert "Ether" in page and "Guild of makers" in page
    assert StackLayer.objects.get(number=8).name_nl == "Ether"
    assert OrganisationKind.objects.filter(slug="guild").exists()


@pytest.mark.parametrize(
    ("model", "build"),
    [
        ("topic", make.topic),
        ("synergy", make.synergy),
        ("venue", make.venue),
        ("region", make.region),
        ("stacklayer", make.layer),
    ],
)
def test_a_row_of_the_ground_is_opened_and_its_slug_stays(root, model, build):
    thing = build()

    page = root.get(at(f"corridor/{model}", thing.pk, "change"))

    assert page.status_code == 200
    assert "slug" not in page.context["adminform"].form.fields


def test_nobody_deletes_a_row_that_others_point_at(root):
    thing = make.region("mra")

    assert root.get(at("corridor/region", thing.pk, "delete")).status_code == 403
    assert root.post(at("corridor/region", thing.pk, "delete"), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("below", ["mra", "amsterdam"])
def test_a_region_is_never_below_itself(root, below):
    mra = make.region("mra")
    make.region("amsterdam", parent="mra")

    response = root.post(
        at("corridor/region", mra.pk, "change"),
        region_form(name="MRA", parent=Region.objects.get(slug=below).pk),
    )

    mra.refresh_from_db()
    assert response.status_code == 200
    assert "cannot be part of itself" in text(response)
    assert mra.parent.slug == "netherlands"


def test_an_edit_of_the_ground_is_on_record(root):
    mra = make.region("mra")

    root.post(
        at("corridor/region", mra.pk, "change"),
        region_form(name="Metropoolregio", latitude="52.373", longitude="4.892", mark="round"),
    )

    row = Transition.objects.get(subject_type="corridor.region", action="edited")
    assert (row.because, row.by.name) == ("Name: Mra → Metropoolregio", "Root Ruis")


def test_f018_a_travel_time_is_added_in_either_order_once_and_edited(root):
    make.region("mra"), make.region("utrecht")
    there = {"one": make.region("utrecht").pk, "other": make.region("mra").pk}
    minutes = {"train_minutes": 27, "car_minutes": 40, "estimated": "on"}

    added = root.post(at("corridor/traveltime", "add"), there | minutes)
    again = root.post(at("corridor/traveltime", "add"), {"one": there["other"], "other": there["one"]} | minutes)

    row = TravelTime.objects.get()
    assert (added.status_code, row.key, row.one.slug) == (302, "mra--utrecht", "mra")
    assert "have a travel time already" in text(again)
    root.post(at("corridor/traveltime", row.pk, "change"), {"train_minutes": 25, "car_minutes": 40})
    row.refresh_from_db()
    assert (row.key, row.train_minutes, row.estimated) == ("mra--utrecht", 25, False)
