"""Is the plan the best there is, where that can be known?"""

from itertools import combinations

import pytest

from matchmaking.engine.dinner import Dinner, compose
from matchmaking.engine.dinner.rules import to_seat
from tests.engine.dinner.dinners import dinner, small
from tests.engine.dinner.judge import Judge
from tests.engine.dinner.oracle import best_worth
from tests.needs import sized

pytestmark = [pytest.mark.nodb, pytest.mark.compiled]


@pytest.mark.parametrize(
    ("members", "tables", "seats", "seed"),
    [(20, 1, 6, 1), (20, 1, 6, 2), (20, 1, 6, 3), (20, 1, 6, 4), (24, 2, 6, 4), (sized(small=24, full=30), 2, 6, 3)],
)
@pytest.mark.long
def test_compose_reaches_the_proven_optimum(members, tables, seats, seed):
    evening = dinner(seed, members, tables, seats)

    found = compose(evening)

    assert found.value == best_worth(Judge(evening))


def every_plan(evening: Dinner, judge: Judge):
    """All legal plans that seat as many as should be."""

    def extended(tables, waiting):
        if not tables:
            yield {}
            return
        first, rest = tables[0], tables[1:]
        for size in range(first.quorum, first.seats + 1):
            for guests in combinations(waiting, size):
                if judge.legal(first.id, guests):
                    for plan in extended(rest, [one for one in waiting if one not in guests]):
                        yield {first.id: guests} | plan

    for plan in extended(list(evening.tables), sorted(one.id for one in judge.welcome)):
        if sum(map(len, plan.values())) == to_seat(evening) and judge.plan_legal(plan):
            yield plan


@pytest.mark.parametrize("block", range(4))
def test_small_dinners_are_best_or_truly_impossible(block):
    outcomes = []
    for seed in range(block * 40, block * 40 + 40):
        evening = small(seed)
        if len(evening.pool.candidates) <= 9:
            judge = Judge(evening)
            best = max((judge.plan_worth(plan) for plan in every_plan(evening, judge)), default=None)
            found = compose(evening)
            assert (found.value if found.tables else None) == best, seed
            outcomes.append(best is not None)

    assert {True, False} == set(outcomes)
