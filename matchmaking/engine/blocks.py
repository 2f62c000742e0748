"""What does every pair score, and which rule stops it?

The same numbers as scoring.py and the same answers as eligibility.py, for a block of rows against all columns from a
given one. All arithmetic is on integers (see columns.py), so the two agree to the last unit.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaking.engine import scoring
from matchmaking.engine.columns import Columns, Ints, Small, Words
from matchmaking.engine.context import METRES_PER_MILLI_DEGREE, Context
from matchmaking.engine.eligibility import LAYER_TIE, NEEDED_REASONS, PAIR_RULES
from matchmaking.engine.shapes import MICRO

CODES = tuple(PAIR_RULES)  # the number of a rule is its place in the asking order ...
ELIGIBLE = len(CODES)  # ... and this one means that none stood in the way
_NUMBER = {code: number for number, code in enumerate(CODES)}

Bools = npt.NDArray[np.bool_]
Rules = npt.NDArray[np.uint8]


class Blocks:
    """In: a context. Then `of(top, bottom, left)`: scores and first blocking rules of rows top..bottom-1 against
    columns left..N-1, where left <= top."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.columns = columns = Columns.of(context)
        self.size = len(columns.members)
        self._shared = _saturation(columns.most_topic_weight, scoring.HALF_SHARED)
        self._exchange = _saturation(columns.most_topic_weight, scoring.HALF_EXCHANGE)
        self._words = _saturation(columns.most_word_weight, scoring.HALF_WORDS)
        worth = np.array(context.pool.affinity, dtype=np.float32)
        np.fill_diagonal(worth, 0)
        self._worth = worth
        fair = [(waited * MICRO) // 6 for waited in range(7)]
        self._fair = np.array(fair, dtype=np.int32)
        self._wished = self._wishes()
        self._barred = {rule: self._pairs(rule) for rule in ("blocked", "met", "cooling")}
        self._refused = self._refusals()

    def of(self, top: int, bottom: int, left: int = 0) -> tuple[Small, Rules]:
        """Out: int32 totals and uint8 rule numbers (ELIGIBLE = none), each (bottom - top, N - left)."""
        columns, weights = self.columns, self.context.pool.weights
        rows = slice(top, bottom)
        offers, seeks = columns.offers[rows] * columns.topic_weight, columns.seeks[rows] * columns.topic_weight
        there = _whole(offers @ columns.seeks[left:].T)
        back = _whole(seeks @ columns.offers[left:].T)
        overlap = _whole(np.maximum(offers, seeks) @ columns.topics[left:].T)
        words = self._word_overlap(top, bottom, left)
        one_way = self._exchange[there] + self._exchange[back]
        exchange = scoring.ONE_WAY * one_way + scoring.BOTH_WAYS * self._exchange[np.minimum(there, back)]
        relevance = scoring.MIX_EXCHANGE * (exchange // 100)
        relevance += scoring.MIX_SHARED * self._shared[overlap]
        relevance += scoring.MIX_WORDS * self._words[words]
        relevance //= 100
        layer = _whole((columns.layers[rows] @ self._worth) @ columns.layers[left:].T)
        waited = columns.starved[rows, None] + columns.starved[None, left:]
        wish = self._wish(top, bottom, left)
        visit = columns.visits[rows][:, columns.home[left:]] | columns.visits[left:][:, columns.home[rows]].T
        total = weights.relevance * relevance
        total += weights.layer * layer
        total += weights.region * self._region(top, bottom, left)
        total += weights.novelty * self._novelty(top, bottom, left)
        total += weights.fairness * self._fair[waited]
        total += weights.wish * wish
        total += weights.visit * MICRO * visit.astype(np.int32)
        total += weights.explore * self._explore(top, bottom, left)
        total //= 100

        other_home = columns.home[rows, None] != columns.home[None, left:]
        twice = _whole((columns.twice[rows] * columns.topic_weight) @ columns.twice[left:].T)
        themes = overlap > there + back - twice
        reasons = (there > 0).astype(np.uint8) + (back > 0) + themes + (words > 0)
        if not weights.relevance:
            reasons[:] = 0
        for weight, holds in (
            (weights.layer, layer >= LAYER_TIE),
            (weights.region, other_home),
            (weights.fairness, waited > 0),
            (weights.wish, wish > 0),
            (weights.visit, visit),
        ):
            if weight:
                reasons += holds
        rule = np.full(total.shape, ELIGIBLE, dtype=np.uint8)
        # From the last rule to the first, so that the first one asked has the last word.
        rule[total <= self.context.pool.policy.floor] = _NUMBER["below_floor"]
        rule[reasons < NEEDED_REASONS] = _NUMBER["too_few_reasons"]
        rule[(overlap == 0) & (words == 0)] = _NUMBER["no_relevance"]
        if self.context.pool.policy.cross_region:
            rule[~other_home] = _NUMBER["same_home"]
        self._forbid(rule, top, bottom, left)
        return total, rule

    def _forbid(self, rule: Rules, top: int, bottom: int, left: int) -> None:
        """Write the rules that look at who the two are, last asked first."""
        columns = self.columns
        for row in range(top, bottom):
            line = rule[row - top]
            _write(line, self._barred["cooling"].get(row), left, _NUMBER["cooling"])
            _write(line, self._barred["met"].get(row), left, _NUMBER["met"])
            _write(line, self._refused.get(row), left, _NUMBER["blocked_organisation"])
            _write(line, self._barred["blocked"].get(row), left, _NUMBER["blocked"])
        for code, values in (
            ("same_domain", columns.domain),
            ("same_group", columns.group),
            ("same_organisation", columns.organisation),
        ):
            rule[values[top:bottom, None] == values[None, left:]] = _NUMBER[code]
        own = np.arange(top, bottom)
        rule[own - top, own - left] = _NUMBER["same_member"]

    def _word_overlap(self, top: int, bottom: int, left: int) -> Small:
        """Rarity of the words in common. Bincount adds in float64, exact below 2^53."""
        columns, out = self.columns, np.zeros((bottom - top, self.size - left), dtype=np.int32)
        for row in range(top, bottom):
            if mine := columns.words[row]:
                rows = np.concatenate([columns.postings[word] for word in mine])
                lengths = [len(columns.postings[word]) for word in mine]
                weight = np.repeat([float(columns.word_weight[word]) for word in mine], lengths)
                out[row - top] = np.bincount(rows, weights=weight, minlength=self.size)[left:]
        return out

    def _region(self, top: int, bottom: int, left: int) -> Small:
        """Distances to the few different places first, then one look-up per pair. A square root of a whole number
        below 2^52 is correctly rounded, so its floor is the integer root."""
        columns = self.columns
        mine, places = columns.places[columns.place[top:bottom]], columns.places
        north = (mine[:, None, 1] - places[None, :, 1]) * METRES_PER_MILLI_DEGREE
        east = (mine[:, None, 2] - places[None, :, 2]) * self.context.narrow
        metres = np.floor(np.sqrt((north * north + east * east).astype(np.float64))).astype(np.int64)
        known = (places[:, 1] != 0) | (places[:, 2] != 0)
        metres[~((mine[:, None, 1] != 0) | (mine[:, None, 2] != 0)) | ~known[None, :]] = 0
        gain = scoring.NEAREST + scoring.PER_METRE * np.minimum(metres, scoring.FARTHEST)
        gain[mine[:, None, 0] == places[None, :, 0]] = 0
        return gain.astype(np.int32)[:, columns.place[left:]]

    def _novelty(self, top: int, bottom: int, left: int) -> Small:
        out = np.full((bottom - top, self.size - left), MICRO, dtype=np.int32)
        friends, row_of = self.context.friends, self.columns.row_of
        for row in range(top, bottom):
            mine = friends.get(int(self.columns.ids[row]), ())
            known = {row_of[other] for friend in mine for other in friends[friend] if other in row_of}
            _write(out[row - top], np.array(sorted(known), dtype=np.int64), left, scoring.SHARED_ACQUAINTANCE)
        return out

    def _wish(self, top: int, bottom: int, left: int) -> Small:
        out = np.zeros((bottom - top, self.size - left), dtype=np.int32)
        for row in range(top, bottom):
            if row in self._wished:
                others = self._wished[row]
                np.add.at(out[row - top], others[others >= left] - left, scoring.ONE_WISH)
        return out

    def _explore(self, top: int, bottom: int, left: int) -> Small:
        """mix64 on unsigned 64-bit words, which wrap around just as the scalar one masks."""
        columns = self.columns
        mine, others = np.arange(top, bottom)[:, None], np.arange(left, self.size)[None, :]
        forward = columns.salted[top:bottom, None] ^ columns.stirred[None, left:]
        value: Words = forward
        if left < bottom - 1:
            # Rows are in order of id, so the smaller id is the smaller row number.
            backward = columns.salted[None, left:] ^ columns.stirred[top:bottom, None]
            value = np.where(mine <= others, forward, backward)
        value = value + np.uint64(0x9E3779B97F4A7C15)
        value ^= value >> np.uint64(30)
        value *= np.uint64(0xBF58476D1CE4E5B9)
        value ^= value >> np.uint64(27)
        value *= np.uint64(0x94D049BB133111EB)
        value ^= value >> np.uint64(31)
        return ((value >> np.uint64(32)) * np.uint64(MICRO) >> np.uint64(32)).astype(np.int32)

    def _wishes(self) -> dict[int, Ints]:
        """Per row, the rows it wishes for and those that wish for it; twice when both do."""
        columns, found = self.columns, dict[int, list[int]]()
        for row, one in enumerate(columns.members):
            for organisation in sorted(set(one.wishes)):
                for other in columns.staff.get(organisation, ()):
                    found.setdefault(row, []).append(int(other))
                    found.setdefault(int(other), []).append(row)
        return {row: np.array(others, dtype=np.int64) for row, others in found.items()}

    def _pairs(self, rule: str) -> dict[int, Ints]:
        row_of, found = self.columns.row_of, dict[int, list[int]]()
        for a, b in sorted(getattr(self.context, rule)):
            if a in row_of and b in row_of:
                found.setdefault(row_of[a], []).append(row_of[b])
                found.setdefault(row_of[b], []).append(row_of[a])
        return {row: np.array(others, dtype=np.int64) for row, others in found.items()}

    def _refusals(self) -> dict[int, Ints]:
        columns, found = self.columns, dict[int, set[int]]()
        for member, organisation in sorted(self.context.blocked_organisations):
            if member in columns.row_of:
                for other in columns.staff.get(organisation, ()):
                    found.setdefault(columns.row_of[member], set()).add(int(other))
                    found.setdefault(int(other), set()).add(columns.row_of[member])
        return {row: np.array(sorted(others), dtype=np.int64) for row, others in found.items()}


def _write(line: Small | Rules, rows: Ints | None, left: int, value: int) -> None:
    if rows is not None and len(rows):
        line[rows[rows >= left] - left] = value


def _whole(product: npt.NDArray[np.floating[Any]]) -> Small:
    return product.astype(np.int32)


def _saturation(most: int, half: int) -> Small:
    """scoring.saturate for every weight a pair can have in common, once and for all."""
    weight = np.arange(most + 1, dtype=np.int64)
    return (MICRO * weight // (weight + half)).astype(np.int32)
