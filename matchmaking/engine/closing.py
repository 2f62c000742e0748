"""How is a small round closed to the last micro-unit?

In a round of a few hundred members one odd triangle is a visible part of the whole, and no prices can prove that half a
pair cannot be made. So a linear programme is solved over the pairs that could still matter, with a constraint for odd
sets it takes advantage of (odd_sets.py). What it asks for a pair says that every better pairing has it, or that none
has; a few such laps leave some hundred pairs, of which blossoms.py finds the best. HiGHS only proposes: prices count
after they were looked at again in integers, so that a rounding error can make a bound weaker, never wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from matchmaking.engine.arrays import Flags, Ints
from matchmaking.engine.blossoms import best_of_all
from matchmaking.engine.bound import OddSet, bound
from matchmaking.engine.market import Market
from matchmaking.engine.odd_sets import HAIR, Floats, violated
from matchmaking.engine.pairing import Pairing
from matchmaking.engine.prices import SANE

LAPS = 10  # times that new odd sets are looked for
FEW, MANY = 1_000, 3_000  # pairs left: so few are not worth another lap; so many are matched in a second
WIDE = 100_000  # pairs: of more, the simplex method takes several times as long as an interior point
HALVES = 2  # prices are in half micro-units: odd sets at their best make them halves (Edmonds 1965)


@dataclass(frozen=True, slots=True)
class Proof:
    """Prices per row and on odd sets (half micro-units), and what they prove (micro-units): no pairing that has all
    pairs that are sure, and besides only pairs of the case, is worth more."""

    prices: Ints
    odd_sets: Sequence[OddSet]
    bound: int


@dataclass(frozen=True, slots=True)
class Case:
    """What is left to decide: pairs (u, v, gain) that a better pairing than the best one known could have, and of them
    those that each of these has; per row capacity and bonus."""

    u: Ints
    v: Ints
    gain: Ints
    sure: Flags
    capacity: Ints
    bonus: Ints

    def undecided(self) -> int:
        """How many pairs only some better pairings may have."""
        return int((~self.sure).sum())

    def left(self, proof: Proof) -> Ints:
        """What each pair gains after prices and odd sets, half micro-units."""
        left = HALVES * self.gain - proof.prices[self.u] - proof.prices[self.v]
        for odd in proof.odd_sets:
            left[odd.holds(self.u, self.v, len(self.capacity))] -= odd.price
        return left

    def proven(self, prices: Ints, odd_sets: Sequence[OddSet]) -> Proof:
        """Out: what these prices prove. Pairs that are sure count even where they lose."""
        pairs = np.stack([self.u, self.v, HALVES * self.gain], axis=1)
        over = np.maximum(pairs[:, 2] - prices[self.u] - prices[self.v], 0)
        most = bound(self.capacity, HALVES * self.bonus, prices, int(over.sum()), pairs, odd_sets)
        proof = Proof(prices, odd_sets, 0)
        return replace(proof, bound=(most + int(np.minimum(self.left(proof)[self.sure], 0).sum())) // HALVES)

    def narrowed(self, proof: Proof, value: int) -> Case:
        """In: a proof about this case, what the best pairing known is worth. Out: the case with more decided. A pairing
        with a pair that loses d, and one without a pair that leaves d, is worth at most the bound less d."""
        left, enough = self.left(proof), HALVES * (proof.bound - value)
        sure = self.sure | (left >= enough)
        stay = sure | (left > -enough)
        return Case(self.u[stay], self.v[stay], self.gain[stay], sure[stay], self.capacity, self.bonus)


def close(everything: Market, pairing: Pairing, prices: Ints, least: int) -> tuple[Pairing, int]:
    """In: all eligible pairs, a pairing, prices, and the bound they prove. Out: a pairing at least as good and a bound
    at most as high; nearly always the optimum and its proof. Raises ValueError when a bonus is below nothing."""
    if (pairing.bonus < 0).any():
        raise ValueError("close: a first introduction that is worth less than the next")
    nothing_sure = np.zeros(len(everything.u), dtype=bool)
    case = Case(everything.u, everything.v, everything.gain, nothing_sure, pairing.capacity, pairing.bonus)
    value, odd_sets = pairing.value(pairing.bonus), list[OddSet]()
    case = case.narrowed(Proof(HALVES * prices, (), least), value)
    for _ in range(LAPS):
        if value >= least or case.undecided() <= FEW:
            break
        solved = _solve(case, odd_sets)
        if solved is None:
            break
        made, proof = solved
        other = _rounded(everything, case, made, proof.prices // HALVES)
        if other.value(case.bonus) > value:
            pairing, value = other, other.value(case.bonus)
        least = max(value, min(least, proof.bound))
        new = [odd for odd in violated(case.u, case.v, made, case.capacity) if odd not in odd_sets]
        case = case.narrowed(proof, value)
        if not new:
            break
        odd_sets += new
    if value < least and case.undecided() <= MANY:
        pairing = _finish(everything, case, pairing)
        least = pairing.value(case.bonus)
    return pairing, least


def _rounded(everything: Market, case: Case, made: Floats, prices: Ints) -> Pairing:
    """Out: the pairs that are made as a whole, and what walks find at these prices."""
    pairing, whole = Pairing(everything, case.capacity, case.bonus, prices), made > 1 - HAIR
    pairing.choose(case.u[whole], case.v[whole])
    pairing.fill()
    pairing.improve(thorough=False)
    return pairing


def _solve(case: Case, odd_sets: Sequence[OddSet]) -> tuple[Floats, Proof] | None:
    """The linear programme: a column per pair, and one for the introductions beyond the first of a member to whom they
    are worth less; a row per member, and one per odd set. Out: how much of each pair is made, and what the prices
    prove; None when no such pairing is left."""
    size, count = len(case.capacity), len(case.u)
    more = np.flatnonzero((case.capacity > 1) & (case.bonus > 0))
    ends = np.concatenate([case.u, case.v, more])
    columns = np.concatenate([np.arange(count), np.arange(count), np.arange(count, count + len(more))])
    signs = np.concatenate([np.ones(2 * count), -np.ones(len(more))])
    held = [odd.holds(case.u, case.v, size) for odd in odd_sets]
    rows = np.concatenate([ends, *(np.full(int(one.sum()), size + number) for number, one in enumerate(held))])
    columns = np.concatenate([columns, *(np.flatnonzero(one) for one in held)])
    signs = np.concatenate([signs, np.ones(len(rows) - len(signs))])
    limits = case.capacity.astype(np.float64)
    limits[more] = 1
    least = np.concatenate([case.sure, np.zeros(len(more))])
    most = np.concatenate([np.ones(count), case.capacity[more] - 1])
    solved = linprog(
        np.concatenate([-case.gain - case.bonus[case.u] - case.bonus[case.v], case.bonus[more]]) / 1e6,
        A_ub=csr_array((signs, (rows, columns)), shape=(size + len(held), count + len(more))),
        b_ub=np.concatenate([limits, [odd.limit(case.capacity) for odd in odd_sets]]),
        bounds=np.stack([least, most], axis=1),
        method="highs-ipm" if count > WIDE else "highs-ds",
    )
    if solved.x is None:
        return None
    dual = np.clip(np.rint(-solved.ineqlin.marginals * 1e6 * HALVES), 0, SANE).astype(np.int64)
    charged = [replace(odd, price=price) for odd, price in zip(odd_sets, dual[size:].tolist(), strict=True) if price]
    return solved.x[:count], case.proven(np.clip(dual[:size] - HALVES * case.bonus, -SANE, SANE), charged)


def _finish(everything: Market, case: Case, pairing: Pairing) -> Pairing:
    """Out: the best pairing of all that the case leaves, or the one given if that is not better."""
    sure_u, sure_v = case.u[case.sure], case.v[case.sure]
    degree = np.bincount(np.concatenate([sure_u, sure_v]), minlength=everything.size)
    room, bonus = case.capacity - degree, np.where(degree > 0, 0, case.bonus)
    if (room < 0).any():
        return pairing
    open_u, open_v, gain = (one[~case.sure] for one in (case.u, case.v, case.gain))
    best = best_of_all(open_u, open_v, gain, room, bonus)
    other = Pairing(everything, case.capacity, case.bonus, pairing.price)
    other.choose(np.concatenate([sure_u, open_u[best]]), np.concatenate([sure_v, open_v[best]]))
    return max(pairing, other, key=lambda one: one.value(case.bonus))
