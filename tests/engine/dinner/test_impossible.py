"""Which rule fails, and what would help?"""

from dataclasses import replace

import pytest

from matchmaking.engine.dinner import Dinner, Rules, Table, compose, relaxed, why_impossible
from matchmaking.engine.dinner.counting import counted_out
from matchmaking.engine.dinner.results import Relaxation
from matchmaking.engine.shapes import History
from tests.engine.pools import candidate, layers, pool

pytestmark = pytest.mark.nodb

HELIX = ("company", "knowledge", "government")
# Twelve who may all dine together: layers 1 to 4, two homes, three kinds of organisation.
PEOPLE = tuple(
    candidate(
        number,
        home=("mra", "brainport")[number % 2],
        layers=layers(1 + number % 4),
        helix=HELIX[number % 3],
    )
    for number in range(1, 13)
)
TRIO, ROOMY = (Table(1, 3), Table(2, 3)), (Table(1, 3, 1), Table(2, 3, 1))
NO_KINDS = Rules(layers=0, homes=0, helix=0)
ALL = tuple(range(1, 13))


def evening(changes=None, history=None, **facts) -> Dinner:
    """The twelve at two tables of three; changes: member id -> what is different about them."""
    people = tuple(replace(one, **(changes or {}).get(one.id, {})) for one in PEOPLE)
    return Dinner(pool(*people, history=history or History()), **{"tables": TRIO} | facts)


def clique(*members: int) -> History:
    """All of these have met."""
    return History(met=tuple((a, b) for a in members for b in members if a < b))


def test_what_is_possible_is_not_explained():
    assert why_impossible(evening()) is None
    assert compose(evening()).impossible is None


@pytest.mark.parametrize(
    ("asked", "rule", "by", "table", "members"),
    [
        (evening({3: {"unavailable": "no_consent"}}, guests=(3,)), "unavailable", 1, 0, (3,)),
        (evening(guests=ALL), "seats", 6, 0, ()),
        (evening(excluded=ALL[4:]), "fewest", 2, 0, ()),
        (evening(pins=((1, 1), (2, 1), (3, 1), (4, 1))), "pinned", 1, 1, (1, 2, 3, 4)),
        (evening(history=clique(1, 2), pins=((1, 1), (2, 1))), "met", 1, 1, (1, 2)),
        (evening(dict.fromkeys(ALL, {"helix": "company"})), "helix", 1, 0, ()),
        (evening(dict.fromkeys(ALL[1:], {"home": "mra"})), "homes", 1, 0, ()),
        (evening(rules=Rules(layers=4)), "layers", 1, 0, ()),
        (evening(dict.fromkeys(ALL[1:], {"organisation": 5})), "same_organisation", 3, 0, ()),
        (evening(dict.fromkeys(ALL[:3], {"group": 5}), guests=(1, 2, 3)), "same_group", 1, 0, ()),
        (evening(dict.fromkeys(ALL, {"domain": "one.example"})), "same_domain", 4, 0, ()),
    ],
)
def test_counting_names_the_rule_that_fails(asked, rule, by, table, members):
    found = counted_out(asked)

    assert (found.rule, found.by, found.table, found.members) == (rule, by, table, members)
    assert compose(asked).tables == ()
    assert (compose(asked).impossible.rule, compose(asked).impossible.proven) == (rule, True)


def test_without_a_plan_everybody_who_could_come_is_unseated_reserves_too():
    asked = evening({3: {"unavailable": "no_consent"}}, rules=Rules(layers=4), reserves=(1,), excluded=(2,))

    found = compose(asked)

    assert (found.tables, found.unseated) == ((), tuple(one for one in ALL if one not in (2, 3)))


def test_an_unknown_kind_counts_for_nothing_and_who_is_allowed_undoes_the_count():
    assert counted_out(evening(dict.fromkeys(ALL, {"helix": ""}), rules=Rules(helix=1))).rule == "helix"
    crowded = evening(dict.fromkeys(ALL[1:], {"organisation": 5}))
    assert counted_out(replace(crowded, allowed=((2, 3),))) is None
    assert counted_out(replace(crowded, rules=Rules(apart=("met",)))) is None


