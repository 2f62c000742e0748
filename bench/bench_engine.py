"""How good and how fast is the engine, beside the peers one would take instead?

    python -m bench.bench_engine [shortlists] [matchers] [rounds] [products]     # all tables unless some are named

Everything in CPU seconds of one thread, and as ratios within one run. MORE=1 adds the sizes that take minutes: a round
of 100,000 members under 2 GB, HiGHS on 20,000, every pair of 5,000. Goals stand beside the figures; nothing fails.
"""

# ruff: noqa: E402 the linear algebra is told to keep to one thread before it is loaded
import os
import sys
import time

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

from bench import matchers, products, rounds, shortlists

MORE = bool(os.environ.get("MORE"))
TABLES = {
    "shortlists": lambda: shortlists.show([1_000, 5_000, 20_000]),
    "matchers": lambda: matchers.show([2_000, 20_000], [1_000, 5_000], 20_000 if MORE else matchers.HIGHS),
    "rounds": lambda: rounds.show([200, 1_000, 5_000, 20_000, 100_000] if MORE else [200, 1_000, 5_000, 20_000]),
    "products": lambda: products.show([2_000, 5_000, 20_000], 5_000 if MORE else 2_000),
}


def main(wanted: list[str]) -> int:
    """Out: the exit code."""
    for title in wanted or TABLES:
        started = time.perf_counter()
        TABLES[title]()
        load = os.getloadavg()[0]
        print(f"  ({title}: {time.perf_counter() - started:.0f} s on the clock; load of the machine {load:.1f})")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
