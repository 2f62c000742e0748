"""What does a guest's journey cost? Integers in micro-units."""

from __future__ import annotations

from collections.abc import Iterable

from matchmaking.engine.context import Context
from matchmaking.engine.dinner.shapes import Dinner
from matchmaking.engine.scoring import distance
from matchmaking.engine.shapes import Candidate

METRES = 1000


def journeys(dinner: Dinner, guests: Iterable[Candidate], context: Context) -> dict[int, int]:
    """In: a dinner and members. Out: metres from each one's region to the place, as the crow flies; 0 when either is
    unknown."""
    place = Candidate(id=0, organisation=0, group=0, lat_milli=dinner.lat_milli, lon_milli=dinner.lon_milli)
    return {one.id: distance(one, place, context) for one in guests}


def travel_costs(dinner: Dinner, guests: tuple[Candidate, ...], context: Context) -> dict[int, int]:
    """In: a dinner and the members who might come. Out: micro-units off for each of them who does."""
    return {
        member: dinner.cost_per_km * metres // METRES for member, metres in journeys(dinner, guests, context).items()
    }


def unfair_costs(dinner: Dinner, guests: tuple[Candidate, ...], context: Context) -> dict[int, int]:
    """In: a dinner and the members who might come. Out: micro-units off for each whose journeys of this season,
    tonight included, are longer than the mean of the pool. So over a season the travelling is shared.

    The mean is that of everybody in the pool who could come at all, also of reserves and of those the organiser left
    out: nobody's journey may get dearer because somebody else declined or was asked in their place.
    """
    common = _burdens(dinner, (one for one in dinner.pool.candidates if not one.unavailable), context)
    mean = sum(common.values()) // max(len(common), 1)
    return {
        member: dinner.unfair_per_km * max(0, metres - mean) // METRES
        for member, metres in _burdens(dinner, guests, context).items()
    }


def _burdens(dinner: Dinner, guests: Iterable[Candidate], context: Context) -> dict[int, int]:
    """Metres of this season, tonight included."""
    before = dict(dinner.travelled)
    tonight = journeys(dinner, guests, context)
    return {member: METRES * before.get(member, 0) + metres for member, metres in tonight.items()}
