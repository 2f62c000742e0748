"""What does a large crowd look like, when nobody has one yet?

Seeded pools of any size for rounds and benches: topics in clusters tied to layers of the Stack, popular topics, regions
and organisations much more popular than others, places for one to three introductions, up to three rounds waited,
pairs who met (mostly near each other) or blocked each other. numpy's generator and nothing else decides, so the same
size and seed give the same crowd.
"""

from dataclasses import dataclass

import numpy as np

from matchmaking.engine.shapes import Candidate, History, Policy, Pool

LAYERS, TOPICS, CLUSTERS, REGIONS, PROVINCES = 7, 160, 16, 24, 8
# What two layers are worth to each other, percent: energy and sites, chips, compute, data, models, applications,
# governance.
AFFINITY = (
    (15, 80, 90, 35, 30, 45, 70),
    (80, 15, 95, 40, 75, 45, 50),
    (90, 95, 20, 80, 85, 55, 60),
    (35, 40, 80, 20, 95, 85, 90),
    (30, 75, 85, 95, 20, 90, 85),
    (45, 45, 55, 85, 90, 25, 80),
    (70, 50, 60, 90, 85, 80, 15),
)
MAIN_LAYER = (0.05, 0.06, 0.12, 0.16, 0.22, 0.29, 0.10)
CLUSTERS_OF = ((0, 1), (2, 3), (4, 5), (6, 7, 8), (9, 10, 11), (11, 12, 13), (14, 15))  # topic clusters of a layer
HELIX = ("academia", "industry", "government", "society", "investor")
HELIX_SHARE = (0.22, 0.46, 0.12, 0.10, 0.10)


@dataclass(frozen=True)
class Crowd:
    """N members as arrays. places: (regions, 2), kilometres. offers, seeks: topic numbers per member, ascending. met,
    blocked: pairs of rows, the smaller first."""

    layers: np.ndarray
    region: np.ndarray
    places: np.ndarray
    organisation: np.ndarray
    helix: np.ndarray
    offers: list[np.ndarray]
    seeks: list[np.ndarray]
    capacity: np.ndarray
    starved: np.ndarray
    met: np.ndarray
    blocked: np.ndarray


