"""What does an organiser read on a round's desk? Proposals with reasons and scores, a certificate, who is left out."""

import pytest

from matchmaking import left_out
from matchmaking.engine.eligibility import PAIR_RULES
from matchmaking.queries import round_desk
from tests import make
from tests.entering import answer, at, enter, text
from tests.matchmaking import running

pytestmark = pytest.mark.django_db


def test_the_desk_lists_only_pairs_with_a_side_within_reach(organiser):
    round = make.matching_round("proposed", certificate={})
    near = make.introduction("proposed", round=round)
    outside = [make.member(f"Far {side}", region=make.region(side)) for side in ("brainport", "groningen")]
    make.introduction("proposed", round=round, members=tuple(outside))

    page = text(enter(organiser).get(at("matchmaking/round", round.pk, "change")))

    assert near.member_a.name in page and near.member_b.name in page
    assert "Far brainport" not in page and "Far groningen" not in page


def test_f010_the_certificate_and_the_left_out_are_told_without_private_reasons(organiser, now):
    running.population(1)
    alone = make.member("Alone Amstel", offers=("rare-offer",), seeks=("rare-seek",))
    paused = make.member("Paused Pim", pace=0)
    round = running.proposed(now)

    page = text(enter(organiser).get(at("matchmaking/round", round.pk, "change")))

    certificate = round.certificate
    value, bound = certificate["value"] / 1e6, certificate["bound"] / 1e6
    assert f"The pairs are worth {value:.1f} together; " in page
    assert f"could be worth more than {bound:.1f}." in page
    assert "This is not the sum of the scores below" in page
    assert "2 members have a proposal." in page
    assert alone.name in page and paused.name in page
    assert "Not to be introduced now, by their own settings" in page
    assert not [word for word in ("pace_zero", "paused", "consent", "no_") if word in page]


@pytest.mark.parametrize(("longest", "said"), [(3, "Only the first 2 are listed."), (2, "Only the first")])
def test_f010_of_many_left_out_the_first_are_listed_and_all_are_counted(organiser, now, monkeypatch, longest, said):
    monkeypatch.setattr(round_desk, "LONGEST_LIST", 2)
    names = [f"Alone {letter}" for letter in "ABC"[:longest]]
    for name in names:
        make.member(name, offers=("rare-offer",), seeks=("rare-seek",))
    round = running.proposed(now)

    page = text(enter(organiser).get(at("matchmaking/round", round.pk, "change")))

    everybody = len(round.certificate["unmatched"])
    assert f"{everybody} members</summary>" in page
    assert (said in page) == (everybody > 2)
    assert sum(name in page for name in names) == min(2, everybody)


@pytest.mark.parametrize(
    ("value", "bound", "share", "sentence"),
    [
        (2_000_000, 2_000_000, "100.00", "This is the best possible round over all pairs."),
        (0, 0, "100.00", "This is the best possible round over all pairs."),
        (1_999_999, 2_000_000, "99.99", "This round is at least 99.99 % of the best possible round over all pairs."),
        (1_995_999, 2_000_000, "99.79", "This round is at least 99.79 % of the best possible round over all pairs."),
    ],
)
def test_f023_how_good_a_round_is_said_in_one_sentence_and_never_rounded_up(organiser, value, bound, share, sentence):
    certificate = {"unmatched": [], "value": value, "bound": bound, "reached": 2}
    round = make.matching_round("proposed", certificate=certificate)

    page = text(enter(organiser).get(at("matchmaking/round", round.pk, "change")))

    assert f"{round_desk.share_of_best(value, bound):.2f}" == share
    assert sentence in page


def test_f010_what_kept_pairs_apart_is_counted_without_telling_who_refused(organiser):
    """A no, a block and an answer that did not come are one number (F003)."""
    counts = {"met": 3, "cooling": 2, "blocked": 1, "blocked_organisation": 1, "same_home": 40, "paused": 9}
    certificate = {"unmatched": [], "value": 1, "bound": 1, "reached": 0, "blocked_per_rule": counts}
    round = make.matching_round("proposed", certificate=certificate)

    page = enter(organiser).get(at("matchmaking/round", round.pk, "change"))

    between = "something that was between them before, or a wish not to meet"
    assert page.context["report"].pairs == [(between, 7, False), ("one home region", 40, False)]
    assert '<th scope="row">One home region</th><td class="n">40</td>' in text(page)


COUNTS = {"same_home": 1_234_567, "below_floor": 1_234_567, "no_relevance": 96, "too_few_reasons": 7}


def test_f010_an_estimate_is_told_as_one_and_not_to_the_last_digit(organiser):
    estimated = ["no_relevance", "too_few_reasons", "below_floor", "eligible_pairs"]
    certificate = {"unmatched": [], "value": 1, "bound": 1, "reached": 0, "blocked_per_rule": COUNTS}
    round = make.matching_round("proposed", certificate=certificate | {"estimated": estimated})
    path, console = at("matchmaking/round", round.pk, "change"), enter(organiser)

    page, dutch = text(console.get(path)), text(console.get(path.replace("/en/", "/nl/")))

    cell = '<th scope="row">{}</th><td class="n">{}</td>'.format
    assert cell("One home region", "1,234,567") in page
    assert cell("Score not above the minimum", "about 1,200,000") in page
    assert cell("No topic or word in common", "about 96") in page
    assert cell("Fewer than two reasons", "about 7") in page
    assert "are estimated from a sample of them" in page
    assert ">ongeveer 1.200.000</td>" in dutch and ">1.234.567</td>" in dutch


