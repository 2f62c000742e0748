"""What does the agenda show of what is coming? That which fits a wish, in which months, and where on the map.

Each takes the events that somebody may see (programme.on_agenda), so that this is looked up once for a page.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from corridor.models import Member, Region, StackLayer
from corridor.queries import regions
from corridor.queries.prepared import Prepared
from events.models import Event, HeldPlaces
from events.queries import capacity, kept, programme

_LAYERS = Prepared(lambda _none: StackLayer.objects.order_by("number"))

_COMING = Prepared(lambda now: programme.coming(None, now=now), dt.datetime)
# Places that are kept are everybody's from an hour on that no row says (F081).
_KEPT = Prepared(lambda now: HeldPlaces.objects.filter(event__starts_at__gt=now).order_by("pk"), dt.datetime)
_BONDS = Prepared(lambda now: Event.layers.through.objects.filter(event__ends_at__gt=now).order_by("pk"), dt.datetime)


@dataclass(frozen=True)
class Wish:
    """What somebody looks for; what is empty does not narrow. `month` is its first day."""

    region: Region | None = None
    kind: str | None = None
    layer: StackLayer | None = None
    month: dt.date | None = None

    def __bool__(self) -> bool:
        return any((self.region, self.kind, self.layer, self.month))


@dataclass(frozen=True)
class Spot:
    """A venue with so many events to come."""

    name: str
    region: int
    latitude: float
    longitude: float
    events: int


@dataclass(frozen=True, slots=True)
class Outline:
    """One event in a line. `place`: name, region, latitude and longitude of its venue; None for what is online."""

    number: int
    starts_at: dt.datetime
    place: list | None


def facts(now: dt.datetime) -> tuple:
    """All that the agenda of a visitor is made of, as the database gives it. Five queries."""
    still_kept = _KEPT.facts(now + kept.FLOATS)
    return (_COMING.facts(now), _BONDS.facts(now), still_kept, regions.facts(), _LAYERS.facts(0))


def fitting(coming: QuerySet[Event], wish: Wish, homes: dict[int, Region | None]) -> QuerySet[Event]:
    """Those of `coming` that fit `wish`; a region holds all whose home it is (`homes`: by the number of a region)."""
    found = coming
    if wish.region:
        found = found.filter(region__in=[number for number, home in homes.items() if home == wish.region])
    if wish.kind:
        found = found.filter(kind=wish.kind)
    if wish.layer:
        # Asked apart: a join would count every place once for each layer.
        bond = Event.layers.through.objects.filter(event=OuterRef("pk"), stacklayer=wish.layer)
        found = found.filter(Exists(bond))
    if wish.month:
        first = dt.datetime.combine(wish.month, dt.time(), Event.ZONE)
        last = dt.datetime.combine((wish.month + dt.timedelta(days=31)).replace(day=1), dt.time(), Event.ZONE)
        found = found.filter(starts_at__gte=first, starts_at__lt=last)
    return found


def outline(events: QuerySet[Event]) -> list[Outline]:
    """All of them in a line each, the next first. One query."""
    found = events.order_by("starts_at", "pk").values_list(
        "pk", "starts_at", "venue__name", "venue__region", "venue__latitude", "venue__longitude"
    )
    return [Outline(pk, starts_at, None if place[0] is None else place) for pk, starts_at, *place in found]


def rows(numbers: Collection[int], tree: dict[int, Region], member: Member | None) -> list[Event]:
    """The events of these numbers, in their order, with places counted (for `member`, who reads); regions from the
    `tree`. One query."""
    found = capacity.with_places(Event.objects.filter(pk__in=numbers).select_related("venue").order_by(), member)
    events = {event.pk: event for event in found}
    for event in events.values():
        event.region = tree[event.region_id]
    return [events[number] for number in numbers if number in events]


def layers(events: Collection[int], every: Iterable[StackLayer]) -> dict[int, list[StackLayer]]:
    """By the number of each event its layers, in the order of `every`. One query."""
    bonds = set(Event.layers.through.objects.filter(event__in=events).order_by().values_list("event", "stacklayer"))
    ordered = list(every)
    return {event: [layer for layer in ordered if (event, layer.pk) in bonds] for event in events}


def every_layer() -> list[StackLayer]:
    """The layers, from below. One query."""
    return _LAYERS.rows(0)


def months(outline: Iterable[Outline]) -> list[dt.date]:
    """The months in which something begins, by their first days; as on the wall in Amsterdam."""
    return sorted({one.starts_at.astimezone(Event.ZONE).date().replace(day=1) for one in outline})


def spots(outline: Iterable[Outline]) -> list[Spot]:
    """Where they are: each venue once, by its name; what is online is nowhere."""
    found = Counter(tuple(one.place) for one in outline if one.place)
    pairs = [Spot(name, region, float(y), float(x), count) for (name, region, y, x), count in found.items()]
    return sorted(pairs, key=lambda spot: spot.name)
