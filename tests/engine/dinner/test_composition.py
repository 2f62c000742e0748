"""What is told about a table, and is the certificate worth its name?"""

from dataclasses import replace

import pytest

from matchmaking.engine.context import Context
from matchmaking.engine.crowd import everybody
from matchmaking.engine.dinner import Table, compose, reoptimise
from matchmaking.engine.dinner.arrays import Hall
from matchmaking.engine.dinner.certificate import certify
from matchmaking.engine.dinner.rules import main_layer
from matchmaking.engine.explain import reasons_for
from matchmaking.engine.scoring import score_pair
from matchmaking.engine.shapes import PARTS
from tests.engine.dinner.dinners import dinner
from tests.engine.dinner.judge import Judge

pytestmark = pytest.mark.nodb


@pytest.fixture(scope="module")
def evening():
    """Two tables of six for thirty candidates."""
    return dinner(3, 30, 2, 6)


@pytest.fixture(scope="module")
def found(evening):
    """Its composition."""
    return compose(evening)


def test_a_table_says_what_it_is_worth_and_of_what(evening, found):
    judge = Judge(evening)

    for table in found.tables:
        guests = found.plan()[table.id]
        assert (
            table.value == table.parts["pairs"] - table.parts["travel"] - table.parts["unfair"] == judge.worth(guests)
        )
        assert table.parts["travel"] > 0
        assert tuple(table.score) == PARTS
        # Each pair and each part is rounded down: 15 pairs, 8 parts.
        assert -8 <= sum(table.score.values()) - table.parts["pairs"] <= 15


def test_a_table_says_which_layers_homes_and_kinds_meet(evening, found):
    context = Context.of(evening.pool)

    for table in found.tables:
        people = [one for one in evening.pool.candidates if one.id in found.plan()[table.id]]
        assert table.meets == {
            "layers": sorted({main_layer(one, context) for one in people}),
            "homes": sorted({one.home for one in people}),
            "helix": sorted({one.helix for one in people}),
        }


def test_what_is_unknown_of_a_guest_is_not_told_as_a_kind(evening):
    people = tuple(replace(one, layers=(0,) * 7) if one.id % 2 else one for one in evening.pool.candidates)

    told = compose(replace(evening, pool=replace(evening.pool, candidates=people))).tables[0].meets["layers"]

    assert None not in told
    assert len(told) >= 3


def test_a_table_says_its_strongest_pairs_and_why(evening, found):
    pool = everybody(evening.pool)
    context, people = Context.of(pool), {one.id: one for one in pool.candidates}

    for table in found.tables:
        guests = found.plan()[table.id]
        values = sorted((Judge(evening).value[a, b] for a in guests for b in guests if a < b), reverse=True)
        assert [pair.value for pair in table.pairs] == values[:3]
        for pair in table.pairs:
            a, b = people[pair.a], people[pair.b]
            assert pair.reasons == reasons_for(a, b, score_pair(a, b, pool, context), context)
            assert len(pair.reasons) >= 2


def test_a_host_sits_at_their_table_and_is_told(evening):
    host = evening.pool.candidates[4].id
    hosted = replace(evening, tables=(Table(1, 6), Table(2, 6, host=host)))

    places = compose(hosted).tables[1].places

    assert [(place.guest, place.pinned) for place in places if place.host] == [(host, True)]
    assert sum(place.pinned for place in places) == 1


def test_the_certificate_counts_every_exchange_and_finds_what_improves(evening, found):
    """The control: after a bad exchange, the way back is among those that improve."""
    judge, hall = Judge(evening), Hall.of(evening)
    worse = min((plan for plan in judge.neighbours(found.plan()) if judge.plan_legal(plan)), key=judge.plan_worth)
    better = [
        plan
        for plan in judge.neighbours(worse)
        if judge.plan_legal(plan) and judge.plan_worth(plan) > judge.plan_worth(worse)
    ]

    assert certify(hall, found.plan()) == found.certificate
    assert found.certificate.exchanges == 36 + 12 * 18  # swaps between the tables, seats by those without one
    assert found.certificate.improving == 0
    assert certify(hall, worse).improving == len(better) > 0


def test_tables_that_differ_in_their_number_only_are_filled_in_order_of_id(evening, found):
    first, second = found.plan()[1], found.plan()[2]

    assert first < second
    assert reoptimise(evening, {1: second, 2: first}).plan() == {1: second, 2: first}


def test_unseated_are_those_without_a_place(evening, found):
    seated = {guest for guests in found.plan().values() for guest in guests}

    assert set(found.unseated) == {one.id for one in evening.pool.candidates} - seated
