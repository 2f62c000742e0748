"""Who are the best partners of each member?

Looks at every pair once, remembers what an eligible one gains over the floor, and answers with exact top-k lists: by
integer gain, ties by member id. Up to DENSE members the gains stay in memory (four bytes a pair); above, they are
computed again for each question, so that memory stays bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matchmaking.engine.blocks import CODES, ELIGIBLE, Blocks, Rules
from matchmaking.engine.columns import Ints, Small

DENSE = 7_000
PAIRS_AT_ONCE = 200_000  # a block's dozen temporaries then stay in the processor's cache
NOBODY = -1
LAST = -(2**62)  # below every key, and it can still be negated


@dataclass(frozen=True, slots=True)
class Edges:
    """Eligible pairs as rows u < v with their gain (micro-units above the floor, at least 1), in order of (u, v)."""

    size: int
    u: Ints
    v: Ints
    gain: Ints


class Table:
    """In: blocks. Out: `rows()` of gains, what blocked how many pairs, how far each member's best partner came."""

    def __init__(self, blocks: Blocks, dense: int = DENSE) -> None:
        self.blocks, self.size = blocks, blocks.size
        self._floor = blocks.context.pool.policy.floor
        self._gains = np.zeros((self.size, self.size), dtype=np.int32) if self.size <= dense else None
        self.blocked = np.zeros(ELIGIBLE + 1, dtype=np.int64)
        self.furthest = np.zeros(self.size, dtype=np.uint8)
        for top, bottom in self._slices():
            total, rule = blocks.of(top, bottom, top)
            self._count(rule, top, bottom)
            if self._gains is not None:
                gain = np.where(rule == ELIGIBLE, total - self._floor, 0)
                self._gains[top:bottom, top:] = gain
                self._gains[top:, top:bottom] = gain.T

    @property
    def eligible_pairs(self) -> int:
        return int(self.blocked[ELIGIBLE])

    def blocked_per_rule(self) -> dict[str, int]:
        """Pairs of available members per first rule in their way."""
        return {code: int(self.blocked[number]) for number, code in enumerate(CODES) if self.blocked[number]}

    def rows(self) -> Iterator[tuple[int, int, Small]]:
        """Blocks (top, bottom, gains): gains[r, j] of row top + r with j above the floor, 0 when not eligible."""
        for top, bottom in self._slices():
            if self._gains is not None:
                yield top, bottom, self._gains[top:bottom]
            else:
                total, rule = self.blocks.of(top, bottom)
                yield top, bottom, np.where(rule == ELIGIBLE, total - self._floor, 0)

    def _slices(self) -> Iterator[tuple[int, int]]:
        step = max(8, PAIRS_AT_ONCE // max(1, self.size))
        return ((top, min(top + step, self.size)) for top in range(0, self.size, step))

    def _count(self, rule: Rules, top: int, bottom: int) -> None:
        """Count each pair once: the square on the diagonal holds its pairs twice, and each member with itself."""
        width = bottom - top
        self.furthest[top:bottom] = np.maximum(self.furthest[top:bottom], rule.max(axis=1))
        self.furthest[top:] = np.maximum(self.furthest[top:], rule.max(axis=0))
        above = rule[:, :width][np.triu_indices(width, 1)]
        self.blocked += np.bincount(above, minlength=ELIGIBLE + 1)
        self.blocked += np.bincount(rule[:, width:].ravel(), minlength=ELIGIBLE + 1)


def best_partners(table: Table, most: int, prices: Ints | None = None) -> tuple[Ints, Ints]:
    """In: a table, the length of the lists and, if wanted, a price per member that is taken off what they bring.
    Out: partners and gains (before prices), both (N, most), best first, NOBODY and 0 where a list ends early."""
    size = table.size
    most = min(most, size)
    partners = np.full((size, most), NOBODY, dtype=np.int64)
    gains = np.zeros((size, most), dtype=np.int64)
    # One integer carries gain and tie-break: of equals the smaller row, which is the smaller member id.
    offset = -np.arange(size, dtype=np.int64) - (0 if prices is None else prices * size)
    for top, bottom, gain in table.rows():
        key = gain * np.int64(size) + offset
        key[gain == 0] = LAST
        chosen = np.argpartition(key, size - most, axis=1)[:, size - most :] if most < size else None
        if chosen is None:
            chosen = np.broadcast_to(np.arange(size), key.shape)
        order = np.argsort(-np.take_along_axis(key, chosen, axis=1), axis=1, kind="stable")
        chosen = np.take_along_axis(chosen, order, axis=1)
        gains[top:bottom] = np.take_along_axis(gain, chosen, axis=1)
        partners[top:bottom] = np.where(gains[top:bottom] > 0, chosen, NOBODY)
    return partners, gains


def edges_of(size: int, *lists: tuple[Ints, Ints]) -> Edges:
    """In: partner lists as best_partners gives them. Out: the pairs on any of them, each once."""
    keys, gains = [], []
    for partners, gain in lists:
        rows = np.broadcast_to(np.arange(size)[:, None], partners.shape)[partners != NOBODY]
        others = partners[partners != NOBODY]
        keys.append(np.minimum(rows, others) * size + np.maximum(rows, others))
        gains.append(gain[partners != NOBODY])
    key, first = np.unique(np.concatenate(keys), return_index=True)
    return Edges(size=size, u=key // max(1, size), v=key % max(1, size), gain=np.concatenate(gains)[first])
