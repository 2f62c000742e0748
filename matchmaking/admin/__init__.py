"""Which records does matchmaking bring to the console? Each module registers its desks; answers have none."""

from matchmaking.admin import exclusions, introductions, rounds

__all__ = ["exclusions", "introductions", "rounds"]
