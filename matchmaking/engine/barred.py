"""How many pairs does each rule about who the two are keep apart?

Counted without looking at pairs one by one: members who share an organisation, a group, a domain or a home region form
classes, and a class of n holds n (n - 1) / 2 pairs. Those who share several at once count under the first.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matchmaking.engine.arrays import CODES, DOMAIN, ELIGIBLE, GROUP, HOME, ORGANISATION, Arrays, Ints, Small

IDENTITY = ((ORGANISATION, "same_organisation"), (GROUP, "same_group"), (DOMAIN, "same_domain"))


def count_barred(arrays: Arrays) -> Ints:
    """In: the arrays of a pool. Out: pairs per first rule about who the two are (by the rule's number; the last place
    holds the pairs that none of these rules stops)."""
    between = arrays.between
    facts, counts = arrays.looks.facts, np.zeros(ELIGIBLE + 1, dtype=np.int64)
    size = len(facts)
    seen: list[int] = []
    for column, code in IDENTITY:
        counts[CODES.index(code)] = _first_shared(facts, column, seen)
        seen.append(column)
    row = np.repeat(np.arange(size), np.diff(between.bar_start))
    once = row < between.bar
    one, other, rule = facts[row[once]], facts[between.bar[once]], between.bar_rule[once]
    apart = (one[:, seen] != other[:, seen]).all(axis=1)
    counts += np.bincount(rule[apart], minlength=ELIGIBLE + 1)
    if arrays.looks.cross_region:
        neighbours = apart & (one[:, HOME] == other[:, HOME])
        counts[CODES.index("same_home")] = _first_shared(facts, HOME, seen) - int(neighbours.sum())
    counts[ELIGIBLE] = size * (size - 1) // 2 - int(counts.sum())
    return counts


def _first_shared(facts: Small, column: int, seen: Sequence[int]) -> int:
    """Pairs that share this column and none of those seen before: inclusion and exclusion over what is seen."""
    total = 0
    for chosen in range(1 << len(seen)):
        others = [one for place, one in enumerate(seen) if chosen >> place & 1]
        total += (-1) ** len(others) * _pairs_sharing(facts[:, [column, *others]])
    return total


def _pairs_sharing(columns: Small) -> int:
    # Numbers of classes are small, so several columns fit into one.
    key = np.zeros(len(columns), dtype=np.int64)
    for column in columns.T:
        _, number = np.unique(key * (int(column.max(initial=0)) + 1) + column, return_inverse=True)
        key = number.astype(np.int64)
    counts = np.bincount(key)
    return int((counts * (counts - 1) // 2).sum())
