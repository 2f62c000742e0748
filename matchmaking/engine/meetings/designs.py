"""Which schedules without a repeat are known beforehand?

Two constructions hold for any number of turns up to theirs: tables of two by the circle method (Kirkman 1847), and q
tables of up to q seats, q a prime or a power of one, by the lines of an affine plane (a transversal design from
orthogonal Latin squares, Bose 1938). For the rest, a turn is searched that can be turned around (starters.py). Guests
are put into a design row by row; who plays which role in it is for the search to choose (board.anneal_roles), which
cannot bring a repeat back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from matchmaking.engine.meetings.problem import Problem, Seating
from matchmaking.engine.meetings.starters import starter

# Per field its prime and an irreducible polynomial, lowest coefficient first: 1 + x + x^2 for four elements.
POLYNOMIALS: dict[int, tuple[int, tuple[int, ...]]] = {
    4: (2, (1, 1, 1)),
    8: (2, (1, 1, 0, 1)),
    9: (3, (1, 0, 1)),
    16: (2, (1, 1, 0, 0, 1)),
    25: (5, (2, 0, 1)),
    27: (3, (1, 2, 0, 1)),
}


def design_for(problem: Problem, sizes: Sequence[int], steps: int) -> tuple[Seating, ...] | None:
    """In: a problem, the sizes its tables have in every turn, and how many steps to search. Out: a plan without a
    repeat among the free turns, or None where none is found: some come late or leave, or it takes too many turns."""
    free = problem.free
    there = problem.there(free[0])
    if any(problem.there(turn) != there for turn in free) or sum(sizes) != len(there):
        return None
    turns = circle(len(there)) if set(sizes) == {2} else plane(len(sizes), Counter(sizes))
    if len(turns) < len(free):
        turns = starter(sizes, len(free), steps, problem.meeting.pool.seed)
    if not turns:
        return None
    seated = [Seating(tuple(tuple(sorted(there[one] for one in table)) for table in turn)) for turn in turns]
    return (*problem.held, *seated[: len(free)])


def circle(guests: int) -> list[list[tuple[int, ...]]]:
    """In: an even number. Out: guests - 1 turns of pairs in which everybody meets everybody: one sits still, the
    others move on by one place around them."""
    moving = guests - 1
    turns: list[list[tuple[int, ...]]] = []
    for turn in range(moving):
        pairs = [((turn + step) % moving, (turn - step) % moving) for step in range(1, guests // 2)]
        turns.append([(turn, moving), *pairs])
    return turns


def plane(tables: int, sizes: Counter[int]) -> list[list[tuple[int, ...]]]:
    """In: the number of tables, and how many there are of each size (two sizes, one apart, at most). Out: turns
    without a repeat; none when the number of tables is no prime power or the tables are larger than it.

    Guest number i of row j sits in turn r at table i + r x j, reckoned in the field of `tables` elements: two guests
    of different rows meet at exactly one r, two of one row never. The last row is short when some tables are smaller.
    After these, the guests of each row, who have not met yet, can be seated among themselves where the tables divide.
    """
    rows = max(sizes)
    add, times = field_of(tables)
    if not add or rows > tables:
        return []
    short = sizes[rows]  # guests of the last row
    turns = [
        [
            tuple(row * tables + i for row in range(rows) for i in range(tables) if add[i][times[turn][row]] == table)
            for table in range(tables)
        ]
        for turn in range(tables)
    ]
    kept = [[tuple(one for one in table if one < (rows - 1) * tables + short) for table in turn] for turn in turns]
    if short == tables and tables % rows == 0:
        kept += [
            [tuple(row * tables + one for one in table) for row in range(rows) for table in turn]
            for turn in within(tables, rows)
        ]
    return kept


def within(guests: int, seats: int) -> list[list[tuple[int, ...]]]:
    """In: as many guests as fill tables of so many seats. Out: turns without a repeat, one at least."""
    tables = guests // seats
    all_at_once = [[tuple(range(table * seats, (table + 1) * seats)) for table in range(tables)]]
    return plane(tables, Counter({seats: tables})) or all_at_once


def field_of(size: int) -> tuple[list[list[int]], list[list[int]]]:
    """In: a number. Out: the tables of addition and multiplication of the field with so many elements, two empty
    lists when there is none (or none up to 27 that we know, unless the number is a prime)."""
    base, polynomial = POLYNOMIALS.get(size, (size, (0, 1)))
    if size < 2 or any(base % number == 0 for number in range(2, base)):
        return [], []
    degree = len(polynomial) - 1
    digits = [[number // base**place % base for place in range(degree)] for number in range(size)]

    def number_of(coefficients: Sequence[int]) -> int:
        return sum(value % base * base**place for place, value in enumerate(coefficients))

    def product(left: list[int], right: list[int]) -> int:
        out = [0] * (2 * degree - 1)
        for i, a in enumerate(left):
            for j, b in enumerate(right):
                out[i + j] += a * b
        for place in range(2 * degree - 2, degree - 1, -1):
            # x^degree is minus the rest of the polynomial, whose leading coefficient is 1.
            for step in range(degree):
                out[place - degree + step] -= out[place] * polynomial[step]
        return number_of(out[:degree])

    add = [[number_of([x + y for x, y in zip(a, b, strict=True)]) for b in digits] for a in digits]
    return add, [[product(a, b) for b in digits] for a in digits]
