"""What lies between two members before a round: who may not meet whom, who knows whom, who wishes to meet whom, who was
in one room with whom?

As lists per row, end to end in one array, with the place where each list begins. Pools remember far more about pairs
than about members, so this is done in whole columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import chain

import numpy as np

from matchmaking.engine.arrays import CODES, Between, Bytes, Ints, Small
from matchmaking.engine.context import Context
from matchmaking.engine.shapes import Candidate

NOT_HERE = -1


def between(context: Context, members: Sequence[Candidate]) -> Between:
    """In: a context, and members in order of id. Out: what lies between them, as rows."""
    met = _table(context.pool.history.met)
    friend_start, friend, known_start, known = _friends(met, members)
    event_start, event, guest_start, guest = _events(members)
    bars, wishes = _bars(context, met, members), _wishes(members)
    return Between(
        *bars, friend_start, friend, known_start, known, *wishes, event_start, event, guest_start, guest
    )  # fmt: skip


def _bars(context: Context, met: Ints, members: Sequence[Candidate]) -> tuple[Ints, Small, Bytes]:
    """Per row the rows that an explicit rule keeps from it, ascending, and the first such rule."""
    staff = _staff(members)
    apart = [
        (member, members[row].id)
        for member, organisation in context.blocked_organisations
        for row in staff.get(organisation, ())
    ]
    # As the rules are asked, so that the first place where a pair stands says its first rule.
    history = context.pool.history
    found = {
        "blocked": _table(history.blocked),
        "blocked_organisation": _table(apart),
        "met": met,
        "cooling": _table(history.cooling),
    }
    pairs = np.concatenate(list(found.values()))
    rules = np.repeat([CODES.index(rule) for rule in found], [len(some) for some in found.values()])
    rows = np.sort(_rows_of(pairs, members), axis=1)
    here = (rows != NOT_HERE).all(axis=1)
    rows, rules = rows[here], np.tile(rules[here], 2)
    keys, first = np.unique(_keys(_both_ways(rows), len(members)), return_index=True)
    start, bar = _lists(keys, len(members), len(members))
    return start, bar, rules[first].astype(np.uint8)


def _friends(met: Ints, members: Sequence[Candidate]) -> tuple[Ints, Small, Ints, Small]:
    """Per row the people they have met, in the pool or out of it, by a number; per such person who has met them."""
    met = _both_ways(met)
    return _shared(_rows_of(met[:, 0], members), met[:, 1], len(members))


def _events(members: Sequence[Candidate]) -> tuple[Ints, Small, Ints, Small]:
    """Per row the events it was at, by a number; per event the rows that were."""
    seen = _table([(row, event) for row, one in enumerate(members) for event in one.attended])
    return _shared(seen[:, 0], seen[:, 1], len(members))


def _shared(row: Ints, what: Ints, size: int) -> tuple[Ints, Small, Ints, Small]:
    """In: rows (or NOT_HERE), each with something it has; how many rows there are. Out: per row what it has, by a
    number; per such thing the rows that have it."""
    things, thing = np.unique(what, return_inverse=True)
    row, thing, crowd = row[row != NOT_HERE], thing[row != NOT_HERE], len(things)
    return (*_lists(_distinct(row * crowd + thing), size, crowd), *_lists(_distinct(thing * size + row), crowd, size))


def _wishes(members: Sequence[Candidate]) -> tuple[Ints, Small, Ints]:
    """Per row the rows it wishes for and those that wish for it; twice when both do. And for each of these whether
    others may read of it."""
    staff = _staff(members)
    wished = [
        (row, other, organisation in one.released)
        for row, one in enumerate(members)
        for organisation in set(one.wishes)
        for other in staff.get(organisation, ())
    ]
    keys = _keys(_both_ways(_table([(row, other) for row, other, _ in wished])), len(members))
    told = np.tile(np.array([told for *_, told in wished], dtype=np.int64), 2)
    keys = np.sort(2 * keys + told)
    return (*_lists(keys // 2, len(members), len(members)), keys % 2)


def _staff(members: Sequence[Candidate]) -> dict[int, list[int]]:
    staff: defaultdict[int, list[int]] = defaultdict(list)
    for row, one in enumerate(members):
        staff[one.organisation].append(row)
    return staff


def _table(pairs: Collection[tuple[int, int]]) -> Ints:
    return np.fromiter(chain.from_iterable(pairs), dtype=np.int64, count=2 * len(pairs)).reshape(-1, 2)


def _both_ways(pairs: Ints) -> Ints:
    return np.concatenate([pairs, pairs[:, ::-1]])


def _keys(pairs: Ints, size: int) -> Ints:
    return pairs[:, 0] * size + pairs[:, 1]


def _distinct(keys: Ints) -> Ints:
    keys = np.sort(keys)
    return np.asarray(keys[np.diff(keys, prepend=-1) != 0])


def _rows_of(ids: Ints, members: Sequence[Candidate]) -> Ints:
    """The rows of these members, NOT_HERE for those who do not take part."""
    known = np.array([one.id for one in members], dtype=np.int64)
    if not len(known):
        return np.full_like(ids, NOT_HERE)
    row = np.searchsorted(known, ids).clip(max=len(known) - 1)
    return np.where(known[row] == ids, row, NOT_HERE)


def _lists(keys: Ints, lists: int, length: int) -> tuple[Ints, Small]:
    """In: keys list x length + item, ascending; how many lists there are, and one more than the largest item. Out:
    where each list begins, and the items."""
    start = np.searchsorted(keys, np.arange(lists + 1) * length)
    return start.astype(np.int64), (keys % max(1, length)).astype(np.int32)
