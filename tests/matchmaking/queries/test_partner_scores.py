"""Does relevance recognise real partners, as well as it is written down, also those it was not tuned on?"""

import pytest

from matchmaking.engine import weights
from matchmaking.queries import partner_scores
from matchmaking.queries.partner_scores import HELD_OUT, NO_WORDS, RELEVANCE, Table, tuned
from matchmaking.queries.partnerships import Organisations, partnerships

pytestmark = pytest.mark.nodb


@pytest.fixture(scope="module")
def table() -> Table:
    return Table.of(Organisations.read())


@pytest.fixture(scope="module")
def figures(table):
    return tuned(table)


def test_all_dutch_organisations_and_the_partnerships_between_them(table):
    assert len(table.organisations.slugs) == 164
    assert len(table.pairs.all) == len(table.scores) == 164 * 163 // 2
    assert len(table.pairs.known) == 68
    assert len({one.group for one in table.pairs.known}) == 29
    assert not {"openai", "imec"} & set(table.organisations.slugs)


def test_an_organisation_is_a_member_with_what_its_entry_says():
    organisations = Organisations.read(("nl",))
    one = organisations.pool.candidates[organisations.slugs.index("neways")]

    assert one.offers == ("electronics-assembly", "embedded-systems", "production-capacity")
    assert one.layers == (0, 50, 0, 0, 0, 0, 50)
    assert one.home == "brainport"
    assert "elektronica" not in one.words
    assert "elektronic" in one.words


def test_a_place_outside_the_corridor_is_at_home_in_its_part_of_the_country():
    organisations = Organisations.read()
    home = dict(zip(organisations.slugs, (one.home for one in organisations.pool.candidates), strict=True))

    assert (home["asml"], home["adyen"]) == ("brainport", "mra")
    assert home["university-of-groningen"] not in ("", "netherlands", "mra", "brainport")
    assert home["aic4nl"] == home["coredux"] == ""  # somewhere in the country; nowhere known


def test_a_partnership_with_somebody_unknown_is_left_out():
    assert partnerships(("asml", "nxp", "philips")) == [
        one for one in partnerships(Organisations.read().slugs) if {one.a, one.b} <= {"asml", "nxp", "philips"}
    ]
    assert partnerships(("asml",)) == []


def test_f004_the_figures_written_beside_the_weights_are_true(figures):
    assert {name: (one.auc, one.top_ten) for name, one in figures.items()} == weights.FIGURES


def test_f004_partners_are_recognised_by_a_mixture_that_was_chosen_without_them(figures):
    assert figures[HELD_OUT].auc >= 0.89
    assert figures[HELD_OUT].top_ten >= 0.50


def test_f004_relevance_recognises_partners_better_than_every_simpler_score(table, figures):
    simpler = [one for chapter, _, one in partner_scores.report(table) if chapter in ("simpler scores", "ingredients")]

    assert all(figures[RELEVANCE].auc > one.auc and figures[RELEVANCE].top_ten > one.top_ten for one in simpler)


def test_f071_words_recognise_partners_that_tags_alone_do_not(figures):
    assert figures[RELEVANCE].auc >= figures[NO_WORDS].auc + 0.005
    assert figures[RELEVANCE].top_ten >= figures[NO_WORDS].top_ten + 0.02


def test_the_mixture_is_one_of_those_that_were_tried_and_sums_to_a_hundred(table):
    assert weights.MIX in partner_scores.mixtures()
    assert all(sum(mixture.values()) == 100 and min(mixture.values()) >= 0 for mixture in partner_scores.mixtures())
    assert table.mixed(weights.MIX) == [one.parts["relevance"] for one in table.scores]


def test_the_optimum_is_flat(table, figures):
    """Five points from one ingredient to another must not matter; otherwise 68 partnerships would decide too much."""
    names = list(weights.MIX)
    for more in names:
        for less in names:
            if more != less:
                near = {**weights.MIX, more: weights.MIX[more] + 5, less: weights.MIX[less] - 5}
                assert table.figures(table.mixed(near)).auc >= figures[RELEVANCE].auc - 0.005
