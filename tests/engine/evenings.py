"""Evenings to try speed meetings on, and what to ask of any schedule."""

import random
from collections import Counter
from dataclasses import replace
from itertools import combinations

from matchmaking.engine.context import Context
from matchmaking.engine.eligibility import PAIR_RULES
from matchmaking.engine.meetings import Meeting, Schedule
from matchmaking.engine.shapes import Candidate, History, Pool
from tests.engine.pools import random_pool

NEVER = ("same_organisation", "same_group", "same_domain", "blocked", "blocked_organisation")


def company(guests: int, organisations: int = 0, seed: int = 5, **facts) -> Pool:
    """So many guests from so many organisations (0: one each) in turn, without a history unless told, or hints."""
    crowd = []
    for number, one in enumerate(random_pool(seed, max(2, guests)).candidates[:guests]):
        organisation = 1 + (number % organisations if organisations else number)
        plain = {"group": organisation, "domain": "", "less_layers": (), "attended": (), "released": ()}
        crowd.append(replace(one, id=10 + 3 * number, organisation=organisation, **plain))
    return replace(random_pool(seed, 2), candidates=tuple(crowd), **{"history": History()} | facts)


def evening(guests: int, turns: int, seats: int = 2, organisations: int = 0, seed: int = 5, **facts) -> Meeting:
    """A meeting of such a company, with little effort so that it also runs as plain Python."""
    return Meeting(company(guests, organisations, seed), turns, seats, **{"effort": 2} | facts)


def wild_evening(seed: int, guests: int, **facts) -> Meeting:
    """Colleagues, groups, domains, refusals, a history, late-comers and leavers, all of them at random."""
    dice = random.Random(seed)
    pool = random_pool(seed, guests)
    ids = sorted(one.id for one in pool.candidates)
    turns = dice.randint(1, 4)
    some = dice.sample(ids, min(len(ids), 4))
    return Meeting(
        pool,
        turns,
        dice.randint(2, 4),
        arrives=tuple((one, dice.randint(1, turns + 1)) for one in some[:2]),
        leaves=tuple((one, dice.randint(0, turns)) for one in some[2:]),
        **{"effort": 1} | facts,
    )


def encounters(schedule: Schedule) -> Counter:
    """How often each two sit at one table, over the whole evening."""
    tables = (table for turn in schedule.turns for table in turn.tables)
    return Counter(pair for table in tables for pair in combinations(sorted(table.members), 2))


def may_never_meet(a: Candidate, b: Candidate, pool: Pool) -> bool:
    """Whether a rule of eligibility.py that holds at tables keeps these two apart."""
    context = Context.of(pool)
    return any(PAIR_RULES[code](a, b, context) for code in NEVER)


def promises_kept(meeting: Meeting, schedule: Schedule) -> None:
    """What holds for every schedule of every meeting."""
    guest = {one.id: one for one in meeting.pool.candidates}
    assert [turn.number for turn in schedule.turns] == list(range(1, meeting.turns + 1))
    for turn in schedule.turns:
        there = sorted(one for one in guest if meeting.there(one, turn.number))
        seated = [one for table in turn.tables for one in table.members]
        assert sorted([*seated, *turn.waiting]) == there
        sizes = [len(table.members) for table in turn.tables]
        assert all(size >= 2 for size in sizes)
        assert max(sizes, default=0) - min(sizes, default=0) <= 1
        assert max(sizes, default=0) <= meeting.seats + 1
        numbers = [table.number for table in turn.tables]
        assert numbers == sorted(set(numbers))
    times = encounters(schedule)
    assert not [pair for pair in times if may_never_meet(guest[pair[0]], guest[pair[1]], meeting.pool)]
    assert schedule.repeats == sum(count - 1 for count in times.values())
    assert schedule.unavoidable <= schedule.repeats
    assert schedule.value <= schedule.bound
    assert schedule.encounters == sum(times.values())
    assert schedule.exchange_optimal
