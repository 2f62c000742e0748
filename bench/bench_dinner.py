"""How near is a dinner to the best that a hundred times the steps find, and how long does it take?

    python -m bench.bench_dinner [EFFORT]      # 100 unless told; 10 takes a tenth of the time

120 guests at 15 tables of 8: a gala whose guests are all given, a dinner chosen from 400 candidates. Prints ratios,
CPU seconds, and the seconds in which the substitutes of all 120 seats are found. Leaves with 1 when a plan is illegal
or an exchange improves it, when it is worth under 0.985 of the best, takes over 20 s or its substitutes over 1 s.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from matchmaking.engine.dinner import Dinner, Reserves, compose
from matchmaking.engine.dinner.arrays import Hall
from matchmaking.engine.dinner.rules import broken
from matchmaking.engine.dinner.search import best_of
from tests.engine.dinner.dinners import dinner, gala

LEAST, MOST_SECONDS, MOST_SUBSTITUTES = 0.985, 20.0, 1.0


def clocked(work, *arguments):
    """CPU seconds of this process, and what the work gave."""
    started = time.process_time()
    found = work(*arguments)
    return time.process_time() - started, found


def all_substitutes(evening: Dinner, plan: dict[int, tuple[int, ...]]) -> int:
    """How many there are, over all seats."""
    reserves = Reserves(evening)
    return sum(len(reserves.of(plan, table, guest)) for table, guests in plan.items() for guest in guests)


def main() -> int:
    """Out: the exit code."""
    effort = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    cases = {
        "gala, 120 of 120": gala(3),
        "dinner, 120 of 400": dinner(3, 400, 15, 8),
    }
    compose(dinner(1, 30, 2, 6))  # compile
    print(f"{'case':<20} {'seconds':>8} {'value / best':>13} {'improving':>10} {'substitutes, s':>15}")
    failed = False
    for name, evening in cases.items():
        seconds, found = clocked(compose, evening)
        spent, _ = clocked(all_substitutes, evening, found.plan())
        best = max(found.value, best_of(Hall.of(evening), effort).worth)
        ratio = found.value / best
        print(f"{name:<20} {seconds:8.2f} {ratio:13.4f} {found.certificate.improving:10} {spent:15.3f}", flush=True)
        failed |= bool(broken(evening, found.plan())) or found.certificate.improving > 0 or ratio < LEAST
        failed |= seconds > MOST_SECONDS or spent > MOST_SUBSTITUTES
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