@pytest.mark.parametrize("told", [{}, {"estimated": []}])
def test_f010_what_was_counted_pair_by_pair_is_told_exactly(organiser, told):
    """So is every round of before the engine told them apart."""
    certificate = {"unmatched": [], "value": 1, "bound": 1, "reached": 0, "blocked_per_rule": COUNTS}
    round = make.matching_round("proposed", certificate=certificate | told)

    page = text(enter(organiser).get(at("matchmaking/round", round.pk, "change")))

    assert "about 1," not in page and "estimated" not in page
    assert page.count('<td class="n">1,234,567</td>') == 2


@pytest.mark.parametrize(
    ("count", "told"), [(0, 0), (9, 9), (99, 99), (994, 990), (996, 1_000), (2_549_999, 2_500_000)]
)
def test_two_digits_of_an_estimate_are_told(count, told):
    assert round_desk.roughly(count) == told


def test_f010_every_rule_about_a_pair_has_its_words():
    assert set(left_out.PAIR_GROUP_OF) == set(PAIR_RULES) - {"same_member"}
    assert set(left_out.PAIR_GROUP_OF.values()) == set(left_out.PAIR_WORDS)


def test_scores_are_shown_with_their_parts_and_numbers(organiser):
    round = make.matching_round("proposed", certificate={}, pool={"weights": {"relevance": 60, "layer": 40}})
    make.introduction("proposed", round=round, score=500_000, parts={"relevance": 500_000, "layer": 500_000})

    page = text(enter(organiser).get(at("matchmaking/round", round.pk, "change")))

    assert '<p class="scn num">0.50</p>' in page
    assert '<rect class="s0" x="0.0" width="52.5" height="10"/>' in page
    assert '<rect class="s1" x="54.0" width="34.5" height="10"/>' in page
    assert '<dt>what they bring and seek</dt><dd class="num">0.30</dd>' in page
    assert '<dt>layers that need each other</dt><dd class="num">0.20</dd>' in page


def test_f006_an_organiser_sees_every_part_those_too_that_add_nothing(organiser):
    round = make.matching_round("proposed", certificate={})
    make.introduction("proposed", round=round, parts={"relevance": 500_000})

    page = text(enter(organiser).get(at("matchmaking/round", round.pk, "change")))

    for words in (
        "what they bring and seek",
        "distance",
        "waited for their turn",
        "a released wish",
        "seen at one event",
        "chance",
    ):
        assert f"<dt>{words}</dt>" in page
    assert page.count('<rect class="s') == 1


def test_the_bar_is_drawn_alike_in_dutch(organiser):
    round = make.matching_round("proposed", certificate={})
    make.introduction("proposed", round=round)

    page = text(enter(organiser).get(at("matchmaking/round", round.pk, "change").replace("/en/", "/nl/")))

    assert '<p class="scn num">0,70</p>' in page
    assert '<rect class="s0" x="0.0" width="66.5" height="10"/>' in page


def test_s54_a_choice_the_page_does_not_have_is_a_bad_request(organiser):
    round = make.matching_round("proposed", certificate={})
    path = at("matchmaking/round", round.pk, "change")
    console = enter(organiser)

    assert [answer(console, "get", path, **odd) for odd in ({"show": "declined"}, {"order": "state"})] == [400, 400]
    assert answer(console, "get", path, page="x") == 200


def test_proposals_come_in_the_order_asked_for(organiser):
    round = make.matching_round("proposed", certificate={})
    low = make.introduction("proposed", round=round, score=310_000, parts={"relevance": 310_000})
    high = make.introduction("proposed", round=round, score=910_000, parts={"relevance": 910_000})
    console = enter(organiser)

    def order(**query: object) -> list[int]:
        response = console.get(at("matchmaking/round", round.pk, "change"), query)
        return [reading.introduction.pk for reading, _parts in response.context["readings"]]

    assert (order(), order(order="high")) == ([low.pk, high.pk], [high.pk, low.pk])


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_a_rounds_desk_asks_the_same_number_of_questions(organiser, django_assert_num_queries, rows):
    round = make.matching_round("proposed", certificate={"unmatched": [], "value": 1, "bound": 1, "reached": 0})
    for _number in range(rows):
        make.introduction("proposed", round=round)
    console = enter(organiser)

    with django_assert_num_queries(23):
        response = console.get(at("matchmaking/round", round.pk, "change"))

    assert len(response.context["readings"]) == min(rows, 25)


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_the_list_of_rounds_asks_the_same_number_of_questions(organiser, django_assert_num_queries, rows):
    for _number in range(rows):
        make.introduction(round=make.matching_round())
    console = enter(organiser)

    with django_assert_num_queries(10):
        response = console.get(at("matchmaking/round"))

    assert response.context["cl"].result_count == rows
