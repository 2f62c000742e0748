"""What does the pool as a whole say that a pair alone cannot?

How rare a topic or a word is, who knows whom, which pairs are barred, what layers a member stands for. Derived once
from a pool, then only read. Plain Python: a web process may build one to explain a "no" without numpy.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from math import cos, log, radians

from matchmaking.engine.shapes import Candidate, Pool

METRES_PER_MILLI_DEGREE = 111
IMAGINED = 100  # members added to every count, so that in a pool of three a topic is not "everybody's"


@dataclass(frozen=True, slots=True)
class Context:
    """Look-ups by slug, word, layer number and member id. fields: the layers in which a member's topics lie. narrow:
    metres in a thousandth of a degree of longitude, here."""

    pool: Pool
    topic_weight: dict[str, int]
    word_weight: dict[str, int]
    field_weight: dict[int, int]
    fields: dict[int, frozenset[int]]
    layers: dict[int, tuple[int, ...]]
    friends: dict[int, frozenset[int]]
    met: frozenset[tuple[int, int]]
    cooling: frozenset[tuple[int, int]]
    blocked: frozenset[tuple[int, int]]
    blocked_organisations: frozenset[tuple[int, int]]
    narrow: int

    @classmethod
    def of(cls, pool: Pool) -> Context:
        topics = Counter(chain.from_iterable({*one.offers, *one.seeks} for one in pool.candidates))
        words = Counter(chain.from_iterable(set(one.words) for one in pool.candidates if one.words))
        fields = {one.id: fields_of(one, pool.topic_layers) for one in pool.candidates}
        held = Counter(chain.from_iterable(fields.values()))
        size = len(pool.candidates)
        placed = [one.lat_milli for one in pool.candidates if one.lat_milli or one.lon_milli]
        latitude = sum(placed) // len(placed) if placed else 0
        history = pool.history
        return cls(
            pool=pool,
            topic_weight={topic: rarity(count, size) for topic, count in topics.items()},
            word_weight={word: rarity(count, size) for word, count in words.items()},
            field_weight={number: rarity(count, size) for number, count in held.items()},
            fields=fields,
            layers={one.id: layers_of(one, pool.topic_layers) for one in pool.candidates},
            friends=_friends(history.met),
            met=frozenset(history.met),
            cooling=frozenset(history.cooling),
            blocked=frozenset(history.blocked),
            blocked_organisations=frozenset(history.blocked_organisations),
            narrow=round(METRES_PER_MILLI_DEGREE * cos(radians(latitude / 1000))),
        )


def rarity(count: int, size: int) -> int:
    """In: how many of `size` members carry a topic, word or field. Out: its weight, 100 ln(1 + 2N / (n + 3)) with
    N = size + IMAGINED, so that in a small pool no topic is everybody's and none is priceless."""
    return round(100 * log(1 + 2 * (size + IMAGINED) / (count + 3)))


def fields_of(candidate: Candidate, topic_layers: dict[str, tuple[int, ...]]) -> frozenset[int]:
    """The numbers of the layers in which what they offer and seek lies: where in the Stack they are at work."""
    return frozenset(
        number for topic in (*candidate.offers, *candidate.seeks) for number in topic_layers.get(topic, ())
    )


def layers_of(candidate: Candidate, topic_layers: dict[str, tuple[int, ...]]) -> tuple[int, ...]:
    """The member's layer weights; where the profile names none, those of what they offer; else zeros."""
    if any(candidate.layers):
        return candidate.layers
    found = Counter(number for topic in set(candidate.offers) for number in topic_layers.get(topic, ()))
    total = sum(found.values())
    if not total:
        return candidate.layers
    exact = [found[number] * 100 for number in range(1, len(candidate.layers) + 1)]
    shares = [value // total for value in exact]
    # Largest remainder, lower layer first, so that the weights sum to 100.
    for i in sorted(range(len(exact)), key=lambda i: (-(exact[i] % total), i))[: 100 - sum(shares)]:
        shares[i] += 1
    return tuple(shares)


def _friends(met: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    known: defaultdict[int, set[int]] = defaultdict(set)
    for a, b in met:
        known[a].add(b)
        known[b].add(a)
    return {member: frozenset(others) for member, others in known.items()}
