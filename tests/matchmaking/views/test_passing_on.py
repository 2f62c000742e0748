"""Can one pass a proposal on from the link and signed in, and does the other side's page stay the same? (F056, F003)"""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from corridor.models import OutboxEmail
from matchmaking.actions import exclusions, introductions
from matchmaking.dates import settles_at
from matchmaking.models import HandOver, Introduction, OptIn
from tests import make
from tests.matchmaking.passing import colleague_of, hand_over
from tests.matchmaking.saying import fresh, say
from tests.matchmaking.views.pressing import page_value, path_of

pytestmark = pytest.mark.django_db

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


@pytest.fixture
def ada(introduction):
    return introduction.member_a


@pytest.fixture
def bob(introduction):
    return introduction.member_b


@pytest.fixture
def cas(ada):
    return colleague_of(ada)


def masked(content: bytes) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": "|name="page" value=")[^"]+', r"\1", content.decode())


# --- What the other side sees -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["", "yes", "no", "not_now"])
def test_f003_f056_the_other_sides_pages_stay_the_same_byte_for_byte(
    said, introduction, ada, bob, cas, at, now, client_for
):
    """By link and signed in, from the hand-over and the colleague's no to the end: as if nobody had spoken."""
    if said:
        say(introduction, bob, said, now)
    end = settles_at(introduction.closes_at)
    signed_in, paths = client_for(bob), ["/en/me/", "/en/introductions/", f"/en/introductions/{introduction.pk}/"]

    def pages(moment) -> list[str]:
        at(moment)
        found = [masked(signed_in.get(path).content) for path in paths]
        return [*found, masked(Client().get(path_of(fresh(introduction), bob)).content)]

    moments = (now + MINUTE, now + 2 * DAY, introduction.closes_at, end)
    before = [pages(moment) for moment in moments]

    hand_over(introduction, ada, now + MINUTE, cas)
    say(introduction, cas, "no", now + MINUTE)
    introductions.expire(introduction=introduction, now=end)

    assert "Ada" in before[0][2]
    assert [pages(moment) for moment in moments] == before


@pytest.mark.parametrize("said", ["", "yes"])
def test_f003_f056_the_other_sides_mails_stay_the_same_byte_for_byte(said, introduction, ada, bob, cas, now):
    def mails() -> list[tuple]:
        rows = OutboxEmail.objects.filter(member=bob).order_by("pk")
        return list(rows.values_list("key", "subject", "text", "html", "headers", "due_at", "state"))

    if said:
        say(introduction, bob, said, now)
    question = mails()
    hand_over(introduction, ada, now + MINUTE, cas)
    assert mails() == question
    introductions.expire(introduction=introduction, now=settles_at(introduction.closes_at))

    end = mails()[1:]
    assert len(end) == bool(said)
    assert all("Ada Amstel" in mail[2] and "Cas" not in mail[2] + mail[3] for mail in end)


def test_f056_once_a_joint_mail_has_left_the_page_names_the_colleague(introduction, ada, bob, cas, at, now, client_for):
    hand_over(introduction, ada, now, cas)
    for member in (bob, cas):
        say(introduction, member, "yes", now)
    page = f"/en/introductions/{introduction.pk}/"
    assert "Ada" in client_for(bob).get(page).content.decode()

    OutboxEmail.objects.filter(kind="matchmaking.introduction_made").update(state="sent", sent_at=now)

    content = client_for(bob).get(page).content.decode()
    assert "Ada" not in content and ada.email not in content
    assert cas.email in content and "took this over" in content


# --- Passing it on ----------------------------------------------------------------------------------------------------


def test_f056_from_the_link_without_signing_in(introduction, ada, bob, cas):
    path = path_of(introduction, ada)
    client = Client()
    assert f'href="{path}colleague/"' in client.get(path).content.decode()
    content = client.get(f"{path}colleague/").content.decode()
    assert "Cas Collega" in content and cas.email not in content

    value = page_value(client, f"{path}colleague/")
    response = client.post(f"{path}colleague/", {"page": value, "taker": cas.pk})

    assert (response.status_code, response["Location"]) == (303, path)
    assert set(fresh(introduction).members) == {cas, bob}
    after = client.get(path).content.decode()
    assert "You passed this on to Cas Collega." in after
    assert "Bob" not in after and "<form" not in after.split("<main")[1].split("</main")[0]
    assert client.get(f"{path}colleague/")["Location"] == path


def test_f056_signed_in(introduction, ada, bob, cas, client_for):
    client, page = client_for(ada), f"/en/introductions/{introduction.pk}/"
    assert f'href="{page}colleague/"' in client.get(page).content.decode()

    response = client.post(f"{page}colleague/", {"taker": cas.pk})

    assert (response.status_code, response["Location"]) == (303, page)
    after = client.get(page).content.decode()
    assert "You passed this on to Cas Collega." in after and "Bob" not in after
    assert "Bob" not in client.get("/en/introductions/").content.decode()
    assert client.get(f"{page}colleague/")["Location"] == page
    assert "passed this proposal on to you" in client_for(cas).get(page).content.decode()


