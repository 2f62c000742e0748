"""Which round is drawn? The third one of a small corridor, run by the engine on the corridor's reference data.

Nobody in it exists: some of the organisations stand for one invented member each, as in the demo. Two rounds went
before, so that some have met and some have waited. No database, no clock: the same data give the same round.
"""

from dataclasses import dataclass, replace
from itertools import chain

from matchmaking import engine
from matchmaking.engine.results import Proposal, Result
from matchmaking.engine.shapes import Candidate, History, Policy, Pool
from matchmaking.queries.partnerships import Organisations

LEFT, RIGHT, ELSEWHERE = "mra", "brainport", ""
MEMBERS = {LEFT: 24, RIGHT: 20, ELSEWHERE: 10}
PACES = (1, 1, 2, 1, 1, 1, 2, 1, 1, 0, 1, 2)  # introductions a round, one member after the other; some want none now
ROUNDS_BEFORE = 2
SEED = 2026
MOST_STARVED = 3


@dataclass(frozen=True, slots=True)
class Scene:
    """A round with the pool it was run on."""

    pool: Pool
    result: Result

    @property
    def members(self) -> dict[int, Candidate]:
        return {one.id: one for one in self.pool.candidates}

    @property
    def rule_of(self) -> dict[int, str]:
        """Member without a proposal -> the rule in the way."""
        return {one.id: one.rule for one in self.result.unmatched}

    @property
    def links(self) -> list[tuple[int, int]]:
        """Every proposed pair of member ids."""
        return [(one.a, one.b) for one in self.result.proposals]

    @property
    def best(self) -> Proposal:
        """The proposal with the highest score."""
        return max(self.result.proposals, key=lambda one: (one.score.total, -one.a, -one.b))


def side_of(member: Candidate) -> str:
    """In: a member. Out: LEFT, RIGHT or ELSEWHERE."""
    return member.home if member.home in (LEFT, RIGHT) else ELSEWHERE


def third_round() -> Scene:
    """Out: the round that is drawn."""
    pool = first_pool()
    for _ in range(ROUNDS_BEFORE):
        pool = _after(pool, engine.run(pool))
    return Scene(pool, engine.run(pool))


def first_pool() -> Pool:
    """Out: so many members of each side, taken evenly from the Dutch organisations in order of the alphabet."""
    whole = Organisations.read().pool
    placed = [one for one in whole.candidates if one.home]
    chosen = chain.from_iterable(
        _evenly([one for one in placed if side_of(one) == side], number) for side, number in MEMBERS.items()
    )
    members = tuple(_with_pace(one, PACES[place % len(PACES)]) for place, one in enumerate(chosen))
    return replace(whole, candidates=members, policy=Policy(), seed=SEED)


def _evenly(members: list[Candidate], number: int) -> list[Candidate]:
    return [members[place * len(members) // number] for place in range(number)]


def _with_pace(member: Candidate, pace: int) -> Candidate:
    return replace(member, capacity=pace, unavailable="" if pace else "pace_zero")


def _after(pool: Pool, result: Result) -> Pool:
    """The pool of the next round: who was introduced has met, who was not has waited one round more."""
    left_out = {one.id for one in result.unmatched}
    met = {*pool.history.met, *((one.a, one.b) for one in result.proposals)}

    def later(member: Candidate) -> Candidate:
        waits = member.id in left_out and not member.unavailable
        return replace(member, starved=min(MOST_STARVED, member.starved + 1) if waits else 0)

    return replace(pool, history=History(met=tuple(sorted(met))), candidates=tuple(map(later, pool.candidates)))
