"""What is a member's first introduction of the round worth?

A bonus paid once per member instead of more weight on the fairness part: a part would pay the same starved member
three times over, the bonus pays once and leaves the objective concave, so that prices and bound stay exact.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matchmaking.engine.arrays import Ints
from matchmaking.engine.shapes import MICRO, Candidate, Policy


def bonuses(members: Sequence[Candidate], policy: Policy) -> Ints:
    """In: members. Out: micro-units per member, more for every round waited (c_i in README.md)."""
    waited = np.array([one.starved for one in members], dtype=np.int64)
    return policy.bonus_base + policy.bonus_starved * waited


def urgent(bonus: Ints) -> Ints:
    """The bonuses under `coverage_first`: reaching one more member outweighs everything else together.

    A pairing of n members is worth less than 4 n million (at most three introductions each, half a pair per end, and
    a bonus below four million), so n times that a member decides first and the ordinary bonus only among equals.
    """
    return bonus + 4 * MICRO * max(1, len(bonus))
