"""What is a tie between two stack layers worth?

The synergies say it: layers that occur in the same synergies complement each other. A plain count lets intelligence,
which is in all nine, dominate every pair; the cosine of the counts does not. A zero means "not in the table", not
"useless", so every two different layers start from a small floor.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt

from matchmaking.engine.shapes import LAYERS

FLOOR = 20  # percent, for two layers that no synergy names together


def affinity_of(synergies: Iterable[tuple[str, Iterable[int]]]) -> tuple[tuple[int, ...], ...]:
    """In: (letter, layer numbers 1..7) of every synergy. Out: the 7x7 symmetric percentages of `Pool.affinity`.

    Different layers: 20 + 80 n_ij / sqrt(n_i n_j), n counting synergies (data README, "How the layer affinity was
    derived"). Equal layers: 0, what two members share is the business of relevance.
    """
    named = [frozenset(numbers) for _, numbers in synergies]
    count = [[sum({i, j} <= layers for layers in named) for j in range(1, LAYERS + 1)] for i in range(1, LAYERS + 1)]

    def percent(i: int, j: int) -> int:
        if i == j:
            return 0
        together = count[i][j]
        return FLOOR + (round((100 - FLOOR) * together / sqrt(count[i][i] * count[j][j])) if together else 0)

    return tuple(tuple(percent(i, j) for j in range(LAYERS)) for i in range(LAYERS))
