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


def affinity_of(synergies: Iterable[tuple[str, Iterable[int]]], layers: int = LAYERS) -> tuple[tuple[int, ...], ...]:
    """In: (letter, layer numbers from 1) of every synergy; how many layers there are. Out: the symmetric percentages
    of `Pool.affinity`, a row and a column for each layer.

    Different layers: 20 + 80 n_ij / sqrt(n_i n_j), where n_ij synergies name both layers and n_i name the one. Equal
    layers: 0, what two members share is the business of relevance.
    """
    named = [frozenset(numbers) for _, numbers in synergies]
    numbers = range(1, layers + 1)
    count = [[sum({i, j} <= tie for tie in named) for j in numbers] for i in numbers]

    def percent(i: int, j: int) -> int:
        if i == j:
            return 0
        together = count[i][j]
        return FLOOR + (round((100 - FLOOR) * together / sqrt(count[i][i] * count[j][j])) if together else 0)

    return tuple(tuple(percent(i, j) for j in range(layers)) for i in range(layers))
