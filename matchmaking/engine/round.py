"""Who is proposed to whom this round, why, who is left out by which rule, and how good could it have been?

The one door of the engine: a Pool in, a Result out, nothing remembered in between.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from matchmaking.engine import parts
from matchmaking.engine.arrays import CODES, ELIGIBLE, NOBODY, Ints
from matchmaking.engine.barred import count_barred
from matchmaking.engine.bound import bound
from matchmaking.engine.closing import close
from matchmaking.engine.coverage import reach_everybody
from matchmaking.engine.explain import explain
from matchmaking.engine.ground import Ground, prepare
from matchmaking.engine.longshots import long_shots
from matchmaking.engine.market import Market
from matchmaking.engine.pairing import Pairing
from matchmaking.engine.parts import Ask
from matchmaking.engine.passes import CLOSED, NONE_YET
from matchmaking.engine.prices import ROUGH, SANE, find_prices
from matchmaking.engine.results import Proposal, Result, RunnerUp, Unmatched
from matchmaking.engine.runner_ups import runner_ups
from matchmaking.engine.scoring import overlap_of, score_pair, told
from matchmaking.engine.shapes import Candidate, Pool, canonical_hash
from matchmaking.engine.sweep import BELOW_FLOOR, NO_RELEVANCE, TOO_FEW

FIRST_LIST = 16  # partners a member by score: enough to learn the prices ...
PRICED_LIST = 12  # ... and by score minus price: popular partners are dear by then, so the lists spread out
LARGE, CROWDS = 4_000, 2  # from so many members on, the first prices are learned in two crowds, at half the work
OPEN_LIST = 4  # partners that still have room, for who is left and for runner-ups
CLOSE_ENOUGH = 0.9996  # of the bound; below it the pairs that the lists overlooked are added, and prices found again
MIDDLING = 4_000  # members; up to here a round that is not close enough is taken apart pair by pair
SMALL = 2_000  # members; up to here a round is closed to the last micro-unit, a larger one if not close ...
FEW = 250_000  # ... if there are no more eligible pairs: of more, the linear programme takes half a gigabyte

Pairs = Sequence[tuple[Candidate, Candidate]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the engine decided, as rows: the pairing; the lowest bound that was proven; and per row its best
    partners, with their gains, among those who could have one introduction more."""

    pairing: Pairing
    bound: int
    spare: tuple[Ints, Ints]


def run(pool: Pool, ask: Ask | None = None) -> Result:
    """In: a pool, and somebody who answers questions about all pairs (parts.py; by default this process does).
    Out: the round. Deterministic; neither the order in which the pool lists things nor who answers makes a difference.
    """
    with _uncollected():
        return _run(pool, ask)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of circular garbage: a round makes a great many small things and no circle, and looking
    through all of them again and again would take a fifth of its time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _run(pool: Pool, ask: Ask | None) -> Result:
    ground = prepare(pool)
    ask = ask or parts.ask_here(ground)
    counts = parts.tally_of(ask, ground.size)
    eligible = int(counts[ELIGIBLE])
    chosen = choose(ground, ask, eligible)
    pairing = chosen.pairing
    pairs = [(ground.members[u], ground.members[v]) for u, v in pairing.pairs()]
    reached = {one.id for pair in pairs for one in pair}
    spare = runner_ups(pairing, chosen.spare, [one.id for one in ground.members], pool.policy.floor)
    return Result(
        proposals=_proposals(ground, pairs, spare),
        unmatched=_unmatched(ground, ask, reached),
        blocked_per_rule=_blocked(ground, counts),
        value=pairing.value(ground.bonus),
        bound=chosen.bound,
        eligible_members=ground.size,
        eligible_pairs=eligible,
        pool_hash=pool.hash(),
        pairs_hash=canonical_hash([[a.id, b.id] for a, b in pairs]),
        reached=len(reached),
        starved_reached=sum(one.starved > 0 for one in ground.members if one.id in reached),
        estimated=parts.estimated(ground.size),
    )


