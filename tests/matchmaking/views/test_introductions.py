"""Are my introductions mine alone, complete, and read with few questions to the database?"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corridor.models import Profile
from matchmaking.dates import UNDO
from matchmaking.models import OptIn
from tests import make
from tests.matchmaking.saying import both_say_yes, fresh, say, the_joint_mail_leaves

pytestmark = pytest.mark.django_db

LISTS = ["/en/introductions/", "/en/me/"]


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    monkeypatch.setattr("corridor.clock.now", lambda: now + UNDO)


def test_a_visitor_is_asked_to_sign_in(client):
    introduction = make.introduction("offered")

    for page in (*LISTS, f"/en/introductions/{introduction.pk}/"):
        assert client.get(page).status_code == 302


def test_somebody_elses_introduction_does_not_exist(client_for, member):
    introduction = make.introduction("offered")
    page = f"/en/introductions/{introduction.pk}/"

    assert client_for(member).get(page).status_code == 404
    assert client_for(member).post(page, {"answer": "no"}).status_code == 404
    assert client_for(make.organiser()).get(page).status_code == 404


def test_what_is_only_proposed_does_not_exist(client_for):
    introduction = make.introduction("proposed")

    assert client_for(introduction.member_a).get(f"/en/introductions/{introduction.pk}/").status_code == 404


def test_one_answers_on_the_page_as_well(client_for):
    introduction = make.introduction("offered")
    page = f"/en/introductions/{introduction.pk}/"
    client = client_for(introduction.member_a)

    response = client.post(page, {"answer": "yes"})

    assert (response.status_code, response["Location"]) == (302, page)
    assert OptIn.objects.get(member=introduction.member_a).answer == "yes"
    assert "You said yes" in client.get(page).content.decode()


def test_s45_an_answer_that_comes_too_late_is_409_with_the_sentence(client_for, now, monkeypatch):
    introduction = make.introduction("offered")
    monkeypatch.setattr("corridor.clock.now", lambda: introduction.closes_at)

    response = client_for(introduction.member_a).post(f"/en/introductions/{introduction.pk}/", {"answer": "yes"})

    assert response.status_code == 409
    assert "has ended" in response.content.decode()
    assert fresh(introduction).state == "offered"


def test_r07_contact_cards_are_on_the_pages_only_once_a_joint_mail_has_left(client_for, now, monkeypatch):
    make.venue()
    introduction = make.introduction("offered")
    ada, bob = introduction.members
    Profile.objects.filter(member=bob).update(phone="+31 6 1234")
    pages = ["/en/introductions/", f"/en/introductions/{introduction.pk}/"]
    both_say_yes(introduction, now)

    for moment, shown in ((now + UNDO / 2, False), (now + UNDO, False), (now + UNDO, True)):
        monkeypatch.setattr("corridor.clock.now", lambda moment=moment: moment)
        if shown:
            the_joint_mail_leaves(introduction, now)
        for page in pages:
            content = client_for(ada).get(page).content.decode()
            assert (bob.email in content, "+31 6 1234" in content) == (shown, shown), page
    assert "Half way, Utrecht" in client_for(ada).get(pages[1]).content.decode()


def test_the_overview_shows_the_one_that_waits_and_when_the_next_round_is(client_for, now):
    introduction = make.introduction("offered")
    make.matching_round("planned", scope_key="all", planned_for=now + dt.timedelta(days=7))

    content = client_for(introduction.member_a).get("/en/me/").content.decode()

    assert "Bob Brabant" in content
    assert "You bring Machine learning; Bob is looking for it." in content
    assert f'href="/en/introductions/{introduction.pk}/"' in content
    assert "The next round runs on Tuesday 1 December." in content


def test_the_overview_of_somebody_new_says_what_is_missing(client_for):
    content = client_for(make.member(complete=False)).get("/en/me/").content.decode()

    assert "You are not introduced to anybody now, because:" in content


def test_empty_pages_say_what_will_come(client_for, member):
    assert "Nothing yet" in client_for(member).get("/en/introductions/").content.decode()
    assert "Your first one comes out of a round" in client_for(member).get("/en/me/").content.decode()


@pytest.mark.parametrize("answer", ["yes", "not_now", "no"])
def test_the_list_says_what_one_said(answer, client_for, now):
    introduction = make.introduction("offered")
    say(introduction, introduction.member_a, answer, now)

    content = client_for(introduction.member_a).get("/en/introductions/").content.decode()

    words = {"yes": "You said yes", "not_now": "Not before February 2027", "no": "You said no"}
    assert [word for word in words.values() if word in content] == [words[answer]]


@pytest.mark.parametrize(
    ("path", "states", "queries"),
    [
        ("/en/introductions/", ["offered", "made", "expired"], 12),
        ("/en/me/", ["offered", "made", "expired"], 10),
        ("/en/me/might-meet/", ["offered", "made", "expired"], 12),
        ("/en/me/", ["made"], 12),  # nothing waits, so the profile is looked at, rule by rule
    ],
)
def test_the_number_of_queries_is_the_same_for_1_3_and_50_rows(path, states, queries, client_for):
    ada, _ = make.pair()
    client, asked, there = client_for(ada), [], make.region("brainport")
    for rows in (1, 2, 47):
        for number in range(rows):
            make.introduction(states[number % len(states)], members=(ada, make.member(region=there)))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        asked.append(len(captured))

    assert asked == [queries] * 3
