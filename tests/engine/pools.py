"""Pools to try the engine on: one candidate by keyword, and seeded random crowds."""

import random

from matchmaking.engine.affinity import affinity_of
from matchmaking.engine.shapes import Candidate, History, Policy, Pool

SYNERGIES = (
    ("A", (5, 6)),
    ("B", (5, 6, 7)),
    ("C", (2, 3, 5, 6)),
    ("D", (2, 5)),
    ("E", (1, 2, 5)),
    ("G", (3, 4, 5)),
)
PLACES = {"mra": (52_373, 4_892), "brainport": (51_441, 5_478), "twente": (52_222, 6_893)}
TOPICS = [f"topic-{number:02}" for number in range(24)]
WORDS = [f"word{number:02}" for number in range(40)]


def layers(first: int, second: int = 0) -> tuple[int, ...]:
    """A hundred on one layer (1..7), or sixty and forty on two."""
    weights = [0] * 7
    weights[first - 1] += 60 if second else 100
    if second:
        weights[second - 1] += 40
    return tuple(weights)


def candidate(id: int, home: str = "mra", **facts) -> Candidate:
    """A member of an organisation of their own, in the middle of the home region, who offers and seeks something."""
    lat, lon = PLACES.get(home, (0, 0))
    plain = {"organisation": 1000 + id, "group": facts.get("organisation", 1000 + id), "domain": "", "region": home}
    plain |= {"lat_milli": lat, "lon_milli": lon, "layers": layers(2), "offers": ("chips",), "seeks": ("capital",)}
    return Candidate(**plain | facts | {"id": id, "home": home})


def pool(*candidates: Candidate, floor: int = 0, **facts) -> Pool:
    """These members under no floor, unless the policy says otherwise."""
    facts.setdefault("policy", Policy(floor=floor))
    return Pool(candidates=candidates, affinity=affinity_of(SYNERGIES), synergies=SYNERGIES, **facts)


def two(**differences) -> tuple[Candidate, Candidate]:
    """Two members who may meet: from different regions and organisations, one offers what the other seeks. A pair of
    values under a keyword goes to the first and the second."""
    first, second = ({name: values[side] for name, values in differences.items()} for side in (0, 1))
    return (
        candidate(1, **{"home": "mra", "offers": ("chips",), "seeks": ("capital",)} | first),
        candidate(2, **{"home": "brainport", "offers": ("capital",), "seeks": ("chips",)} | second),
    )


def random_pool(seed: int, members: int | None = None, **policy) -> Pool:
    """A crowd with everything in it: colleagues, groups, domains, blocks, history, pauses, three homes, wishes (some of
    them released), visits, layers seen less of, events."""
    dice, later = random.Random(seed), random.Random(-1 - seed)
    size = members or dice.randint(2, 40)
    organisations = max(2, size // 2)
    crowd = []
    for number in range(size):
        organisation = dice.randint(1, organisations)
        home = dice.choice(["mra", "mra", "brainport", "brainport", "twente"])
        lat, lon = PLACES[home]
        crowd.append(
            Candidate(
                id=number * 7 % 9_973 + 11,
                organisation=organisation,
                group=organisation if organisation % 5 else 1,
                domain=dice.choice(["", f"o{organisation}.example", f"O{organisation // 2}.example"]),
                home=dice.choice([home] * 30 + [""]),
                region=home,
                lat_milli=lat + dice.randint(-90, 90),
                lon_milli=lon + dice.randint(-90, 90),
                layers=dice.choice([layers(dice.randint(1, 7)), layers(*dice.sample(range(1, 8), 2)), (0,) * 7]),
                offers=tuple(dice.sample(TOPICS, dice.randint(0, 5))),
                seeks=tuple(dice.sample(TOPICS, dice.randint(1, 5))),
                words=tuple(dice.sample(WORDS, dice.randint(0, 6))),
                capacity=dice.choice([0, 1, 1, 1, 2, 3]),
                starved=dice.choice([0, 0, 0, 1, 2, 3]),
                wishes=(wishes := tuple(dice.sample(range(1, organisations + 1), dice.choice([0, 0, 1, 2])))),
                released=wishes[: later.choice([0, 0, 1])],
                less_layers=tuple(later.sample(range(1, 8), later.choice([0, 0, 0, 1, 2]))),
                attended=tuple(later.sample(range(1, 9), later.choice([0, 0, 1, 2]))),
                visits=tuple(dice.sample(sorted(PLACES), dice.choice([0, 0, 0, 1]))),
                unavailable=dice.choice([""] * 12 + ["paused", "no_consent"]),
            )
        )
    ids = [one.id for one in crowd]

    def some_pairs(share: float) -> tuple[tuple[int, int], ...]:
        count = round(size * share)
        return tuple({tuple(sorted(dice.sample(ids, 2))) for _ in range(count)})

    return Pool(
        candidates=tuple(crowd),
        history=History(
            met=some_pairs(1.0),
            cooling=some_pairs(0.3),
            blocked=some_pairs(0.2),
            blocked_organisations=tuple({(dice.choice(ids), dice.randint(1, organisations)) for _ in range(size // 8)}),
        ),
        policy=Policy(**{"floor": dice.choice([0, 200_000, 300_000]), "bonus_starved": 30_000} | policy),
        affinity=affinity_of(SYNERGIES),
        topic_layers={topic: (1 + number % 7,) for number, topic in enumerate(TOPICS)},
        synergies=SYNERGIES,
        seed=seed,
    )
