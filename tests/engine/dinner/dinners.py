"""Dinners to try the engine on: seeded crowds of colleagues, regions, kinds of organisation, a place to go to."""

import random

from matchmaking.engine.dinner.shapes import DINNER_WEIGHTS, Dinner, Table
from matchmaking.engine.shapes import Candidate, History, Pool
from tests.engine.pools import PLACES, SYNERGIES, TOPICS, WORDS, affinity_of, layers

HELIXES = ("company", "company", "company", "knowledge", "knowledge", "government", "society")


def crowd(seed: int, members: int, colleagues: int = 2) -> Pool:
    """Members of organisations of about so many colleagues, who have met a few of the others."""
    dice = random.Random(seed)
    organisations = max(1, members // colleagues)
    helix_of = {number: dice.choice(HELIXES) for number in range(organisations)}
    found = []
    for number in range(members):
        organisation = dice.randrange(organisations)
        home = dice.choice(["mra", "mra", "brainport", "brainport", "twente"])
        lat, lon = PLACES[home]
        found.append(
            Candidate(
                id=number * 7 % 9_973 + 11,
                organisation=organisation + 1,
                group=organisation + 1 if organisation % 20 else 1,
                home=home,
                region=home,
                lat_milli=lat + dice.randint(-90, 90),
                lon_milli=lon + dice.randint(-90, 90),
                helix=helix_of[organisation],
                layers=layers(dice.choice([1, 2, 2, 3, 4, 5, 5, 5, 6, 6, 7])),
                offers=tuple(dice.sample(TOPICS, dice.randint(1, 5))),
                seeks=tuple(dice.sample(TOPICS, dice.randint(1, 5))),
                words=tuple(dice.sample(WORDS, dice.randint(0, 6))),
                capacity=dice.choice([0, 1, 2]),
                starved=dice.choice([0, 0, 1, 2]),
            )
        )
    ids = [one.id for one in found]

    def some_pairs(share: float) -> tuple[tuple[int, int], ...]:
        return tuple({tuple(sorted(dice.sample(ids, 2))) for _ in range(round(members * share))})

    return Pool(
        candidates=tuple(found),
        history=History(met=some_pairs(1.5), cooling=some_pairs(0.5), blocked=some_pairs(0.2)),
        weights=DINNER_WEIGHTS,
        affinity=affinity_of(SYNERGIES),
        synergies=SYNERGIES,
        seed=seed,
    )


def dinner(seed: int, members: int, tables: int = 1, seats: int = 6, **facts) -> Dinner:
    """So many tables of so many seats for that crowd, in the middle of Utrecht, unless it says otherwise."""
    pool = facts.pop("pool", None) or crowd(seed, members, facts.pop("colleagues", 2))
    facts.setdefault("tables", tuple(Table(number, seats) for number in range(1, tables + 1)))
    return Dinner(pool, **{"lat_milli": 52_092, "lon_milli": 5_121} | facts)


def gala(seed: int, guests: int = 120, tables: int = 15, seats: int = 8) -> Dinner:
    """Everybody has a seat: only the tables are to be chosen."""
    found = dinner(seed, guests, tables, seats)
    return Dinner.from_json(
        found.to_json() | {"dinner": found.to_json()["dinner"] | {"guests": [one.id for one in found.pool.candidates]}}
    )
