"""How is a small round closed to the last micro-unit, or nearly?

In a round of a few hundred members one odd triangle is a visible part of the whole, and no prices can prove that half a
pair cannot be made. So the linear programme is solved over the pairs that could still matter, with a constraint for
every odd set it takes advantage of (Edmonds 1965; found from its fractional pairs, as Padberg and Rao 1982 suggest),
and what is left is searched to the end. HiGHS only proposes: prices, odd sets and pairs are looked at again in integers
before they count, so a rounding error of its own can make a bound weaker, never wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack, identity, vstack
from scipy.sparse.csgraph import connected_components

from matchmaking.engine.arrays import Flags, Ints
from matchmaking.engine.bound import OddSet, bound
from matchmaking.engine.market import Market
from matchmaking.engine.pairing import Pairing
from matchmaking.engine.prices import SANE

Floats = npt.NDArray[np.float64]

LAPS = 24  # times that new odd sets are looked for
NODES, PAIRS = 200, 1_500  # of the search for what the odd sets leave open, if so few pairs are left
HAIR = 1e-6  # what the solver calls equal
ALMOST_ALL, HALF = 1 - HAIR, 0.5
LOOSE = (HAIR, 0.2, 0.3, 0.4, HALF - HAIR, HALF + HAIR, 0.6, 0.7, 0.8)  # pairs made more than this hang together

Odd = tuple[frozenset[int], frozenset[tuple[int, int]]]  # rows, and pairs that leave them


@dataclass(frozen=True, slots=True)
class Proof:
    """Prices and odd sets, and the bound they prove (micro-units)."""

    prices: Ints
    odd_sets: tuple[OddSet, ...]
    bound: int


def close(everything: Market, pairing: Pairing, prices: Ints, least: int) -> tuple[Pairing, int]:
    """In: all eligible pairs, a pairing, prices, and the bound they prove. Out: a pairing at least as good and a bound
    at most as high; usually the optimum and its proof."""
    capacity, bonus = pairing.capacity, pairing.bonus
    value = pairing.value(bonus)
    proof = Proof(prices, (), least)
    if value < proof.bound:
        proof = _prove(everything, capacity, bonus, value, proof)
    if value < proof.bound:
        pairing = _search(everything, pairing, proof)
    return pairing, proof.bound


def _prove(everything: Market, capacity: Ints, bonus: Ints, value: int, proof: Proof) -> Proof:
    """Out: the lowest bound that prices and odd sets could be found for."""
    found: list[Odd] = []
    overlooked = np.zeros(len(everything.u), dtype=bool)
    for _ in range(LAPS):
        matters = np.flatnonzero((_shortfall(everything, proof) > value - proof.bound) | overlooked)
        programme = _Programme(everything, matters, capacity, bonus, found)
        made, prices, worth = programme.relaxed()
        odd_sets = tuple(OddSet(*odd, price) for odd, price in zip(found, worth, strict=True) if price)
        over = everything.gain - prices[everything.u] - prices[everything.v]
        pairs = np.stack([everything.u, everything.v, everything.gain], axis=1)[over > 0]
        proven = bound(capacity, bonus, prices, int(over[over > 0].sum()), pairs, odd_sets)
        if proven < proof.bound:
            proof = Proof(prices, odd_sets, proven)
        new = [odd for odd in _odd_sets(everything, matters, made, capacity) if odd not in found]
        # Pairs that could not matter at the old prices but would be made at the new ones; those by most come first.
        others = np.setdiff1d(np.flatnonzero(over > 0), matters)
        overlooked[others[np.argsort(-over[others], kind="stable")[: everything.size]]] = True
        if proof.bound <= value or not (new or len(others)):
            break
        found += new
    return proof


def _shortfall(market: Market, proof: Proof) -> Ints:
    """By how much each pair earns more than its prices and odd sets ask. Any pairing with a pair that earns d less is
    worth at most the bound less d, so that pairs far below cannot be part of a better one."""
    short = market.gain - proof.prices[market.u] - proof.prices[market.v]
    for odd in proof.odd_sets:
        short -= odd.price * _held(market.u, market.v, market.size, (odd.rows, odd.crossing))
    return short


def _held(u: Ints, v: Ints, size: int, odd: Odd) -> Flags:
    """Which of these pairs an odd set holds: those within it, and the crossing ones it names."""
    inside = np.zeros(size, dtype=bool)
    inside[list(odd[0])] = True
    crossing = np.array([a * size + b for a, b in odd[1]], dtype=np.int64)
    return np.asarray(inside[u] & inside[v] | np.isin(u * size + v, crossing))


class _Programme:
    """The round as a linear programme over some of its pairs: columns are the pairs, then the members reached."""

    def __init__(
        self,
        market: Market,
        edges: Ints,
        capacity: Ints,
        bonus: Ints,
        found: Sequence[Odd],
    ) -> None:
        self.size, self.edges = market.size, edges
        u, v = market.u[self.edges], market.v[self.edges]
        count, places = len(self.edges), np.arange(len(self.edges))
        ends = csr_array(
            (np.ones(2 * count), (np.concatenate([u, v]), np.concatenate([places, places]))), shape=(self.size, count)
        )
        nobody = csr_array((self.size, self.size))
        self.cost = -np.concatenate([market.gain[self.edges], bonus]) / 1e6
        # Nobody over capacity; nobody is reached without an introduction; every odd set keeps to its number.
        rows = [hstack([ends, nobody]), hstack([-ends, identity(self.size)])]
        limits = [capacity.astype(np.float64), np.zeros(self.size)]
        for odd in found:
            held = _held(u, v, self.size, odd)
            rows.append(csr_array(np.concatenate([held, np.zeros(self.size)])[None, :].astype(np.float64)))
            limits.append(np.array([(int(capacity[list(odd[0])].sum()) + len(odd[1])) // 2], dtype=np.float64))
        self.rows, self.limits = vstack(rows, format="csr"), np.concatenate(limits)

    def relaxed(self) -> tuple[Floats, Ints, list[int]]:
        """Out: how much of each pair is made, prices per member, prices per odd set (both micro-units)."""
        solved = linprog(self.cost, A_ub=self.rows, b_ub=self.limits, bounds=(0, 1), method="highs")
        dual = np.rint(-solved.ineqlin.marginals * 1e6).astype(np.int64)
        prices = np.clip(dual[: self.size] - dual[self.size : 2 * self.size], -SANE, SANE)
        return solved.x[: len(self.edges)], prices, np.clip(dual[2 * self.size :], 0, SANE).tolist()

    def whole(self) -> Ints | None:
        """Out: the numbers of the edges of the best pairing the search found; None when it found none in time."""
        solved = milp(
            self.cost,
            constraints=LinearConstraint(self.rows, -np.inf, self.limits),
            integrality=np.ones(len(self.cost)),
            bounds=Bounds(0, 1),
            options={"node_limit": NODES, "mip_rel_gap": 0.0},
        )
        return None if solved.x is None else self.edges[solved.x[: len(self.edges)] > HALF]


def _odd_sets(market: Market, edges: Ints, made: Floats, capacity: Ints) -> list[Odd]:
    """Sets of members that a fractional pairing takes advantage of, with the pairs that leave them and are made."""
    u, v = market.u[edges], market.v[edges]
    found: list[Odd] = []
    for least in LOOSE:
        loose = (made > least) & (made < ALMOST_ALL)
        graph = csr_array((np.ones(int(loose.sum())), (u[loose], v[loose])), shape=(market.size, market.size))
        count, part = connected_components(graph, directed=False)
        sizes = np.bincount(part, minlength=count)
        candidates = [part == number for number in np.flatnonzero(sizes > 1)]
        for inside in [*candidates, np.ones(market.size, dtype=bool)]:
            leaving = np.flatnonzero((inside[u] != inside[v]) & (made > HALF))
            if (int(capacity[inside].sum()) + len(leaving)) % 2 == 0:
                leaving = _other_parity(leaving, (inside[u] != inside[v]), made)
            within = made[inside[u] & inside[v]].sum() + made[leaving].sum()
            if within > (int(capacity[inside].sum()) + len(leaving)) // 2 + 1e-4:
                crossing = frozenset(zip(u[leaving].tolist(), v[leaving].tolist(), strict=True))
                found.append((frozenset(np.flatnonzero(inside).tolist()), crossing))
    return list(dict.fromkeys(found))


def _other_parity(leaving: Ints, crosses: Flags, made: Floats) -> Ints:
    """One leaving pair fewer or more, whichever costs least, so that the number of places becomes odd."""
    others = np.setdiff1d(np.flatnonzero(crosses & (made > HAIR)), leaving)
    drop = 2 * made[leaving].min() - 1 if len(leaving) else 1.0
    add = 1 - 2 * made[others].max() if len(others) else 1.0
    if len(leaving) and drop <= add:
        return np.delete(leaving, int(np.argmin(made[leaving])))
    return np.sort(np.append(leaving, others[np.argmax(made[others])])) if len(others) else leaving


def _search(everything: Market, pairing: Pairing, proof: Proof) -> Pairing:
    """Out: the best pairing a search over the pairs that still matter finds, or the one given if that is not better."""
    value = pairing.value(pairing.bonus)
    matters = np.flatnonzero(_shortfall(everything, proof) > value - proof.bound)
    if len(matters) > PAIRS:
        return pairing
    sets = [(odd.rows, odd.crossing) for odd in proof.odd_sets]
    found = _Programme(everything, matters, pairing.capacity, pairing.bonus, sets).whole()
    if found is None:
        return pairing
    other = Pairing(everything, pairing.capacity, pairing.bonus, proof.prices)
    degree = np.bincount(np.concatenate([everything.u[found], everything.v[found]]), minlength=everything.size)
    if (degree > pairing.capacity).any():
        return pairing
    other.choose(everything.u[found], everything.v[found])
    return other if other.value(pairing.bonus) > value else pairing
