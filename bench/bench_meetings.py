"""How near is a speed meeting to the best possible, and how quickly is it mended?

    python -m bench.bench_meetings [EFFORT]      # 100 unless told: the percentage of the usual steps to compare

Pairs against the bound and against the circle method, which repeats nobody but asks nobody's worth; tables against a
hundred times the steps (the larger ones against ten times); repairs in CPU seconds. Prints ratios. Leaves with 1 when
somebody meets twice, pairs come under 0.998 of the bound, tables under 0.95 of the best, or 60 guests are mended in
more than 2 s.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from matchmaking.engine.crowd import pair_values
from matchmaking.engine.meetings import repair, schedule
from matchmaking.engine.meetings.designs import circle
from tests.engine.evenings import evening

PAIRS = ((24, 8), (60, 10), (120, 12))
TABLES = ((40, 6, 4, 100), (32, 5, 4, 10), (60, 5, 6, 10))
MENDED = ((60, 10, 2), (61, 10, 2), (60, 6, 4), (60, 6, 6))
NEAR_BOUND, NEAR_BEST, MOST_SECONDS = 0.998, 0.95, 2.0
HELD = 2


def clocked(work, *arguments):
    """CPU seconds of this process, and what the work gave."""
    started = time.process_time()
    found = work(*arguments)
    return time.process_time() - started, found


def pairs(effort: int) -> bool:
    """Two by two, against the bound and against a schedule that looks at nobody."""
    good = True
    for guests, turns in PAIRS:
        meeting = evening(guests, turns, organisations=guests // 3, effort=effort)
        seconds, result = clocked(schedule, meeting)
        worth = pair_values(meeting.pool)
        blind = sum(int(worth[pair]) for turn in circle(guests)[:turns] for pair in turn)
        near = result.value / result.bound
        good &= result.repeats == 0 and result.waits == 0 and near >= NEAR_BOUND
        print(
            f"  {guests:4} guests, {turns:2} turns: value/bound {near:.4f}, x the circle {result.value / blind:.2f}, "
            f"repeats {result.repeats}, across regions {result.cross_region_share / 1e6:.2f}, CPU {seconds:.2f} s"
        )
    return good


def tables(effort: int) -> bool:
    """Larger tables, against many times the steps."""
    good = True
    for guests, turns, seats, times in TABLES:
        meeting = evening(guests, turns, seats, organisations=guests // 3, effort=effort)
        seconds, result = clocked(schedule, meeting)
        longer, best = clocked(schedule, replace(meeting, effort=times * effort))
        near = result.value / max(best.value, result.value)
        good &= result.repeats == 0 and result.waits == 0 and near >= NEAR_BEST
        print(
            f"  {guests:4} guests, {turns:2} turns, tables of {seats}: value/best {near:.4f}, "
            f"value/bound {result.value / result.bound:.3f}, repeats {result.repeats}, "
            f"CPU {seconds:.2f} s against {longer:.0f} s ({longer / seconds:.0f} x)"
        )
    return good


def mended(effort: int) -> bool:
    """One leaves after the second turn, one who was to come then is late."""
    good = True
    for guests, turns, seats in MENDED:
        meeting = evening(guests, turns, seats, organisations=20, effort=effort)
        leaver, late, *_ = (one.id for one in meeting.pool.candidates)
        planned = schedule(replace(meeting, arrives=((late, HELD + 1),)))
        now = replace(meeting, leaves=((leaver, HELD),), arrives=((late, HELD + 2),))
        seconds, result = clocked(repair, now, planned, HELD)
        good &= result.repeats == 0 and result.held(HELD) == planned.held(HELD) and seconds <= MOST_SECONDS
        print(
            f"  {guests:4} guests, {turns:2} turns, tables of {seats}: repeats {result.repeats}, other company "
            f"{result.changes} of {guests * (turns - HELD)}, CPU {seconds:.2f} s"
        )
    return good


def main() -> int:
    effort = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    schedule(evening(9, 2, effort=1)), schedule(evening(9, 4, 3, effort=1))  # whatever has to be compiled is, now
    good = True
    for title, part in (("pairs", pairs), ("tables", tables), ("mended", mended)):
        print(title)
        good &= part(effort)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