@pytest.mark.parametrize("method", ["get", "head"])
def test_f002_s35_opening_the_page_passes_nothing_on(method, introduction, ada, cas):
    for _ in range(3):
        assert getattr(Client(), method)(f"{path_of(introduction, ada)}colleague/").status_code == 200

    assert not HandOver.objects.exists()


def test_s35_s10_a_post_needs_the_pages_value_and_one_of_the_listed(introduction, ada, bob, cas):
    path, stranger = f"{path_of(introduction, ada)}colleague/", make.member("Sam")
    value = page_value(Client(), path)

    assert Client().post(path, {"taker": cas.pk}).status_code == 403
    assert (
        Client().post(path, {"taker": cas.pk, "page": page_value(Client(), path_of(introduction, bob))}).status_code
        == 403
    )
    for taker in (stranger.pk, bob.pk, ada.pk, "x", ""):
        assert Client().post(path, {"page": value, "taker": taker}).status_code == 409
    assert not HandOver.objects.exists()
    assert OptIn.objects.filter(introduction=introduction).count() == 2


def test_f056_only_colleagues_are_listed_and_only_to_a_colleague(introduction, ada, bob, cas, client_for):
    make.member("Sam Stranger")
    page = f"/en/introductions/{introduction.pk}/colleague/"

    assert "Sam Stranger" not in client_for(ada).get(page).content.decode()
    assert "Cas Collega" not in client_for(bob).get(page).content.decode()
    assert client_for(make.member()).get(page).status_code == 404


def test_f056_too_late_says_so_and_lists_nobody(introduction, ada, cas, client_for):
    Introduction.objects.filter(pk=introduction.pk).update(closes_at=introduction.offered_at + DAY)

    content = client_for(ada).get(f"/en/introductions/{introduction.pk}/colleague/").content.decode()

    assert "Less than two days" in content and "Cas Collega" not in content
    assert "/colleague/" not in client_for(ada).get(f"/en/introductions/{introduction.pk}/").content.decode()


def test_the_page_asks_the_database_the_same_for_any_number_of_colleagues(introduction, ada, cas, client_for):
    client, page = client_for(ada), f"/en/introductions/{introduction.pk}/colleague/"
    counts = []
    for more in (0, 5):
        for number in range(more):
            colleague_of(ada, f"Colleague {number}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 12


# --- Why not ----------------------------------------------------------------------------------------------------------


def test_f058_the_answer_stays_one_press_and_the_reason_is_a_second_one(introduction, ada):
    path, client = path_of(introduction, ada), Client()
    assert "Why not?" not in client.get(path).content.decode()
    client.post(path, {"page": page_value(client, path), "answer": "no"})
    content = client.get(path).content.decode()
    assert content.count('name="because"') == 5

    response = client.post(path, {"page": page_value(client, path), "because": "wrong_person"})

    assert response.status_code == 303
    assert OptIn.objects.get(member=ada).because == "wrong_person"
    content = client.get(path).content.decode()
    assert 'value="wrong_person" aria-pressed="true"' in content
    assert content.count(f'href="{path}colleague/"') == 2


def test_f058_a_competitor_can_be_ruled_out_with_one_button_once(introduction, ada, bob, client_for):
    client, page = client_for(ada), f"/en/introductions/{introduction.pk}/"
    client.post(page, {"answer": "no"})
    assert client.post(page, {"block": "1"}).status_code == 409
    client.post(page, {"because": "competitor"})
    organisation = bob.memberships.get().organisation.name
    assert f"Nobody of {organisation}" in client.get(page).content.decode()

    assert client.post(page, {"block": "1"}).status_code == 302

    assert ada.exclusions.get().organisation.name == organisation
    content = client.get(page).content.decode()
    assert 'name="block"' not in content and "any more" in content


def test_f058_what_an_organiser_ruled_out_is_not_read_from_that_button(introduction, ada, bob, client_for, now):
    client, page = client_for(ada), f"/en/introductions/{introduction.pk}/"
    client.post(page, {"answer": "no"})
    client.post(page, {"because": "competitor"})
    before = masked(client.get(page).content)

    organisation, organiser = bob.memberships.get().organisation, make.member(is_superuser=True)
    exclusions.add(member=ada, organisation=organisation, by=organiser, because="They said so.", now=now)

    assert masked(client.get(page).content) == before


def test_f058_a_reason_is_shown_to_nobody_else(introduction, ada, bob, client_for):
    client, page = client_for(ada), f"/en/introductions/{introduction.pk}/"
    before = masked(client_for(bob).get(page).content)
    client.post(page, {"answer": "no"})
    client.post(page, {"because": "know_them"})

    assert masked(client_for(bob).get(page).content) == before
