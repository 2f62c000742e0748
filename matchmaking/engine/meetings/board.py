"""What does an exchange of two guests gain, and which exchanges are left to make?

The compiled loops of the search. In every turn each table has the same number of places; where tables differ in size,
the smaller ones hold a ghost, a guest worth nothing to anybody who may not sit with another ghost. So to move a guest
from a larger table to a smaller one is an exchange too, and one kind of step reaches everything. Those without a seat
sit on the bench, behind the last table. All numbers are integers; no step asks for a float.
"""

from __future__ import annotations

from typing import NamedTuple

from matchmaking.engine.arrays import Ints
from matchmaking.engine.compiled import compiled

BITS = 15
MASK = (1 << BITS) - 1
FINE = 1024  # what the table of chances is multiplied by


class Board(NamedTuple):
    """R turns, N guests and ghosts. seats: R x places, who sits where (-1: no such place). capacity, tables, places:
    per turn, places at a table, tables, and places in all with the bench. worth: N x N, what a first meeting adds;
    again: what any further one adds. times: N x N, met so often; waits: so often on the bench. patience: what the
    bench costs, per guest. planned: R x N, the table of an earlier plan (numbers differ where there is none). stay:
    one number, what a pair of that plan is worth that still sits together. free: turns to be planned."""

    seats: Ints
    capacity: Ints
    tables: Ints
    places: Ints
    worth: Ints
    again: Ints
    times: Ints
    waits: Ints
    patience: Ints
    planned: Ints
    stay: Ints
    free: Ints


PATIENT = 1000  # to wait at all costs so many times what it costs to wait once more than others


@compiled
def apart(board: Board, turn: int, p: int, q: int) -> bool:
    """Whether two places are at different tables; the bench counts as one."""
    last = board.tables[turn]
    return bool(min(p // board.capacity[turn], last) != min(q // board.capacity[turn], last))


@compiled
def one_side(board: Board, turn: int, place: int, coming: int) -> int:
    """What it adds when the guest in this place makes room for another."""
    leaving = board.seats[turn, place]
    size = board.capacity[turn]
    if place >= size * board.tables[turn]:
        more = board.patience[leaving] * (PATIENT + board.waits[leaving] - 1)
        return int(more - board.patience[coming] * (PATIENT + board.waits[coming]))
    change = 0
    first = place - place % size
    for other in range(first, first + size):
        if other != place:
            mate = board.seats[turn, other]
            change += board.worth[coming, mate] if board.times[coming, mate] == 0 else board.again[coming, mate]
            change -= board.worth[leaving, mate] if board.times[leaving, mate] == 1 else board.again[leaving, mate]
            plan = board.planned[turn, mate]
            if plan == board.planned[turn, coming]:
                change += board.stay[0]
            if plan == board.planned[turn, leaving]:
                change -= board.stay[0]
    return int(change)


@compiled
def gain_of(board: Board, turn: int, p: int, q: int) -> int:
    """What an exchange of the guests in two places at different tables adds."""
    return one_side(board, turn, p, board.seats[turn, q]) + one_side(board, turn, q, board.seats[turn, p])


@compiled
def step_in(board: Board, turn: int, place: int, coming: int) -> None:
    """Count the company of the guest in this place as left and that of the other as found."""
    leaving = board.seats[turn, place]
    size = board.capacity[turn]
    if place >= size * board.tables[turn]:
        board.waits[leaving] -= 1
        board.waits[coming] += 1
        return
    first = place - place % size
    for other in range(first, first + size):
        if other != place:
            mate = board.seats[turn, other]
            board.times[coming, mate] += 1
            board.times[mate, coming] += 1
            board.times[leaving, mate] -= 1
            board.times[mate, leaving] -= 1


@compiled
def exchange(board: Board, turn: int, p: int, q: int) -> None:
    """Let the guests in two places at different tables change places."""
    one, other = board.seats[turn, p], board.seats[turn, q]
    step_in(board, turn, p, other)
    step_in(board, turn, q, one)
    board.seats[turn, p] = other
    board.seats[turn, q] = one


@compiled
def anneal(board: Board, draws: Ints, heat: int, chance: Ints) -> None:
    """One exchange tried per draw (63 random bits: turn, two places, luck), at one temperature in micro-units.

    Metropolis: a loss is accepted with probability exp(-loss / heat); chance holds -ln(u) x FINE for every u.
    """
    for number in range(len(draws)):
        draw = draws[number]
        turn = board.free[(draw & MASK) * len(board.free) >> BITS]
        p = ((draw >> BITS) & MASK) * board.places[turn] >> BITS
        q = ((draw >> (2 * BITS)) & MASK) * board.places[turn] >> BITS
        if apart(board, turn, p, q):
            loss = -gain_of(board, turn, p, q)
            if loss <= heat * chance[(draw >> (3 * BITS)) & MASK] // FINE:
                exchange(board, turn, p, q)


@compiled
def descend(board: Board) -> int:
    """Make every exchange that gains, until a whole pass finds none. Out: how many were made.

    It ends, as the sum of gains only grows; then no exchange of two guests in one turn is left that gains.
    """
    made, before = 0, -1
    while made > before:
        before = made
        for number in range(len(board.free)):
            turn = board.free[number]
            for p in range(board.places[turn]):
                for q in range(p + 1, board.places[turn]):
                    if apart(board, turn, p, q) and gain_of(board, turn, p, q) > 0:
                        exchange(board, turn, p, q)
                        made += 1
    return made


@compiled
def trade_roles(board: Board, where: Ints, one: int, other: int) -> int:
    """Let two guests take each other's place in every free turn. Out: what that added. where: R x N places."""
    added = 0
    for number in range(len(board.free)):
        turn = board.free[number]
        p, q = where[turn, one], where[turn, other]
        if apart(board, turn, p, q):
            added += gain_of(board, turn, p, q)
            exchange(board, turn, p, q)
            where[turn, one], where[turn, other] = q, p
    return added


@compiled
def anneal_roles(board: Board, where: Ints, guests: Ints, draws: Ints, heat: int, chance: Ints) -> None:
    """As anneal, but two guests trade the whole evening: what was free of repeats stays so. guests: who may trade,
    that is, who are there in every free turn."""
    for number in range(len(draws)):
        draw = draws[number]
        one = guests[(draw & MASK) * len(guests) >> BITS]
        other = guests[((draw >> BITS) & MASK) * len(guests) >> BITS]
        if one != other:
            loss = -trade_roles(board, where, one, other)
            if loss > heat * chance[(draw >> (3 * BITS)) & MASK] // FINE:
                trade_roles(board, where, one, other)
