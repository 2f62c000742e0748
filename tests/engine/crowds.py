"""Invented crowds of any size, and graphs like theirs, for what only shows in numbers.

Skewed as a corridor is: a few topics, regions and organisations with many members, and many with few. What people
offer is tied to their layer, what they seek to a layer theirs goes well with. Same seed, same crowd.
"""

from dataclasses import replace

import numpy as np

from matchmaking.engine.affinity import affinity_of
from matchmaking.engine.shapes import Candidate, History, Policy, Pool
from tests.engine.pools import SYNERGIES

CITIES, CLUSTERS, TOPICS_EACH = 24, 16, 10
MAIN_LAYER = (0.05, 0.06, 0.12, 0.16, 0.22, 0.29, 0.10)


def zipf(count: int, power: float) -> np.ndarray:
    """Shares that fall with rank, together one."""
    share = 1.0 / np.arange(1, count + 1) ** power
    return share / share.sum()


def crowd(members: int, seed: int, **policy) -> Pool:
    """So many members in two dozen cities, who offer and seek 2 to 6 of 160 topics, have room for 1 to 3
    introductions, and have on average met six others; three in ten have waited."""
    dice = np.random.default_rng([members, seed])
    affinity = affinity_of(SYNERGIES)
    pull = np.array(affinity, dtype=float)
    pull /= pull.sum(axis=1, keepdims=True)
    place = np.stack([dice.integers(50_800, 53_400, CITIES), dice.integers(3_600, 7_100, CITIES)], axis=1).tolist()
    city = dice.choice(CITIES, members, p=zipf(CITIES, 0.8)).tolist()
    organisation = (1 + dice.choice(max(3, members // 5), members, p=zipf(max(3, members // 5), 0.75))).tolist()
    main, second = dice.choice(7, members, p=MAIN_LAYER).tolist(), dice.integers(0, 7, members).tolist()
    most = dice.integers(55, 101, members).tolist()
    capacity = dice.choice(3, members, p=(0.55, 0.30, 0.15)).tolist()
    waited = dice.choice(4, members, p=(0.70, 0.16, 0.09, 0.05)).tolist()
    wanted = [int(dice.choice(7, p=pull[layer])) for layer in main]

    def topics(layer: int, other: int) -> tuple[str, ...]:
        """Two to six, most of them from what the layer is about."""
        count = int(dice.integers(2, 7))
        about = np.where(dice.random(count) < 0.7, layer, other) * 2 + dice.integers(0, 3, count)
        number = dice.choice(TOPICS_EACH, count, p=zipf(TOPICS_EACH, 0.9))
        return tuple(sorted({f"t{cluster % CLUSTERS:02}-{one}" for cluster, one in zip(about, number, strict=True)}))

    def pairs(count: int) -> tuple[tuple[int, int], ...]:
        drawn = np.sort(dice.integers(1, members + 1, (count, 2)), axis=1).tolist()
        return tuple((a, b) for a, b in drawn if a < b)

    def layers(row: int) -> tuple[int, ...]:
        weights = [0] * 7
        weights[main[row]] += most[row]
        weights[second[row]] += 100 - most[row]
        return tuple(weights)

    return Pool(
        candidates=tuple(
            Candidate(
                id=row + 1,
                organisation=organisation[row],
                group=organisation[row],
                home=f"city-{city[row]}",
                region=f"city-{city[row]}",
                lat_milli=place[city[row]][0],
                lon_milli=place[city[row]][1],
                layers=layers(row),
                offers=topics(main[row], second[row]),
                seeks=topics(wanted[row], main[row]),
                capacity=1 + capacity[row],
                starved=waited[row],
            )
            for row in range(members)
        ),
        history=History(met=pairs(3 * members), blocked=pairs(members // 20)),
        policy=replace(Policy(), **policy),
        affinity=affinity,
        synergies=SYNERGIES,
        seed=seed,
    )
