"""A judge of plans that shares nothing with the search: plain Python over the candidates themselves."""

from itertools import combinations

from matchmaking.engine.context import Context
from matchmaking.engine.crowd import everybody
from matchmaking.engine.dinner.shapes import Dinner
from matchmaking.engine.dinner.values import travel_costs, unfair_costs
from matchmaking.engine.eligibility import PAIR_RULES
from matchmaking.engine.scoring import score_pair


class Judge:
    """Knows of a dinner who may share a table, what a table is worth and which plans are one exchange away."""

    def __init__(self, dinner: Dinner) -> None:
        self.dinner = dinner
        self.context = Context.of(dinner.pool)
        self.by_id = {one.id: one for one in dinner.pool.candidates}
        scores = Context.of(everybody(dinner.pool))
        out = {*dinner.excluded, *dinner.reserves}
        self.welcome = [one for one in dinner.pool.candidates if not one.unavailable and one.id not in out]
        guests = tuple(self.welcome)
        travel, unfair = (costs(dinner, guests, self.context) for costs in (travel_costs, unfair_costs))
        self.cost = {one.id: travel[one.id] + unfair[one.id] for one in guests}
        present = scores.pool.candidates
        self.value, self.apart = {}, set()
        for a, b in combinations(present, 2):
            self.value[a.id, b.id] = self.value[b.id, a.id] = score_pair(a, b, scores.pool, scores).total
        for a, b in combinations(dinner.pool.candidates, 2):
            codes = [code for code in dinner.rules.apart if PAIR_RULES[code](a, b, self.context)]
            if tuple(sorted((a.id, b.id))) in dinner.allowed:
                codes = [code for code in codes if code.startswith("blocked")]
            if codes:
                self.apart |= {(a.id, b.id), (b.id, a.id)}

    def layer(self, member: int) -> int:
        """The number of the main layer, 0 when unknown."""
        weights = self.context.layers[member]
        return max(range(len(weights)), key=lambda i: (weights[i], -i)) + 1 if any(weights) else 0

    def kinds(self, member: int) -> tuple[object, object, object]:
        """What a guest adds to the table: main layer, home, kind of organisation; empty when unknown."""
        one = self.by_id[member]
        return self.layer(member), one.home, one.helix

    def worth(self, guests: tuple[int, ...]) -> int:
        """Micro-units of one table."""
        return sum(self.value[pair] for pair in combinations(guests, 2)) - sum(self.cost[one] for one in guests)

    def legal(self, table: int, guests: tuple[int, ...]) -> bool:
        """Whether these may be the guests of that table."""
        own = next(one for one in self.dinner.tables if one.id == table)
        rules = self.dinner.rules
        wanted = (rules.layers, rules.homes, rules.helix)
        different = [len({self.kinds(one)[place] for one in guests} - {0, ""}) for place in range(3)]
        return (
            own.quorum <= len(guests) <= own.seats
            and not any(pair in self.apart for pair in combinations(guests, 2))
            and all(found >= least for found, least in zip(different, wanted, strict=True))
        )

    def plan_worth(self, plan) -> int:
        """Micro-units of all tables."""
        return sum(self.worth(guests) for guests in plan.values())

    def plan_legal(self, plan) -> bool:
        """Every rule of every table, everybody at most once, nobody pinned elsewhere, nobody promised left out."""
        seated = [one for guests in plan.values() for one in guests]
        welcome = {one.id for one in self.welcome}
        return (
            len(seated) == len(set(seated))
            and set(seated) <= welcome
            and set(self.dinner.guests) <= set(seated)
            and all(member in plan[table] for member, table in self.dinner.fixed())
            and all(self.legal(table, guests) for table, guests in plan.items())
        )

    def worth_moving(self, plan, other) -> bool:
        """Whether the other plan is worth more, and legal at every table in which it differs."""
        touched = {table: guests for table, guests in other.items() if guests != plan[table]}
        return self.plan_worth(other) > self.plan_worth(plan) and all(
            self.legal(table, guests) for table, guests in touched.items()
        )

    def neighbours(self, plan):
        """Every plan one swap, move or substitution away, legal or not."""
        seats = {table.id: table.seats for table in self.dinner.tables}
        table_of = {one: table for table, guests in plan.items() for one in guests}
        waiting = [one.id for one in self.welcome if one.id not in table_of]
        pinned = {member for member, _ in self.dinner.fixed()}
        loose = [one for one in table_of if one not in pinned]

        def after(changes):
            moved = {one: changes.get(one, table) for one, table in table_of.items()} | changes
            return {table: tuple(sorted(one for one in moved if moved[one] == table)) for table in plan}

        for a, b in combinations(loose, 2):
            if table_of[a] != table_of[b]:
                yield after({a: table_of[b], b: table_of[a]})
        for one in loose:
            for table in plan:
                if table != table_of[one] and len(plan[table]) < seats[table]:
                    yield after({one: table})
            if one not in self.dinner.guests:
                yield from (after({one: 0, other: table_of[one]}) for other in waiting)
