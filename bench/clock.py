"""How are two ways of doing one thing compared on a machine that others use, too?

In CPU seconds of one thread, in turns, and as ratios: a busy neighbour slows both. `make bench` and bench_engine hold
the linear algebra to one thread before numpy is loaded.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

INNER = 354  # what the product of two members' features would need: layers, regions, topics both ways, waiting
BLOCK = 2_048  # rows at a time


def clocked(work: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    """Out: CPU seconds of this process, and what the work gave."""
    started = time.process_time()
    found = work(*arguments)
    return time.process_time() - started, found


def product(members: int, block: int = BLOCK) -> float:
    """The unit: one blocked matrix product of N x N, inner dimension 354, float32, nothing kept. Out: CPU seconds."""
    features = np.random.default_rng(1).random((members, INNER), dtype=np.float32)
    room = np.empty((min(block, members), members), dtype=np.float32)
    started = time.process_time()
    for top in range(0, members, block):
        rows = features[top : top + block]
        np.matmul(rows, features.T, out=room[: len(rows)])
    return time.process_time() - started


def unit(members: int, times: int = 3) -> float:
    """The best of some: CPU seconds."""
    return min(product(members) for _ in range(times))


def table(title: str, columns: list[str], rows: list[list[str]], names: int = 1) -> None:
    """Print a table, the first columns, as many as are names, to the left, the others to the right."""
    wide = [max(len(row[place]) for row in [columns, *rows]) for place in range(len(columns))]
    print(f"\n{title}")
    for row in [columns, ["-" * width for width in wide], *rows]:
        both = list(zip(row, wide, strict=True))
        cells = [cell.ljust(width) for cell, width in both[:names]] + [
            cell.rjust(width) for cell, width in both[names:]
        ]
        print("  " + "  ".join(cells), flush=True)
