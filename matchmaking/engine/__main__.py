"""What does the engine say about this file, without a database?

    python -m matchmaking.engine round POOL.json      a pool as Pool.to_json gives it ("-" reads standard input)
    python -m matchmaking.engine pair GRAPH.npz       capacity[n], bonus[n], u[m], v[m], w[m] in micro-units, u < v
    python -m matchmaking.engine dinner POOL.json     a pool with the key "dinner": see dinner/README.md
    python -m matchmaking.engine meetings POOL.json   a pool with the key "meeting": see meetings/README.md

Prints one JSON document. Exit 2, with one sentence on standard error, when the file is not what it should be.
POOL.md tells what a pool is and where to get one.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import Any

from matchmaking.engine.dinner.door import dinner_of
from matchmaking.engine.documents import check, document_of
from matchmaking.engine.graphs import graph_of
from matchmaking.engine.market import Market
from matchmaking.engine.meetings.door import meetings_of
from matchmaking.engine.round import best_pairing, run
from matchmaking.engine.shapes import Pool


def round_of(path: str) -> dict[str, Any]:
    """In: the file of a pool. Out: the JSON of its round."""
    document = document_of(path)
    check(Pool, document)
    return run(Pool.from_json(document)).to_json()


def pairs_of(path: str) -> dict[str, Any]:
    """In: the file of a graph. Out: the best pairing found, its value and an upper bound, over that graph alone."""
    capacity, bonus, u, v, w = graph_of(path)
    started = time.process_time()
    pairing, bound = best_pairing(Market.of(len(capacity), u[w > 0], v[w > 0], w[w > 0]), capacity, bonus)
    spent = time.process_time() - started
    pairs = [list(pair) for pair in pairing.pairs()]
    return {"pairs": pairs, "value": pairing.value(bonus), "bound": bound, "cpu_seconds": round(spent, 3)}


DOORS = {"round": round_of, "pair": pairs_of, "dinner": dinner_of, "meetings": meetings_of}


def main(arguments: list[str] | None = None) -> int:
    """In: the command line. Out: the exit code."""
    parser = argparse.ArgumentParser(prog="matchmaking.engine", description="The engine on a file.")
    parser.add_argument("what", choices=DOORS)
    parser.add_argument("file")
    asked = parser.parse_args(arguments)
    try:
        answer = DOORS[asked.what](asked.file)
    except OSError as problem:
        print(f"{asked.file}: {problem.strerror}", file=sys.stderr)
        return 2
    except ValueError as problem:
        print(f"{asked.file}: {problem}", file=sys.stderr)
        return 2
    json.dump(answer, sys.stdout, ensure_ascii=False)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
