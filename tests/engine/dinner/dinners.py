"""Dinners to try the engine on: seeded crowds of colleagues, regions, kinds of organisation, a place to go to."""

import random
from dataclasses import replace

from matchmaking.engine.dinner.shapes import APART, DINNER_WEIGHTS, Dinner, Rules, Table
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


def small(seed: int) -> Dinner:
    """One to three small tables with everything in it: pins, hosts, promises, reserves, people who are not there, empty
    seats, rules switched off, people of whom little is known. Many of these are impossible."""
    dice = random.Random(seed)
    members, tables = dice.randint(5, 14), dice.randint(1, 3)
    pool = crowd(seed, members, dice.choice([1, 1, 2]))
    changes = ({}, {}, {}, {}, {"unavailable": "no_consent"}, {"home": ""}, {"layers": (0,) * 7, "helix": ""})
    pool = replace(pool, candidates=tuple(replace(one, **dice.choice(changes)) for one in pool.candidates))
    ids = [one.id for one in pool.candidates]
    dice.shuffle(ids)
    seats = [dice.randint(2, 4) for _ in range(tables)]
    return Dinner(
        pool=pool,
        lat_milli=52_092,
        lon_milli=5_121,
        tables=tuple(
            Table(number, size, dice.randint(1, size), ids.pop() if not dice.randrange(9) else 0)
            for number, size in enumerate(seats, 1)
        ),
        rules=Rules(
            layers=dice.randint(0, 3),
            homes=dice.randint(0, 2),
            helix=dice.randint(0, 2),
            apart=tuple(code for code in APART if dice.randrange(6)),
        ),
        cost_per_km=dice.choice([0, 2_000, 20_000]),
        travelled=tuple((one, dice.randrange(300)) for one in ids[:3]),
        pins=tuple((ids.pop(), dice.randint(1, tables)) for _ in range(dice.choice([0, 0, 1, 2]))),
        guests=tuple(ids[: dice.choice([0, 0, 1, 2])]),
        reserves=tuple(ids[2 : 2 + dice.choice([0, 0, 1])]),
        excluded=tuple(ids[-1:] * dice.choice([0, 0, 1])),
        allowed=tuple({tuple(sorted(dice.sample([one.id for one in pool.candidates], 2)))}),
        empty=dice.choice([0, 0, 0, 1]),
    )