@pytest.mark.parametrize(
    ("asked", "way"),
    [
        (evening({3: {"unavailable": "no_consent"}}, guests=(3,)), ("unavailable", 1, (3,), ())),
        (evening(guests=ALL[:7]), ("seats", 1, (), ())),
        (evening(excluded=ALL[5:], rules=Rules(2, 2, 2)), ("fewest", 1, (), ())),
        (evening(dict.fromkeys(ALL, {"helix": "company"})), ("helix", 1, (), ())),
        (evening(dict.fromkeys(ALL[1:], {"home": "mra"})), ("homes", 1, (), ())),
        (evening(rules=Rules(layers=4)), ("layers", 1, (), ())),
        (evening(history=clique(1, 2), pins=((1, 1), (2, 1))), ("met", 1, (), ((1, 2),))),
        (evening(history=clique(1, 2), pins=((1, 1), (2, 1))), ("pinned", 1, (1,), ())),
        (evening(history=clique(1, 2, 3), guests=(1, 2, 3)), ("guests", 1, None, ())),
        (evening(history=History(cooling=clique(1, 2, 3).met), guests=(1, 2, 3)), ("cooling", 1, (), None)),
        (evening(history=clique(1, 2, 3, 4, 5), excluded=ALL[6:], tables=ROOMY, rules=NO_KINDS), ("full", 3, (), ())),
    ],
)  # fmt: skip
def test_the_way_out_is_found_and_helps(asked, way):
    rule, by, members, pairs = way

    found = why_impossible(asked)

    ways = {one.rule: one for one in found.relaxations}
    assert ways[rule].by == by
    assert members is None or ways[rule].members == members
    assert pairs is None or ways[rule].pairs == pairs
    assert all(compose(relaxed(asked, one)).tables for one in found.relaxations)


def test_all_pins_are_let_go_where_one_is_not_enough():
    asked = evening(history=History(met=((1, 2), (3, 4))), pins=((1, 1), (2, 1), (3, 2), (4, 2)))

    found = why_impossible(asked)

    assert {(one.rule, one.by, one.members) for one in found.relaxations if one.rule == "pinned"} == {
        ("pinned", 4, (1, 2, 3, 4))
    }


def test_a_host_let_go_or_left_out_hosts_no_more():
    asked = evening(tables=(Table(1, 3, host=1), Table(2, 3)), pins=((2, 2),), guests=(1, 4))

    loose = relaxed(asked, Relaxation("pinned", 1, 5, (1,)))
    gone = relaxed(asked, Relaxation("guests", 1, 8, (1,)))

    assert (loose.tables[0].host, loose.pins, loose.guests) == (0, ((2, 2),), (1, 4))
    assert (gone.tables[0].host, gone.guests, gone.excluded) == (0, (4,), (1,))


def test_chairs_go_round_the_tables():
    wider = relaxed(evening(), Relaxation("seats", 3, 6))

    assert [table.seats for table in wider.tables] == [5, 4]


def test_the_cheapest_way_names_the_rule_when_counting_shows_nothing():
    """Three who have met each other are promised seats at two tables."""
    asked = evening(history=clique(1, 2, 3), guests=(1, 2, 3))

    found = why_impossible(asked)

    assert (found.rule, found.by, found.proven) == ("met", 1, False)
    assert set(found.members) == set(found.relaxations[0].pairs[0])
    assert [one.rule for one in found.relaxations] == ["met", "guests"]
    assert compose(asked).tables == ()


def test_a_block_is_never_offered_as_a_way_out():
    asked = evening(history=History(blocked=clique(*ALL[:10]).met), excluded=(11, 12), rules=NO_KINDS)

    found = why_impossible(asked)

    assert (found.rule, found.proven, found.relaxations) == ("blocked", False, ())


def test_two_rules_that_fail_at_once_have_no_single_way_out():
    asked = evening(dict.fromkeys(ALL, {"helix": "company", "home": "mra"}))

    found = why_impossible(asked)

    assert (found.rule, found.relaxations) == ("homes", ())
