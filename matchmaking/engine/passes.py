"""What is asked of all pairs at once: whose best partners are who, and what could any round be worth?

Each function looks at a range of rows against everybody, so that a large pool can be cut among workers: what it says of
a row does not depend on the range.
"""

from __future__ import annotations

import numpy as np

from matchmaking.engine import scoring
from matchmaking.engine.arrays import ELIGIBLE, Arrays, Bytes, Ints, Small
from matchmaking.engine.compiled import compiled
from matchmaking.engine.sweep import FIELD, RELEVANCE, arrange, clear, judge, measure, spread

NOBODY = -1
CLOSED = 16_000_000  # the price of somebody who is not to be had; twice the most that prices.SANE allows
NONE_YET = -15_000_000  # what a list that still has room asks of a partner: less than anybody brings, if not closed
TOGETHER = 1_024  # partners looked at before the list is asked again what it takes to come onto it


@compiled
def ceilings(a: Arrays) -> tuple[Ints, Ints]:
    """Out: the most that relevance can add to a total, times 100, by overlap of topics (as if all of them were
    exchanged, both ways) and by overlap of words."""
    exchange = (2 * scoring.ONE_WAY + scoring.BOTH_WAYS) * a.exchange_table // 100
    topics = scoring.MIX_EXCHANGE * exchange + scoring.MIX_SHARED * a.shared_table
    # One more each: the parts are rounded down together, not one by one.
    return (
        a.weights[RELEVANCE] * (topics // 100 + 1),
        a.weights[RELEVANCE] * (scoring.MIX_WORDS * a.words_table // 100 + 1),
    )


@compiled
def scratch(a: Arrays) -> tuple[Ints, Ints, Bytes, Ints, Small, Small, Small]:
    """Room for one row against all others: overlap, words, mark, wished, seat, pull, arranged (see sweep.py)."""
    size = len(a.facts)
    return (
        np.zeros(size, dtype=np.int64),
        np.zeros(size, dtype=np.int64),
        np.zeros(size, dtype=np.uint8),
        np.zeros(size, dtype=np.int64),
        np.zeros(len(a.kinds), dtype=np.int32),
        np.zeros(len(a.layers), dtype=np.int32),
        np.zeros(size, dtype=np.int32),
    )


@compiled
def best_partners(a: Arrays, top: int, bottom: int, most: int, prices: Ints) -> tuple[Ints, Ints]:
    """In: a range of rows, how many partners are wanted, a price per member that is taken off what they bring.
    Out: partners and gains (micro-units above the floor, before prices), both (bottom - top, most), best first, of
    equals the smaller id; NOBODY and 0 where a list ends early."""
    size = len(a.facts)
    overlap, words, mark, wished, seat, pull, arranged = scratch(a)
    by_topics, by_words = ceilings(a)
    asked = 100 * prices
    partners = np.full((bottom - top, most), NOBODY, dtype=np.int64)
    gains = np.zeros((bottom - top, most), dtype=np.int64)
    keys, hopeful = np.empty(most, dtype=np.int64), np.empty(TOGETHER, dtype=np.int64)
    gain, rule = np.empty(TOGETHER, dtype=np.int64), np.empty(TOGETHER, dtype=np.int64)
    for row in range(top, bottom):
        spread(a, row, 0, overlap, words, mark, wished)
        overlap[row] = words[row] = 0
        spare = measure(a, row, seat, pull)
        arrange(a.facts, a.layers, seat, pull, 0, size, arranged)
        found, least = 0, NONE_YET
        for first in range(0, size, TOGETHER):
            # Whoever might come onto the list, without a branch that the processor could guess wrong.
            limit, hopes = 100 * (least + a.floor + 1) - spare, 0
            for other in range(first, min(first + TOGETHER, size)):
                common, said = overlap[other], words[other]
                hopeful[hopes] = other
                ceiling = by_topics[common >> (2 * FIELD)] + by_words[said] + arranged[other] - asked[other]
                hopes += (ceiling >= limit) & (common + said > 0)
            judge(a, row, hopeful[:hopes], overlap, words, mark, wished, seat, arranged, gain, rule)
            for number in range(hopes):
                key = gain[number] - prices[hopeful[number]]
                if rule[number] != ELIGIBLE or key <= least:
                    continue
                place = min(found, most - 1)
                while place > 0 and keys[place - 1] < key:
                    keys[place] = keys[place - 1]
                    partners[row - top, place] = partners[row - top, place - 1]
                    gains[row - top, place] = gains[row - top, place - 1]
                    place -= 1
                keys[place], partners[row - top, place], gains[row - top, place] = key, hopeful[number], gain[number]
                found = min(found + 1, most)
                if found == most:
                    least = keys[most - 1]
        overlap[:] = 0
        words[:] = 0
        clear(a, row, mark, wished)
    return partners, gains


@compiled
def survey(a: Arrays, top: int, bottom: int, prices: Ints) -> tuple[Ints, int, Ints]:
    """In: a range of rows and a price per member. Every pair of a row with a later one is looked at.
    Out: of the pairs with something in common, how many each rule stopped (by its number; the last is eligible); by
    how much eligible pairs gain more than both prices, added up (micro-units); those pairs, as rows (u, v, gain)."""
    size = len(a.facts)
    overlap, words, mark, wished, seat, pull, arranged = scratch(a)
    counts, excess = np.zeros(ELIGIBLE + 1, dtype=np.int64), 0
    pairs, length = np.empty((1024, 3), dtype=np.int64), 0
    touched = np.empty(size, dtype=np.int64)
    gain, rule = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    for row in range(top, bottom):
        spread(a, row, row + 1, overlap, words, mark, wished)
        measure(a, row, seat, pull)
        arrange(a.facts, a.layers, seat, pull, row + 1, size, arranged)
        met = 0
        for other in range(row + 1, size):
            touched[met] = other
            met += overlap[other] + words[other] > 0
        judge(a, row, touched[:met], overlap, words, mark, wished, seat, arranged, gain, rule)
        for number in range(met):
            other = touched[number]
            overlap[other] = words[other] = 0
            counts[rule[number]] += 1
            over = gain[number] - prices[row] - prices[other]
            if rule[number] == ELIGIBLE and over > 0:
                excess += over
                if length == len(pairs):
                    longer = np.empty((2 * length, 3), dtype=np.int64)
                    longer[:length] = pairs
                    pairs = longer
                pairs[length, 0], pairs[length, 1], pairs[length, 2] = row, other, gain[number]
                length += 1
        clear(a, row, mark, wished)
    return counts, excess, pairs[:length]


@compiled
def furthest(a: Arrays, rows: Ints) -> Ints:
    """In: some rows. Out: for each, the number of the rule that stopped the partner who came farthest through the
    rules, ELIGIBLE when nothing stopped them, 0 when there is nobody else."""
    size = len(a.facts)
    overlap, words, mark, wished, seat, pull, arranged = scratch(a)
    gain, rule = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    reach, everybody = np.zeros(len(rows), dtype=np.int64), np.arange(size)
    for number, row in enumerate(rows):
        spread(a, row, 0, overlap, words, mark, wished)
        measure(a, row, seat, pull)
        arrange(a.facts, a.layers, seat, pull, 0, size, arranged)
        judge(a, row, everybody, overlap, words, mark, wished, seat, arranged, gain, rule)
        rule[row] = 0
        reach[number] = rule.max()
        overlap[:] = 0
        words[:] = 0
        clear(a, row, mark, wished)
    return reach


@compiled
def verdicts(a: Arrays) -> tuple[Ints, Ints]:
    """Out: for every two rows what they score above the floor (micro-units), and the number of the first rule in their
    way; both (N, N), the diagonals zero. For dinners and other small crowds."""
    size = len(a.facts)
    overlap, words, mark, wished, seat, pull, arranged = scratch(a)
    gains, rules = np.zeros((size, size), dtype=np.int64), np.zeros((size, size), dtype=np.int64)
    everybody = np.arange(size)
    for row in range(size):
        spread(a, row, 0, overlap, words, mark, wished)
        measure(a, row, seat, pull)
        arrange(a.facts, a.layers, seat, pull, 0, size, arranged)
        judge(a, row, everybody, overlap, words, mark, wished, seat, arranged, gains[row], rules[row])
        gains[row, row] = rules[row, row] = 0
        overlap[:] = 0
        words[:] = 0
        clear(a, row, mark, wished)
    return gains, rules
