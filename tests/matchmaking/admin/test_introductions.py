"""What may an organiser know and do about introductions? Everything but who said what; drop, take back, rule out."""

import datetime as dt
import re

import pytest
from django.contrib.admin import helpers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corridor.models import OutboxEmail, Transition
from matchmaking.actions import introductions, rounds
from matchmaking.models import Exclusion, Introduction, OptIn
from tests import make
from tests.entering import answer, at, enter, text
from tests.matchmaking import running

pytestmark = pytest.mark.django_db
CHOSEN = helpers.ACTION_CHECKBOX_NAME


@pytest.fixture
def asked(now):
    """Two introductions of one round, both sides asked through the real road."""
    running.population(2)
    round = running.proposed(now)
    rounds.approve(round=round, by=None if round.auto_approve_at else make.member(is_superuser=True), now=now)
    return [introductions.offer(introduction=one, now=now) for one in round.introductions.order_by("pk")]


def neutral(page: str, one: Introduction) -> str:
    """The page without what differs between any two introductions: names, numbers, addresses, page values."""
    for person in (one.member_a, one.member_b):
        page = page.replace(person.name, "NAME")
    page = re.sub(r"(Theme|Need|Organisation|Member Number) ?\d+", "THING", page)
    page = re.sub(r"/(introduction|member|organisation)/\d+/", "/N/", page)
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken": "[^"]+"', "", page)
    return re.sub(r"<span>[AB]\d</span>|\d+ \w+ 2026, \d\d:\d\d", "", page)


def ended(one: Introduction, how: str, now) -> str:
    """Let an introduction end in one of the ways it can, and return the state."""
    if how == "a says no":
        introductions.answer(introduction=one, member=one.member_a, answer="no", now=now)
    if how == "b says not now":
        introductions.answer(introduction=one, member=one.member_b, answer="not_now", now=now)
    if how == "a says yes only":
        introductions.answer(introduction=one, member=one.member_a, answer="yes", now=now)
    return introductions.expire(introduction=one, now=one.closes_at + dt.timedelta(hours=1)).state


@pytest.mark.parametrize("how", ["a says no", "b says not now", "a says yes only"])
def test_declined_and_expired_are_the_same_page_whoever_said_what(organiser, asked, now, how):
    first, second = asked
    silent, told = ended(first, "silence", now), ended(second, how, now)
    console = enter(organiser)

    pages = [neutral(text(console.get(at("matchmaking/introduction", one.pk, "change"))), one) for one in asked]

    assert (silent, told) == ("expired", "expired" if how == "a says yes only" else "declined")
    assert pages[0] == pages[1]
    assert "Did not go ahead" in pages[0]


def test_an_answer_does_not_show_while_it_waits(organiser, asked, now):
    console = enter(organiser)
    path = at("matchmaking/introduction", asked[0].pk, "change")
    before = neutral(text(console.get(path)), asked[0])

    introductions.answer(introduction=asked[0], member=asked[0].member_a, answer="no", now=now)
    after_no = neutral(text(console.get(path)), asked[0])
    introductions.answer(introduction=asked[0], member=asked[0].member_b, answer="yes", now=now)

    assert before == after_no == neutral(text(console.get(path)), asked[0])


def test_one_filter_finds_both_and_there_is_none_that_tells_them_apart(organiser, asked, now):
    ended(asked[0], "silence", now)
    ended(asked[1], "a says no", now)
    console = enter(organiser)
    path = at("matchmaking/introduction")

    found = console.get(path, {"standing": "ended"}).context["cl"].result_count
    codes = [
        answer(console, "get", path, **guess)
        for guess in (
            {"standing": "declined"},
            {"state": "declined"},
            {"state__exact": "expired"},
            {"opt_ins__answer": "no"},
            {"settled_at__isnull": "0"},
            {"made_at__isnull": "1"},
            {"score__gt": "1"},
        )
    ]

    assert found == 2
    assert codes == [400] * 7


def test_s16_no_order_tells_them_apart(organiser, asked, now):
    ended(asked[0], "silence", now)
    ended(asked[1], "a says no", now)
    console = enter(organiser)

    def order(column: str) -> list[int]:
        return [one.pk for one in console.get(at("matchmaking/introduction"), {"o": column}).context["cl"].result_list]

    # The columns: box, pair, round, state. Only the moment of asking may be ordered by.
    assert {tuple(order(column)) for column in ("", "0", "1", "2", "3", "-1", "-2", "-3")} == {
        (asked[1].pk, asked[0].pk)
    }


def test_scores_of_what_did_not_go_ahead_are_not_shown(organiser, asked, now):
    ended(asked[0], "a says no", now)
    console = enter(organiser)

    one = text(console.get(at("matchmaking/introduction", asked[0].pk, "change")))
    desk = text(console.get(at("matchmaking/round", asked[0].round_id, "change"), {"show": "ended"}))

    assert "Parts of the score" not in one and "Parts of the score" not in desk
    assert f"{asked[0].score / 1e6:.2f}" not in one


def test_mails_are_told_by_kind_and_state_without_person_or_words(organiser, asked, now):
    OutboxEmail.objects.update(text="canary text", subject="canary subject", html="canary html")

    page = text(enter(organiser).get(at("matchmaking/introduction", asked[0].pk, "change")))

    rows = re.findall(r'<th scope="row">([^<]+)</th><td class="n">(\d+)</td>', page)
    assert rows == [("Question whether to be introduced", "2")]
    assert "Waits to be sent" in page
    assert "canary" not in page and "@example.nl" not in page


def test_a_mail_to_who_said_yes_in_vain_is_not_told(organiser, asked, now):
    ended(asked[0], "a says yes only", now)
    kinds = set(OutboxEmail.objects.filter(about_id=asked[0].pk).values_list("kind", flat=True))

    page = text(enter(organiser).get(at("matchmaking/introduction", asked[0].pk, "change")))

    assert "matchmaking.did_not_come_about" in kinds
    assert "did not come about" not in page


def test_history_tells_moves_and_organisers_but_no_answers(organiser, asked, now):
    for member in asked[0].members:
        introductions.answer(introduction=asked[0], member=member, answer="yes", now=now)
    Transition.objects.create(
        subject_type="matchmaking.introduction",
        subject_id=asked[0].pk,
        action="moved",
        was="made",
        to="declined",
        by=asked[0].member_a,
        at=now,
        because="canary",
    )

    page = text(enter(organiser).get(at("matchmaking/introduction", asked[0].pk, "change")))

    history = page[page.index('id="history"') :]
    assert "both asked → introduced" in history and "introduced → did not go ahead" in history
    assert asked[0].member_a.name not in history and "canary" not in history and "answers" not in history


def test_a_proposal_is_set_aside_with_a_reason_that_stays(organiser):
    one = make.introduction("proposed", round=make.matching_round("proposed", certificate={}))
    console = enter(organiser)

    console.post(at("matchmaking/introduction", one.pk, "do", "drop"), {"because": ""})
    silent = Introduction.objects.get(pk=one.pk).state
    back = console.post(
        at("matchmaking/introduction", one.pk, "do", "drop"), {"because": "they are neighbours", "from": "round"}
    )

    assert (silent, Introduction.objects.get(pk=one.pk).state) == ("proposed", "dropped")
    assert back["Location"].endswith(f"/matchmaking/round/{one.round_id}/change/#proposals")
    row = Transition.objects.get(subject_type="matchmaking.introduction", subject_id=one.pk)
    assert (row.by, row.because) == (organiser, "they are neighbours")


def test_an_introduction_is_taken_back_and_its_mails_stop(organiser, asked):
    enter(organiser).post(at("matchmaking/introduction", asked[0].pk, "do", "withdraw"), {"because": "a mistake"})

    states = OutboxEmail.objects.filter(about_id=asked[0].pk).values_list("state", flat=True)
    assert Introduction.objects.get(pk=asked[0].pk).state == "withdrawn"
    assert set(states) == {"withdrawn"}


@pytest.mark.parametrize(("state", "verb"), [("offered", "drop"), ("dropped", "withdraw"), ("expired", "withdraw")])
def test_s45_a_move_it_cannot_make_is_a_conflict(organiser, state, verb):
    one = make.introduction(state)

    code = answer(enter(organiser), "post", at("matchmaking/introduction", one.pk, "do", verb), because="x")

    assert (code, Introduction.objects.get(pk=one.pk).state) == (409, state)


def test_an_organiser_does_not_handle_their_own_introduction(organiser):
    one = make.introduction("proposed", members=(organiser, make.member(region=make.region("brainport"))))
    console = enter(organiser)

    codes = [
        answer(console, "post", at("matchmaking/introduction", one.pk, "do", verb), because="x")
        for verb in ("drop", "rule_out")
    ]

    assert codes == [403, 403]
    assert Introduction.objects.get(pk=one.pk).state == "proposed"


def test_s10_introductions_without_a_side_within_reach_are_not_found(organiser):
    far = make.introduction(
        "proposed", members=(make.member(region=make.region("brainport")), make.member(region=make.region("groningen")))
    )
    console = enter(organiser)

    codes = [
        answer(console, "get", at("matchmaking/introduction", far.pk, "change")),
        answer(console, "post", at("matchmaking/introduction", far.pk, "do", "drop"), because="x"),
    ]

    assert codes == [404, 404]
    assert console.get(at("matchmaking/introduction")).context["cl"].result_count == 0


def test_s12_several_proposals_are_set_aside_together_or_none(organiser):
    round = make.matching_round("proposed", certificate={})
    near = [make.introduction("proposed", round=round) for _number in range(2)]
    far = make.introduction(
        "proposed", members=(make.member(region=make.region("brainport")), make.member(region=make.region("groningen")))
    )
    console = enter(organiser)
    form = {"action": "drop_chosen", "index": 0, "because": "the board asks"}

    foreign = console.post(at("matchmaking/introduction"), {**form, CHOSEN: [near[0].pk, far.pk]}).status_code
    after_foreign = set(Introduction.objects.values_list("state", flat=True))
    silent = console.post(at("matchmaking/introduction"), {**form, "because": "", CHOSEN: [near[0].pk]}).status_code
    after_silence = set(Introduction.objects.values_list("state", flat=True))
    console.post(at("matchmaking/introduction"), {**form, CHOSEN: [one.pk for one in near]})

    assert (foreign, silent) == (404, 409)
    assert after_foreign == after_silence == {"proposed"}
    assert dict(Introduction.objects.values_list("pk", "state")) == {
        near[0].pk: "dropped",
        near[1].pk: "dropped",
        far.pk: "proposed",
    }


def test_s12_of_several_one_that_was_asked_already_stops_all(organiser):
    proposal = make.introduction("proposed", round=make.matching_round("proposed", certificate={}))
    asked = make.introduction("offered", members=make.pair())

    code = enter(organiser).post(
        at("matchmaking/introduction"),
        {"action": "drop_chosen", "index": 0, "because": "x", CHOSEN: [asked.pk, proposal.pk]},
    )

    assert (code.status_code, Introduction.objects.get(pk=proposal.pk).state) == (409, "proposed")


def test_nothing_about_an_introduction_is_written_by_hand(organiser):
    one = make.introduction("offered")
    sneaked = {"state": "made", "score": 1, "made_at": "2026-01-01", "member_a": organiser.pk, "reasons": "[]"}
    for person in (organiser, make.member(is_superuser=True)):
        console = enter(person)

        codes = [
            answer(console, "post", at("matchmaking/introduction", one.pk, "change"), **sneaked),
            answer(console, "post", at("matchmaking/introduction", "add"), **sneaked),
            answer(console, "post", at("matchmaking/introduction", one.pk, "delete"), post="yes"),
        ]

        assert codes == [403, 403, 403]
    assert Introduction.objects.get(pk=one.pk).state == "offered"


def test_ruling_a_pair_out_writes_an_exclusion_and_sets_the_proposal_aside(organiser):
    one = make.introduction("proposed", round=make.matching_round("proposed", certificate={}))

    enter(organiser).post(at("matchmaking/introduction", one.pk, "do", "rule_out"), {"because": "a court case"})

    exclusion = Exclusion.objects.get()
    assert (exclusion.member, exclusion.other) == one.members
    assert (exclusion.by_organiser, exclusion.added_by, exclusion.reason) == (True, organiser, "a court case")
    assert Introduction.objects.get(pk=one.pk).state == "dropped"


def test_ruling_out_a_pair_that_was_asked_leaves_the_question_standing(organiser):
    one = make.introduction("offered")

    enter(organiser).post(at("matchmaking/introduction", one.pk, "do", "rule_out"), {"because": "later never again"})

    assert Exclusion.objects.count() == 1
    assert Introduction.objects.get(pk=one.pk).state == "offered"


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_the_list_asks_the_same_number_of_questions(organiser, django_assert_num_queries, rows):
    for _number in range(rows):
        make.introduction()
    console = enter(organiser)

    with django_assert_num_queries(8):
        response = console.get(at("matchmaking/introduction"))

    assert response.context["cl"].result_count == rows


def test_the_answers_of_both_sides_are_never_read_for_a_page(organiser, asked):
    console = enter(organiser)

    with CaptureQueriesContext(connection) as seen:
        console.get(at("matchmaking/introduction"))
        console.get(at("matchmaking/introduction", asked[0].pk, "change"))
        console.get(at("matchmaking/round", asked[0].round_id, "change"))

    assert OptIn.objects.count() == 4
    assert not [query["sql"] for query in seen.captured_queries if "optin" in query["sql"].lower()]
