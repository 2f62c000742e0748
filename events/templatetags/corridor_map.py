"""Where is what is coming? The corridor as an atlas draws a main road, with a shape at each place.

The shape is that of the region, its size and number say how many events. Give the same as a list beside it.
"""

import math
from collections.abc import Iterable, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corridor.models import Region
from corridor.templatetags.drawn import joined, short
from events.queries.agenda import Spot

register = template.Library()

WIDTH, TALLEST, MARGIN = 300, 460, 30
GAP, ROUNDS = 6, 12  # between two shapes, and how often they make room for each other
FEWEST_DEGREES = 0.6  # however close together the places are
NARROWING = math.cos(math.radians(52))  # of a degree of longitude, here


@register.simple_tag
def corridor_map(spots: Sequence[Spot], homes: dict[int, Region | None], label: str) -> SafeString:
    """The map. `homes`: the home region of each region's number; the corridor regions among them make the road."""
    ends = {home.pk: home for home in homes.values() if home and home.kind == Region.Kind.CORRIDOR_REGION}
    towns = sorted(ends.values(), key=lambda region: -region.latitude)
    points = [(float(town.latitude), float(town.longitude)) for town in towns]
    points += [(spot.latitude, spot.longitude) for spot in spots]
    if not points:
        return SafeString("")
    x_of, y_of, height = _frame(points)
    road = [(x_of(float(town.longitude)), y_of(float(town.latitude))) for town in towns]
    largest_first = sorted(spots, key=lambda spot: -spot.events)
    places = _apart(
        [(x_of(one.longitude), y_of(one.latitude)) for one in largest_first],
        [_size(one.events) for one in largest_first],
    )
    shapes = [
        _shape(homes.get(spot.region), x, y, spot.events) for spot, (x, y) in zip(largest_first, places, strict=True)
    ]
    names = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="{}">{}</text>',
        (
            (
                short(x + (12 if x < WIDTH * 0.6 else -12)),
                short(y - 20),
                "start" if x < WIDTH * 0.6 else "end",
                town.name,
            )
            for (x, y), town in zip(road, towns, strict=True)
        ),
    )
    return format_html(
        '<svg class="corridor-map" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>',
        WIDTH,
        short(height),
        label,
        _road(road),
        joined(shapes),
        names,
    )


def _frame(points: Iterable[tuple[float, float]]):
    """How degrees become places on the drawing, and how tall that is."""
    latitudes, longitudes = zip(*points, strict=True)
    south, north = _at_least(min(latitudes), max(latitudes))
    west, east = _at_least(min(longitudes), max(longitudes))
    scale = min((WIDTH - 2 * MARGIN) / ((east - west) * NARROWING), (TALLEST - 2 * MARGIN) / (north - south))
    aside = (WIDTH - (east - west) * NARROWING * scale) / 2
    return (
        lambda longitude: aside + (longitude - west) * NARROWING * scale,
        lambda latitude: MARGIN + (north - latitude) * scale,
        2 * MARGIN + (north - south) * scale,
    )


def _at_least(low: float, high: float) -> tuple[float, float]:
    more = max(0.0, FEWEST_DEGREES - (high - low)) / 2
    return low - more, high + more


def _road(points: Sequence[tuple[float, float]]) -> SafeString:
    if len(points) < 2:
        return SafeString("")
    (x, y), *rest = points
    path = f"M{short(x)} {short(y)}"
    for (x1, y1), (x2, y2) in zip(points, rest, strict=False):
        path += f"C{short(x1)} {short((y1 + y2) / 2)} {short(x2)} {short((y1 + y2) / 2)} {short(x2)} {short(y2)}"
    return format_html(
        '<g class="arc" data-state="accepted"><path class="case" d="{0}"/><path class="core" d="{0}"/></g>', path
    )


def _size(count: int) -> int:
    """Half the width of a shape."""
    return min(9 + 2 * (count - 1), 17)


def _apart(points: Sequence[tuple[float, float]], sizes: Sequence[int]) -> list[tuple[float, float]]:
    """The same places, moved a little where two shapes would cover each other, so that each number can be read."""
    places = list(points)
    pairs = [(i, j) for i in range(len(places)) for j in range(i)]
    for _turn in range(ROUNDS):
        for i, j in pairs:
            (x, y), (x1, y1) = places[i], places[j]
            away_x, away_y = (x - x1, y - y1) if (x, y) != (x1, y1) else (0.0, 1.0)
            near = math.hypot(away_x, away_y)
            lack = (sizes[i] + sizes[j] + GAP - math.hypot(x - x1, y - y1)) / 2
            if lack > 0:
                step_x, step_y = away_x / near * lack, away_y / near * lack
                places[i], places[j] = (x + step_x, y + step_y), (x1 - step_x, y1 - step_y)
    return places


def _shape(home: Region | None, x: float, y: float, count: int) -> SafeString:
    """Round, square or diamond, as the region's mark; larger when there is more, with the number inside."""
    size = _size(count)
    mark = home.mark if home else Region.Mark.DIAMOND
    if mark == Region.Mark.ROUND:
        form = format_html('<circle cx="{}" cy="{}" r="{}"/>', short(x), short(y), size)
    elif mark == Region.Mark.SQUARE:
        form = format_html(
            '<rect x="{}" y="{}" width="{}" height="{}"/>', short(x - size), short(y - size), 2 * size, 2 * size
        )
    else:
        corners = (
            f"M{short(x)} {short(y - size - 2)}l{size + 2} {size + 2} {-size - 2} {size + 2} {-size - 2} {-size - 2}z"
        )
        form = format_html('<path d="{}"/>', corners)
    number = format_html('<text x="{}" y="{}">{}</text>', short(x), short(y + 5), count)
    return format_html('<g class="spot">{}{}</g>', form, number)
