"""Are the figures that measure a score right, on cases small enough to count by hand?"""

import pytest

from matchmaking.queries.partnerships import Partnership
from matchmaking.queries.recognition import Figures, Pairs, cross_validated, folds

pytestmark = pytest.mark.nodb

SLUGS = [f"org-{number:02}" for number in range(24)]


def known(*pairs: tuple[int, int]) -> list[Partnership]:
    return [Partnership(SLUGS[a], SLUGS[b], group=f"deal-{a}") for a, b in pairs]


def test_a_score_that_knows_all_partners_is_perfect():
    pairs = Pairs(SLUGS, known((0, 1), (2, 3)))
    scores = [float(pair in {(0, 1), (2, 3)}) for pair in pairs.all]

    assert Figures.of(pairs.recognise(scores)) == Figures(auc=1.0, top_ten=1.0)


def test_a_score_that_says_nothing_is_worth_a_coin():
    pairs = Pairs(SLUGS, known((0, 1), (2, 3)))

    assert Figures.of(pairs.recognise([7] * len(pairs.all))) == Figures(auc=0.5, top_ten=round(10 / 23, 4))


def test_the_auc_is_the_share_of_other_pairs_below_and_ties_count_half():
    pairs = Pairs(SLUGS[:4], known((0, 1)))
    scores = [5, 5, 9, 1, 2, 3]  # (0, 1) first, then the five others

    assert pairs.recognise(scores)[0].above == pytest.approx((3 + 0.5) / 5)


def test_a_partner_is_on_top_for_one_side_only():
    pairs = Pairs(SLUGS, known((0, 1)))
    # Eleven others are better for 0; nobody is better for 1.
    scores = [3 if pair == (0, 1) else 5 if pair[0] == 0 and pair[1] < 13 else 1 for pair in pairs.all]

    assert pairs.recognise(scores)[0].top_ten == 0.5


def test_a_deal_is_never_on_both_sides_of_a_fold():
    groups = ["big"] * 7 + ["middle"] * 4 + ["a", "b", "c", "d"]
    found = folds(groups, 3)

    assert sorted(group for fold in found for group in fold) == ["a", "b", "big", "c", "d", "middle"]
    assert found[0] == {"big"}


def test_a_fold_is_judged_by_what_the_others_chose():
    pairs = Pairs(SLUGS, known(*((number, number + 1) for number in range(0, 20, 2))))
    good = [float(b - a == 1 and a % 2 == 0 and a < 20) for a, b in pairs.all]
    figures, chosen = cross_validated(
        pairs, ["bad", "good"], lambda name: good if name == "good" else [-x for x in good]
    )

    assert figures == Figures(auc=1.0, top_ten=1.0)
    assert chosen == ["good"] * 5


def test_choosing_on_the_partnerships_themselves_would_look_better_than_it_is():
    """Ten choices, each of which knows one deal by heart and is wrong about all others."""
    pairs = Pairs(SLUGS, known(*((number, number + 1) for number in range(0, 20, 2))))
    deals = [(number, number + 1) for number in range(0, 20, 2)]

    def by_heart(deal: tuple[int, int]) -> list[float]:
        return [1.0 if pair == deal else -1.0 if pair in deals else 0.0 for pair in pairs.all]

    figures, _ = cross_validated(pairs, deals, by_heart)

    assert figures.auc == 0.0
