"""What is asked of all pairs at once: whose best partners are who, and what could any round be worth?

Each function looks at a range of rows against everybody, so that a large pool can be cut among workers: what it says of
a row does not depend on the range.
"""

from __future__ import annotations

import numpy as np

from matchmaking.engine import scoring
from matchmaking.engine.arrays import ELIGIBLE, KIND, Arrays, Bytes, Ints, Small
from matchmaking.engine.compiled import compiled
from matchmaking.engine.sweep import FIELD, MASK, RELEVANCE, clear, judge, measure, relevance, spread

NOBODY = -1
CLOSED = 16_000_000  # the price of somebody who is not to be had; twice the most that prices.SANE allows
NONE_YET = -15_000_000  # what a list that still has room asks of a partner: less than anybody brings, if not closed
FIRST = 256  # partners looked at before a list is asked for the first time what it takes to come onto it


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
def scratch(a: Arrays) -> tuple[Ints, Ints, Bytes, Ints, Small, Small]:
    """Room for one row against all others: overlap, words, mark, wished, seat, pull (see sweep.py)."""
    size = len(a.facts)
    return (
        np.zeros(size, dtype=np.int64),
        np.zeros(size, dtype=np.int64),
        np.zeros(size, dtype=np.uint8),
        np.zeros(size, dtype=np.int64),
        np.zeros(len(a.kinds), dtype=np.int32),
        np.zeros(a.layers.shape[1], dtype=np.int32),
    )


@compiled
def promising(
    a: Arrays,
    row: int,
    columns: Ints,
    limit: int,
    arranged: int,
    asked: Ints,
    overlap: Ints,
    words: Ints,
    seat: Small,
    pull: Small,
    by_topics: Ints,
    by_words: Ints,
    hopeful: Ints,
) -> int:
    """In: a row, some others, what a total times 100 less what the other asks must come to before fields in common,
    novelty, wish, visit and exploration, and the most that region, waiting and layers add. Writes those of the others
    who may come to it; out: how many."""
    facts, layers, in_words = a.facts, a.layers, len(a.bearer) > 0
    exchanges, shares, said, w_relevance = a.exchange_table, a.shared_table, a.words_table, a.weights[RELEVANCE]
    some = hopes = 0
    # By what the two have in common, without a branch that the processor could guess wrong ...
    if in_words:
        for other in columns:
            hopeful[some] = other
            ceiling = by_topics[overlap[other] >> (2 * FIELD)] + by_words[words[other]]
            some += ceiling - asked[other] >= limit - arranged
    else:
        for other in columns:
            hopeful[some] = other
            some += by_topics[overlap[other] >> (2 * FIELD)] - asked[other] >= limit - arranged
    # ... and by what that is exactly worth, and region, waiting and layers, too.
    for other in hopeful[:some]:
        hopeful[hopes] = other
        common = overlap[other]
        there, back, shared = common & MASK, (common >> FIELD) & MASK, common >> (2 * FIELD)
        known = w_relevance * relevance(exchanges[there], exchanges[back], shares[shared], said[words[other]], 0)
        known += seat[facts[other, KIND]] - asked[other]
        for layer in range(len(pull)):
            known += pull[layer] * layers[other, layer]
        hopes += known >= limit
    return hopes


