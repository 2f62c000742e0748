"""Can one good turn, turned around, give all the others?

Guests stand in circles of L places (what is left over stands still); every turn is the one before with everybody moved
on by one place. Then no two meet twice in L turns if in the first turn no two pairs lie in the same orbit: a puzzle
about one turn instead of all of them (the method of differences, Bose 1939; it gives Kirkman's fifteen schoolgirls).
Near the limit of what is possible, this often finds a schedule that no search of whole evenings does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matchmaking.engine.arrays import Ints
from matchmaking.engine.compiled import compiled
from matchmaking.engine.meetings.board import BITS, FINE, MASK
from matchmaking.engine.meetings.search import CHANCE, Draws

ANY, NEVER, FIRST = 0, 1, 2  # orbits: a guest and a ghost; pairs that would come back too soon; the others
TRIES = 4  # per length of a circle
HEAT = 300  # in thousandths of an offence: accept one more every now and then
BLOCK = 4096


def starter(sizes: Sequence[int], turns: int, steps: int, seed: int) -> list[list[tuple[int, ...]]]:
    """In: the sizes of a turn's tables (one apart at most), how many turns, how many steps to search for each try,
    and a seed. Out: turns of tables of guests 0..n-1 without a repeat; none when no first turn was found."""
    guests, capacity = sum(sizes), max(sizes)
    pairs = sum(size * (size - 1) // 2 for size in sizes)
    for length in range(max(2, turns), guests + 1):
        orbit = orbits(guests, len(sizes) * capacity, length)
        if guests % length > len(sizes) or pairs > int(orbit.max()) + 1 - FIRST:
            continue
        for number in range(TRIES):
            base = _first_turn(sizes, orbit, steps, seed ^ (length << 8) ^ number)
            if base:
                return [[_moved(table, turn, guests, length) for table in base] for turn in range(turns)]
    return []


def orbits(guests: int, places: int, length: int) -> Ints:
    """In: how many guests, how many places (the rest are ghosts), and how long a circle is. Out: places x places, the
    number of the orbit of each pair."""
    circles = guests // length
    number_of: dict[tuple[int, int, int], int] = {}
    orbit = np.full((places, places), NEVER, dtype=np.int64)
    orbit[:guests, guests:] = orbit[guests:, :guests] = ANY
    for a in range(guests):
        for b in range(a):
            (one, x), (other, y) = divmod(a, length), divmod(b, length)
            apart = (x - y) % length
            if one == circles == other or (one == other and 2 * apart == length):
                continue  # two who stand still, or two opposite, who are back after half a round
            if one == circles:
                key = (circles + x, other, 0)
            else:
                key = (one, other, min(apart, length - apart) if one == other else apart)
            orbit[a, b] = orbit[b, a] = number_of.setdefault(key, FIRST + len(number_of))
    return orbit


@compiled
def recount(seats: Ints, capacity: int, orbit: Ints, count: Ints, place: int, step: int) -> int:
    """Count the pairs of the guest in this place in (step 1) or out (step -1). Out: by how much offences grew."""
    change = 0
    first = place - place % capacity
    for other in range(first, first + capacity):
        if other != place:
            number = orbit[seats[place], seats[other]]
            before = count[number]
            count[number] += step
            if number != ANY and (number == NEVER or max(before, before + step) > 1):
                change += step
    return change


@compiled
def trade(seats: Ints, capacity: int, orbit: Ints, count: Ints, p: int, q: int) -> int:
    """Exchange two places. Out: by how much offences grew."""
    change = recount(seats, capacity, orbit, count, p, -1) + recount(seats, capacity, orbit, count, q, -1)
    seats[p], seats[q] = seats[q], seats[p]
    return int(change + recount(seats, capacity, orbit, count, p, 1) + recount(seats, capacity, orbit, count, q, 1))


@compiled
def search(seats: Ints, capacity: int, orbit: Ints, count: Ints, draws: Ints, chance: Ints, offences: int) -> int:
    """Metropolis at one temperature until nothing offends or the draws are used up. Out: the offences left."""
    for number in range(len(draws)):
        if offences == 0:
            break
        draw = draws[number]
        p = (draw & MASK) * len(seats) >> BITS
        q = ((draw >> BITS) & MASK) * len(seats) >> BITS
        if p // capacity != q // capacity:
            change = trade(seats, capacity, orbit, count, p, q)
            if change * 1000 * FINE > HEAT * chance[(draw >> (3 * BITS)) & MASK]:
                trade(seats, capacity, orbit, count, p, q)
            else:
                offences += change
    return offences


def _first_turn(sizes: Sequence[int], orbit: Ints, steps: int, seed: int) -> list[list[int]]:
    """Tables no two pairs of which lie in one orbit, or none."""
    capacity, guests = max(sizes), sum(sizes)
    draws = Draws(seed)
    rows = draws.shuffled(range(guests))
    seats = np.zeros(len(orbit), dtype=np.int64)
    taken, ghost = 0, guests
    for table, size in enumerate(sizes):
        company = [*rows[taken : taken + size], *range(ghost, ghost + capacity - size)]
        seats[table * capacity : (table + 1) * capacity] = company
        taken, ghost = taken + size, ghost + capacity - size
    count = np.zeros(int(orbit.max()) + 1, dtype=np.int64)
    offences = 0
    for table in range(len(sizes)):
        for p in range(table * capacity, (table + 1) * capacity):
            for q in range(table * capacity, p):
                number = orbit[seats[p], seats[q]]
                offences += int(number == NEVER or (number >= FIRST and count[number] > 0))
                count[number] += 1
    for block in range(-(-steps // BLOCK)):
        offences = search(seats, capacity, orbit, count, draws.block(block + 1, BLOCK), CHANCE, offences)
    groups = seats.reshape(len(sizes), capacity).tolist() if offences == 0 else []
    return [[one for one in group if one < guests] for group in groups]


def _moved(table: Sequence[int], turn: int, guests: int, length: int) -> tuple[int, ...]:
    """Everybody in a circle moves on by so many places."""
    still = guests - guests % length
    return tuple(one if one >= still else one - one % length + (one + turn) % length for one in table)
