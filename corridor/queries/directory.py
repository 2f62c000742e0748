"""Which organisations does the corridor have, and how does one find them? Only verified ones are seen."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from corridor.models import Organisation, OrganisationKind, Region, StackLayer, Topic, Venue
from corridor.queries import regions


@dataclass(frozen=True)
class Wish:
    """What somebody looks for in the directory. Unknown values were left out, so every address gives a page."""

    words: str
    region: Region | None
    layers: tuple[StackLayer, ...]
    kind: OrganisationKind | None

    def __bool__(self) -> bool:
        return bool(self.words or self.region or self.layers or self.kind)


@dataclass(frozen=True)
class Choices:
    """What one can filter by, each read once."""

    regions: dict[str, Region]
    layers: dict[str, StackLayer]
    kinds: dict[str, OrganisationKind]


def choices() -> Choices:
    """All regions, layers and kinds by slug (layers by number), in the order of the pages. Three queries."""
    return Choices(
        regions={region.slug: region for region in _by_tree(list(Region.objects.order_by("name")))},
        layers={str(layer.number): layer for layer in StackLayer.objects.order_by("-number")},
        kinds={kind.slug: kind for kind in OrganisationKind.objects.all()},
    )


def wish(asked: Mapping, offered: Choices) -> Wish:
    """What the address asks for, as far as it exists. `asked` is a QueryDict: q, region, layer (several), kind."""
    layers = [offered.layers[number] for number in asked.getlist("layer") if number in offered.layers]
    return Wish(
        words=" ".join(asked.get("q", "").split())[:80],
        region=offered.regions.get(asked.get("region", "")),
        layers=tuple(dict.fromkeys(layers)),
        kind=offered.kinds.get(asked.get("kind", "")),
    )


def organisations(wanted: Wish) -> QuerySet[Organisation]:
    """Verified organisations that answer `wanted`, by name; every word must occur in the name or another spelling.

    A region holds what lies below it, and what has a second site there. Several layers mean: at least one of them.
    """
    found = (
        visible()
        .select_related("kind", "region")
        .prefetch_related(Prefetch("layers", StackLayer.objects.order_by("number")))
    )
    for word in wanted.words.casefold().split():
        found = found.filter(search_text__contains=word)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.layers:
        found = found.filter(pk__in=_with_layers(wanted.layers))
    if wanted.region:
        below = regions.regions_below([wanted.region])
        further = Organisation.other_regions.through.objects.filter(region__in=below).values("organisation")
        found = found.filter(Q(region__in=below) | Q(pk__in=further))
    return found.order_by(Lower("name"), "pk")


def visible() -> QuerySet[Organisation]:
    """Organisations that anybody may see: verified, and not refused since."""
    return Organisation.objects.filter(verified_at__isnull=False, refused_at=None)


def organisation(slug: str) -> Organisation | None:
    """The visible organisation at `slug` with all that its page shows, or None."""
    return (
        visible()
        .select_related("kind", "region", "parent")
        .prefetch_related(
            "other_regions",
            "topics_offered",
            "topics_sought",
            Prefetch("units", visible().order_by("name")),
            Prefetch("venues", Venue.objects.select_related("region")),
        )
        .filter(slug=slug)
        .first()
    )


def stack_of(organisation: Organisation) -> list[StackLayer]:
    """All layers, each with `is_brought` and `is_sought`: whether the organisation works in it, or seeks a topic there.

    One query.
    """
    works_in = Organisation.layers.through.objects.filter(organisation=organisation)
    wanted = Organisation.topics_sought.through.objects.filter(organisation=organisation).values("topic")
    lies_in = Topic.layers.through.objects.filter(topic__in=wanted)
    here = {"stacklayer": OuterRef("pk")}
    marks = {"is_brought": Exists(works_in.filter(**here)), "is_sought": Exists(lies_in.filter(**here))}
    return list(StackLayer.objects.annotate(**marks).order_by("number"))


def corridor_regions() -> list[Region]:
    """The corridor regions from west to east, each with its municipalities as `places`."""
    below = Prefetch("children", Region.objects.order_by("name"), to_attr="places")
    return list(
        Region.objects.filter(kind=Region.Kind.CORRIDOR_REGION).prefetch_related(below).order_by("longitude", "name")
    )


def _with_layers(layers: tuple[StackLayer, ...]) -> QuerySet:
    return Organisation.layers.through.objects.filter(stacklayer__in=layers).values("organisation")


def _by_tree(rows: list[Region]) -> list[Region]:
    """`rows` with every region right before what lies below it, and its `depth`; corridor regions come first."""
    below: dict[int | None, list[Region]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    found: list[Region] = []

    def walk(parent: int | None, depth: int) -> None:
        level = below.get(parent, [])
        for row in sorted(level, key=lambda row: row.kind != Region.Kind.CORRIDOR_REGION):
            row.depth = depth
            found.append(row)
            walk(row.pk, depth + 1)

    walk(None, 0)
    return found