@compiled
def best_partners(a: Arrays, top: int, bottom: int, most: int, prices: Ints) -> tuple[Ints, Ints]:
    """In: a range of rows, how many partners are wanted, a price per member that is taken off what they bring (CLOSED:
    not to be had). Out: partners and gains (micro-units above the floor, before prices), both (bottom - top, most),
    best first, of equals the smaller id; NOBODY and 0 where a list ends early."""
    overlap, words, mark, wished, seat, pull = scratch(a)
    by_topics, by_words = ceilings(a)
    columns, asked = np.flatnonzero(prices < CLOSED), 100 * prices
    partners = np.full((bottom - top, most), NOBODY, dtype=np.int64)
    gains = np.zeros((bottom - top, most), dtype=np.int64)
    keys, hopeful = np.empty(most, dtype=np.int64), np.empty(len(columns), dtype=np.int64)
    gain, rule = np.empty(len(columns), dtype=np.int64), np.empty(len(columns), dtype=np.int64)
    for row in range(top, bottom):
        spread(a, row, 0, overlap, words, mark, wished)
        overlap[row] = words[row] = 0
        arranged, spare = measure(a, row, seat, pull)
        found, least, last = 0, NONE_YET, 0
        while last < len(columns):
            # As many again as were seen: few of them are better than the best of those.
            first, last = last, min(max(FIRST, 2 * last), len(columns))
            limit = 100 * (least + a.floor + 1) - spare
            hopes = promising(
                a, row, columns[first:last], limit, arranged, asked, overlap, words, seat, pull, by_topics, by_words,
                hopeful,
            )  # fmt: skip
            judge(a, row, hopeful[:hopes], overlap, words, mark, wished, seat, pull, gain, rule)
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
def worth_more(a: Arrays, top: int, bottom: int, prices: Ints) -> tuple[int, Ints]:
    """In: a range of rows and a price per member. Out: by how much the eligible pairs of these rows with later ones
    gain more than both prices, added up (micro-units), and the pairs that do, as rows (u, v, gain)."""
    size = len(a.facts)
    overlap, words, mark, wished, seat, pull = scratch(a)
    by_topics, by_words = ceilings(a)
    asked, columns, hopeful = 100 * prices, np.arange(size), np.empty(size, dtype=np.int64)
    gain, rule = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    excess, pairs, length = 0, np.empty((1024, 3), dtype=np.int64), 0
    for row in range(top, bottom):
        spread(a, row, row + 1, overlap, words, mark, wished)
        arranged, spare = measure(a, row, seat, pull)
        limit = 100 * (prices[row] + a.floor + 1) - spare
        hopes = promising(
            a, row, columns[row + 1 :], limit, arranged, asked, overlap, words, seat, pull, by_topics, by_words, hopeful
        )
        judge(a, row, hopeful[:hopes], overlap, words, mark, wished, seat, pull, gain, rule)
        for number in range(hopes):
            over = gain[number] - prices[row] - prices[hopeful[number]]
            if rule[number] == ELIGIBLE and over > 0:
                excess += over
                if length == len(pairs):
                    longer = np.empty((2 * length, 3), dtype=np.int64)
                    longer[:length] = pairs
                    pairs = longer
                pairs[length, 0], pairs[length, 1], pairs[length, 2] = row, hopeful[number], gain[number]
                length += 1
        overlap[:] = 0
        words[:] = 0
        clear(a, row, mark, wished)
    return excess, pairs[:length]


@compiled
def tally(a: Arrays, rows: Ints) -> Ints:
    """In: some rows. Out: of their pairs with something in common, with anybody, how many each rule stopped (by its
    number; the last is eligible)."""
    size = len(a.facts)
    overlap, words, mark, wished, seat, pull = scratch(a)
    gain, rule = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    touched, counts = np.empty(size, dtype=np.int64), np.zeros(ELIGIBLE + 1, dtype=np.int64)
    for row in rows:
        spread(a, row, 0, overlap, words, mark, wished)
        overlap[row] = words[row] = 0
        measure(a, row, seat, pull)
        some = 0
        for other in range(size):
            touched[some] = other
            some += overlap[other] + words[other] > 0
        judge(a, row, touched[:some], overlap, words, mark, wished, seat, pull, gain, rule)
        for number in rule[:some]:
            counts[number] += 1
        overlap[:] = 0
        words[:] = 0
        clear(a, row, mark, wished)
    return counts


@compiled
def furthest(a: Arrays, rows: Ints) -> Ints:
    """In: some rows. Out: for each, the number of the rule that stopped the partner who came farthest through the
    rules, ELIGIBLE when nothing stopped them, 0 when there is nobody else."""
    size = len(a.facts)
    overlap, words, mark, wished, seat, pull = scratch(a)
    gain, rule = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    reach, everybody = np.zeros(len(rows), dtype=np.int64), np.arange(size)
    for number, row in enumerate(rows):
        spread(a, row, 0, overlap, words, mark, wished)
        measure(a, row, seat, pull)
        judge(a, row, everybody, overlap, words, mark, wished, seat, pull, gain, rule)
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
    overlap, words, mark, wished, seat, pull = scratch(a)
    gains, rules = np.zeros((size, size), dtype=np.int64), np.zeros((size, size), dtype=np.int64)
    everybody = np.arange(size)
    for row in range(size):
        spread(a, row, 0, overlap, words, mark, wished)
        measure(a, row, seat, pull)
        judge(a, row, everybody, overlap, words, mark, wished, seat, pull, gains[row], rules[row])
        gains[row, row] = rules[row, row] = 0
        overlap[:] = 0
        words[:] = 0
        clear(a, row, mark, wished)
    return gains, rules
