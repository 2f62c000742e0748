"""Which pairs and members does this file hold, when somebody else has scored them?"""

from __future__ import annotations

import io
import lzma
import tokenize
import zlib
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np

from matchmaking.engine.arrays import Ints
from matchmaking.engine.documents import FURTHEST
from matchmaking.engine.prices import SANE

# What numpy and zipfile raise of an archive that is broken, encrypted, or no archive at all.
BROKEN = (
    ValueError, TypeError, EOFError, OverflowError, RuntimeError, SyntaxError,
    BadZipFile, zlib.error, lzma.LZMAError, tokenize.TokenError,
)  # fmt: skip
MOST = 300_000  # members: of more, numbers that stand for a pair and its gain would not fit into 64 bits
MEMBERS, PAIRS = ("capacity", "bonus"), ("u", "v", "w")  # arrays with a line for each of them


class Graph(NamedTuple):
    """Per member capacity and bonus, per pair its two members (u < v, rows of capacity) and w; micro-units."""

    capacity: Ints
    bonus: Ints
    u: Ints
    v: Ints
    w: Ints


def graph_of(path: str) -> Graph:
    """In: the path of an .npz file with capacity[n], bonus[n], u[m], v[m], w[m]: integers, u < v < n, no pair twice, w
    and bonus in micro-units. Out: what is in it. Raises OSError, or ValueError when it holds anything else."""
    found = _arrays(path)
    capacity, bonus, u, v, w = graph = Graph(*(found[name] for name in Graph._fields))
    size = len(capacity)
    for names in (MEMBERS, PAIRS):
        if len({len(found[name]) for name in names}) > 1:
            raise ValueError(f"{', '.join(names)}: these arrays have the same length")
    if size > MOST:
        raise ValueError(f"capacity, bonus: at most {MOST:,} members")
    if (u < 0).any() or (v >= size).any() or (u >= v).any():
        raise ValueError(f"u, v: a pair is two numbers u < v from 0 to {size - 1}, one less than there are capacities")
    if len(np.unique(u * size + v)) < len(u):
        raise ValueError("u, v: a pair is there twice")
    if (capacity < 0).any():
        raise ValueError("capacity: nobody has less than no room")
    if (bonus < 0).any() or max(bonus.max(initial=0), w.max(initial=0)) > SANE // 2:
        raise ValueError(f"bonus, w: micro-units, at most {SANE // 2:,}; a bonus is never below 0")
    return graph


def _arrays(path: str) -> dict[str, Ints]:
    """Every array that a graph needs, as 64-bit integers."""
    data = io.BytesIO(Path(path).read_bytes())  # of a broken archive numpy would leave the file open
    try:
        with np.load(data, allow_pickle=False) as archive:
            found = {name: archive[name] for name in Graph._fields if name in archive.files}
    except BROKEN:
        raise ValueError("this is not an .npz archive of arrays") from None
    except MemoryError:
        raise ValueError("this graph does not fit in the memory of this machine") from None
    if missing := [name for name in Graph._fields if name not in found]:
        raise ValueError(f"{', '.join(missing)}: missing from this graph")
    for name in Graph._fields:
        held = np.asarray(found[name])  # of a file that is no array numpy gives the bytes
        if held.ndim != 1 or held.dtype.kind not in "iu":
            raise ValueError(f"{name}: a row of integers is expected")
        if held.max(initial=0) >= FURTHEST:
            raise ValueError(f"{name}: an integer has more than 64 bits")
    return {name: found[name].astype(np.int64) for name in Graph._fields}
