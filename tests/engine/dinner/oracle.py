"""What is the best plan of a small dinner worth? CP-SAT knows, given time: an oracle for tests, never at work.

Formulation: x[i, t] a guest at a table, z[i, j, t] two mates. That every guest has exactly k - 1 mates ties the two
together far more tightly than z <= x alone.
"""

from itertools import combinations

from ortools.sat.python import cp_model

from tests.engine.dinner.judge import Judge


def best_worth(judge: Judge, seconds: float = 240) -> int | None:
    """In: a judge of a dinner whose seats are all taken. Out: what the best legal plan is worth, None if there is
    none. Raises AssertionError when it could not be proven in time."""
    model, dinner = cp_model.CpModel(), judge.dinner
    members = sorted(one.id for one in judge.welcome)
    tables = {table.id: table.seats for table in dinner.tables}
    x = {(i, t): model.new_bool_var("") for i in members for t in tables}
    z = {}
    for t, seats in tables.items():
        model.add(sum(x[i, t] for i in members) == seats)
        for i, j in combinations(members, 2):
            if (i, j) in judge.apart:
                model.add(x[i, t] + x[j, t] <= 1)
            else:
                z[i, j, t] = model.new_bool_var("")
                model.add(z[i, j, t] <= x[i, t])
                model.add(z[i, j, t] <= x[j, t])
        for i in members:
            mates = [z[min(i, j), max(i, j), t] for j in members if (min(i, j), max(i, j), t) in z]
            model.add(sum(mates) == (seats - 1) * x[i, t])
        rules = dinner.rules
        for place, least in enumerate((rules.layers, rules.homes, rules.helix)):
            present = []
            for kind in {judge.kinds(i)[place] for i in members} - {0, ""}:
                there = model.new_bool_var("")
                model.add(sum(x[i, t] for i in members if judge.kinds(i)[place] == kind) >= there)
                present.append(there)
            model.add(sum(present) >= least)
    for i in members:
        model.add(sum(x[i, t] for t in tables) <= 1)
    pairs = sum(judge.value[i, j] * both for (i, j, _), both in z.items())
    model.maximize(pairs - sum(judge.cost[i] * x[i, t] for i, t in x))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE), "not proven in time"
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None
