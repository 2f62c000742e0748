"""What does the corridor look like now? Who is where, in which layer, and what came of it, in five queries."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import BigIntegerField, Count, F, QuerySet, Value

from corridor.models import Profile, Region, StackLayer, Synergy
from corridor.queries import directory, regions
from matchmaking.models import Round
from matchmaking.queries import joint_mails, together

PLACES_OF_A_REGION = 4
PLACES_IN_BETWEEN = 2
SMALLEST_SHARE = 10  # a place is named from a tenth of the largest of its region; two at least, to give it a shape
EAST_WEST = 0.62  # a degree of longitude against one of latitude, hereabouts


@dataclass(frozen=True)
class Spot:
    """A named place on the section. `home` is its corridor region; None in the valley between two."""

    region: Region
    home: Region | None
    weights: Mapping[StackLayer, int]

    @property
    def total(self) -> int:
        return sum(self.weights.values())


@dataclass(frozen=True)
class Tie:
    """Introductions between a layer of one corridor region and a layer of another: how often twice yes."""

    homes: tuple[Region, Region]
    layers: tuple[int, int]
    count: int


@dataclass(frozen=True)
class Numbers:
    organisations: int = 0
    members: int = 0
    rounds: int = 0
    collaborations: int = 0  # those that both sides released
    twice_yes: int = 0


@dataclass(frozen=True)
class Corridor:
    layers: list[StackLayer]
    spots: list[Spot]
    ties: list[Tie]
    numbers: Numbers
    synergies: list[tuple[Synergy, list[StackLayer]]] = field(default_factory=list)


def corridor() -> Corridor:
    """The corridor as it stands. Counts only: no name, and ties only between whole regions, never between places."""
    layers = list(StackLayer.objects.order_by("number"))
    tree = Region.objects.in_bulk()
    weights, totals = _weights(layers)
    ties, twice_yes = _ties(tree)
    numbers = Numbers(**totals, twice_yes=twice_yes)
    return Corridor(layers, _spots(tree, weights), ties, numbers, _synergies(layers))


def _weights(layers: list[StackLayer]) -> tuple[dict[int, Counter], dict[str, int]]:
    """Organisations and members per region and layer, and how many there are of each; one query."""
    members = Profile.objects.filter(member__is_active=True)
    parts = [
        _counted("weight", directory.visible(), "region", "layers"),
        _counted("weight", members, "region", "layers"),
        _counted("organisations", directory.visible()),
        _counted("members", members),
        _counted("collaborations", together.public()),
        _counted("rounds", Round.objects.filter(state__in=[Round.State.APPROVED, Round.State.CLOSED])),
    ]
    by_number = {layer.pk: layer for layer in layers}
    weights: dict[int, Counter] = defaultdict(Counter)
    totals: dict[str, int] = {}
    for what, region, layer, count in parts[0].union(*parts[1:], all=True):
        if what != "weight":
            totals[what] = count
        elif region and layer:
            weights[region][by_number[layer]] += count
    return weights, totals


def _counted(what: str, rows: QuerySet, region: str | None = None, layer: str | None = None) -> QuerySet:
    none = Value(None, output_field=BigIntegerField())
    columns = {"what": Value(what), "at": F(region) if region else none, "on": F(layer) if layer else none}
    return (
        rows.order_by()
        .annotate(**columns)
        .values("what", "at", "on")
        .annotate(many=Count("pk"))
        .values_list("what", "at", "on", "many")
    )


def _ties(tree: dict[int, Region]) -> tuple[list[Tie], int]:
    """Introductions made for good, folded into pairs of corridor regions and layers; and how many there are in all.

    What may still be taken back is not counted: whoever said yes and sees a number rise and fall would know why (F003).
    """
    sides = [f"member_{side}__profile__{what}" for side in "ab" for what in ("region", "primary_layer__number")]
    made = joint_mails.made_for_good().order_by()
    homes, folded, total = regions.homes(tree), Counter(), 0
    for region_a, layer_a, region_b, layer_b, count in made.values_list(*sides).annotate(many=Count("pk")):
        total += count
        ends = [(homes.get(region_a), layer_a), (homes.get(region_b), layer_b)]
        if all(home and layer and home.kind == Region.Kind.CORRIDOR_REGION for home, layer in ends):
            west, east = sorted(ends, key=lambda end: (end[0].longitude, end[0].pk))
            folded[west[0].pk, east[0].pk, west[1], east[1]] += count
    ties = [Tie((tree[a], tree[b]), (m, n), count) for (a, b, m, n), count in sorted(folded.items()) if a != b]
    return sorted(ties, key=lambda tie: -tie.count), total


def _spots(tree: dict[int, Region], weights: Mapping[int, Counter]) -> list[Spot]:
    """The places of the section, from west to east: those of each corridor region, and what lies in between."""
    homes = regions.homes(tree)
    corridor_regions = sorted(
        (region for region in tree.values() if region.kind == Region.Kind.CORRIDOR_REGION),
        key=lambda region: (region.longitude, region.pk),
    )
    found: list[Spot] = []
    for index, home in enumerate(corridor_regions):
        if index:
            found += _in_between(corridor_regions[index - 1], home, tree, homes, weights)
        below = [region for region in tree.values() if homes[region.pk] == home]
        found += _of_region(home, below, weights)
    return found


def _of_region(home: Region, below: list[Region], weights: Mapping[int, Counter]) -> list[Spot]:
    """The largest places of one corridor region; everybody else there is counted at the nearest of them."""
    candidates = [region for region in below if region != home] or [home]
    candidates.sort(key=lambda region: (-weights.get(region.pk, Counter()).total(), region.name))
    largest = weights.get(candidates[0].pk, Counter()).total()
    named = [
        region
        for rank, region in enumerate(candidates[:PLACES_OF_A_REGION])
        if rank < 2 or weights.get(region.pk, Counter()).total() * SMALLEST_SHARE >= largest
    ]
    gathered = {region.pk: Counter() for region in named}
    for region in below:
        nearest = min(named, key=lambda place: _distance(place, region))
        gathered[nearest.pk].update(weights.get(region.pk, Counter()))
    named.sort(key=lambda region: (region.longitude, region.pk))
    return [Spot(region, home, gathered[region.pk]) for region in named]


def _in_between(
    west: Region,
    east: Region,
    tree: dict[int, Region],
    homes: dict[int, Region | None],
    weights: Mapping[int, Counter],
) -> list[Spot]:
    """The valley: the largest places outside the corridor regions that lie between two of them."""
    south, north = sorted((west.latitude, east.latitude))
    found = [
        region
        for region in tree.values()
        if region.kind == Region.Kind.MUNICIPALITY
        and (homes[region.pk] is None or homes[region.pk].kind != Region.Kind.CORRIDOR_REGION)
        and west.longitude < region.longitude < east.longitude
        and south < region.latitude < north
    ]
    found.sort(key=lambda region: (-weights.get(region.pk, Counter()).total(), region.name))
    between = sorted(found[:PLACES_IN_BETWEEN], key=lambda region: (region.longitude, region.pk))
    return [Spot(region, None, weights.get(region.pk, Counter())) for region in between]


def _distance(one: Region, other: Region) -> float:
    north, east = float(one.latitude - other.latitude), float(one.longitude - other.longitude) * EAST_WEST
    return north * north + east * east


def _synergies(layers: list[StackLayer]) -> list[tuple[Synergy, list[StackLayer]]]:
    """Each synergy with its layers, lowest first; one query, whatever their number."""
    rows = Synergy.layers.through.objects.select_related("synergy").order_by("synergy__letter")
    by_number = {layer.pk: layer for layer in layers}
    found: dict[int, tuple[Synergy, list[StackLayer]]] = {}
    for row in rows:
        found.setdefault(row.synergy_id, (row.synergy, []))[1].append(by_number[row.stacklayer_id])
    return [(synergy, sorted(held, key=lambda layer: layer.number)) for synergy, held in found.values()]
