"""What is every question about the pairs of a pool answered from?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matchmaking.engine.arrays import HOME, Arrays, Ints, arrays_of
from matchmaking.engine.between import between
from matchmaking.engine.context import Context
from matchmaking.engine.eligibility import why_not_member
from matchmaking.engine.fairness import bonuses
from matchmaking.engine.shapes import Candidate, Pool


@dataclass(frozen=True, slots=True)
class Ground:
    """A pool made ready: the members no rule keeps out, in order of id, with what their pairs are computed from; 1 for
    those of the home region with the most room, -1 for all others; and the first rule in the way of everybody else."""

    pool: Pool
    context: Context
    members: tuple[Candidate, ...]
    arrays: Arrays
    capacity: Ints
    bonus: Ints
    side: Ints
    kept_out: dict[int, str]

    @property
    def size(self) -> int:
        return len(self.members)


def prepare(pool: Pool) -> Ground:
    """In: a pool. Out: what every question about its pairs is answered from. Takes about 15 microseconds a member."""
    context = Context.of(pool)
    rules = {one.id: why_not_member(one, pool) for one in pool.candidates}
    members = tuple(sorted((one for one in pool.candidates if rules[one.id] is None), key=lambda one: one.id))
    arrays = arrays_of(context, members, between(context, members))
    capacity = np.array([one.capacity for one in members], dtype=np.int64)
    home = arrays.looks.facts[:, HOME]
    room = np.bincount(home, weights=capacity, minlength=1)
    return Ground(
        pool=pool,
        context=context,
        members=members,
        arrays=arrays,
        capacity=capacity,
        bonus=bonuses(members, pool.policy),
        side=np.where(home == np.argmax(room), 1, -1),
        kept_out={member: rule for member, rule in rules.items() if rule is not None},
    )
