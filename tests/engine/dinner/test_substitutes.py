"""Who comes next when somebody declines?"""

from dataclasses import replace

import pytest

from matchmaking.engine.dinner import Reserves, Rules, Table, compose, substitutes
from matchmaking.engine.dinner.composing import FIRST
from matchmaking.engine.shapes import History
from tests.engine.dinner.dinners import dinner, small
from tests.engine.dinner.judge import Judge

pytestmark = pytest.mark.nodb


def ranked(evening, plan, table, leaver):
    """What a judge says: everybody legal without a seat, best first, and what the table gains."""
    judge = Judge(replace(evening, reserves=()))
    seated = {one for guests in plan.values() for one in guests}
    mates = tuple(one for one in plan[table] if one != leaver)
    before = judge.worth(plan[table])
    found = []
    for one in judge.welcome:
        guests = tuple(sorted((*mates, one.id)))
        if one.id not in seated and judge.legal(table, guests):
            found.append((before - judge.worth(guests), one.id))
    return [(member, -loss) for loss, member in sorted(found)]


@pytest.mark.parametrize("seed", range(4))
def test_substitutes_are_all_who_are_legal_at_the_table_as_it_stands_best_first(seed):
    evening = dinner(seed, 30, 2, 6)
    plan = compose(evening).plan()

    for table, guests in plan.items():
        for guest in guests:
            found = substitutes(evening, plan, table, guest)
            assert [(one.id, one.gain) for one in found] == ranked(evening, plan, table, guest)
            # A composition leaves nothing that one substitution would improve.
            assert all(one.gain <= 0 for one in found)


def differences(evening):
    """For every substitute of every seat: the gain told, and by how much the table is worth more at the dinner at which
    the substitute is a guest like any other and whoever had the seat does not come."""
    plan = compose(evening).plan()
    before, reserves = Judge(evening), Reserves(evening)
    for table, guests in plan.items():
        for leaver in guests:
            after = Judge(replace(evening, reserves=(), excluded=(*evening.excluded, leaver)))
            stay = tuple(one for one in guests if one != leaver)
            for found in reserves.of(plan, table, leaver):
                yield found.gain, after.worth((*stay, found.id)) - before.worth(guests)


@pytest.mark.parametrize("seed", range(12))
def test_a_gain_is_what_the_table_is_worth_more_to_the_last_unit(seed):
    """Also when the journeys of those who will not come, or only as reserves, are the longest."""
    evening = dinner(seed, 40, 2, 6, unfair_per_km=7_001, cost_per_km=1_999)
    far = [one.id for one in evening.pool.candidates if one.home == "twente"]
    evening = replace(evening, reserves=tuple(far[:3]), excluded=tuple(far[3:6]), travelled=((far[0], 300),))

    found = list(differences(evening))

    assert len(found) > 20
    assert [told for told, _ in found] == [real for _, real in found]


@pytest.mark.compiled
def test_a_gain_is_exact_whatever_is_asked():
    found = [pair for seed in range(60) for pair in differences(small(seed))]

    assert len(found) > 100
    assert [told for told, _ in found] == [real for _, real in found]


def test_a_full_table_has_no_empty_seat_and_who_left_already_is_missed_by_nobody():
    evening = dinner(5, 30, 1, 6, rules=Rules(0, 0, 0))
    plan = compose(evening).plan()
    gone = plan[1][0]
    left = {1: plan[1][1:]}

    assert substitutes(evening, plan, 1) == ()
    assert len(substitutes(evening, left, 1)) == len(substitutes(evening, left, 1, gone)) + 1
    assert set(substitutes(evening, left, 1, gone)) < set(substitutes(evening, left, 1))


def test_places_name_their_first_few_substitutes():
    evening = dinner(1, 60, 2, 6)
    found = compose(evening)

    for table in found.tables:
        for place in table.places:
            assert place.substitutes == substitutes(evening, found.plan(), table.id, place.guest)[:FIRST]
    assert max(len(place.substitutes) for table in found.tables for place in table.places) == FIRST


def test_after_a_decline_the_table_is_asked_as_it_stands():
    """The empty seat is filled for the mates who are there now, by whom nobody there has met since."""
    evening = dinner(2, 40, 2, 6)
    plan = compose(evening).plan()
    gone, mate = plan[1][0], plan[1][1]
    left = plan | {1: plan[1][1:]}
    after = replace(evening, excluded=(gone,))
    first = substitutes(after, left, 1)[0].id

    met = History(met=((min(first, mate), max(first, mate)),))
    found = substitutes(replace(after, pool=replace(evening.pool, history=met)), left, 1)

    assert gone not in {one.id for one in found}
    assert first not in {one.id for one in found}
    judge = Judge(after)
    assert substitutes(after, left, 1)[0].gain == judge.worth(tuple(sorted((*left[1], first)))) - judge.worth(left[1])


def test_reserves_are_never_seated_but_are_substitutes():
    evening = dinner(5, 30, 1, 6, rules=Rules(0, 0, 0, apart=()))
    once = compose(evening)
    best = once.plan()[1][2]
    reserved = replace(evening, reserves=(best,))

    found = compose(reserved)

    assert best not in found.plan()[1]
    assert best in found.unseated
    assert best in {one.id for guest in found.plan()[1] for one in substitutes(reserved, found.plan(), 1, guest)}
    excluded = replace(evening, excluded=(best,))
    assert best not in compose(excluded).unseated
    assert all(best != one.id for guest in found.plan()[1] for one in substitutes(excluded, found.plan(), 1, guest))


def test_nobody_can_mend_a_table_that_is_broken_without_the_seat():
    """Too few mates, or two who may not sit together anyway: whoever came, it would not be legal."""
    evening = replace(dinner(5, 30, 1, 6), rules=Rules(0, 0, 0))
    guests = compose(evening).plan()[1]
    two = replace(evening, pool=replace(evening.pool, history=History(met=((guests[0], guests[1]),))))

    assert substitutes(evening, {1: guests[:4]}, 1) == ()
    assert len(substitutes(replace(evening, tables=(Table(1, 6, 5),)), {1: guests[:4]}, 1)) > 0
    assert substitutes(two, {1: guests}, 1, guests[5]) == ()


def test_an_unknown_table_has_no_seats():
    evening = dinner(5, 30, 1, 6)

    with pytest.raises(KeyError):
        substitutes(evening, {1: ()}, 2)