def crowd(members: int, seed: int) -> Crowd:
    """In: how many, and which crowd of that size. Out: the crowd."""
    random = np.random.default_rng([20240, members, seed])
    countries = np.array([[0, 0], [700, 150], [350, 800.0]])
    provinces = countries[[0, 0, 0, 1, 1, 1, 2, 2]] + random.normal(0, 110, (PROVINCES, 2))
    places = provinces[np.arange(REGIONS) // 3] + random.normal(0, 35, (REGIONS, 2))
    region = random.permutation(REGIONS)[_drawn(_popularity(REGIONS, 0.8), random.random(members))]
    random.normal(0, 12, (members, 2))  # where in the region they live: nobody asks
    main = _drawn(np.array(MAIN_LAYER), random.random(members))
    second = random.integers(0, LAYERS, members)
    has_second = random.random(members) < 0.55
    most = np.where(has_second, random.integers(55, 81, members), random.integers(85, 101, members))
    layers = np.zeros((members, LAYERS), dtype=np.int64)
    layers[np.arange(members), main] += np.where(has_second, most, 100)
    layers[np.arange(members), second] += np.where(has_second, 100 - most, 0)
    primary = _cluster(main, random.random(members))
    secondary = _cluster(second, random.random(members))
    # People seek where the layers lie that are worth most to theirs.
    pull = np.array(AFFINITY) / np.sum(AFFINITY, axis=1, keepdims=True)
    wanted = (np.cumsum(pull[main], axis=1) < random.random((members, 1))).sum(axis=1).clip(0, LAYERS - 1)
    sought = _cluster(wanted, random.random(members))
    offers = _topics(random, random.integers(2, 7, members), primary, secondary)
    seeks = _topics(random, random.integers(2, 6, members), sought, primary)
    organisations = max(3, members // 5)
    organisation = _drawn(_popularity(organisations, 0.75), random.random(members))
    capacity = 1 + _drawn(np.array([0.55, 0.30, 0.15]), random.random(members))
    starved = _drawn(np.array([0.70, 0.16, 0.09, 0.05]), random.random(members))
    helix = _drawn(np.array(HELIX_SHARE), random.random(members))
    one = random.integers(0, members, 3 * members)
    in_order = np.argsort(region, kind="stable")
    start = np.searchsorted(region[in_order], np.arange(REGIONS + 1))
    here = region[one]
    near = start[here] + (random.random(3 * members) * (start[here + 1] - start[here])).astype(np.int64)
    neighbour = in_order[near.clip(0, members - 1)]
    met = np.where(random.random(3 * members) < 0.6, neighbour, random.integers(0, members, 3 * members))
    few = max(1, members // 20)
    return Crowd(
        layers, region, places, organisation, helix, offers, seeks, capacity, starved, _pairs(one, met),
        _pairs(random.integers(0, members, few), random.integers(0, members, few)),
    )  # fmt: skip


def pool_of(members: int, seed: int, floor: int = 300_000) -> Pool:
    """In: how many, which crowd of that size, and the round's floor in micro-units. Out: the crowd as a pool."""
    made = crowd(members, seed)
    # A flat map of the corridor: kilometres to thousandths of a degree.
    lat = (52_000 + made.places[:, 1] / 0.111).astype(np.int64).tolist()
    lon = (5_000 + made.places[:, 0] / 0.0685).astype(np.int64).tolist()
    slugs = [f"t{number:03}" for number in range(TOPICS)]
    candidates = tuple(
        Candidate(
            id=row + 1,
            organisation=organisation + 1,
            group=organisation + 1,
            home=f"r{region}",
            region=f"r{region}",
            lat_milli=lat[region],
            lon_milli=lon[region],
            helix=HELIX[helix],
            layers=tuple(layers),
            offers=tuple(slugs[topic] for topic in offers),
            seeks=tuple(slugs[topic] for topic in seeks),
            capacity=capacity,
            starved=starved,
        )
        for row, (organisation, region, helix, layers, offers, seeks, capacity, starved) in enumerate(
            zip(
                made.organisation.tolist(), made.region.tolist(), made.helix.tolist(), made.layers.tolist(),
                made.offers, made.seeks, made.capacity.tolist(), made.starved.tolist(), strict=True,
            )
        )
    )  # fmt: skip
    history = History(met=_ids(made.met), blocked=_ids(made.blocked))
    return Pool(candidates, history, policy=Policy(floor=floor), affinity=AFFINITY, seed=seed)


def _popularity(size: int, power: float) -> np.ndarray:
    """Zipf: the first is taken most often."""
    share = 1.0 / np.arange(1, size + 1) ** power
    return share / share.sum()


def _drawn(share: np.ndarray, die: np.ndarray) -> np.ndarray:
    """In: what part each option has, and a number below one per member. Out: an option per member."""
    return np.searchsorted(np.cumsum(share), die).clip(0, len(share) - 1)


def _cluster(layer: np.ndarray, die: np.ndarray) -> np.ndarray:
    """One of the topic clusters of each member's layer."""
    return np.array([CLUSTERS_OF[at][int(luck * len(CLUSTERS_OF[at]))] for at, luck in zip(layer, die, strict=True)])


def _topics(
    random: np.random.Generator, sizes: np.ndarray, primary: np.ndarray, secondary: np.ndarray
) -> list[np.ndarray]:
    """Per member so many different topics: 65 % of the first cluster, 25 % of the second, 10 % of any."""
    size, each = len(sizes), TOPICS // CLUSTERS
    draws = int(sizes.max()) + 4
    kind = random.random((size, draws))
    anywhere = random.integers(0, CLUSTERS, (size, draws))
    cluster = np.where(kind < 0.65, primary[:, None], np.where(kind < 0.9, secondary[:, None], anywhere))
    topics = cluster * each + _drawn(_popularity(each, 0.9), random.random((size, draws)))
    order = np.argsort(topics, axis=1, kind="stable")
    ascending = np.take_along_axis(topics, order, axis=1)
    again = np.zeros_like(ascending, dtype=bool)
    again[:, 1:] = ascending[:, 1:] == ascending[:, :-1]
    repeated = np.zeros_like(again)
    np.put_along_axis(repeated, order, again, axis=1)
    kept = ~repeated & (np.cumsum(~repeated, axis=1) <= sizes[:, None])
    return [np.sort(row[keep]) for row, keep in zip(topics, kept, strict=True)]


def _pairs(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Each pair once, the smaller row first, nobody with themselves."""
    both = np.sort(np.stack([one, other], axis=1), axis=1)
    return np.unique(both[both[:, 0] != both[:, 1]], axis=0)


def _ids(pairs: np.ndarray) -> tuple[tuple[int, int], ...]:
    return tuple((one + 1, other + 1) for one, other in pairs.tolist())
