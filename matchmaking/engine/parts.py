"""How is a question about all pairs put, cut up, and answered?

A round asks a handful of questions about all pairs of its pool. Each can be answered for a range of rows at a time, by
anybody who holds the pool: in this process, or by several workers. What is said about a row does not depend on the
range, so the answers put together are the same bytes however they were cut.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaking.engine.arrays import Ints, narrowed
from matchmaking.engine.compiled import VERSION
from matchmaking.engine.ground import Ground
from matchmaking.engine.passes import CLOSED, NONE_YET, best_partners, furthest, tally, worth_more

__all__ = ["Ask", "Ground", "answer", "ask_here", "understands"]

# A question says which sources ask it: two versions of them may answer differently, and their answers never mix.
HERE = int(VERSION, 16) >> 1  # as a number of 63 bits

COUNTED, LOOKED_AT = 2_500, 300
TALLIED = ("no_relevance", "too_few_reasons", "below_floor", "eligible_pairs")  # what is known from tally_of only
BEST, WORTH_MORE, FURTHEST, TALLY = range(4)

# In: a question and the number of rows. Out: the answers for consecutive ranges that together cover all rows.
Ask = Callable[[bytes, int], Sequence[bytes]]


@dataclass(frozen=True, slots=True)
class Excess:
    """By how much eligible pairs gain more than both prices, added up (micro-units); and those pairs (u, v, gain)."""

    total: int
    pairs: Ints


def understands(question: bytes) -> bool:
    """Whether these very sources asked this; after a deployment a worker may still have the old ones."""
    return int(_unpack(question)[0][0]) == HERE


def answer(ground: Ground, question: bytes, top: int, bottom: int) -> bytes:
    """In: a pool made ready, a question as this module packs it, and a range of rows. Out: the answer, packed."""
    (_, kind, *settings), numbers, *more = _unpack(question)
    if kind == BEST:
        most, crowds = (int(setting) for setting in settings)
        return _pack(*_best(ground, top, bottom, most, crowds, numbers, *more))
    if kind == WORTH_MORE:
        total, pairs = worth_more(ground.arrays, top, bottom, numbers)
        return _pack(np.array([total]), pairs)
    here = numbers[(numbers >= top) & (numbers < bottom)]
    return _pack(furthest(ground.arrays, here) if kind == FURTHEST else tally(ground.arrays, here))


def _best(
    ground: Ground, top: int, bottom: int, most: int, crowds: int, prices: Ints, known: Ints
) -> tuple[Ints, Ints]:
    """passes.best_partners for a range of rows. With several crowds, a row looks only at those of its own. A die says
    which: by turns, members who joined in turns, one here and one there, would not see each other."""
    partners, gains = np.empty((2, bottom - top, most), dtype=np.int64)
    rows, crowd_of = np.arange(top, bottom), ground.arrays.looks.dice[:, 1] % np.uint64(crowds)
    for crowd in range(crowds):
        asked = np.where(crowd_of == crowd, prices, CLOSED)
        arrays = narrowed(ground.arrays, asked < CLOSED) if asked.max(initial=0) == CLOSED else ground.arrays
        mine = rows[crowd_of[rows] == crowd]
        partners[mine - top], gains[mine - top] = best_partners(arrays, mine, most, asked, known)
    return partners, gains


def ask_here(ground: Ground) -> Ask:
    """Out: somebody to ask who answers at once, in this process."""
    return lambda question, rows: [answer(ground, question, 0, rows)]


def lists_of_best(
    ask: Ask, rows: int, most: int, prices: Ints, crowds: int = 1, known: Ints | None = None
) -> tuple[Ints, Ints]:
    """Out: partners and gains of all rows; see passes.best_partners."""
    at_least = np.full(rows, NONE_YET) if known is None else known
    found = _asked(ask, rows, _pack(np.array([HERE, BEST, most, crowds]), prices, at_least))
    return _joined(partners for partners, _ in found), _joined(gains for _, gains in found)


def excess_of(ask: Ask, rows: int, prices: Ints) -> Excess:
    """Out: what passes.worth_more says of all rows."""
    found = _asked(ask, rows, _pack(np.array([HERE, WORTH_MORE]), prices))
    return Excess(sum(int(total[0]) for total, _ in found), _joined(pairs for _, pairs in found))


def tally_of(ask: Ask, rows: int) -> Ints:
    """Out: of the pairs with something in common, how many each rule stopped; see passes.tally. Up to COUNTED rows
    exactly; of more, about LOOKED_AT are, evenly spread, and the rest is estimated from them."""
    step = 1 if rows <= COUNTED else -(-rows // LOOKED_AT)
    looked_at = np.arange(0, rows, step)
    counts = sum((counts for (counts,) in _asked(ask, rows, _pack(np.array([HERE, TALLY]), looked_at))), np.int64(0))
    # Each pair is seen from both its ends.
    return np.asarray(counts * rows // (2 * max(1, len(looked_at))), dtype=np.int64)


def estimated(rows: int) -> tuple[str, ...]:
    """Out: the names of the counts of a pool of so many rows that are estimates, as results.Result names them."""
    return TALLIED if rows > COUNTED else ()


def rules_that_stopped(ask: Ask, rows: int, wanted: Ints) -> Ints:
    """In: some rows, ascending. Out: for each the number of a rule; see passes.furthest."""
    return _joined(rules for (rules,) in _asked(ask, rows, _pack(np.array([HERE, FURTHEST]), wanted)))


def _asked(ask: Ask, rows: int, question: bytes) -> list[list[Ints]]:
    return [_unpack(reply) for reply in ask(question, rows)]


def _joined(arrays: Iterable[Ints]) -> Ints:
    return np.concatenate(list(arrays))


def _pack(*arrays: npt.NDArray[np.int64]) -> bytes:
    with io.BytesIO() as file:
        for array in arrays:
            np.save(file, array, allow_pickle=False)
        return file.getvalue()


def _unpack(packed: bytes) -> list[Ints]:
    with io.BytesIO(packed) as file:
        found = []
        while file.tell() < len(packed):
            found.append(np.load(file, allow_pickle=False))
        return found
