"""Who is proposed to whom this round, why, who is left out by which rule, and how good could it have been?

The one door of the engine: a Pool in, a Result out, nothing remembered in between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from matchmaking.engine.blocks import CODES, ELIGIBLE, Blocks
from matchmaking.engine.bound import SANE, upper_bound
from matchmaking.engine.candidates import NOBODY, Edges, Table, best_partners, edges_of
from matchmaking.engine.columns import Ints
from matchmaking.engine.context import Context
from matchmaking.engine.eligibility import why_not_member
from matchmaking.engine.explain import reasons_for, synergy_of
from matchmaking.engine.fairness import bonuses, urgent
from matchmaking.engine.pairing import Pairing
from matchmaking.engine.prices import find_prices
from matchmaking.engine.results import Proposal, Result, Unmatched
from matchmaking.engine.scoring import score_pair
from matchmaking.engine.shapes import Candidate, Pool, canonical_hash

FIRST_LIST = 16  # partners a member by score: enough to learn the prices ...
PRICED_LIST = 12  # ... and by score minus price, twice: popular partners are dear by then, so the lists spread out
PRICED_LISTS = 2
OPEN_LIST = 8
SMALL = 400  # members; up to here there is time to take every pair apart once more


def run(pool: Pool) -> Result:
    """In: a pool. Out: the round. Deterministic; the order in which the pool lists things makes no difference."""
    context = Context.of(pool)
    table = Table(Blocks(context))
    members = table.blocks.columns.members
    capacity, bonus = [one.capacity for one in members], bonuses(members, pool.policy)
    edges, price = shortlist(table, capacity, bonus)
    pairing = choose(table, edges, capacity, urgent(bonus) if pool.policy.coverage_first else bonus, price)
    if pool.policy.coverage_first:
        reach_everybody(table, pairing)
    pairs = [(members[u], members[v]) for u, v in pairing.pairs()]
    reached = {one.id for pair in pairs for one in pair}
    return Result(
        proposals=tuple(_proposal(a, b, context) for a, b in pairs),
        unmatched=_unmatched(pool, table, reached),
        blocked_per_rule=_blocked(pool, table),
        value=pairing.value(bonus),
        bound=upper_bound(table, capacity, bonus, price),
        eligible_members=len(members),
        eligible_pairs=table.eligible_pairs,
        pool_hash=pool.hash(),
        pairs_hash=canonical_hash([[a.id, b.id] for a, b in pairs]),
        reached=len(reached),
        starved_reached=sum(one.starved > 0 for one in members if one.id in reached),
    )


def shortlist(table: Table, capacity: Sequence[int], bonus: Sequence[int]) -> tuple[Edges, list[int]]:
    """In: the table, and per row capacity and bonus. Out: the pairs worth considering, and the members' prices."""
    lists = [best_partners(table, FIRST_LIST)]
    gains = lists[0][1]
    # A first guess: half of what the best partner that a member has no room for would have brought.
    last = [min(b, gains.shape[1] - 1) for b in capacity]
    price = [int(gains[row, number]) // 2 if number >= 0 else 0 for row, number in enumerate(last)]
    price = find_prices(edges_of(table.size, *lists), capacity, bonus, price)
    for _ in range(PRICED_LISTS):
        lists.append(best_partners(table, PRICED_LIST, np.array(price, dtype=np.int64)))
        price = find_prices(edges_of(table.size, *lists), capacity, bonus, price)
    return edges_of(table.size, *lists), price


def choose(table: Table, edges: Edges, capacity: Sequence[int], bonus: Sequence[int], price: Sequence[int]) -> Pairing:
    """Out: the pairing over the shortlist, then over what the shortlist overlooked: no two members end with room left
    for each other."""
    pairing = Pairing(edges, capacity, bonus, price)
    while len(edges.u):
        pairing.fill()
        pairing.improve()
        if table.size <= SMALL:
            pairing.reconsider()
        edges = _still_open(table, pairing)
        pairing.extend(edges)
    return pairing


def reach_everybody(table: Table, pairing: Pairing) -> None:
    """Under coverage_first: look at *all* eligible partners of whoever is still unserved, until that helps nobody."""
    seen: set[int] = set()
    while unserved := [row for row in range(table.size) if not pairing.chosen[row] and row not in seen]:
        seen.update(unserved)
        pairing.extend(_all_partners(table, unserved))
        pairing.fill()
        pairing.improve()


def _still_open(table: Table, pairing: Pairing) -> Edges:
    """Eligible pairs of which both have room left and that were not considered."""
    room = np.array([pairing.room(row) for row in range(table.size)], dtype=bool)
    taken = np.where(room, 0, SANE).astype(np.int64)
    partners, gains = best_partners(table, OPEN_LIST, taken)
    for row in range(table.size):
        for number, other in enumerate(partners[row].tolist()):
            if other != NOBODY and not (room[row] and room[other] and other not in pairing.chosen[row]):
                partners[row, number] = NOBODY
    return edges_of(table.size, (partners, gains))


def _all_partners(table: Table, rows: Sequence[int]) -> Edges:
    wanted = np.zeros(table.size, dtype=bool)
    wanted[list(rows)] = True
    found: list[Ints] = []
    for top, bottom, gain in table.rows():
        row, other = np.nonzero((gain > 0) & wanted[top:bottom, None])
        u, v = np.minimum(row + top, other), np.maximum(row + top, other)
        found.append(np.stack([u, v, gain[row, other].astype(np.int64)]))
    u, v, gains = np.unique(np.concatenate(found, axis=1), axis=1)
    return Edges(table.size, u, v, gains)


def _proposal(a: Candidate, b: Candidate, context: Context) -> Proposal:
    score = score_pair(a, b, context.pool, context)
    return Proposal(
        a=a.id, b=b.id, score=score, reasons=reasons_for(a, b, score, context), synergy=synergy_of(a, b, context)
    )


def _unmatched(pool: Pool, table: Table, reached: set[int]) -> tuple[Unmatched, ...]:
    rows = table.blocks.columns.row_of
    left_out = sorted((one for one in pool.candidates if one.id not in reached), key=lambda one: one.id)
    return tuple(Unmatched(one.id, why_not_member(one, pool) or _obstacle(table, rows[one.id])) for one in left_out)


def _obstacle(table: Table, row: int) -> str:
    """The rule that stopped the partner who came farthest through the rules: the one to relax first."""
    number = int(table.furthest[row])
    if number == ELIGIBLE:
        return "all_partners_taken"
    return {"same_member": "nobody_else", "below_floor": "no_partner_above_floor"}.get(CODES[number], CODES[number])


def _blocked(pool: Pool, table: Table) -> dict[str, int]:
    members = Counter(rule for one in pool.candidates if (rule := why_not_member(one, pool)))
    return dict(sorted((members + Counter(table.blocked_per_rule())).items()))
