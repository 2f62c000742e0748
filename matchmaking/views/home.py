"""What does a visitor see first? The corridor as it stands, drawn from its own numbers, and how to join."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page

from corridor import access, clock
from corridor.models import Region
from corridor.queries import regions
from corridor.templatetags.section import Arc, Place, Section
from events.models import Event
from events.queries import capacity, programme
from matchmaking.queries import corridor_numbers
from matchmaking.queries.corridor_numbers import Corridor, Spot

ARCS, EVENTS = 5, 3
EXAMPLE = (2, 5)  # the layers with which the page explains itself: "I bring chips, I seek intelligence"


@access.public
@gzip_page
def home(request: HttpRequest) -> HttpResponse:
    """The front page; the same for everybody, and no cookie is set for it. Nothing secret is in it, so it is zipped."""
    now = corridor_numbers.corridor()
    section = section_of(now)
    example = [[layer] for layer in now.layers if layer.number in EXAMPLE]
    context = {
        "corridor": now,
        "section": section,
        "table": [(spot, [spot.weights.get(layer, 0) for layer in now.layers]) for spot in now.spots],
        "arcs_are_ties": bool(section.arcs and now.ties),
        "example": example if len(example) == len(EXAMPLE) else [],
        "coming": coming(clock.now()),
    }
    return render(request, "matchmaking/home.html", context)


def coming(now: dt.datetime) -> list[tuple[Event, Region | None, int]]:
    """The next events, each with the home of its region and the places left; no question more when there are none."""
    events = list(programme.coming(None, now=now)[:EVENTS])
    homes = regions.homes() if events else {}
    return [(event, homes.get(event.region_id), capacity.free(event, now)) for event in events]


def section_of(now: Corridor) -> Section:
    """The drawing of `now`: every spot with its strata, and the arcs of what came of it, or of what is expected."""
    largest = {}
    for spot in now.spots:
        if spot.home and spot.total > getattr(largest.get(spot.home.pk), "total", -1):
            largest[spot.home.pk] = spot
    places = [
        Place(
            name=spot.region.name.partition(" (")[0],
            in_corridor=spot.home is not None,
            thickness={layer.number: count for layer, count in spot.weights.items()},
            named_when_narrow=spot in largest.values(),
        )
        for spot in now.spots
    ]
    arcs = _made(now) or _expected(now)
    return Section(places, {layer.number: layer.name for layer in now.layers}, arcs[:ARCS])


def _made(now: Corridor) -> list[Arc]:
    """One yellow arc for each pair of layers with a twice yes, the most frequent first."""
    arcs = []
    for tie in now.ties:
        ends = [_thickest(now.spots, home.pk, layer) for home, layer in zip(tie.homes, tie.layers, strict=True)]
        if None not in ends:
            arcs.append(Arc(ends[0], tie.layers[0], ends[1], tie.layers[1], "accepted"))
    return arcs


def _expected(now: Corridor) -> list[Arc]:
    """Before anything came of it: one dotted arc per synergy, from where one region leads to where the next does."""
    homes = list(dict.fromkeys(spot.home.pk for spot in now.spots if spot.home))
    arcs: dict[tuple, Arc] = {}
    for west, east in zip(homes, homes[1:], strict=False):
        for _synergy, layers in now.synergies:
            lead = {layer.number: _share(now.spots, west, layer) - _share(now.spots, east, layer) for layer in layers}
            here, there = max(lead, key=lead.get), min(lead, key=lead.get)
            ends = _thickest(now.spots, west, here), _thickest(now.spots, east, there)
            if here != there and None not in ends:
                arcs.setdefault((*ends, here, there), Arc(ends[0], here, ends[1], there, "proposed"))
    found = list(arcs.values())
    seen = [{arc.from_layer for arc in found[:i]} for i in range(len(found))]
    return [
        arc for arc, before in sorted(zip(found, seen, strict=True), key=lambda pair: pair[0].from_layer in pair[1])
    ]


def _share(spots: list[Spot], home: int, layer) -> float:
    """How much of what stands in a corridor region stands in this layer."""
    inside = [spot for spot in spots if spot.home and spot.home.pk == home]
    return sum(spot.weights.get(layer, 0) for spot in inside) / (sum(spot.total for spot in inside) or 1)


def _thickest(spots: list[Spot], home: int, number: int) -> int | None:
    """The index of the place of `home` where layer `number` is thickest."""
    inside = [
        (sum(count for layer, count in spot.weights.items() if layer.number == number), -index)
        for index, spot in enumerate(spots)
        if spot.home and spot.home.pk == home
    ]
    return -max(inside)[1] if inside else None
