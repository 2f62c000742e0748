"""Which layers does each synergy tie? What a tie is worth follows from it (matchmaking/engine/affinity.py)."""

from corridor.models import Synergy


def letters() -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Every synergy as (letter, numbers of its layers), in order."""
    found: dict[str, list[int]] = {}
    for letter, number in Synergy.objects.order_by("letter", "layers__number").values_list("letter", "layers__number"):
        found.setdefault(letter, []).extend([number] if number else [])
    return tuple((letter, tuple(numbers)) for letter, numbers in found.items())
