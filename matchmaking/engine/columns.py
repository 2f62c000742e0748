"""What do the members look like as arrays?

One row per available member, in order of member id, so that nothing downstream depends on the order of the input.
All integers; the topic matrices are float32 only because the processor multiplies those fastest, and their sums stay
below 2^24, where float32 is exact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaking.engine.context import Context
from matchmaking.engine.eligibility import why_not_member
from matchmaking.engine.scoring import mix64
from matchmaking.engine.shapes import Candidate

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Words = npt.NDArray[np.uint64]
EXACT = 2**24  # float32 counts every integer up to here


@dataclass(frozen=True, slots=True)
class Columns:
    """N rows. offers, seeks, topics, twice: 0/1 over the pool's topics (twice = offered and sought by the same
    member); topic_weight: their rarity. words: per row, the numbers of its words; postings: per word, the rows that
    carry it, and its rarity. place: index into places, a row of which is (home, lat_milli, lon_milli)."""

    members: tuple[Candidate, ...]
    ids: Ints
    organisation: Ints
    group: Ints
    domain: Ints
    home: Ints
    starved: Small
    layers: Floats
    offers: Floats
    seeks: Floats
    topics: Floats
    twice: Floats
    topic_weight: Floats
    most_topic_weight: int
    words: tuple[tuple[int, ...], ...]
    postings: tuple[Ints, ...]
    word_weight: tuple[int, ...]
    most_word_weight: int
    place: Ints
    places: Ints
    visits: npt.NDArray[np.bool_]
    row_of: dict[int, int]
    staff: dict[int, Ints]
    salted: Words
    stirred: Words

    @classmethod
    def of(cls, context: Context) -> Columns:
        """In: a context. Out: the arrays of the members no member rule keeps out."""
        pool = context.pool
        available = [one for one in pool.candidates if why_not_member(one, pool) is None]
        members = tuple(sorted(available, key=lambda one: one.id))
        topic_slugs = sorted(context.topic_weight)
        offers = _marks([one.offers for one in members], topic_slugs)
        seeks = _marks([one.seeks for one in members], topic_slugs)
        topics = np.maximum(offers, seeks)
        weight = np.array([context.topic_weight[slug] for slug in topic_slugs], dtype=np.float32)
        most_topic = max((sum(context.topic_weight[t] for t in {*m.offers, *m.seeks}) for m in members), default=0)
        most_word = max((sum(context.word_weight[w] for w in set(m.words)) for m in members), default=0)
        if most_topic >= EXACT:
            raise ValueError("pool: a member carries more topics than can be counted exactly")
        words, postings, word_weight = _index(members, context)
        homes = sorted({one.home for one in members})
        home = _numbers([one.home for one in members])
        spots = [(int(h), one.lat_milli, one.lon_milli) for h, one in zip(home, members, strict=True)]
        places = sorted(set(spots))
        spot_number = {spot: number for number, spot in enumerate(places)}
        staff: defaultdict[int, list[int]] = defaultdict(list)
        for row, one in enumerate(members):
            staff[one.organisation].append(row)
        return cls(
            members=members,
            ids=_ints(one.id for one in members),
            organisation=_ints(one.organisation for one in members),
            group=_ints(one.group for one in members),
            # No domain is nobody's domain: a number of its own for each.
            domain=_numbers([one.domain.lower() or one.id for one in members]),
            home=home,
            starved=np.array([one.starved for one in members], dtype=np.int32),
            layers=np.array([context.layers[m.id] for m in members], dtype=np.float32).reshape(-1, context.pool.stack),
            offers=offers,
            seeks=seeks,
            topics=topics,
            twice=offers * seeks,
            topic_weight=weight,
            most_topic_weight=most_topic,
            words=words,
            postings=postings,
            word_weight=word_weight,
            most_word_weight=most_word,
            place=_ints(spot_number[spot] for spot in spots),
            places=np.array(places, dtype=np.int64).reshape(-1, 3),
            visits=np.array([h in one.visits for one in members for h in homes], dtype=bool).reshape(
                len(members), len(homes)
            ),
            row_of={one.id: row for row, one in enumerate(members)},
            staff={organisation: _ints(rows) for organisation, rows in staff.items()},
            salted=np.array([mix64(mix64(one.id) ^ pool.seed) for one in members], dtype=np.uint64),
            stirred=np.array([mix64(one.id) for one in members], dtype=np.uint64),
        )


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)


def _numbers(values: list[Hashable] | list[str] | list[str | int]) -> Ints:
    """Equal values get equal numbers; for text, in alphabetical order."""
    order = {value: number for number, value in enumerate(sorted(set(values), key=lambda v: (str(type(v)), str(v))))}
    return _ints(order[value] for value in values)


def _marks(rows: list[tuple[str, ...]], slugs: list[str]) -> Floats:
    column = {slug: number for number, slug in enumerate(slugs)}
    marks = np.zeros((len(rows), len(slugs)), dtype=np.float32)
    for number, row in enumerate(rows):
        marks[number, [column[slug] for slug in row]] = 1
    return marks


def _index(
    members: tuple[Candidate, ...], context: Context
) -> tuple[tuple[tuple[int, ...], ...], tuple[Ints, ...], tuple[int, ...]]:
    """The words of each row and the rows of each word; a word only one member carries joins nobody and is left out."""
    rows_of: defaultdict[str, list[int]] = defaultdict(list)
    for row, one in enumerate(members):
        for word in sorted(set(one.words)):
            rows_of[word].append(row)
    kept = sorted(word for word, rows in rows_of.items() if len(rows) > 1)
    number_of = {word: number for number, word in enumerate(kept)}
    words = tuple(tuple(number_of[word] for word in sorted(set(one.words)) if word in number_of) for one in members)
    return words, tuple(_ints(rows_of[word]) for word in kept), tuple(context.word_weight[word] for word in kept)
