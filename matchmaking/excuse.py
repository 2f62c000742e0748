"""Where could these two meet? Where whoever travels farthest travels least. A plain function of coordinates."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH = 6371.0  # km


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map; `key` decides between places that are equally good."""

    key: str
    latitude: float
    longitude: float


def kilometres(one: Spot, other: Spot) -> float:
    """Great-circle distance (haversine)."""
    north = radians(other.latitude - one.latitude) / 2
    east = radians(other.longitude - one.longitude) / 2
    narrow = cos(radians(one.latitude)) * cos(radians(other.latitude))
    return 2 * EARTH * asin(sqrt(min(1.0, sin(north) ** 2 + narrow * sin(east) ** 2)))


def half_way(one: Spot, other: Spot, places: Iterable[Spot]) -> Spot | None:
    """Of `places` the one whose longer journey is shortest, then whose two journeys together are; None without places.

    The same answer for (one, other) and (other, one), and for any order of the places.
    """

    def effort(place: Spot) -> tuple[int, int, str]:
        # Whole metres, so that rounding noise never decides.
        metres = [round(1000 * kilometres(side, place)) for side in (one, other)]
        return max(metres), sum(metres), place.key

    return min(places, key=effort, default=None)
