"""Do the compiled loops say of every pair what the readable score and rules say, to the last unit?"""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from matchmaking.engine import passes
from matchmaking.engine.arrays import CODES, ELIGIBLE
from matchmaking.engine.barred import count_barred
from matchmaking.engine.eligibility import why_not_pair
from matchmaking.engine.ground import prepare
from matchmaking.engine.passes import (
    CLOSED,
    FIRST,
    NOBODY,
    NONE_YET,
    best_partners,
    furthest,
    tally,
    verdicts,
    worth_more,
)
from matchmaking.engine.prices import SANE
from matchmaking.engine.scoring import score_pair
from matchmaking.engine.shapes import MICRO, PARTS, Policy, Weights
from tests.engine.crowds import crowd
from tests.engine.pools import candidate, pool, random_pool
from tests.needs import sized

pytestmark = pytest.mark.nodb

SEEDS = range(24)


def without(part: str) -> Weights:
    """The usual weights, but that one part counts for nothing, and another for that much more."""
    heir = "relevance" if part != "relevance" else "layer"
    usual = Weights().to_json()
    return Weights(**usual | {part: 0, heir: usual[heir] + usual[part]})


def varied(seed: int):
    """A crowd with everything in it; by seed one part of the score without weight, and a round within the regions."""
    case = random_pool(seed, cross_region=seed % 4 != 3)
    return replace(case, weights=without(PARTS[(seed - 1) % 8])) if seed % 3 else case


def of_all_pairs(case) -> tuple:
    """The pool made ready, what the compiled loops say of all its pairs, and the number of the reference's rule."""
    ground = prepare(case)
    gains, rules = verdicts(ground.arrays)
    expected = np.zeros_like(rules)
    for row, a in enumerate(ground.members):
        for column, b in enumerate(ground.members):
            rule = why_not_pair(a, b, case, ground.context)
            expected[row, column] = ELIGIBLE if rule is None else CODES.index(rule)
    return ground, gains, rules, expected


@pytest.mark.parametrize("seed", SEEDS)
def test_scores_and_rules_of_all_pairs_are_those_of_one_pair_at_a_time(seed):
    case = varied(seed)
    ground, gains, rules, expected = of_all_pairs(case)

    assert np.array_equal(rules, expected)
    for row, a in enumerate(ground.members):
        for column, b in enumerate(ground.members):
            score = score_pair(a, b, case, ground.context)
            assert row == column or gains[row, column] == score.total - case.policy.floor
            assert all(0 <= part <= MICRO for part in score.parts.values())
            assert score.total == score_pair(b, a, case, ground.context).total


def test_every_rule_stops_somebody_in_these_crowds():
    """Otherwise the loops could forget a rule, and nothing here would tell."""
    met = {int(number) for seed in SEEDS for number in np.unique(of_all_pairs(varied(seed))[3])}

    assert met == {*range(ELIGIBLE + 1)}


@pytest.mark.parametrize("seed", SEEDS)
def test_pairs_are_counted_under_the_first_rule_that_stops_them(seed):
    ground, _, rules, expected = of_all_pairs(varied(seed))
    upper = np.triu_indices(ground.size, 1)
    counts = Counter(expected[upper].tolist())
    excess, pairs = worth_more(ground.arrays, 0, ground.size, np.full(ground.size, -SANE))
    seen = tally(ground.arrays, np.arange(ground.size))
    barred = count_barred(ground.arrays)

    assert [barred[number] for number in range(CODES.index("no_relevance"))] == [
        counts[number] for number in range(CODES.index("no_relevance"))
    ]
    assert barred[ELIGIBLE] == sum(counts[number] for number in range(CODES.index("no_relevance"), ELIGIBLE + 1))
    assert [seen[number] for number in range(CODES.index("too_few_reasons"), ELIGIBLE + 1)] == [
        2 * counts[number] for number in range(CODES.index("too_few_reasons"), ELIGIBLE + 1)
    ]
    assert furthest(ground.arrays, np.arange(ground.size)).tolist() == [
        max((rule for column, rule in enumerate(line) if column != row), default=0)
        for row, line in enumerate(expected.tolist())
    ]
    assert len(pairs) == counts[ELIGIBLE]
    assert excess == sum(pairs[:, 2].tolist()) + 2 * SANE * len(pairs)


