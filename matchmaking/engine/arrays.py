"""What do the members look like as arrays?

One row per available member, in order of member id, so that nothing downstream depends on the order of the input. All
integers. Lists of different lengths stand end to end in one array, with the place where each begins (`..._start`).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchmaking.engine import scoring
from matchmaking.engine.context import Context
from matchmaking.engine.eligibility import PAIR_RULES
from matchmaking.engine.shapes import MICRO, PARTS, Candidate

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Dice = npt.NDArray[np.uint64]

CODES = tuple(PAIR_RULES)  # the number of a rule is its place in the asking order ...
ELIGIBLE = len(CODES)  # ... and this one means that none stood in the way
NOBODY = -1  # no row
OVERLAP_BITS = 21  # of each of the three overlaps of topics that sweep.py keeps in one 64-bit word
OFFERS, SEEKS = 1, 2  # how a member holds a topic; 3 is both
# Columns of `facts`. Kind: a row of Places.kinds; build: which rows have the same layers; fields: a bit a layer;
# linked: HOPED_FOR when the row wishes for somebody here or the other way round, SEEN when it was at an event.
ORGANISATION, GROUP, DOMAIN, HOME, STARVED, KIND, BUILD, FIELDS, LINKED = range(9)
HOPED_FOR, SEEN = 1, 2


class Topics(NamedTuple):
    """Per row the topics it holds, ascending, and how (role); per topic the rows that carry it, ascending, and how; and
    its rarity."""

    start: Ints
    topic: Small
    role: Bytes
    carrier_start: Ints
    carrier: Small
    carrier_role: Bytes
    weight: Ints


class Words(NamedTuple):
    """Per row the words it bears; per word the rows that bear it, ascending, and its rarity."""

    start: Ints
    word: Small
    bearer_start: Ints
    bearer: Small
    weight: Ints


class Between(NamedTuple):
    """What lies between rows. bar: rows that an explicit rule keeps from this one, with its number. friend: people a
    row has met, in or out of the pool; known: per such person the rows that have met them. wish: rows whose meeting one
    of the two wishes for, twice when both do; wish_told: 1 where others may read of it. event: the events a row was at;
    guest: per event the rows that were."""

    bar_start: Ints
    bar: Small
    bar_rule: Bytes
    friend_start: Ints
    friend: Small
    known_start: Ints
    known: Small
    wish_start: Ints
    wish: Small
    wish_told: Ints
    event_start: Ints
    event: Small
    guest_start: Ints
    guest: Small


class Places(NamedTuple):
    """kinds: the different combinations of (home number, lat_milli, lon_milli, rounds waited). visited: per home
    whether anybody is about to be there."""

    kinds: Ints
    narrow: int
    visited: Bytes


class Looks(NamedTuple):
    """All that is looked at once a pair. facts: numbers for what a member is, see above; KIND points to a row of
    Places.kinds. layers: (N, layers). worth: what two layers are worth to each other. less: a bit for each layer that a
    row asked to see less of; empty when nobody did. dice: a member's id stirred, with the seed as the smaller of a pair
    and without as the larger. visits: (N, homes). topic, role: as in Topics. *_table: micro-units by overlap, for
    fields by the bits in common. weights: in the order of PARTS."""

    facts: Small
    layers: Small
    worth: Ints
    less: Small
    dice: Dice
    visits: Bytes
    topic_start: Ints
    topic: Small
    role: Bytes
    exchange_table: Ints
    shared_table: Ints
    words_table: Ints
    fields_table: Ints
    weights: Ints
    floor: int
    cross_region: bool


class Arrays(NamedTuple):
    """N rows. In parts, since a compiled function is handed each array with a count of its users: what is called once
    a row takes no more than it reads."""

    looks: Looks
    places: Places
    topics: Topics
    words: Words
    between: Between


def arrays_of(
    context: Context,
    members: Sequence[Candidate],
    between: Between,
) -> Arrays:
    """In: a context, the members that take part, in order of id, and what lies between them. Out: what their pairs are
    computed from. Raises ValueError when a member names so many topics that what they weigh does not fit."""
    pool = context.pool
    named = [_roles(one) for one in members]
    topics = _Lists.of(named, context.topic_weight)
    role = np.array([held for roles in named for held in roles.values()], dtype=np.uint8)
    spoken = _Lists.of([sorted(set(one.words)) for one in members], context.word_weight)
    homes = sorted({one.home for one in members})
    home_number = {home: number for number, home in enumerate(homes)}
    kind_of = [(home_number[one.home], one.lat_milli, one.lon_milli, one.starved) for one in members]
    kinds = sorted(set(kind_of))
    kind_number = {kind: number for number, kind in enumerate(kinds)}
    visits = np.zeros((len(members), len(homes)), dtype=np.uint8)
    for row, one in [(row, one) for row, one in enumerate(members) if one.visits]:
        visits[row, [home_number[home] for home in one.visits if home in home_number]] = 1
    worth = np.array(pool.affinity, dtype=np.int64)
    np.fill_diagonal(worth, 0)
    # Few different sets of fields, however many members.
    bits = {numbers: sum(1 << (number - 1) for number in numbers) for numbers in set(context.fields.values())}
    columns = (
        _numbers([one.organisation for one in members]),
        _numbers([one.group for one in members]),
        # No domain is nobody's domain: a number of its own for each.
        _numbers([one.domain.lower() or one.id for one in members]),
        _small(home_number[one.home] for one in members),
        _small(one.starved for one in members),
        _small(kind_number[kind] for kind in kind_of),
        _numbers([context.layers[one.id] for one in members]),
        _small(bits[context.fields[one.id]] for one in members),
        np.where(np.diff(between.wish_start), HOPED_FOR, 0) + np.where(np.diff(between.event_start), SEEN, 0),
    )
    layers = np.array([context.layers[one.id] for one in members], dtype=np.int32).reshape(-1, pool.stack)
    stirred = _stirred(_ints(one.id for one in members).astype(np.uint64))
    most_topic, most_word = topics.most(), spoken.most()
    if most_topic >= 1 << OVERLAP_BITS:
        raise ValueError("pool: a member names thousands of topics, more than can be weighed")
    looks = Looks(
        facts=np.stack(columns, axis=1).astype(np.int32),
        layers=layers,
        worth=worth,
        less=_less(members),
        dice=np.stack([_stirred(stirred ^ np.uint64(pool.seed)), stirred], axis=1),
        visits=visits,
        topic_start=topics.start,
        topic=topics.items,
        role=role,
        exchange_table=_saturation(most_topic, scoring.HALF_EXCHANGE),
        shared_table=_saturation(most_topic, scoring.HALF_SHARED),
        words_table=_saturation(most_word, scoring.HALF_WORDS),
        fields_table=_fields_table(context),
        weights=_ints(getattr(pool.weights, name) for name in PARTS),
        floor=pool.policy.floor,
        cross_region=pool.policy.cross_region,
    )
    places = Places(
        kinds=np.array(kinds, dtype=np.int64).reshape(-1, 4),
        narrow=context.narrow,
        visited=np.asarray(visits.any(axis=0), dtype=np.uint8),
    )
    held = Topics(
        topics.start, topics.items, role, topics.back_start, topics.back, role[topics.back_order], topics.weight
    )
    said = Words(spoken.start, spoken.items, spoken.back_start, spoken.back, spoken.weight)
    return Arrays(looks, places, held, said, between)


def _less(members: Sequence[Candidate]) -> Small:
    found = [sum(1 << (number - 1) for number in set(one.less_layers)) for one in members]
    return _small(found if any(found) else ())


def _roles(one: Candidate) -> dict[str, int]:
    """How a member holds each of their topics, in the order of the alphabet."""
    held = dict.fromkeys(one.offers, OFFERS)
    for slug in one.seeks:
        held[slug] = held.get(slug, 0) | SEEKS
    return {slug: held[slug] for slug in sorted(held)}


def narrowed(arrays: Arrays, wanted: Flags) -> Arrays:
    """In: arrays, and a flag per row. Out: the same, but topics and words lead to wanted rows only."""
    topics, words = arrays.topics, arrays.words
    carriers, bearers = wanted[topics.carrier], wanted[words.bearer]
    return arrays._replace(
        topics=topics._replace(
            carrier_start=_starts_of(topics.carrier_start, carriers),
            carrier=topics.carrier[carriers],
            carrier_role=topics.carrier_role[carriers],
        ),
        words=words._replace(bearer_start=_starts_of(words.bearer_start, bearers), bearer=words.bearer[bearers]),
    )


def _starts_of(start: Ints, kept: Flags) -> Ints:
    return np.concatenate([[0], np.cumsum(kept, dtype=np.int64)])[start]


@dataclass(frozen=True, slots=True)
class _Lists:
    """What each row holds, and who holds each item. back_order: the place in `items` of each entry of `back`."""

    start: Ints
    items: Small
    back_start: Ints
    back: Small
    back_order: Ints
    weight: Ints

    @classmethod
    def of(cls, rows: Sequence[Collection[str]], weight: Mapping[str, int]) -> _Lists:
        names = sorted(weight)
        number = {name: place for place, name in enumerate(names)}
        items = _small(number[name] for name in chain.from_iterable(rows))
        start = _starts([len(row) for row in rows])
        holder = np.repeat(np.arange(len(rows), dtype=np.int32), np.diff(start))
        order = np.argsort(items, kind="stable")
        counts = np.bincount(items, minlength=len(names)) if len(items) else np.zeros(len(names), dtype=np.int64)
        return cls(start, items, _starts(counts), holder[order], order, _ints(weight[name] for name in names))

    def most(self) -> int:
        """The largest total weight of one row: no overlap can be larger."""
        if not len(self.items):
            return 0
        sums = np.concatenate([[0], np.cumsum(self.weight[self.items])])
        return int((sums[self.start[1:]] - sums[self.start[:-1]]).max())


def _starts(lengths: Iterable[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(list(lengths), dtype=np.int64)]).astype(np.int64)


def _ints(values: Iterable[Any]) -> Ints:
    return np.array(list(values), dtype=np.int64)


def _small(values: Iterable[int]) -> Small:
    return np.array(list(values), dtype=np.int32)


def _numbers(values: Sequence[Hashable]) -> Small:
    """Equal values get equal numbers."""
    number = {value: place for place, value in enumerate(dict.fromkeys(values))}
    return _small(number[value] for value in values)


def _stirred(column: Dice) -> Dice:
    return scoring.mix64(column)  # type: ignore[arg-type, return-value]  # the same arithmetic, in 64 bits


def _fields_table(context: Context) -> Ints:
    """What every set of fields in common is worth."""
    weight = np.zeros(1 << context.pool.stack, dtype=np.int64)
    for number, rarity in sorted(context.field_weight.items()):
        weight += rarity * (np.arange(len(weight)) >> (number - 1) & 1)
    return MICRO * weight // (weight + scoring.HALF_FIELDS)


def _saturation(most: int, half: int) -> Ints:
    """scoring.saturate for every overlap a pair can have, once and for all."""
    weight = np.arange(most + 1, dtype=np.int64)
    return MICRO * weight // (weight + half)
