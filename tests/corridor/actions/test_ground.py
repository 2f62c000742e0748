"""Do the reference data load, again and again, and never halfway?"""

import itertools
import shutil
from pathlib import Path

import pytest

from corridor.actions import ground
from corridor.errors import Refused
from corridor.models import (
    ExperimentSite,
    LoadedRow,
    Organisation,
    OrganisationKind,
    Region,
    StackLayer,
    Synergy,
    Topic,
    TravelTime,
    Venue,
)
from corridor.queries.regions import homes

pytestmark = pytest.mark.django_db

COUNTS = {
    StackLayer: 7,
    Region: 37,
    Topic: 184,
    Synergy: 9,
    OrganisationKind: 10,
    Organisation: 249,
    Venue: 34,
    ExperimentSite: 17,
    TravelTime: 630,
}


@pytest.fixture
def folder(tmp_path) -> Path:
    """A copy of the reference data that a test may edit."""
    return Path(shutil.copytree(ground.FOLDER, tmp_path / "data"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def by_file(outcomes) -> dict:
    return {one.file: one for one in outcomes}


def everything() -> dict:
    """Every row of every table that files fill, lists included, to compare two moments."""
    return {
        model: {
            thing.pk: [getattr(thing, f.attname) for f in model._meta.concrete_fields]
            + [sorted(getattr(thing, f.name).values_list("pk", flat=True)) for f in model._meta.many_to_many]
            for thing in model.objects.all()
        }
        for model in COUNTS
    }


def test_load_fills_every_table(now):
    outcomes = ground.load(now=now)

    assert {model: model.objects.count() for model in COUNTS} == COUNTS
    assert sum(one.new for one in outcomes) == sum(COUNTS.values())
    asml = Organisation.objects.get(slug="asml")
    assert (asml.kind.slug, asml.verified_at, asml.topics_inferred) == ("corporate", now, True)
    assert Organisation.objects.filter(verified_at=None).count() == 0
    assert Organisation.objects.filter(foreign=False).count() == 164
    assert dict(Region.objects.exclude(mark="diamond").values_list("slug", "mark")) == {
        "mra": "round",
        "brainport": "square",
    }


def test_load_takes_the_first_layer_as_the_main_one_and_ties_units_to_their_parent(now):
    ground.load(now=now)

    adyen = Organisation.objects.get(slug="adyen")
    assert adyen.primary_layer.slug == "applications"
    assert {layer.slug for layer in adyen.layers.all()} == {"applications", "intelligence"}
    units = Organisation.objects.exclude(parent=None)
    assert units.count() > 0
    assert Region.objects.get(slug="eindhoven").parent.slug == "brainport"


def test_load_twice_changes_nothing(now):
    ground.load(now=now)
    before = everything()

    outcomes = ground.load(now=now)

    assert [(one.new, one.changed, one.kept, one.gone) for one in outcomes] == [(0, 0, [], [])] * len(outcomes)
    assert everything() == before


def test_load_after_an_edit_updates_that_row(now, folder):
    ground.load(folder, now=now)
    edit(folder / "layers.csv", "Grondstoffen", "Grondstoffen en energie")
    edit(
        folder / "organisations.csv",
        "amsterdam,mra,applications;intelligence,fintech",
        "eindhoven,mra,intelligence;chips,fintech",
    )

    outcomes = by_file(ground.load(folder, now=now))

    assert (outcomes["layers.csv"].changed, outcomes["organisations.csv"].changed) == (1, 1)
    assert StackLayer.objects.get(slug="raw-materials").name_nl == "Grondstoffen en energie"
    adyen = Organisation.objects.get(slug="adyen")
    assert (adyen.region.slug, adyen.primary_layer.slug) == ("eindhoven", "intelligence")
    assert {layer.slug for layer in adyen.layers.all()} == {"chips", "intelligence"}


def test_load_keeps_what_people_changed_here(now, folder):
    ground.load(folder, now=now)
    adyen = Organisation.objects.get(slug="adyen")
    adyen.summary_en, adyen.topics_inferred = "In its own words.", False
    adyen.save()
    adyen.topics_sought.set([Topic.objects.get(slug="quantum-computing")])
    Topic.objects.filter(slug="rare-earths").update(synonyms_en="ours")
    edit(folder / "organisations.csv", "Payment platform for businesses;", "A payment platform for businesses;")
    edit(folder / "organisations.csv", "ai-agents;machine-learning;talent;colocation", "ai-agents;talent;colocation")

    outcomes = by_file(ground.load(folder, now=now))

    adyen.refresh_from_db()
    assert (adyen.summary_en, adyen.topics_inferred) == ("In its own words.", False)
    assert [topic.slug for topic in adyen.topics_sought.all()] == ["quantum-computing"]
    assert Topic.objects.get(slug="rare-earths").synonyms_en == "ours"
    assert [field.split(": ")[1] for field in outcomes["organisations.csv"].kept] == [
        "summary_en of adyen",
        "topics_sought of adyen",
    ]


def test_load_leaves_what_the_file_or_the_people_removed(now, folder):
    ground.load(folder, now=now)
    ExperimentSite.objects.get(slug="rooftop-delivery-city").delete()
    lines = (folder / "venues.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    gone = lines.pop().split(",")[0]
    (folder / "venues.csv").write_text("".join(lines), encoding="utf-8")

    outcomes = by_file(ground.load(folder, now=now))

    assert outcomes["venues.csv"].gone == [gone]
    assert Venue.objects.filter(slug=gone).exists()
    assert not ExperimentSite.objects.filter(slug="rooftop-delivery-city").exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("layers.csv", "\n2,chips,", "\n1,chips,", "line 3: Stack layer with this Number already exists."),
        ("layers.csv", "\n2,chips,Chips,", "\n2,chips,,", "line 3: name_nl: This field cannot be blank."),
        ("layers.csv", "\n2,chips,Chips,Chips,", "\n2,chips,Chips,Chips,,", "line 3: 7 cells where 6 belong"),
        ("layers.csv", "number,slug", "number,slag", "line 1: the columns are wrong"),
        ("layers.csv", "\n3,networks", "\n3,chips", "line 4: 'chips' stands in line 3 already"),
        ("layers.csv", "\n3,networks", "\n3, networks", "line 4: slug has spaces around it"),
        ("regions.csv", "amsterdam,Amsterdam,mra", "amsterdam,Amsterdam,mars", "there is no region 'mars'"),
        (
            "regions.csv",
            "mra,Metropoolregio Amsterdam,netherlands",
            "mra,Metropoolregio Amsterdam,amsterdam",
            "part of",
        ),
        ("organisations.csv", "Dance Event,ADE,network-programme", "Dance Event,ADE,club", "there is no kind of"),
        (
            "organisations.csv",
            "Dance Event,ADE,network-programme,company",
            "Dance Event,ADE,network-programme,guild",
            "'",
        ),
        (
            "organisations.csv",
            "Event,ADE,network-programme,company,",
            "Event,ADE,corporate,company,hilversum;",
            "takes",
        ),
    ],
)
def test_load_stops_at_a_bad_row_and_loads_nothing(now, folder, file, old, new, reason):
    edit(folder / file, old, new)

    with pytest.raises(Refused) as no:
        ground.load(folder, now=now)

    assert str(no.value).startswith(f"{file}, line ")
    assert reason in str(no.value)
    assert {model: model.objects.count() for model in [*COUNTS, LoadedRow]} == dict.fromkeys([*COUNTS, LoadedRow], 0)


def test_f018_a_third_region_and_a_new_kind_are_files_to_load(now, tmp_path):
    ground.load(now=now)
    (tmp_path / "regions.csv").write_text(
        "slug,name,parent,kind,lat,lon,strengths\n"
        "noord,Noord,netherlands,corridor-region,53.219,6.567,cloud;networks\n"
        "delfzijl,Delfzijl,noord,municipality,53.330,6.918,\n"
    )
    (tmp_path / "region_marks.csv").write_text("region,mark\nnoord,diamond\n")
    (tmp_path / "organisation_kinds.csv").write_text("slug,name_nl,name_en\nco-operative,Coöperatie,Co-operative\n")

    outcomes = ground.load(tmp_path, now=now)

    assert [(one.file, one.new) for one in outcomes] == [
        ("regions.csv", 2),
        ("region_marks.csv", 0),
        ("organisation_kinds.csv", 1),
    ]
    noord = Region.objects.get(slug="noord")
    assert [layer.slug for layer in noord.strengths.all()] == ["networks", "cloud"]
    assert homes()[Region.objects.get(slug="delfzijl").pk] == noord
    assert OrganisationKind.objects.get(slug="co-operative").name_en == "Co-operative"
    assert Region.objects.count() == COUNTS[Region] + 2


def test_load_of_a_folder_without_reference_data_is_refused(now, tmp_path):
    with pytest.raises(Refused, match="holds none of layers.csv"):
        ground.load(tmp_path, now=now)


def test_f015_the_travel_times_hold_every_pair_of_places_once_and_say_that_they_are_estimates(now):
    ground.load(now=now)
    slugs = sorted(Region.objects.exclude(slug__in=("netherlands", "belgium")).values_list("slug", flat=True))
    rows = TravelTime.objects.select_related("one", "other")

    assert [row.key for row in rows] == sorted(
        TravelTime.key_of(*pair) for pair in itertools.combinations_with_replacement(slugs, 2)
    )
    assert all(row.key == f"{row.one.slug}--{row.other.slug}" and row.estimated for row in rows)
    assert all(20 <= minutes <= 360 for row in rows for minutes in (row.train_minutes, row.car_minutes))
    known = {row.key: (row.train_minutes, row.car_minutes) for row in rows}
    assert known["amsterdam--eindhoven"] == known["brainport--mra"] == (80, 85)
    assert known["amsterdam--utrecht"] == (27, 40)
    assert known["eindhoven--utrecht"] == (50, 60)
    assert known["den-bosch--eindhoven"] == (20, 30)
