"""Builders for the ground: regions, topics, organisations and people."""

import datetime as dt
import itertools

from corridor.models import (
    Consent,
    Member,
    Membership,
    Offer,
    Organisation,
    OrganisationKind,
    Profile,
    Region,
    RegionRole,
    Seek,
    StackLayer,
    Synergy,
    Topic,
    TravelTime,
    Venue,
    Visit,
)

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
_numbers = itertools.count(1)

LAYERS = ["raw-materials", "chips", "networks", "cloud", "intelligence", "applications", "connected-devices"]


def layer(number: int = 5) -> StackLayer:
    slug = LAYERS[number - 1] if number <= 7 else f"layer-{number}"
    words = slug.replace("-", " ").capitalize()
    return StackLayer.objects.get_or_create(number=number, defaults={"slug": slug, "name_nl": words, "name_en": words})[
        0
    ]


def region(slug: str = "mra", *, parent: str | None = "netherlands", kind: str = "", **fields) -> Region:
    """A region; `mra` and `brainport` are corridor regions, `netherlands` is the root."""
    if found := Region.objects.filter(slug=slug).first():
        return found
    above = region(parent, parent=None, kind="other") if parent and slug != "netherlands" else None
    defaults = {
        "name": fields.pop("name", slug.replace("-", " ").capitalize()),
        "parent": above,
        "kind": kind or ("corridor-region" if slug in ("mra", "brainport") else "municipality"),
        "latitude": "51.440" if slug in ("brainport", "eindhoven") else "52.373",
        "longitude": "5.478" if slug in ("brainport", "eindhoven") else "4.892",
        "mark": {"mra": "round", "brainport": "square"}.get(slug, "diamond"),
        **fields,
    }
    return Region.objects.create(slug=slug, **defaults)


def topic(slug: str = "machine-learning", *, layers: tuple[int, ...] = (5,)) -> Topic:
    words = slug.replace("-", " ").capitalize()
    made, new = Topic.objects.get_or_create(slug=slug, defaults={"name_nl": words, "name_en": words})
    if new:
        made.layers.add(*[layer(number) for number in layers])
    return made


def synergy(letter: str = "C", *, layers: tuple[int, ...] = (2, 5)) -> Synergy:
    made, new = Synergy.objects.get_or_create(
        letter=letter,
        defaults={"slug": f"synergy-{letter.lower()}", "name_nl": f"Synergie {letter}", "name_en": f"Synergy {letter}"},
    )
    if new:
        made.layers.add(*[layer(number) for number in layers])
    return made


def organisation(
    name: str = "", *, region: Region | None = None, layers: tuple[int, ...] = (5,), verified: bool = True, **fields
) -> Organisation:
    number = next(_numbers)
    kind = OrganisationKind.objects.get_or_create(
        slug="startup", defaults={"name_nl": "Startup", "name_en": "Start-up"}
    )[0]
    values = {
        "name": name or f"Organisation {number}",
        "slug": f"organisation-{number}",
        "kind": kind,
        "helix": "company",
        "region": region or globals()["region"]("mra"),
        "primary_layer": layer(layers[0]),
        "summary_nl": "Maakt iets.",
        "summary_en": "Makes something.",
        "verified_at": NOW if verified else None,
        **fields,
    }
    made = Organisation.objects.create(**values)
    made.layers.add(*[layer(number) for number in layers])
    return made


def profile(member: Member, *, region: Region | None = None, layers: tuple[int, ...] = (5,), **fields) -> Profile:
    values = {"region": region or globals()["region"]("mra"), "primary_layer": layer(layers[0]), "pace": 1, **fields}
    made = Profile.objects.create(member=member, **values)
    made.layers.add(*[layer(number) for number in layers])
    return made


def member(
    name: str = "",
    *,
    region: Region | None = None,
    layers: tuple[int, ...] = (5,),
    offers: tuple[str, ...] = ("machine-learning",),
    seeks: tuple[str, ...] = ("chip-design",),
    organisation: Organisation | None = None,
    complete: bool = True,
    consent: bool = True,
    pace: int = 1,
    **fields,
) -> Member:
    """A member; `complete=False` gives the bare account as it is right after sign-up."""
    number = next(_numbers)
    email = fields.pop("email", f"member{number}@example.nl")
    made = Member.objects.create_user(email, name=name or f"Member Number{number}", joined_at=NOW, **fields)
    made.emailaddress_set.create(email=made.email, verified=True, primary=True)
    if not complete:
        return made
    place = region or globals()["region"]("mra")
    made_profile = profile(made, region=place, layers=layers, pace=pace)
    at = organisation or globals()["organisation"](region=place, layers=layers)
    Membership.objects.create(member=made, organisation=at, title="CTO", started_at=NOW)
    until = NOW.date() + dt.timedelta(days=90)
    for slug in offers:
        Offer.objects.create(member=made, topic=topic(slug), valid_until=until, created_at=NOW)
    for slug in seeks:
        Seek.objects.create(member=made, topic=topic(slug), valid_until=until, created_at=NOW)
    if consent:
        Consent.objects.create(member=made, text_version="2026-11", language="nl", given_at=NOW)
    made.profile = made_profile
    return made


def organiser(name: str = "", *, region: Region | None = None, **fields) -> Member:
    """A member who organises `region` (default: the MRA); no second factor unless the test adds one."""
    made = member(name, **fields)
    RegionRole.objects.create(member=made, region=region or globals()["region"]("mra"), started_at=NOW)
    return made


def venue(slug: str = "half-way", **fields) -> Venue:
    values = {
        "name": slug.replace("-", " ").capitalize(),
        "region": region("utrecht"),
        "latitude": "52.090",
        "longitude": "5.110",
        "kind": "hub",
        **fields,
    }
    return Venue.objects.get_or_create(slug=slug, defaults=values)[0]


def travel_time(one: str = "mra", other: str = "utrecht", *, train: int = 27, car: int = 40) -> TravelTime:
    """The journey between two regions, given by their slugs in either order."""
    first, second = sorted((one, other))
    values = {"one": region(first), "other": region(second), "train_minutes": train, "car_minutes": car}
    return TravelTime.objects.update_or_create(key=TravelTime.key_of(first, second), defaults=values)[0]


def visit(member: Member, where: str = "brainport", *, first: int = 7, days: int = 1) -> Visit:
    """A visit to the region `where`, beginning `first` days from now."""
    first_day = NOW.date() + dt.timedelta(days=first)
    last_day = first_day + dt.timedelta(days=days - 1)
    return Visit.objects.create(member=member, region=region(where), first_day=first_day, last_day=last_day)
