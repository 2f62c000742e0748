"""Is a pairing on a given graph allowed, what is it worth, and how far is it from the LP bound?

    python -m bench.judge_pairs make GRAPH.npz 2000 --seed 3 --degree 24    # a random graph of the corridor's kind
    python -m bench.judge_pairs judge GRAPH.npz RESULT.json                 # what the engine's `pair` prints

A graph: capacity[n], bonus[n], u[m], v[m], w[m], integers, w and bonus in micro-units, u < v, no pair twice. A pairing
is worth the w of its pairs and the bonus of every member with at least one. Leaves with 1 when the pairing is not
allowed or claims what is not true.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack, identity, vstack

Graph = dict[str, np.ndarray]


def make(members: int, seed: int, degree: int = 24) -> Graph:
    """Popular members stand on many lists; weights lie between 300,000 and 1,000,000."""
    random = np.random.default_rng([7, members, seed])
    pull = 1.0 / np.arange(1, members + 1) ** 0.6
    pull = random.permutation(pull / pull.sum())
    one = np.repeat(np.arange(members), degree // 2)
    other = random.choice(members, len(one), p=pull)
    low, high = np.minimum(one, other), np.maximum(one, other)
    key = np.unique((low * members + high)[low != high])
    u, v = key // members, key % members
    charm = random.beta(2, 3, members)
    luck = random.random(len(u))
    w = np.rint(300_000 + 700_000 * (0.35 * charm[u] + 0.35 * charm[v] + 0.3 * luck)).astype(np.int64)
    capacity = 1 + np.searchsorted([0.55, 0.85], random.random(members)).astype(np.int64)
    bonus = 50_000 + 30_000 * np.searchsorted([0.70, 0.86, 0.95], random.random(members)).astype(np.int64)
    return {"capacity": capacity, "bonus": bonus, "u": u, "v": v, "w": w}


def lp_bound(graph: Graph) -> float:
    """Optimum of the fractional problem (HiGHS), micro-units: no allowed pairing is worth more."""
    members, pairs = len(graph["capacity"]), len(graph["u"])
    ends = np.concatenate([graph["u"], graph["v"]])
    columns = np.tile(np.arange(pairs), 2)
    incidence = csr_array((np.ones(2 * pairs), (ends, columns)), shape=(members, pairs))
    # Nobody over capacity; nobody is reached without a pair.
    rows = vstack(
        [hstack([incidence, csr_array((members, members))]), hstack([-incidence, identity(members)])], format="csr"
    )
    cost = -np.concatenate([graph["w"], graph["bonus"]]) / 1e6
    limit = np.concatenate([graph["capacity"], np.zeros(members)])
    return -linprog(cost, A_ub=rows, b_ub=limit, bounds=(0, 1), method="highs").fun * 1e6


def judge(graph: Graph, result: dict) -> dict:
    """In: a graph and what `pair` printed. Out: whether it is allowed and true, its value, and value / LP bound."""
    weight = {
        (one, other): w
        for one, other, w in zip(graph["u"].tolist(), graph["v"].tolist(), graph["w"].tolist(), strict=True)
    }
    pairs = [(min(pair), max(pair)) for pair in result["pairs"]]
    degree = np.bincount([member for pair in pairs for member in pair], minlength=len(graph["capacity"]))
    faults = []
    if len(set(pairs)) != len(pairs):
        faults.append("a pair twice")
    if any(pair not in weight for pair in pairs):
        faults.append("a pair that is not in the graph")
    if (degree > graph["capacity"]).any():
        faults.append("a member over capacity")
    if faults:
        return {"allowed": False, "true": False, "faults": faults}
    value = sum(weight[pair] for pair in pairs) + int(graph["bonus"][degree > 0].sum())
    bound = lp_bound(graph)
    return {
        "allowed": True,
        "true": result["value"] == value and result["bound"] >= value,
        "value": value,
        "claimed_value": result["value"],
        "claimed_bound": result["bound"],
        "lp_bound": bound,
        "ratio": value / bound,
        "reached": float((degree > 0).mean()),
    }


def main() -> int:
    """Out: the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    doors = parser.add_subparsers(dest="door", required=True)
    making = doors.add_parser("make")
    making.add_argument("graph")
    making.add_argument("members", type=int)
    making.add_argument("--seed", type=int, default=1)
    making.add_argument("--degree", type=int, default=24)
    judging = doors.add_parser("judge")
    judging.add_argument("graph")
    judging.add_argument("result")
    asked = parser.parse_args()
    if asked.door == "make":
        np.savez_compressed(asked.graph, allow_pickle=False, **make(asked.members, asked.seed, asked.degree))
        return 0
    with np.load(asked.graph) as graph:
        found = judge(dict(graph), json.loads(Path(asked.result).read_text(encoding="utf-8")))
    print(json.dumps(found))
    return int(not (found["allowed"] and found["true"]))


if __name__ == "__main__":
    sys.exit(main())
