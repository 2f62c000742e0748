"""Does the link in the question show, ask, and act only on a press? (F002, F012, R-15, S-35 to S-39)"""

import datetime as dt
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from corridor.models import OutboxEmail, Profile
from matchmaking.models import Introduction, OptIn
from tests.matchmaking.saying import both_say_yes, fresh, say, the_joint_mail_leaves
from tests.matchmaking.views.pressing import page_value, path_of, press

pytestmark = pytest.mark.django_db

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
SCANNER = {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; MailScanner/9.1; link-check)"}
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


def rows() -> list:
    """Every row that a visit could change."""
    return [list(model.objects.order_by("pk").values()) for model in (Introduction, OptIn, OutboxEmail, Profile)]


# --- Only a press acts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("agent", [SCANNER, BROWSER], ids=["scanner", "browser"])
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_f002_s35_opening_the_link_three_times_changes_no_row_and_makes_no_session(method, agent, introduction):
    path, before = path_of(introduction, introduction.member_a), rows()
    client = Client()

    for _ in range(3):
        response = getattr(client, method)(path, **agent)
        assert response.status_code == (405 if method == "options" else 200)
        assert not response.cookies

    assert rows() == before
    assert not Session.objects.exists()
    assert press(path, "yes").status_code == 303  # and then the press works


def test_s35_a_post_without_the_value_of_our_page_answers_nothing(introduction):
    path, before = path_of(introduction, introduction.member_a), rows()
    other = path_of(introduction, introduction.member_b)

    for value in ("", "x", page_value(Client(), other)):
        assert Client().post(path, {"answer": "yes", "page": value}).status_code == 403

    assert rows() == before


def test_s35_the_value_of_a_page_left_open_for_a_day_is_asked_for_again(introduction, at, now):
    path = path_of(introduction, introduction.member_a)
    value = page_value(Client(), path)
    at(now + DAY)

    assert Client().post(path, {"answer": "yes", "page": value}).status_code == 403
    assert OptIn.objects.get(member=introduction.member_a).answer == ""


def test_f002_no_page_holds_a_script(introduction):
    content = Client().get(path_of(introduction, introduction.member_a)).content

    assert b"<script" not in content and b"onload" not in content


# --- What a press does ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["yes", "not_now", "no"])
def test_f012_one_press_stores_the_answer_without_signing_in(answer, introduction):
    path = path_of(introduction, introduction.member_a)

    response = press(path, answer, month="2027-05-01")

    assert (response.status_code, response["Location"]) == (303, path)
    own = OptIn.objects.get(member=introduction.member_a)
    assert own.answer == answer
    assert own.not_now_until == (dt.date(2027, 5, 1) if answer == "not_now" else None)


@pytest.mark.parametrize(
    ("answer", "words"),
    [("yes", "You said yes"), ("not_now", "Not now: we ask again from February 2027"), ("no", "You said no")],
)
def test_s37_the_link_used_again_shows_how_it_stands(answer, words, introduction):
    path = path_of(introduction, introduction.member_a)
    press(path, answer)
    before = rows()

    content = Client().get(path).content.decode()

    assert words in content
    assert rows() == before


def test_s37_the_other_answer_works_until_the_joint_mail_has_left_only(introduction, at, now):
    path = path_of(introduction, introduction.member_a)
    both_say_yes(introduction, now)
    value = page_value(Client(), path)
    at(now + 10 * MINUTE)
    the_joint_mail_leaves(introduction, now)

    response = Client().post(path, {"page": value, "answer": "no"})

    assert response.status_code == 409
    assert "You have been introduced" in response.content.decode()
    assert fresh(introduction).state == "made"


def test_s37_within_the_undo_window_it_is_taken_back(introduction, at, now):
    both_say_yes(introduction, now)
    at(now + 9 * MINUTE)

    press(path_of(introduction, introduction.member_a), "no")

    assert fresh(introduction).state == "declined"


def test_a_late_press_is_told_so(introduction, at):
    path = path_of(introduction, introduction.member_a)
    at(introduction.closes_at - MINUTE)
    value = page_value(Client(), path)
    at(introduction.closes_at)

    response = Client().post(path, {"page": value, "answer": "yes"})

    assert response.status_code == 409
    assert "has ended" in response.content.decode()


@pytest.mark.parametrize("data", [{"answer": "maybe"}, {}, {"answer": "not_now", "month": "1999-01-01"}])
def test_a_press_that_says_nothing_we_know_is_refused(data, introduction):
    path = path_of(introduction, introduction.member_a)

    response = Client().post(path, {"page": page_value(Client(), path), **data})

    assert response.status_code == 409
    assert OptIn.objects.get(member=introduction.member_a).answer == ""


# --- What the page shows ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["asked", "waiting", "made", "lapsed"])
def test_s39_first_name_organisation_and_reason_but_never_contact_data(state, introduction, at, now):
    ada, bob = introduction.members
    Profile.objects.filter(member=bob).update(phone="+31 6 1234 5678")
    if state == "waiting":
        say(introduction, ada, "yes", now)
    if state == "made":
        both_say_yes(introduction, now)
        the_joint_mail_leaves(introduction, now)
    at({"made": now + DAY, "lapsed": now + 10 * DAY}.get(state, now))

    content = Client().get(path_of(introduction, ada)).content.decode()

    assert ("Bob" in content) == (state != "lapsed") and "Brabant" not in content.replace("Noord-Brabant", "")
    assert "You bring Machine learning" in content
    assert ("The mail that brings you together has left" in content) == (state == "made")
    for secret in (bob.email, "1234 5678", ada.email, "Amstel"):
        assert secret not in content


def test_s39_the_page_is_kept_by_nobody_and_tells_nobody_where_it_was(introduction):
    response = Client().get(path_of(introduction, introduction.member_a))

    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_f012_the_page_is_under_50_kb_and_calls_nobody_else(language, introduction):
    content = Client().get(path_of(introduction, introduction.member_a, language)).content

    assert len(content) < 50_000
    assert re.findall(rb'(?:src|href|action)="(?:https?:)?//(?!localhost)', content) == []


def test_r28_knocking_all_the_time_is_stopped(introduction):
    path, client = path_of(introduction, introduction.member_a), Client()

    codes = [client.get(path).status_code for _ in range(61)]

    assert codes[0] == 200 and codes[-1] == 429
