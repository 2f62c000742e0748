"""How near is a whole round to the best possible over all pairs, and what does it cost?

    python -m bench.rounds 5000 [SEED]      # one size, as JSON

Each size in a process of its own, so that the peak of memory is its own (read before the matrix product that the time
is compared with); the largest one under a limit of 2 GB.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path

from bench.clock import clocked, product, table
from bench.population import pool_of
from matchmaking.engine.round import run

# Members: value / bound over all pairs at least, CPU in units at most, MB at most; None where nothing was promised.
GOALS = {
    200: (0.995, None, None),
    1_000: (0.998, None, None),
    5_000: (0.9995, 6.0, None),
    20_000: (0.9995, 3.0, 600),
    100_000: (None, None, 2_048),
}
LARGEST = 100_000
TURNS = 9  # of round and unit; the best of each counts, since a machine that others use is slow now and then
PATIENCE = 20.0  # CPU seconds of rounds of one size; after them no other turn begins
LIMIT = 2 << 30  # bytes of data a process of the largest size may hold
COMPILE = 1_001  # members of a round that loads the compiled loops; one more than are closed by odd sets


def measure(members: int, seed: int, times: int) -> dict:
    """In: a size, which crowd of it, how often. Out: what one round came to, and the best CPU seconds of round and
    unit, taken in turns."""
    run(pool_of(COMPILE, 1))
    pool = pool_of(members, seed)
    ready = _peak()
    spent: list[float] = []
    units: list[float] = []
    largest = ready
    for turn in range(times):
        if sum(spent) > PATIENCE:
            break
        seconds, result = clocked(run, pool)
        spent.append(seconds)
        if turn == 0:
            largest = _peak()
        # A unit that would take minutes is scaled from a smaller one: its cost grows with the square.
        some = min(members, 20_000)
        units.append(product(some) * (members / some) ** 2)
    return {
        "members": members,
        "seed": seed,
        "pairs": len(result.proposals),
        "reached": result.reached / result.eligible_members,
        "ratio": result.value / result.bound,
        "seconds": min(spent),
        "units": min(spent) / min(units),
        "unit": min(units),
        "megabytes": largest,
        "before": ready,
        "hash": result.pairs_hash[:12],
    }


def _peak() -> int:
    """The most memory this process has held, MB. Linux says so here; what getrusage says a process inherits from who
    started it."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) >> 10
    raise OSError("This system does not say how much memory a process has held.")


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT))


def apart(members: int, seed: int) -> dict | None:
    """The same in a process of its own; None when it came to nothing."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.rounds", str(members), str(seed)],
        stdout=subprocess.PIPE,
        preexec_fn=_limited if members >= LARGEST else None,
        check=False,
    )
    return json.loads(done.stdout) if done.returncode == 0 else None


def show(sizes: list[int], seed: int = 1) -> None:
    """Print the table of rounds."""
    rows = []
    for members in sizes:
        least, most, megabytes = GOALS[members]
        found = apart(members, seed)
        if found is None:
            rows.append([f"{members:,}", "did not finish", *[""] * 8])
            continue
        small = members <= 1_000
        rows.append(
            [
                f"{members:,}",
                f"{found['pairs']:,}",
                f"{found['reached']:.1%}",
                f"{found['ratio']:.7f}",
                f"{least}" if least else "-",
                f"{found['seconds']:.2f}",
                f"{found['units']:.0f}" if small else f"{found['units']:.2f}",
                f"{most:.0f}" if most else "-",
                f"{found['megabytes']}",
                f"{megabytes}" if megabytes else "-",
            ]
        )
    table(
        "Whole rounds against the bound over all pairs (1 unit = one matrix product of the same size, same process)",
        ["members", "pairs", "reached", "value/bound", "goal >=", "CPU s", "units", "goal <=", "peak MB", "goal <="],
        rows,
    )


if __name__ == "__main__":
    size = int(sys.argv[1])
    print(json.dumps(measure(size, int(sys.argv[2]) if len(sys.argv) > 2 else 1, 1 if size >= LARGEST else TURNS)))
