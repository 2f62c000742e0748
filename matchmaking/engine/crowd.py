"""What is it worth that any two of a crowd meet, whatever the rules of a round would say of them?

For tables: dinners and speed meetings have rules of their own.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matchmaking.engine.arrays import Ints
from matchmaking.engine.ground import prepare
from matchmaking.engine.passes import verdicts
from matchmaking.engine.shapes import Candidate, Policy, Pool


def everybody(pool: Pool) -> Pool:
    """In: a pool. Out: the same members in order of id, with the same scores, and no rule of a round that would leave
    one of them out: at a table a full calendar of introductions or an unknown home keeps nobody away."""
    members = sorted(pool.candidates, key=lambda one: one.id)
    return replace(pool, candidates=tuple(_present(one) for one in members), policy=Policy(cross_region=False, floor=0))


def _present(one: Candidate) -> Candidate:
    # A topic nobody else has and one name for every unknown home change no score: see scoring.py.
    offers = one.offers if one.offers or one.seeks else (f"?{one.id}",)
    return replace(one, unavailable="", capacity=1, home=one.home or "?", offers=offers)


def pair_values(pool: Pool) -> Ints:
    """In: a pool. Out: what score_pair gives for every two members, rows and columns in order of member id; zeros on
    the diagonal."""
    with np.errstate(over="ignore"):  # without the compiler, numpy would tell that the dice wrap around
        values, _ = verdicts(prepare(everybody(pool)).arrays)
    return values