def _proposals(ground: Ground, pairs: Pairs, spare: Sequence[tuple[RunnerUp, ...]]) -> tuple[Proposal, ...]:
    """In: the chosen pairs, and the runner-ups of each. Out: the same with score and reasons, the long shots marked."""
    pool, context = ground.pool, ground.context
    overlaps, spare = [overlap_of(a, b, context) for a, b in pairs], _as_told(ground, spare)
    scores = [score_pair(a, b, pool, context, overlap) for (a, b), overlap in zip(pairs, overlaps, strict=True)]
    dared = long_shots(scores, pool.policy.long_shots)
    found = []
    for number, ((a, b), overlap, score, others) in enumerate(zip(pairs, overlaps, scores, spare, strict=True)):
        reasons, synergy = explain(a, b, score, context, overlap)
        found.append(Proposal(a.id, b.id, score, reasons, synergy, long_shot=number in dared, runner_ups=others))
    return tuple(found)


def _as_told(ground: Ground, spare: Sequence[tuple[RunnerUp, ...]]) -> Sequence[tuple[RunnerUp, ...]]:
    """The runner-ups with their scores as they may be told, and in that order; see scoring.told."""
    shy = {one.id for one in ground.members if one.wishes or one.visits}
    if not shy:
        return spare
    known, pool = {one.id: one for one in ground.members}, ground.pool

    def of(pair: RunnerUp) -> RunnerUp:
        if shy.isdisjoint((pair.a, pair.b)):
            return pair
        score = score_pair(known[pair.a], known[pair.b], pool, ground.context)
        return replace(pair, score=told(score, pool.weights).total)

    return [
        tuple(sorted(map(of, others), key=lambda one: (not one.free, -one.score, one.a, one.b))) for others in spare
    ]


def choose(ground: Ground, ask: Ask, eligible: int) -> Chosen:
    """In: also about how many eligible pairs there are. Out: the pairing of the round and what none can exceed."""
    size, capacity, bonus = ground.size, ground.capacity, ground.bonus
    market, price = shortlist(ground, ask)
    more = parts.excess_of(ask, size, price)
    least = bound(capacity, bonus, price, more.total, more.pairs)
    market = market.with_edges(*more.pairs.T)
    pairing = pair_up(market, capacity, bonus, price, thorough=False)
    close_enough = pairing.value(bonus) >= CLOSE_ENOUGH * least
    if eligible <= FEW and (size <= SMALL or not close_enough):
        market = Market.of(size, *parts.excess_of(ask, size, np.full(size, -SANE)).pairs.T)
        pairing, least = close(market, pairing, price, least)
    elif not close_enough:
        price = find_prices(market, capacity, bonus, price, side=ground.side)
        more = parts.excess_of(ask, size, price)
        least = min(least, bound(capacity, bonus, price, more.total, more.pairs))
        market = market.with_edges(*more.pairs.T)
        pairing = pair_up(market, capacity, bonus, price, thorough=size <= MIDDLING)
    if ground.pool.policy.coverage_first:
        pairing = reach_everybody(ask, market, capacity, bonus, price)
    pairing, spare = take_the_rest(ask, pairing)
    return Chosen(pairing, least, spare)


def take_the_rest(ask: Ask, pairing: Pairing) -> tuple[Pairing, tuple[Ints, Ints]]:
    """Out: the pairing after looking beyond the lists, so that no two members end with room left for each other; and
    per row its best partners, with their gains, among those who still have room."""
    while True:
        room = pairing.room()
        closed = np.where(room, 0, CLOSED).astype(np.int64)
        partners, gains = parts.lists_of_best(ask, len(room), OPEN_LIST, closed)
        both = Market.of_lists(len(room), (np.where(room[:, None], partners, NOBODY), gains))
        known = pairing.market.has(both.u, both.v)
        if known.all():
            return pairing, (partners, gains)
        pairing = pairing.extended(pairing.market.with_edges(both.u[~known], both.v[~known], both.gain[~known]))
        pairing.fill()
        pairing.improve(thorough=False)


