"""Do both find the half-days, on the page and by the link in the mail, and does only a press store? (F107, F002)"""

import datetime as dt
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from corridor.models import OutboxEmail
from matchmaking.dates import UNDO
from matchmaking.models import Moment, OptIn
from tests import make
from tests.matchmaking.saying import both_say_yes, fresh, the_joint_mail_leaves
from tests.matchmaking.views.pressing import page_value

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
MORNING, AFTERNOON = "2026-11-26-morning", "2026-11-26-afternoon"


@pytest.fixture
def made(at, introduction, now):
    """Introduced, and the joint mail has left."""
    make.venue()
    for member in introduction.members:
        type(member).objects.filter(pk=member.pk).update(language="en")
    introduction = fresh(introduction)
    both_say_yes(introduction, now)
    the_joint_mail_leaves(introduction, now)
    at(now + UNDO)
    return fresh(introduction)


def link_of(introduction, member) -> str:
    """The link in the joint mail of that side."""
    mail = OutboxEmail.objects.get(kind="matchmaking.introduction_made", about_id=introduction.pk, member=member)
    found = set(re.findall(r"/en/m/[^/\s\"]+/", mail.text + mail.html))
    assert len(found) == 1
    return found.pop()


def press(path, *half_days, client=None, **more):
    client = client or Client()
    return client.post(path, {"page": page_value(client, path), "half_day": half_days, **more})


def ticks() -> set[tuple[int, str]]:
    return {(row.member_id, f"{row.day}-{row.part}") for row in Moment.objects.all()}


# --- By link ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_f107_f002_opening_the_link_three_times_stores_nothing(made, method):
    path = link_of(made, made.member_a)
    client = Client()

    for _ in range(3):
        response = getattr(client, method)(path)
        assert response.status_code == (405 if method == "options" else 200)
        assert not response.cookies

    assert not Moment.objects.exists() and not Session.objects.exists()
    assert press(path, MORNING).status_code == 302


