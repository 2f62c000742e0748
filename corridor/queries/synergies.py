"""What is a tie between two layers worth? The synergies say it: layers they name together complement each other."""

from math import sqrt

from corridor.models import StackLayer, Synergy

# Percent, for two different layers that no synergy names together: not in the table is not the same as useless.
FLOOR = 20


def letters() -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Every synergy as (letter, numbers of its layers), in order."""
    found: dict[str, list[int]] = {}
    for letter, number in Synergy.objects.order_by("letter", "layers__number").values_list("letter", "layers__number"):
        found.setdefault(letter, []).extend([number] if number else [])
    return tuple((letter, tuple(numbers)) for letter, numbers in found.items())


def affinity() -> list[list[int]]:
    """Percentages, symmetric, rows and columns in the order of the layers; equal layers 0.

    The smoothed cosine FLOOR + (100 - FLOOR) n_ij / sqrt(n_i n_j), n counting the synergies that name the layers. A
    plain count would let the layer that is in every synergy dominate all others.
    """
    numbers = list(StackLayer.objects.values_list("number", flat=True))
    named = [frozenset(layers) for _, layers in letters()]

    def together(*layers: int) -> int:
        return sum(set(layers) <= tie for tie in named)

    def percent(i: int, j: int) -> int:
        if i == j:
            return 0
        both = together(i, j)
        return FLOOR + (round((100 - FLOOR) * both / sqrt(together(i) * together(j))) if both else 0)

    return [[percent(i, j) for j in numbers] for i in numbers]