def shortlist(ground: Ground, ask: Ask) -> tuple[Market, Ints]:
    """Out: the pairs worth considering, and the members' prices (micro-units)."""
    size, capacity, bonus = ground.size, ground.capacity, ground.bonus
    nothing, crowds = np.zeros(size, dtype=np.int64), CROWDS if size >= LARGE else 1
    lists = [parts.lists_of_best(ask, size, FIRST_LIST, nothing, crowds)]
    # A first guess: half of what the best partner that a member has no room for would have brought.
    price = lists[0][1][np.arange(size), capacity] // 2
    price = find_prices(Market.of_lists(size, *lists), capacity, bonus, price, ROUGH)
    # What the partners found so far bring at these prices: the new lists reach that at least.
    keys = np.where(lists[0][0] == NOBODY, NONE_YET, lists[0][1] - price[lists[0][0]])
    known = np.sort(keys, axis=1)[:, -PRICED_LIST] - 1
    lists.append(parts.lists_of_best(ask, size, PRICED_LIST, price, known=np.maximum(known, NONE_YET)))
    market = Market.of_lists(size, *lists)
    return market, find_prices(market, capacity, bonus, price, side=ground.side)


def best_pairing(market: Market, capacity: Ints, bonus: Ints) -> tuple[Pairing, int]:
    """In: all pairs there are (gain of at least 1), capacities, bonuses. Out: the pairing and what none can exceed."""
    capacity = np.minimum(capacity, np.diff(market.start))  # more room than pairs is of no use, and sums stay small
    price = find_prices(market, capacity, bonus, np.zeros(market.size, dtype=np.int64))
    pairing = pair_up(market, capacity, bonus, price, thorough=False)
    over = np.maximum(market.gain - price[market.u] - price[market.v], 0)
    least = bound(capacity, bonus, price, int(over.sum()), np.empty((0, 3), dtype=np.int64))
    few = market.size <= SMALL and len(market.u) <= FEW
    return close(market, pairing, price, least) if few else (pairing, least)


def pair_up(market: Market, capacity: Ints, bonus: Ints, price: Ints, thorough: bool) -> Pairing:
    """Out: the best pairing found in the market."""
    pairing = Pairing(market, capacity, bonus, price)
    pairing.fill()
    pairing.improve(thorough)
    return pairing


def _unmatched(ground: Ground, ask: Ask, reached: set[int]) -> tuple[Unmatched, ...]:
    """Everybody without a proposal: the member rule that keeps them out, or the rule that stopped the partner who came
    farthest through the rules: the one to relax first."""
    left_out = [row for row, one in enumerate(ground.members) if one.id not in reached]
    stopped = parts.rules_that_stopped(ask, ground.size, np.array(left_out, dtype=np.int64)).tolist()
    obstacle = {ground.members[row].id: _rule(number) for row, number in zip(left_out, stopped, strict=True)}
    return tuple(Unmatched(member, rule) for member, rule in sorted({**ground.kept_out, **obstacle}.items()))


def _rule(number: int) -> str:
    if number == ELIGIBLE:
        return "all_partners_taken"
    return {"same_member": "nobody_else", "below_floor": "no_partner_above_floor"}.get(CODES[number], CODES[number])


def _blocked(ground: Ground, counted: Ints) -> dict[str, int]:
    """Members per member rule, pairs of available members per pair rule."""
    counts = Counter(ground.kept_out.values())
    barred = count_barred(ground.arrays)
    # Of the pairs whom nothing about who they are keeps apart, the tally saw those with something in common (in a large
    # pool it is an estimate, so what is left may come out a little below nothing).
    last = {number: int(counted[number]) for number in (TOO_FEW, BELOW_FLOOR)}
    nothing = max(0, int(barred[ELIGIBLE]) - sum(last.values()) - int(counted[ELIGIBLE]))
    pairs = {**dict(enumerate(barred[:ELIGIBLE].tolist())), **last, NO_RELEVANCE: nothing}
    counts.update({CODES[number]: count for number, count in pairs.items() if count})
    return dict(sorted(counts.items()))