@pytest.mark.parametrize("seed", SEEDS)
def test_f023_those_found_are_exactly_the_pairs_that_gain_more_than_both_prices(seed):
    ground, gains, rules, _ = of_all_pairs(varied(seed))
    prices = prices_of(ground.size)
    over = {
        (u, v): gains[u, v] - prices[u] - prices[v]
        for u, v in zip(*np.triu_indices(ground.size, 1), strict=True)
        if rules[u, v] == ELIGIBLE and gains[u, v] > prices[u] + prices[v]
    }

    excess, pairs = worth_more(ground.arrays, 0, ground.size, prices)

    assert excess == sum(over.values())
    assert pairs.tolist() == [[u, v, gains[u, v]] for u, v in sorted(over)]


@pytest.mark.parametrize("most", [1, 3, 16])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_lists_of_best_partners_are_exact(seed, most, monkeypatch):
    monkeypatch.setattr(passes, "FIRST", 4)  # where the loops are plain Python: ask early what it takes to come on
    ground, gains, rules, _ = of_all_pairs(varied(seed))
    prices = prices_of(ground.size)

    assert_exact(ground, gains, rules, most, prices)
    assert_exact(ground, gains, rules, most, np.where(np.arange(ground.size) % 3, 0, CLOSED))


@pytest.mark.parametrize("cross_region", [True, False])
@pytest.mark.parametrize("seed", range(8))
def test_the_lists_are_exact_where_many_share_a_place_in_whatever_order_rows_are_asked(seed, cross_region):
    """A handful of kinds, each with several members: what is written once a kind must hold for all of them."""
    case = random_pool(seed, members=36, floor=0, cross_region=cross_region)
    crowd = [replace(one, lat_milli=52_000, lon_milli=5_000 + 400 * (one.id % 2)) for one in case.candidates]
    case = replace(case, candidates=tuple(replace(one, starved=one.starved // 2) for one in crowd))
    ground, gains, rules, _ = of_all_pairs(case)
    prices, asked = prices_of(ground.size), np.random.default_rng(seed).permutation(ground.size)[: ground.size * 2 // 3]

    partners, brought = best_partners(ground.arrays, asked, 5, prices, unknown(ground))

    assert 3 < len(ground.arrays.places.kinds) < ground.size // 2
    for line, row in enumerate(asked):
        able = np.flatnonzero(rules[row] == ELIGIBLE)
        ranked = sorted(able.tolist(), key=lambda other: (prices[other] - gains[row, other], other))[:5]
        assert partners[line].tolist() == [*ranked, *[NOBODY] * (5 - len(ranked))]
        assert brought[line].tolist() == [*gains[row, ranked].tolist(), *[0] * (5 - len(ranked))]


def test_nobody_who_is_not_to_be_had_is_on_a_list():
    ground = prepare(random_pool(3, members=12, floor=0))

    partners, gains = best_partners(
        ground.arrays, np.arange(ground.size), 3, np.full(ground.size, CLOSED), unknown(ground)
    )

    assert (partners == NOBODY).all()
    assert not gains.any()


def test_of_partners_that_bring_the_same_the_smaller_id_comes_first():
    equals = [candidate(number, home="brainport", offers=("capital",), seeks=("chips",)) for number in range(2, 40)]
    case = pool(candidate(1), *equals, weights=without("explore"))
    ground, gains, rules, _ = of_all_pairs(case)
    prices = np.zeros(ground.size, dtype=np.int64)
    partners, brought = best_partners(ground.arrays, np.arange(0, 1), 5, prices, unknown(ground))

    assert len(set(gains[0, 1:].tolist())) == 1
    assert partners.tolist() == [[1, 2, 3, 4, 5]]
    prices[[2, 4]] = -1
    assert best_partners(ground.arrays, np.arange(0, 1), 5, prices, unknown(ground))[0].tolist() == [[2, 4, 1, 3, 5]]
    assert_exact(ground, gains, rules, 5, prices)


@pytest.mark.long
@pytest.mark.compiled
@pytest.mark.parametrize("words", [False, True])
def test_lists_are_exact_where_partners_are_looked_at_in_several_goes(words):
    case = crowd(sized(small=4, full=16) * FIRST + 100, 1, floor=330_000)
    if words:
        said = [replace(one, words=(f"a{one.id % 17}", f"b{one.id % 23}")) for one in case.candidates]
        case = replace(case, candidates=tuple(said))
    ground = prepare(case)
    gains, rules = verdicts(ground.arrays)
    prices = prices_of(ground.size)
    by_price = np.where(rules == ELIGIBLE, gains - prices, -(2**60))

    partners, brought = best_partners(
        ground.arrays, np.arange(0, ground.size), 16, prices, np.full(ground.size, NONE_YET)
    )

    ranked = np.argsort(-by_price, axis=1, kind="stable")[:, :16]
    found = np.take_along_axis(by_price, ranked, axis=1) > -(2**60)
    assert found.mean() > 0.9
    assert np.array_equal(partners, np.where(found, ranked, NOBODY))
    assert np.array_equal(brought, np.where(found, np.take_along_axis(gains, ranked, axis=1), 0))
    # What is known to be on a list is reached again when it is said beforehand.
    keys = np.where(partners == NOBODY, NONE_YET, brought - prices[partners])
    again = best_partners(ground.arrays, np.arange(0, ground.size), 16, prices, np.maximum(keys[:, -1] - 1, NONE_YET))
    assert np.array_equal(again[0], partners)
    assert np.array_equal(again[1], brought)
    over = np.triu((rules == ELIGIBLE) * np.maximum(gains - prices - prices[:, None], 0), 1)
    excess, pairs = worth_more(ground.arrays, 0, ground.size, prices)
    assert excess == over.sum()
    assert np.array_equal(pairs[:, :2], np.argwhere(over > 0))


def test_there_is_room_for_any_number_of_pairs():
    homes = ("mra", "brainport", "twente")
    case = pool(*(candidate(1 + number, homes[number % 3], offers=("chips", "capital")) for number in range(60)))
    ground = prepare(case)

    _, pairs = worth_more(ground.arrays, 0, 60, np.zeros(60, dtype=np.int64))

    assert len(pairs) == tally(ground.arrays, np.arange(60))[ELIGIBLE] // 2 == 3 * 20 * 20 > 1024


def test_members_without_a_topic_or_a_word_in_common_with_anybody_have_empty_lists():
    case = pool(*(candidate(number, offers=(f"o{number}",), seeks=(), words=()) for number in range(1, 4)))
    ground = prepare(replace(case, policy=Policy(cross_region=False)))

    partners, gains = best_partners(
        ground.arrays, np.arange(0, 3), 2, np.zeros(3, dtype=np.int64), np.full(ground.size, NONE_YET)
    )

    assert partners.tolist() == [[NOBODY, NOBODY]] * 3
    assert not gains.any()


@pytest.mark.parametrize("seed", range(6))
def test_what_is_said_about_a_row_does_not_depend_on_who_else_is_asked_about(seed):
    ground = prepare(varied(seed))
    prices, size = prices_of(ground.size), ground.size
    whole = best_partners(ground.arrays, np.arange(0, size), 4, prices, unknown(ground))
    excess, pairs = worth_more(ground.arrays, 0, size, prices)
    cuts = [0, size // 3, size // 2, size]
    ranges = list(zip(cuts, cuts[1:], strict=False))

    lists = [best_partners(ground.arrays, np.arange(top, bottom), 4, prices, unknown(ground)) for top, bottom in ranges]
    found = [worth_more(ground.arrays, top, bottom, prices) for top, bottom in ranges]
    counts = [tally(ground.arrays, np.arange(top, bottom)) for top, bottom in ranges]

    for number in (0, 1):
        assert np.array_equal(np.concatenate([part[number] for part in lists]), whole[number])
    assert sum(part[0] for part in found) == excess
    assert np.array_equal(np.concatenate([part[1] for part in found]), pairs)
    assert np.array_equal(sum(counts), tally(ground.arrays, np.arange(size)))


def prices_of(size: int) -> np.ndarray:
    """Prices of all kinds: below zero, zero, and more than many a pair gains."""
    return np.arange(size, dtype=np.int64) * 7_919 % 300_000 - 50_000


def unknown(ground) -> np.ndarray:
    """Nothing is known of anybody's list yet."""
    return np.full(ground.size, NONE_YET)


def assert_exact(ground, gains, rules, most: int, prices: np.ndarray) -> None:
    """The lists are what sorting all eligible partners by what they bring less their price would give."""
    partners, brought = best_partners(
        ground.arrays, np.arange(0, ground.size), most, prices, np.full(ground.size, NONE_YET)
    )
    for row in range(ground.size):
        able = [other for other in range(ground.size) if rules[row, other] == ELIGIBLE and prices[other] < CLOSED]
        ranked = sorted(able, key=lambda other: (prices[other] - gains[row, other], other))[:most]
        empty = most - len(ranked)
        assert partners[row].tolist() == [*ranked, *[NOBODY] * empty]
        assert brought[row].tolist() == [*gains[row, ranked].tolist(), *[0] * empty]
