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

SWEEPS = 1_000  # far more than most crowds need; two regions of nearly equal room take some hundred
STILL = 20  # micro-units: a smaller change of price tells nobody anything ...
ROUGH = 1_000  # ... and this is close enough to see who is dear
SANE = 8_000_000  # no price needs to be higher; keeps all sums far inside 64 bits


def find_prices(market: Market, capacity: Ints, bonus: Ints, start: Ints, still: int = STILL) -> Ints:
    """In: pairs, and per row capacity (0..3), bonus and a first guess; the change of price (micro-units)
    below which a member's partners need not think again. Out: integer prices per row, micro-units.

    A price below zero (never below minus the bonus) belongs to someone whose first introduction is worth a subsidy.
    """
    return _descend(market.start, market.neighbour, market.gain[market.edge], capacity, bonus, start.copy(), still)


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
