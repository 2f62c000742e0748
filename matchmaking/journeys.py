"""Where could these two meet? Where whoever travels longest travels least. A plain function of minutes by train.

The train and not the car: whoever sits in one can read, and there is always one back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH = 6371.0  # km
# A journey that no table knows: to the station and the wait, and then so much for each kilometre as the crow flies.
LEAST_MINUTES = 20
TO_THE_TRAIN, MINUTES_A_KILOMETRE = 10, 0.7


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map, by a name of its own."""

    key: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Journeys:
    """How many minutes each of the two travels to a place; `key` decides between places that are equally good."""

    key: str
    minutes: tuple[int, int]


def kilometres(one: Spot, other: Spot) -> float:
    """Great-circle distance (haversine)."""
    north = radians(other.latitude - one.latitude) / 2
    east = radians(other.longitude - one.longitude) / 2
    narrow = cos(radians(one.latitude)) * cos(radians(other.latitude))
    return 2 * EARTH * asin(sqrt(min(1.0, sin(north) ** 2 + narrow * sin(east) ** 2)))


def minutes_by_distance(one: Spot, other: Spot) -> int:
    """What the journey between two spots takes about, for a pair that the table of travel times lacks."""
    return max(LEAST_MINUTES, round(TO_THE_TRAIN + MINUTES_A_KILOMETRE * kilometres(one, other)))


def half_way(places: Iterable[Journeys]) -> Journeys | None:
    """Of `places` the one whose longer journey is shortest, then whose two journeys together are; None without places.

    The same answer whichever of the two comes first, and for any order of the places.
    """
    return min(places, key=lambda place: (max(place.minutes), sum(place.minutes), place.key), default=None)
