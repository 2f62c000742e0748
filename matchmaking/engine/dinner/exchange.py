"""How is a seating improved, one exchange at a time?

An exchange gives somebody's seat to another person, who comes from another table (a swap; with an empty seat a move)
or had none (a substitution). What one is worth is read from running sums, so that trying it costs the same at any size
of table. A seating's worth is that of its pairs minus the guests' costs minus `penalty` for every kind a table lacks;
pairs kept apart carry a penalty inside `worth`. Integers only; the dice are splitmix64 (Steele, Lea, Flood 2014) and a
worse seating is accepted by the rule of simulated annealing (Kirkpatrick, Gelatt, Vecchi 1983) with -ln from a table.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matchmaking.engine.compiled import compiled

Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]

NEGLOG_BITS, NEGLOG_SCALE = 12, 20


class Seating(NamedTuple):
    """P persons, T tables, R counted rules, S seats. Given: worth[P, P] symmetric with a zero diagonal, cost[P],
    kinds[P, R] (-1: none), minimum[T, R], bound[P] (1: cannot be left out), table_of[S]; free[...]: seats that may be
    exchanged; others[...]: persons who may. Kept: person_at[S], seat_of[P] (-1: none), sums[T, P] = what P is worth to
    the guests of T, counts[T, R, kinds], present[T, R] = different kinds there."""

    worth: Ints
    cost: Ints
    kinds: Ints
    minimum: Ints
    bound: Ints
    table_of: Ints
    free: Ints
    others: Ints
    person_at: Ints
    seat_of: Ints
    sums: Ints
    counts: Ints
    present: Ints


@compiled
def lacking_change(kinds: Ints, minimum: Ints, counts: Ints, present: Ints, table: int, leaver: int, comer: int) -> int:
    """Out: how many kinds more the table lacks once `comer` has the seat of `leaver`."""
    change = 0
    for rule in range(minimum.shape[1]):
        before, needed = present[table, rule], minimum[table, rule]
        # With a kind to spare nothing can be lacking afterwards either: most tables, most of the time.
        if before <= needed and kinds[leaver, rule] != kinds[comer, rule]:
            gone, come, after = kinds[leaver, rule], kinds[comer, rule], before
            if gone >= 0 and counts[table, rule, gone] == 1:
                after -= 1
            if come >= 0 and counts[table, rule, come] == 0:
                after += 1
            change += max(0, needed - after) - max(0, needed - before)
    return change


@compiled
def worth_gain(seating: Seating, leaver: int, comer: int) -> int:
    """Out: how much more pairs and costs come to once `comer` has the seat of `leaver`, who takes theirs or none."""
    worth, sums, table_of = seating.worth, seating.sums, seating.table_of
    table, seat = table_of[seating.seat_of[leaver]], seating.seat_of[comer]
    gain = sums[table, comer] - sums[table, leaver] - worth[leaver, comer]
    if seat >= 0:
        other = table_of[seat]
        return int(gain + sums[other, leaver] - sums[other, comer] - worth[leaver, comer])
    return int(gain + seating.cost[leaver] - seating.cost[comer])


@compiled
def lacking_gain(seating: Seating, leaver: int, comer: int) -> int:
    """Out: how many kinds more are lacking, at both tables together, after that exchange."""
    kinds, minimum, counts, present = seating.kinds, seating.minimum, seating.counts, seating.present
    table, seat = seating.table_of[seating.seat_of[leaver]], seating.seat_of[comer]
    lacking = lacking_change(kinds, minimum, counts, present, table, leaver, comer)
    if seat >= 0:
        other = seating.table_of[seat]
        lacking += lacking_change(kinds, minimum, counts, present, other, comer, leaver)
    return lacking


@compiled
def lacking_now(seating: Seating) -> int:
    """Out: how many kinds are lacking at all tables together."""
    return int(np.maximum(0, seating.minimum - seating.present).sum())


@compiled
def seat_person(seating: Seating, seat: int, person: int, sign: int) -> None:
    """Add the person to the seat's table (sign 1) or take them away (-1): sums, counts and kinds present."""
    table = seating.table_of[seat]
    sums, worth = seating.sums[table], seating.worth[person]
    for other in range(len(sums)):
        sums[other] += sign * worth[other]
    for rule in range(seating.minimum.shape[1]):
        kind = seating.kinds[person, rule]
        if kind >= 0:
            before = seating.counts[table, rule, kind]
            seating.counts[table, rule, kind] = before + sign
            if before + min(sign, 0) == 0:
                seating.present[table, rule] += sign


