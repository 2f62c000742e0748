"""What is asked of all pairs at once: whose best partners are who, and what could any round be worth?

Each function looks at a range of rows against everybody, so that a large pool can be cut among workers: what it says of
a row does not depend on the range.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matchmaking.engine import scoring
from matchmaking.engine.arrays import (
    BUILD,
    ELIGIBLE,
    FIELDS,
    KIND,
    NOBODY,
    OVERLAP_BITS,
    Arrays,
    Ints,
    Looks,
    Places,
    Small,
)
from matchmaking.engine.compiled import compiled, inlined
from matchmaking.engine.pairwise import relevance
from matchmaking.engine.sweep import MASK, RELEVANCE, Sheet, clear, judge, measure, sheet_for, spread

Unsigned = npt.NDArray[np.uint32]
Tiny = npt.NDArray[np.int8]

CLOSED = 16_000_000  # the price of somebody who is not to be had; twice the most that prices.SANE allows
NONE_YET = -15_000_000  # what a list that still has room asks of a partner: less than anybody brings, if not closed
HOPELESS = -(2**30)  # what nobody makes up for, a hundred times micro-units
FIRST = 256  # partners looked at before a list is asked for the first time what it takes to come onto it


@compiled
def ceilings(a: Arrays) -> tuple[Ints, Ints]:
    """Out: the most that relevance can add to a total, times 100, by overlap of topics (as if all of them were
    exchanged, both ways) and by overlap of words."""
    exchange = (2 * scoring.ONE_WAY + scoring.BOTH_WAYS) * a.looks.exchange_table // 100
    topics = scoring.MIX_EXCHANGE * exchange + scoring.MIX_SHARED * a.looks.shared_table
    # One more each: the parts are rounded down together, not one by one.
    return (
        a.looks.weights[RELEVANCE] * (topics // 100 + 1),
        a.looks.weights[RELEVANCE] * (scoring.MIX_WORDS * a.looks.words_table // 100 + 1),
    )


class Columns(NamedTuple):
    """The members that are to be had, as rows, with their kinds, layer weights (layers, n), and a hundred times their
    prices; room for what region and waiting add for a row, less what is asked (base), and for the same with what
    layers add (offer). In as few bytes as they need: all of it is read once for every row."""

    rows: Unsigned
    kinds: Small
    layers: Tiny
    asked: Small
    base: Small
    offer: Small


@compiled
def columns_of(a: Arrays, prices: Ints) -> Columns:
    """In: a price per member, CLOSED for those who are not to be had. Out: the others, side by side."""
    rows = np.flatnonzero(prices < CLOSED)
    layers = np.empty((a.looks.layers.shape[1], len(rows)), dtype=np.int8)
    for number, row in enumerate(rows):
        layers[:, number] = a.looks.layers[row]
    asked = (100 * prices[rows]).astype(np.int32)
    return Columns(
        rows.astype(np.uint32), a.looks.facts[:, KIND][rows], layers, asked, np.empty_like(asked), np.empty_like(asked)
    )


@compiled
def alike(a: Looks, rows: Ints) -> Ints:
    """Out: the places of these rows, those of one kind and with the same layers together: what region, waiting and
    layers add is the same for all of them."""
    facts = a.facts
    builds = 1 + facts[:, BUILD].max() if len(facts) else 1
    return np.argsort(facts[:, KIND][rows].astype(np.int64) * builds + facts[:, BUILD][rows], kind="mergesort")


@inlined
def settle(a: Looks, p: Places, columns: Columns, row: int, before: int, sheet: Sheet) -> None:
    """Write what region, waiting and layers add for `row`, less what is asked; far too little for those whom it may not
    meet. In: also the row for which that was written last, or NOBODY."""
    base, offer, kinds, asked = columns.base, columns.offer, columns.kinds, columns.asked
    kind, build = a.facts[row, KIND], a.facts[row, BUILD]
    if before == NOBODY or a.facts[before, KIND] != kind:
        worth = sheet.seat.copy()
        if a.cross_region:
            worth[p.kinds[:, 0] == p.kinds[kind, 0]] = HOPELESS
        for place in range(len(base)):
            base[place] = worth[kinds[place]] - asked[place]
    elif a.facts[before, BUILD] == build:
        return
    # Plain arithmetic on whole columns, which the processor does sixteen at a time.
    offer[:] = base
    for layer in range(len(sheet.pull)):
        adds, column = sheet.pull[layer], columns.layers[layer]
        if adds:
            for place in range(len(offer)):
                offer[place] += adds * column[place]


@compiled
def promising(
    a: Looks,
    columns: Columns,
    row: int,
    first: int,
    last: int,
    limit: int,
    sheet: Sheet,
    by_topics: Ints,
    by_words: Ints,
    hopeful: Ints,
) -> int:
    """In: a row and a range of columns, what spread, measure and settle wrote about the row, and what a total times 100
    less what the other asks must come to before novelty, wish, visit and exploration. Writes the rows of those who may
    come to it; out: how many."""
    exchanges, shares, said, in_fields = a.exchange_table, a.shared_table, a.words_table, a.fields_table
    w_relevance, fields, facts = a.weights[RELEVANCE], a.facts[row, FIELDS], a.facts
    overlap, words = sheet.overlap, sheet.words
    # At first, all the fields of the row count as common; one more, since the parts are rounded down together.
    needed = limit - w_relevance * (scoring.MIX_FIELDS * in_fields[fields] // 100 + 1)
    rows, offer = columns.rows[first:last], columns.offer[first:last]
    some = hopes = 0
    # Whoever may come to it, without a branch that the processor could guess wrong ...
    if len(said) > 1:
        for place in range(last - first):
            hopeful[some] = place
            common = overlap[rows[place]] >> (2 * OVERLAP_BITS)
            some += by_topics[common] + by_words[words[rows[place]]] + offer[place] >= needed
    else:
        for place in range(last - first):
            hopeful[some] = place
            # Without a sign, so that the compiler need not think of places counted from the end.
            common = np.uint64(overlap[rows[place]]) >> np.uint64(2 * OVERLAP_BITS)
            some += by_topics[common] + offer[place] >= needed
    # ... and still may when what they have in common is counted exactly.
    for place in hopeful[:some]:
        other = rows[place]
        common = overlap[other]
        there, back, shared = common & MASK, (common >> OVERLAP_BITS) & MASK, common >> (2 * OVERLAP_BITS)
        alike = in_fields[fields & facts[other, FIELDS]]
        exact = relevance(exchanges[there], exchanges[back], shares[shared], said[words[other]], alike)
        hopeful[hopes] = other
        hopes += w_relevance * exact + offer[place] >= limit
    return hopes


@compiled
def best_partners(a: Arrays, rows: Ints, most: int, prices: Ints, known: Ints) -> tuple[Ints, Ints]:
    """In: some rows, how many partners are wanted, a price per member that is taken off what they bring (CLOSED: not to
    be had), and per member what the last of their partners is known to bring at least (NONE_YET: nothing is known).
    Out: partners and gains (micro-units above the floor, before prices), both (len(rows), most), best first, of equals
    the smaller id; NOBODY and 0 where a list ends early."""
    sheet = sheet_for(a)
    by_topics, by_words = ceilings(a)
    columns = columns_of(a, prices)
    size = len(columns.rows)
    partners = np.full((len(rows), most), NOBODY, dtype=np.int64)
    gains = np.zeros((len(rows), most), dtype=np.int64)
    keys, hopeful = np.empty(most, dtype=np.int64), np.empty(size, dtype=np.int64)
    gain, rule = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    # Whoever comes onto a list at all gains something before their price.
    before, nothing = NOBODY, NONE_YET
    if size:
        nothing = -columns.asked.max() // 100 - 1
    for line in alike(a.looks, rows):
        row = rows[line]
        spread(a.topics, a.words, a.between, row, 0, sheet)
        sheet.overlap[row] = sheet.words[row] = 0
        spare = measure(a.looks, a.places, row, before, sheet.seat, sheet.pull)
        settle(a.looks, a.places, columns, row, before, sheet)
        before = row
        found, least, last = 0, max(nothing, known[row]), 0
        while last < size:
            # Three times as many as were seen: few of them are better than the best of those.
            first, last = last, size if known[row] > NONE_YET else min(max(FIRST, 4 * last), size)
            limit = 100 * (least + a.looks.floor + 1) - spare
            hopes = promising(a.looks, columns, row, first, last, limit, sheet, by_topics, by_words, hopeful)
            judge(a.looks, row, hopeful[:hopes], sheet, gain, rule)
            for number in range(hopes):
                key = gain[number] - prices[hopeful[number]]
                if rule[number] != ELIGIBLE or key <= least:
                    continue
                place = min(found, most - 1)
                while place > 0 and keys[place - 1] < key:
                    keys[place] = keys[place - 1]
                    partners[line, place], gains[line, place] = partners[line, place - 1], gains[line, place - 1]
                    place -= 1
                keys[place], partners[line, place], gains[line, place] = key, hopeful[number], gain[number]
                found = min(found + 1, most)
                if found == most:
                    least = keys[most - 1]
        clear(a.words, a.between, row, sheet)
    return partners, gains


@compiled
def worth_more(a: Arrays, top: int, bottom: int, prices: Ints) -> tuple[int, Ints]:
    """In: a range of rows and a price per member. Out: by how much the eligible pairs of these rows with later ones
    gain more than both prices, added up (micro-units), and the pairs that do, as rows (u, v, gain)."""
    size = len(a.looks.facts)
    sheet = sheet_for(a)
    by_topics, by_words = ceilings(a)
    columns, hopeful = columns_of(a, prices), np.empty(size, dtype=np.int64)
    gain, rule = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    excess, pairs, length, before = 0, np.empty((1024, 3), dtype=np.int64), 0, NOBODY
    for row in top + alike(a.looks, np.arange(top, bottom)):
        spread(a.topics, a.words, a.between, row, row + 1, sheet)
        spare = measure(a.looks, a.places, row, before, sheet.seat, sheet.pull)
        settle(a.looks, a.places, columns, row, before, sheet)
        before = row
        limit = 100 * (prices[row] + a.looks.floor + 1) - spare
        hopes = promising(a.looks, columns, row, row + 1, size, limit, sheet, by_topics, by_words, hopeful)
        judge(a.looks, row, hopeful[:hopes], sheet, gain, rule)
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
        clear(a.words, a.between, row, sheet)
    # In the order of rows again, however they were cut.
    return excess, pairs[:length][np.argsort(pairs[:length, 0], kind="mergesort")]


@compiled
def tally(a: Arrays, rows: Ints) -> Ints:
    """In: some rows. Out: of their pairs with something in common, with anybody, how many each rule stopped (by its
    number; the last is eligible)."""
    size = len(a.looks.facts)
    sheet = sheet_for(a)
    gain, rule = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    touched, counts = np.empty(size, dtype=np.int64), np.zeros(ELIGIBLE + 1, dtype=np.int64)
    for row in rows:
        spread(a.topics, a.words, a.between, row, 0, sheet)
        sheet.overlap[row] = sheet.words[row] = 0
        measure(a.looks, a.places, row, NOBODY, sheet.seat, sheet.pull)
        some = 0
        for other in range(size):
            touched[some] = other
            some += sheet.overlap[other] + sheet.words[other] > 0
        judge(a.looks, row, touched[:some], sheet, gain, rule)
        for number in rule[:some]:
            counts[number] += 1
        clear(a.words, a.between, row, sheet)
    return counts


@compiled
def furthest(a: Arrays, rows: Ints) -> Ints:
    """In: some rows. Out: for each, the number of the rule that stopped the partner who came farthest through the
    rules, ELIGIBLE when nothing stopped them, 0 when there is nobody else."""
    size = len(a.looks.facts)
    sheet = sheet_for(a)
    gain, rule = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    reach, everybody = np.zeros(len(rows), dtype=np.int64), np.arange(size)
    for number, row in enumerate(rows):
        spread(a.topics, a.words, a.between, row, 0, sheet)
        measure(a.looks, a.places, row, NOBODY, sheet.seat, sheet.pull)
        judge(a.looks, row, everybody, sheet, gain, rule)
        rule[row] = 0
        reach[number] = rule.max()
        clear(a.words, a.between, row, sheet)
    return reach


@compiled
def verdicts(a: Arrays) -> tuple[Ints, Ints]:
    """Out: for every two rows what they score above the floor (micro-units), and the number of the first rule in their
    way; both (N, N), the diagonals zero. For dinners and other small crowds."""
    size = len(a.looks.facts)
    sheet = sheet_for(a)
    gains, rules = np.zeros((size, size), dtype=np.int64), np.zeros((size, size), dtype=np.int64)
    everybody = np.arange(size)
    for row in range(size):
        spread(a.topics, a.words, a.between, row, 0, sheet)
        measure(a.looks, a.places, row, NOBODY, sheet.seat, sheet.pull)
        judge(a.looks, row, everybody, sheet, gains[row], rules[row])
        gains[row, row] = rules[row, row] = 0
        clear(a.words, a.between, row, sheet)
    return gains, rules
