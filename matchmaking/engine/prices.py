"""What does one introduction with each member cost in this round?

Prices y of the dual of the pairing problem. At the right prices a pair is worth making when its gain pays for both
members, popular members are dear, and the sum of prices bounds what any pairing can reach (bound.py). Found by
coordinate descent: every member in turn takes the price at which the wish for them just meets what they can give. On
such graphs descent ends close to the optimum of the linear programme, and where it is tight finds it (Bayati, Borgs,
Chayes, Zecchina, arXiv 0709.1190, on the equivalent messages).
"""

from __future__ import annotations

import numpy as np

from matchmaking.engine.arrays import Ints
from matchmaking.engine.compiled import compiled
from matchmaking.engine.market import Market

SWEEPS = 1_000  # far more than it takes
TILTS = 6  # times that all prices of one side are raised together while the other's fall
FIRST_STEP, LAST_STEP = 1_024, 256  # micro-units, of the search for how far
STILL = 20  # micro-units: a smaller change of price tells nobody anything ...
ROUGH = 1_000  # ... and this is close enough to see who is dear
SANE = 8_000_000  # no price needs to be higher; keeps all sums far inside 64 bits


def find_prices(
    market: Market, capacity: Ints, bonus: Ints, start: Ints, still: int = STILL, side: Ints | None = None
) -> Ints:
    """In: pairs, and per row capacity (0..3), bonus and a first guess; the change of price (micro-units) below which a
    member's partners need not think again; per row 1 or -1 if most pairs join two sides. Out: integer prices per row,
    micro-units.

    A price below zero (never below minus the bonus) belongs to someone whose first introduction is worth a subsidy.

    Between two sides of nearly equal room no member alone can do better long before all together could: the prices of
    one side would have to rise and the other's to fall. So they are tilted, as far as it helps, and find their places
    again.
    """
    gain = market.gain[market.edge]
    price = _descend(market.start, market.neighbour, gain, capacity, bonus, start.copy(), still)
    for _ in range(TILTS):
        if side is None or not (shift := _tilt(market.u, market.v, market.gain, capacity, bonus, price, side)):
            break
        price = _descend(market.start, market.neighbour, gain, capacity, bonus, price + shift * side, still)
    return price


@compiled
def _tilt(u: Ints, v: Ints, gain: Ints, capacity: Ints, bonus: Ints, price: Ints, side: Ints) -> int:
    """How far to tilt the prices so that the bound falls: a search along the line, on which the bound is convex."""
    shift, step = 0, FIRST_STEP
    best = _bound(u, v, gain, capacity, bonus, price)
    while step >= LAST_STEP:
        further = shift
        for move in (step, -step):
            found = _bound(u, v, gain, capacity, bonus, price + (shift + move) * side)
            if found < best:
                best, further = found, shift + move
        if further == shift:
            step //= 2
        else:
            shift, step = further, 2 * step
    return shift


@compiled
def _bound(u: Ints, v: Ints, gain: Ints, capacity: Ints, bonus: Ints, price: Ints) -> int:
    """bound.bound over these pairs alone."""
    total = 0
    for row in range(len(price)):
        if capacity[row]:
            total += max(0, bonus[row] + price[row], bonus[row] + capacity[row] * price[row])
    for edge in range(len(u)):
        total += max(0, gain[edge] - price[u[edge]] - price[v[edge]])
    return total


@compiled
def _descend(start: Ints, neighbour: Ints, gain: Ints, capacity: Ints, bonus: Ints, price: Ints, still: int) -> Ints:
    waiting = np.ones(len(price), dtype=np.bool_)
    for _ in range(SWEEPS):
        moved = False
        for row in range(len(price)):
            if not waiting[row]:
                continue
            waiting[row] = False
            new = _own_price(start[row], start[row + 1], neighbour, gain, price, capacity[row], bonus[row])
            if abs(new - price[row]) > still:
                for other in neighbour[start[row] : start[row + 1]]:
                    waiting[other] = True
                price[row] = new
                moved = True
        if not moved:
            break
    return price


@compiled
def _own_price(low: int, high: int, neighbour: Ints, gain: Ints, price: Ints, capacity: int, bonus: int) -> int:
    """Minimum of the dual in one coordinate: where the demand curve (how many offers exceed the price) crosses the
    supply curve (none below -bonus, one below 0, `capacity` above). Halfway where a whole interval is best."""
    # The best four offers, best first; nobody asks for less than minus the bonus.
    first = second = third = fourth = -bonus
    for place in range(low, high):
        offer = gain[place] - price[neighbour[place]]
        if offer > fourth:
            fourth = offer
            if fourth > third:
                third, fourth = fourth, third
            if third > second:
                second, third = third, second
            if second > first:
                first, second = second, first
    if capacity == 0:
        return first if first > 0 else 0
    if capacity == 1:
        return (first + second) // 2
    if first <= 0:
        return 0 if first == 0 else (first + second) // 2
    last, after = (second, third) if capacity == 2 else (third, fourth)
    return (last + max(after, 0)) // 2 if last > 0 else 0
