"""What does every pair score, and which rule stops it? One row against all others, compiled.

The same numbers as scoring.py and the same answers as eligibility.py (a test keeps them equal to the last unit). What
two members have in common is not looked up pair by pair: for each topic of a row its weight is added to all who carry
that topic, so that only pairs with something in common are ever looked at. The overlaps of a pair share one 64-bit
word, 21 bits each: offers of the row that meet seeks, seeks that meet offers, topics in common however held.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matchmaking.engine import scoring
from matchmaking.engine.arrays import (
    BUILD,
    CODES,
    DOMAIN,
    ELIGIBLE,
    FIELDS,
    GROUP,
    HOME,
    HOPED_FOR,
    KIND,
    LINKED,
    NOBODY,
    OFFERS,
    ORGANISATION,
    OVERLAP_BITS,
    SEEKS,
    SEEN,
    STARVED,
    Arrays,
    Between,
    Bytes,
    Ints,
    Looks,
    Places,
    Small,
    Topics,
    Words,
)
from matchmaking.engine.compiled import compiled, inlined
from matchmaking.engine.context import METRES_PER_MILLI_DEGREE
from matchmaking.engine.eligibility import LAYER_TIE, NEEDED_REASONS
from matchmaking.engine.pairwise import explore, first_bar, has_theme, lowered, relevance
from matchmaking.engine.shapes import MICRO

NO_RELEVANCE, TOO_FEW = CODES.index("no_relevance"), CODES.index("too_few_reasons")
BELOW_FLOOR = CODES.index("below_floor")
MASK = (1 << OVERLAP_BITS) - 1
LOWER = (1 << 32) - 1
# A mark's bits: somebody both have met; an event at which both were; the number of an explicit rule plus one.
ACQUAINTED, TOGETHER = 128, 64  # and RULE, see pairwise.py
TOLD_BITS = 32  # wishes between two: all of them in the lower half of a word, those that may be told in the upper
# Places in `weights`.
RELEVANCE, LAYER, REGION, NOVELTY, FAIRNESS, WISH, VISIT, EXPLORE = range(8)
# Scoring's constants under names of this module, so that the compiler sees plain numbers.
NEAREST, PER_METRE, FARTHEST = scoring.NEAREST, scoring.PER_METRE, scoring.FARTHEST
ONE_WISH, SHARED_ACQUAINTANCE = scoring.ONE_WISH, scoring.SHARED_ACQUAINTANCE


class Sheet(NamedTuple):
    """What is written down about one row against all others. By row: what they have in common (overlap, words), a mark
    on the barred, the acquainted and those seen, wishes (TOLD_BITS); all zero between rows. seat: by kind of partner,
    pull: by layer (see measure). delta: by how the other holds a topic, scratch paper."""

    overlap: Ints
    words: Ints
    mark: Bytes
    wished: Ints
    seat: Small
    pull: Small
    delta: Ints


@compiled
def sheet_for(a: Arrays) -> Sheet:
    """Out: an empty sheet."""
    size = len(a.looks.facts)
    return Sheet(
        np.zeros(size, dtype=np.int64),
        np.zeros(size, dtype=np.int64),
        np.zeros(size, dtype=np.uint8),
        np.zeros(size, dtype=np.int64),
        np.zeros(len(a.places.kinds), dtype=np.int32),
        np.zeros(a.looks.layers.shape[1], dtype=np.int32),
        np.zeros(4, dtype=np.int64),
    )


@inlined
def spread(t: Topics, w: Words, b: Between, row: int, first: int, sheet: Sheet) -> None:
    """Add up what `row` has in common with every row from `first` on; mark the barred, the acquainted and those seen,
    and count wishes. All of it is zero before, and again after `clear`."""
    overlap, words, mark, delta = sheet.overlap, sheet.words, sheet.mark, sheet.delta
    for place in range(t.start[row], t.start[row + 1]):
        topic, mine = t.topic[place], t.role[place]
        weight = t.weight[topic]
        for theirs in range(1, 4):
            there = weight if mine & OFFERS and theirs & SEEKS else 0
            back = weight if mine & SEEKS and theirs & OFFERS else 0
            delta[theirs] = there + (back << OVERLAP_BITS) + (weight << (2 * OVERLAP_BITS))
        low, high = t.carrier_start[topic], t.carrier_start[topic + 1]
        low += np.searchsorted(t.carrier[low:high], first)
        for other in range(low, high):
            overlap[t.carrier[other]] += delta[t.carrier_role[other]]
    for place in range(w.start[row], w.start[row + 1]):
        word = w.word[place]
        weight = w.weight[word]
        low, high = w.bearer_start[word], w.bearer_start[word + 1]
        low += np.searchsorted(w.bearer[low:high], first)
        for other in range(low, high):
            words[w.bearer[other]] += weight
    for place in range(b.bar_start[row], b.bar_start[row + 1]):
        mark[b.bar[place]] = b.bar_rule[place] + 1
    for place in range(b.friend_start[row], b.friend_start[row + 1]):
        friend = b.friend[place]
        for known in range(b.known_start[friend], b.known_start[friend + 1]):
            mark[b.known[known]] |= ACQUAINTED
    for place in range(b.event_start[row], b.event_start[row + 1]):
        event = b.event[place]
        for guest in range(b.guest_start[event], b.guest_start[event + 1]):
            mark[b.guest[guest]] |= TOGETHER
    for place in range(b.wish_start[row], b.wish_start[row + 1]):
        sheet.wished[b.wish[place]] += ONE_WISH + ((ONE_WISH * b.wish_told[place]) << TOLD_BITS)


@inlined
def clear(w: Words, b: Between, row: int, sheet: Sheet) -> None:
    """Put everything that `spread` wrote about `row` back to zero."""
    sheet.overlap[:] = 0
    sheet.mark[:] = 0
    if w.start[row + 1] > w.start[row]:
        sheet.words[:] = 0
    for place in range(b.wish_start[row], b.wish_start[row + 1]):
        sheet.wished[b.wish[place]] = 0


@inlined
def measure(a: Looks, p: Places, row: int, before: int, seat: Small, pull: Small) -> int:
    """Write what region and waiting of every kind of partner add to a total with `row`, and what a point of each
    layer adds; both times 100, like everything before the division by the sum of the weights. In: also the row for
    which they were written before, or NOBODY. Out: the most that novelty, wish, visit and exploration can add, times
    100."""
    # Number by number: to take a row of an array apart costs more than all that is computed from it.
    own = a.facts[row, KIND]
    home, lat, lon, starved = p.kinds[own, 0], p.kinds[own, 1], p.kinds[own, 2], p.kinds[own, 3]
    same_kind = before != NOBODY and a.facts[before, KIND] == own
    for kind in range(0 if same_kind else len(p.kinds)):
        gain = 0
        if p.kinds[kind, 0] != home:
            metres = 0
            if (lat or lon) and (p.kinds[kind, 1] or p.kinds[kind, 2]):
                north = (lat - p.kinds[kind, 1]) * METRES_PER_MILLI_DEGREE
                east = (lon - p.kinds[kind, 2]) * p.narrow
                # A square root of a whole number below 2^52 is correctly rounded, so its floor is the integer root.
                metres = int(np.sqrt(np.float64(north * north + east * east)))
            gain = NEAREST + PER_METRE * min(metres, FARTHEST)
        seat[kind] = a.weights[REGION] * gain + a.weights[FAIRNESS] * ((starved + p.kinds[kind, 3]) * MICRO // 6)
    same_build = before != NOBODY and a.facts[before, BUILD] == a.facts[row, BUILD]
    for theirs in range(0 if same_build else len(pull)):
        pull[theirs] = 0
        for mine in range(len(pull)):
            pull[theirs] += a.weights[LAYER] * a.layers[row, mine] * a.worth[mine, theirs]
    linked = a.facts[row, LINKED]
    visit = MICRO if p.visited[home] or linked & SEEN or a.visits[row].any() else 0
    wish = 2 * ONE_WISH if linked & HOPED_FOR else 0
    spare = a.weights[NOVELTY] * MICRO + a.weights[WISH] * wish + a.weights[VISIT] * visit + a.weights[EXPLORE] * MICRO
    return int(spare)


@compiled
def judge(a: Looks, row: int, others: Ints, sheet: Sheet, gains: Ints, rules: Ints) -> None:
    """In: a row, some others, and what spread and measure wrote about the row. Writes for each of the others
    what the pair scores above the floor (micro-units), and the number of the first rule in its way."""
    facts, layers, dice, visits, less = a.facts, a.layers, a.dice, a.visits, a.less
    exchanges, shares, in_words, in_fields = a.exchange_table, a.shared_table, a.words_table, a.fields_table
    overlap, words, mark, wished = sheet.overlap, sheet.words, sheet.mark, sheet.wished
    seat, pull = sheet.seat, sheet.pull
    organisation, group = facts[row, ORGANISATION], facts[row, GROUP]
    domain, home = facts[row, DOMAIN], facts[row, HOME]
    starved, fields, cross, floor = facts[row, STARVED], facts[row, FIELDS], a.cross_region, a.floor
    weights = a.weights
    w_relevance, w_layer, w_region, w_novelty = weights[RELEVANCE], weights[LAYER], weights[REGION], weights[NOVELTY]
    w_fairness, w_wish, w_visit, w_explore = weights[FAIRNESS], weights[WISH], weights[VISIT], weights[EXPLORE]
    for number in range(len(others)):
        other = others[number]
        common, said, marked, wishes = overlap[other], words[other], mark[other], wished[other]
        same_home = facts[other, HOME] == home
        rule = first_bar(
            facts[other, ORGANISATION] == organisation,
            facts[other, GROUP] == group,
            facts[other, DOMAIN] == domain,
            cross and same_home,
            marked,
        )
        there, back, shared = common & MASK, (common >> OVERLAP_BITS) & MASK, common >> (2 * OVERLAP_BITS)
        wish, seen = wishes & LOWER, (marked & TOGETHER) // TOGETHER
        visit = visits[row, facts[other, HOME]] | visits[other, home] | seen
        low, high = min(row, other), max(row, other)
        tied = 0
        for layer in range(len(pull)):
            tied += pull[layer] * layers[other, layer]
        if len(less) and less[row] | less[other]:
            tied = w_layer * lowered(layers, a.worth, less, row, other)
        score = (
            w_relevance
            * relevance(
                exchanges[there],
                exchanges[back],
                shares[shared],
                in_words[said],
                in_fields[fields & facts[other, FIELDS]],
            )
            + seat[facts[other, KIND]]
            + tied
            + w_novelty * (SHARED_ACQUAINTANCE if marked & ACQUAINTED else MICRO)
            + w_wish * wish
            + w_visit * MICRO * visit
            + w_explore * explore(dice[low, 0], dice[high, 1])
        )
        gains[number] = score // 100 - floor
        if rule == ELIGIBLE:
            if common + said == 0:
                rule = NO_RELEVANCE
            else:
                # As eligibility.count_reasons; the only one that takes a search is asked last.
                waited = starved + facts[other, STARVED] > 0
                # One by one: without the compiler, two truths of numpy would add up to one.
                found = 0
                found += w_region > 0 and not same_home
                found += w_layer > 0 and tied >= w_layer * LAYER_TIE
                found += w_fairness > 0 and waited
                found += w_wish > 0 and wishes > LOWER
                found += w_visit > 0 and seen > 0
                if w_relevance > 0:
                    found += there > 0
                    found += back > 0
                    found += said > 0
                    if found < NEEDED_REASONS:
                        found += has_theme(a.topic_start, a.topic, a.role, row, other)
                if found < NEEDED_REASONS:
                    rule = TOO_FEW
                else:
                    # As scoring.told: what is private helps nobody above the floor.
                    private = w_wish * (wish - (wishes >> TOLD_BITS)) + w_visit * MICRO * (visit - seen)
                    if gains[number] <= private // 100:
                        rule = BELOW_FLOOR
        rules[number] = rule
