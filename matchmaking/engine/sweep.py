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
    NOBODY,
    OFFERS,
    ORGANISATION,
    OVERLAP_BITS,
    SEEKS,
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
from matchmaking.engine.shapes import MICRO

SAME_ORGANISATION, SAME_GROUP = CODES.index("same_organisation"), CODES.index("same_group")
SAME_DOMAIN, SAME_HOME = CODES.index("same_domain"), CODES.index("same_home")
NO_RELEVANCE, TOO_FEW = CODES.index("no_relevance"), CODES.index("too_few_reasons")
BELOW_FLOOR = CODES.index("below_floor")
MASK = (1 << OVERLAP_BITS) - 1
ACQUAINTED, RULE = 128, 127  # a mark's bits: somebody both have met; the number of an explicit rule plus one
# Places in `weights`.
RELEVANCE, LAYER, REGION, NOVELTY, FAIRNESS, WISH, VISIT, EXPLORE = range(8)
# Scoring's constants under names of this module, so that the compiler sees plain numbers.
MIX_SHARED, MIX_EXCHANGE, MIX_WORDS = scoring.MIX_SHARED, scoring.MIX_EXCHANGE, scoring.MIX_WORDS
MIX_FIELDS, ONE_WAY, BOTH_WAYS = scoring.MIX_FIELDS, scoring.ONE_WAY, scoring.BOTH_WAYS
NEAREST, PER_METRE, FARTHEST = scoring.NEAREST, scoring.PER_METRE, scoring.FARTHEST
ONE_WISH, SHARED_ACQUAINTANCE = scoring.ONE_WISH, scoring.SHARED_ACQUAINTANCE


class Sheet(NamedTuple):
    """What is written down about one row against all others. By row: what they have in common (overlap, words), a mark
    on the barred and the acquainted, wishes; all zero between rows. seat: by kind of partner, pull: by layer (see
    measure). delta: by how the other holds a topic, scratch paper."""

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
    """Add up what `row` has in common with every row from `first` on; mark the barred and the acquainted, and count
    wishes. All of it is zero before, and again after `clear`."""
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
    for place in range(b.wish_start[row], b.wish_start[row + 1]):
        sheet.wished[b.wish[place]] += ONE_WISH


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
            pull[theirs] += a.weights[LAYER] * a.layers[row, mine] * p.worth[mine, theirs]
    visit = MICRO if p.visited[home] or a.visits[row].any() else 0
    wish = 2 * ONE_WISH * a.facts[row, HOPED_FOR]
    spare = a.weights[NOVELTY] * MICRO + a.weights[WISH] * wish + a.weights[VISIT] * visit + a.weights[EXPLORE] * MICRO
    return int(spare)


# Called once a pair. These take and give numbers only: to a compiled function, an array is handed over with a count of
# its users, which costs more than what is computed here.


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
def judge(a: Looks, row: int, others: Ints, sheet: Sheet, gains: Ints, rules: Ints) -> None:
    """In: a row, some others, and what spread and measure wrote about the row. Writes for each of the others
    what the pair scores above the floor (micro-units), and the number of the first rule in its way."""
    facts, layers, dice, visits = a.facts, a.layers, a.dice, a.visits
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
        common, said, marked, wish = overlap[other], words[other], mark[other], wished[other]
        same_home = facts[other, HOME] == home
        rule = first_bar(
            facts[other, ORGANISATION] == organisation,
            facts[other, GROUP] == group,
            facts[other, DOMAIN] == domain,
            cross and same_home,
            marked,
        )
        there, back, shared = common & MASK, (common >> OVERLAP_BITS) & MASK, common >> (2 * OVERLAP_BITS)
        visit = visits[row, facts[other, HOME]] | visits[other, home]
        low, high = min(row, other), max(row, other)
        tied = 0
        for layer in range(len(pull)):
            tied += pull[layer] * layers[other, layer]
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
                found += w_wish > 0 and wish > 0
                found += w_visit > 0 and visit > 0
                if w_relevance > 0:
                    found += there > 0
                    found += back > 0
                    found += said > 0
                    if found < NEEDED_REASONS:
                        found += has_theme(a.topic_start, a.topic, a.role, row, other)
                if found < NEEDED_REASONS:
                    rule = TOO_FEW
                elif gains[number] <= 0:
                    rule = BELOW_FLOOR
        rules[number] = rule
