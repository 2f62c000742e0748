"""What is it worth that these two share a table, and what does a guest's journey cost?

Everything here is an integer in micro-units. pair_values is the only place that asks the engine for all pairs at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from matchmaking.engine.context import Context
from matchmaking.engine.dinner.shapes import Dinner
from matchmaking.engine.ground import prepare
from matchmaking.engine.passes import verdicts
from matchmaking.engine.scoring import distance
from matchmaking.engine.shapes import Candidate, Policy, Pool

Ints = npt.NDArray[np.int64]
METRES = 1000


def everybody(pool: Pool) -> Pool:
    """In: a pool. Out: the same members in order of id, with the same scores, and no rule of a round that would leave
    one of them out: at a dinner a full calendar of introductions or an unknown home keeps nobody away."""
    members = sorted(pool.candidates, key=lambda one: one.id)
    return replace(pool, candidates=tuple(_present(one) for one in members), policy=Policy(cross_region=False, floor=0))


def _present(one: Candidate) -> Candidate:
    # A topic nobody else has and one name for every unknown home change no score: see scoring.py.
    offers = one.offers if one.offers or one.seeks else (f"?{one.id}",)
    return replace(one, unavailable="", capacity=1, home=one.home or "?", offers=offers)


def pair_values(pool: Pool) -> Ints:
    """In: a pool. Out: what score_pair gives for every two members, rows and columns in order of member id; zeros on
    the diagonal."""
    with np.errstate(over="ignore"):  # without the compiler, numpy would tell that the dice wrap around
        values, _ = verdicts(prepare(everybody(pool)).arrays)
    return values


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
    tonight included, are longer than the mean of all of them. So over a season the travelling is shared."""
    before = dict(dinner.travelled)
    burden = {
        member: METRES * before.get(member, 0) + metres for member, metres in journeys(dinner, guests, context).items()
    }
    mean = sum(burden.values()) // max(len(burden), 1)
    return {member: dinner.unfair_per_km * max(0, metres - mean) // METRES for member, metres in burden.items()}
