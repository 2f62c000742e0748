"""What do two members make together, by numbers alone? The small questions of judge (sweep.py), asked once a pair.

They take and give numbers only, where they can: to a compiled function, an array is handed over with a count of its
users, which costs more than what is computed here.
"""

from __future__ import annotations

import numpy as np

from matchmaking.engine import scoring
from matchmaking.engine.arrays import CODES, ELIGIBLE, OFFERS, SEEKS, Bytes, Ints, Small
from matchmaking.engine.compiled import compiled
from matchmaking.engine.shapes import MICRO

SAME_ORGANISATION, SAME_GROUP = CODES.index("same_organisation"), CODES.index("same_group")
SAME_DOMAIN, SAME_HOME = CODES.index("same_domain"), CODES.index("same_home")
RULE = 63  # a mark's bits (see sweep.py) that hold the number of an explicit rule plus one
# Scoring's constants under names of this module, so that the compiler sees plain numbers.
MIX_SHARED, MIX_EXCHANGE, MIX_WORDS = scoring.MIX_SHARED, scoring.MIX_EXCHANGE, scoring.MIX_WORDS
MIX_FIELDS, ONE_WAY, BOTH_WAYS = scoring.MIX_FIELDS, scoring.ONE_WAY, scoring.BOTH_WAYS


@compiled
def relevance(there: int, back: int, shared: int, words: int, fields: int) -> int:
    """In: what the overlaps are worth, micro-units each. Out: the relevance part, as scoring.mix_relevance."""
    exchange = (ONE_WAY * (there + back) + BOTH_WAYS * min(there, back)) // 100
    return (MIX_EXCHANGE * exchange + MIX_SHARED * shared + MIX_WORDS * words + MIX_FIELDS * fields) // 100


@compiled
def explore(low: np.uint64, high: np.uint64) -> int:
    """In: the dice of the smaller and of the larger id. Out: scoring.explore_part."""
    value = (low ^ high) + np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    value ^= value >> np.uint64(31)
    return int(((value >> np.uint64(32)) * np.uint64(MICRO)) >> np.uint64(32))


@compiled
def first_bar(organisation: bool, group: bool, domain: bool, home: bool, mark: int) -> int:
    """In: what the two have the same of (home: where that matters), and the row's mark on the other. Out: the number
    of the first rule about who they are that stands in the way; ELIGIBLE when none does."""
    if organisation:
        return SAME_ORGANISATION
    if group:
        return SAME_GROUP
    if domain:
        return SAME_DOMAIN
    if mark & RULE:
        return (mark & RULE) - 1
    return SAME_HOME if home else ELIGIBLE


@compiled
def has_theme(start: Ints, topic: Small, role: Bytes, row: int, other: int) -> bool:
    """Whether the two have a topic in common that neither could give the other."""
    mine, theirs = start[row], start[other]
    while mine < start[row + 1] and theirs < start[other + 1]:
        if topic[mine] == topic[theirs]:
            if role[mine] == role[theirs] and role[mine] != OFFERS + SEEKS:
                return True
            mine += 1
            theirs += 1
        elif topic[mine] < topic[theirs]:
            mine += 1
        else:
            theirs += 1
    return False


@compiled
def lowered(layers: Small, worth: Ints, less: Small, row: int, other: int) -> int:
    """In: two rows, of whom one asked to see less of some layers. Out: scoring.layer_part."""
    twice = 0
    for i in range(layers.shape[1]):
        for j in range(layers.shape[1]):
            half = less[other] >> i & 1 or less[row] >> j & 1
            twice += layers[row, i] * worth[i, j] * layers[other, j] * (1 if half else 2)
    return twice // 2