def test_f107_by_link_each_ticks_and_what_both_ticked_is_shown_with_a_file_for_the_calendar(made):
    ada, bob = made.members
    press(link_of(made, ada), MORNING, AFTERNOON)
    page = Client().get(link_of(made, bob)).content.decode()
    assert page.count("suits Ada") == 2 and "You both can" not in page

    answer = press(link_of(made, bob), MORNING)

    page = Client().get(answer["Location"]).content.decode()
    assert "Saved." in page and "You both can" in page and "Thursday 26 November, morning" in page
    assert ticks() == {(ada.pk, MORNING), (ada.pk, AFTERNOON), (bob.pk, MORNING)}
    file = Client().get(f"{link_of(made, bob)}{MORNING}.ics")
    assert (file.status_code, file["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert file["Content-Disposition"] == f'attachment; filename="{MORNING}.ics"'
    assert b"DTSTART:20261126T080000Z" in file.content
    mail = OutboxEmail.objects.get(kind="matchmaking.moment_agreed", member=bob)
    assert file.content.decode() == mail.attachments[0][2].replace("\r\n", "\r\n")


def test_f107_s39_the_page_of_the_link_shows_first_names_and_no_way_to_reach_anybody(made):
    page = Client().get(link_of(made, made.member_a)).content.decode()

    assert "You and Bob" in page
    assert "Brabant" not in page and made.member_b.email not in page and "<script" not in page


def test_f107_s35_a_press_without_the_value_of_our_page_stores_nothing(made):
    path = link_of(made, made.member_a)

    for value in ("", "x", page_value(Client(), link_of(made, made.member_b))):
        assert Client().post(path, {"half_day": MORNING, "page": value}).status_code == 403

    assert not Moment.objects.exists()


@pytest.mark.parametrize("chosen", [("2026-11-28-morning",), ("nonsense",), ("2026-11-24-morning",)])
def test_f107_what_is_not_on_the_page_is_refused_with_a_sentence(made, chosen):
    answer = press(link_of(made, made.member_a), *chosen)

    assert answer.status_code == 409
    assert "Choose from the half-days on this page." in answer.content.decode()
    assert not Moment.objects.exists()


def test_f107_a_half_day_that_does_not_suit_both_has_no_file(made, client_for):
    path = link_of(made, made.member_a)
    press(path, MORNING)

    for slug in (MORNING, AFTERNOON, "nonsense"):
        assert Client().get(f"{path}{slug}.ics").status_code == 404
        page = f"/en/introductions/{made.pk}/half-days/{slug}.ics"
        assert client_for(made.member_a).get(page).status_code == 404


def test_f107_the_link_ends_with_what_it_is_about(made, at, now):
    path = link_of(made, made.member_a)
    at(now + 30 * DAY)
    assert Client().get(path).status_code == 200
    at(now + 30 * DAY + dt.timedelta(seconds=1))
    assert (Client().get(path).status_code, Client().get(f"{path}{MORNING}.ics").status_code) == (410, 410)
    assert Client().get("/en/m/nonsense/").status_code == 404
    at(now + UNDO)
    OptIn.objects.filter(member=made.member_a).update(link_version=2)
    assert Client().get(path).status_code == 410


def test_f107_a_link_of_another_purpose_opens_nothing_here(made):
    question = OutboxEmail.objects.get(kind="matchmaking.opt_in_request", member=made.member_a)
    token = re.search(r"/en/i/([^/\s]+)/|/nl/i/([^/\s]+)/", question.text)

    assert Client().get(f"/en/m/{token[1] or token[2]}/").status_code == 404


def test_f107_until_the_joint_mail_has_left_the_link_opens_nothing(at, introduction, now):
    both_say_yes(introduction, now)
    mail = OutboxEmail.objects.get(kind="matchmaking.introduction_made", member=introduction.member_a)
    path = re.search(r"/\w\w/m/[^/\s]+/", mail.text)[0]

    assert Client().get(path).status_code == 410


def test_f107_too_many_knocks_wait(made, settings):
    path = link_of(made, made.member_a)

    assert [Client().get(path).status_code for _ in range(61)][-2:] == [200, 429]
    assert Client().get(f"{path}{MORNING}.ics").status_code == 429


# --- On the member's own page -----------------------------------------------------------------------------------------


def test_f107_the_page_of_the_introduction_has_the_half_days_once_it_was_made(made, client_for):
    ada, bob = made.members
    page, action = f"/en/introductions/{made.pk}/", f"/en/introductions/{made.pk}/half-days/"
    client = client_for(ada)
    assert f'action="{action}"' in client.get(page).content.decode()

    answer = client.post(action, {"half_day": [MORNING]})
    client_for(bob).post(action, {"half_day": [MORNING]})

    assert (answer.status_code, answer["Location"]) == (302, f"{page}#half-days")
    shown = client.get(page).content.decode()
    assert "You both can" in shown
    file = client.get(f"{action}{MORNING}.ics")
    assert file.status_code == 200 and b"BEGIN:VEVENT" in file.content


def test_f107_a_refusal_is_said_on_the_page(made, client_for):
    client, action = client_for(made.member_a), f"/en/introductions/{made.pk}/half-days/"
    four = [f"2026-11-{day}-morning" for day in (25, 26, 27, 30)]

    page = client.post(action, {"half_day": four}, follow=True).content.decode()

    assert "Three half-days are the most." in page
    assert not Moment.objects.exists()


def test_f107_nobody_else_and_nothing_unmade_has_half_days(made, introduction, client_for, member):
    action = f"/en/introductions/{made.pk}/half-days/"
    asked = make.introduction("offered")
    theirs = f"/en/introductions/{asked.pk}/half-days/"

    assert client_for(member).post(action, {"half_day": [MORNING]}).status_code == 404
    assert client_for(member).get(f"{action}{MORNING}.ics").status_code == 404
    assert "half-days" not in client_for(asked.member_a).get(f"/en/introductions/{asked.pk}/").content.decode()
    client_for(asked.member_a).post(theirs, {"half_day": [MORNING]})
    assert client_for(asked.member_a).get(f"{theirs}{MORNING}.ics").status_code == 404
    assert not Moment.objects.exists()


def test_f002_looking_at_the_address_of_the_form_stores_nothing(made, client_for):
    answer = client_for(made.member_a).get(f"/en/introductions/{made.pk}/half-days/?half_day={MORNING}")

    assert answer.status_code == 302
    assert not Moment.objects.exists()