@compiled
def exchange(seating: Seating, leaver: int, comer: int) -> None:
    """Give the seat of `leaver` to `comer` and theirs, if they had one, to `leaver`."""
    seat, other = seating.seat_of[leaver], seating.seat_of[comer]
    seat_person(seating, seat, leaver, -1)
    seat_person(seating, seat, comer, 1)
    seating.person_at[seat], seating.seat_of[comer], seating.seat_of[leaver] = comer, seat, other
    if other >= 0:
        seat_person(seating, other, comer, -1)
        seat_person(seating, other, leaver, 1)
        seating.person_at[other] = leaver


@compiled
def may_exchange(seating: Seating, leaver: int, comer: int) -> bool:
    """Not at the same table, and nobody without a seat takes that of somebody who cannot be left out."""
    other = seating.seat_of[comer]
    if other >= 0:
        return bool(seating.table_of[other] != seating.table_of[seating.seat_of[leaver]])
    return bool(seating.bound[leaver] == 0)


@compiled
def roll(dice: Words) -> np.uint64:
    """The next 64 bits of splitmix64; dice[0] is its state."""
    dice[0] += np.uint64(0x9E3779B97F4A7C15)
    value: np.uint64 = dice[0]
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.uint64(value ^ (value >> np.uint64(31)))


@compiled
def below(dice: Words, limit: int) -> int:
    """A number from 0 to limit - 1, limit below 2^32."""
    return int(np.int64(((roll(dice) >> np.uint64(32)) * np.uint64(limit)) >> np.uint64(32)))


@compiled
def anneal(seating: Seating, dice: Words, heats: Ints, steps: int, neglog: Ints, penalty: int, missing: int) -> int:
    """Try `steps` exchanges at each of the heats (micro-units); one that loses x is accepted with probability
    exp(-x / heat). In: by how much the seating falls short of what is hoped for. Out: by how much it does now; done as
    soon as that is nothing."""
    person_at, free, others = seating.person_at, seating.free, seating.others
    lacking = lacking_now(seating)
    for heat in heats:
        for _ in range(steps):
            leaver = person_at[free[below(dice, len(free))]]
            comer = others[below(dice, len(others))]
            least = -((heat * neglog[below(dice, len(neglog))]) >> NEGLOG_SCALE)
            if may_exchange(seating, leaver, comer):
                gain = worth_gain(seating, leaver, comer)
                # No exchange can mend more than is lacking: most are refused without counting kinds.
                if gain + penalty * lacking >= least:
                    change = lacking_gain(seating, leaver, comer)
                    gain -= penalty * change
                    if gain >= least:
                        exchange(seating, leaver, comer)
                        lacking += change
                        missing -= gain
                        if missing <= 0:
                            return missing
    return missing


@compiled
def descend(seating: Seating, penalty: int) -> None:
    """Make the best of all exchanges, again and again, until none is worth anything: of equals the first in order of
    seat and person."""
    lacking = lacking_now(seating)
    while True:
        best, best_leaver, best_comer, best_change = 0, 0, 0, 0
        for seat in seating.free:
            leaver = seating.person_at[seat]
            for comer in seating.others:
                if may_exchange(seating, leaver, comer):
                    gain = worth_gain(seating, leaver, comer)
                    if gain + penalty * lacking > best:
                        change = lacking_gain(seating, leaver, comer)
                        gain -= penalty * change
                        if gain > best:
                            best, best_leaver, best_comer, best_change = gain, leaver, comer, change
        if best == 0:
            return
        exchange(seating, best_leaver, best_comer)
        lacking += best_change
