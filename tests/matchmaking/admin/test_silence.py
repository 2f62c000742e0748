"""Can an organiser tell who said what? Declined and expired look alike: pages, filters, orders, mails, history."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corridor.models import Member, OutboxEmail, Transition
from matchmaking.actions import introductions
from matchmaking.models import Introduction, OptIn
from tests import make
from tests.entering import answer, at, enter, text

pytestmark = pytest.mark.django_db


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


def test_the_answers_of_both_sides_are_never_read_for_a_page(organiser, asked):
    console = enter(organiser)

    with CaptureQueriesContext(connection) as seen:
        console.get(at("matchmaking/introduction"))
        console.get(at("matchmaking/introduction", asked[0].pk, "change"))
        console.get(at("matchmaking/round", asked[0].round_id, "change"))

    assert OptIn.objects.count() == 4
    assert not [query["sql"] for query in seen.captured_queries if "optin" in query["sql"].lower()]


@pytest.mark.parametrize("everything", [False, True])
def test_f003_an_organiser_sees_nothing_of_an_introduction_of_their_own(organiser, now, everything):
    """Also as a superuser: a yes that the other took back within minutes would show in the state and in the mails."""
    Member.objects.filter(pk=organiser.pk).update(is_superuser=everything)
    organiser.refresh_from_db()
    one = make.introduction("offered", members=(organiser, make.member("Bob", region=make.region("brainport"))))
    for member in one.members:
        introductions.answer(introduction=one, member=member, answer="yes", now=now)
    introductions.answer(introduction=one, member=one.other(organiser), answer="no", now=now)
    console = enter(organiser)

    states = set(OutboxEmail.objects.values_list("kind", "state"))
    mails = OutboxEmail.objects.all()
    codes = [answer(console, "get", at("matchmaking/introduction", one.pk, "change"))]
    codes += [answer(console, "get", at("corridor/outboxemail", mail.pk, "change")) for mail in mails]

    assert states == {("matchmaking.introduction_made", "withdrawn")}
    assert codes == [404, 404, 404]
    assert console.get(at("matchmaking/introduction")).context["cl"].result_count == 0
    assert console.get(at("corridor/outboxemail")).context["cl"].result_count == 0
