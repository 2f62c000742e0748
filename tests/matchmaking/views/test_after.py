"""Does the page after an introduction show only one's own, and act on a press only? (F044, F060, F061, S-35 to S-39)"""

import datetime as dt
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from corridor.models import Member, OutboxEmail
from matchmaking.emails import after_url
from matchmaking.models import Collaboration, Feedback, FollowUp, Introduction, OptIn, Outcome
from tests import make

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def made(at, now) -> Introduction:
    """Ada and Bob were introduced, and asked whether they met and what came of it."""
    introduction = make.introduction("made")
    Member.objects.update(language="en")
    for member in introduction.members:
        member.refresh_from_db()
        Feedback.objects.create(introduction=introduction, member=member, asked_at=now)
        Outcome.objects.create(introduction=introduction, member=member, months=3, asked_at=now)
    return introduction


def path_of(introduction, member, now) -> str:
    return re.sub(r"^https?://[^/]+", "", after_url(introduction, member, at=now))


def value_of(path, client=None) -> str:
    page = (client or Client()).get(path).content.decode()
    return re.search(r'name="page" value="([^"]+)"', page).group(1)


def press(path, **said):
    return Client().post(path, {"page": value_of(path), **said})


def rows() -> list:
    models = (Introduction, OptIn, Feedback, Outcome, FollowUp, Collaboration, OutboxEmail)
    return [list(model.objects.order_by("pk").values()) for model in models]


# --- From the mail ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_f044_s35_opening_the_link_with_an_answer_in_it_stores_nothing(method, made, now):
    path, before = path_of(made, made.member_a, now), rows()
    client = Client()

    for query in ("", "?met=valuable", "?outcome_3=pilot", "?met=evil"):
        response = getattr(client, method)(path + query)
        assert response.status_code == (405 if method == "options" else 200)
        assert not response.cookies

    assert rows() == before
    assert not Session.objects.exists()


def test_f044_one_press_on_the_page_answers_and_it_can_be_changed(made, now):
    path = path_of(made, made.member_a, now)

    assert press(path, met="valuable").status_code == 303
    assert press(path, met="not_met").status_code == 303

    assert Feedback.objects.get(member=made.member_a).answer == "not_met"
    assert "You said: not met (yet)" in Client().get(path).content.decode()


def test_f044_the_button_that_the_mail_named_is_the_yellow_one(made, now):
    page = Client().get(path_of(made, made.member_a, now) + "?met=valuable").content.decode()

    assert re.findall(r'<button class="btn go" name="(\w+)" value="(\w+)"', page) == [("met", "valuable")]
    assert "Press once more to answer." in page


def test_s35_a_post_without_the_value_of_our_page_stores_nothing(made, now):
    path, before = path_of(made, made.member_a, now), rows()
    others = value_of(path_of(made, made.member_b, now))

    for value in ("", "x", others):
        assert Client().post(path, {"met": "met", "page": value}).status_code == 403

    assert rows() == before


def test_s36_a_link_that_is_old_altered_or_overtaken_opens_nothing(made, at, now):
    path = path_of(made, made.member_a, now)
    assert Client().get(path[:-2] + "x/").status_code == 404
    at(now + 61 * DAY)
    assert Client().get(path).status_code == 410
    at(now)
    OptIn.objects.filter(member=made.member_a).update(link_version=2)
    assert Client().get(path).status_code == 410
    Member.objects.filter(pk=made.member_b_id).update(is_active=False)
    assert Client().get(path_of(made, made.member_b, now)).status_code == 410


def test_s39_the_page_behind_the_link_holds_no_address_and_no_collaboration_is_made_there(made, now):
    path = path_of(made, made.member_a, now)
    page = Client().get(path)

    assert made.member_b.email not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    refused = press(path, do="start", line="A bench", stage="idea")
    assert refused.status_code == 409
    assert not Collaboration.objects.exists()


def test_f060_a_promise_is_noted_and_kept_from_the_link(made, now):
    path, day = path_of(made, made.member_a, now), (now + 3 * DAY).date().isoformat()

    assert press(path, do="promise", line="Send it", due_on=day).status_code == 303
    promise = FollowUp.objects.get()
    assert (promise.member, promise.line) == (made.member_a, "Send it")
    assert press(path, kept=promise.pk).status_code == 303

    promise.refresh_from_db()
    assert promise.kept_at == now


def test_f060_a_promise_that_cannot_be_noted_comes_back_with_the_reason(made, now):
    path = path_of(made, made.member_a, now)

    for line, day in (("", "2026-12-01"), ("Call", ""), ("Call", now.date().isoformat()), ("x" * 141, "2026-12-01")):
        assert press(path, do="promise", line=line, due_on=day).status_code == 409
    assert press(path, kept="999").status_code == 409
    assert press(path, kept="²").status_code == 409
    assert press(path, do="love").status_code == 409

    assert not FollowUp.objects.exists()


# --- Signed in --------------------------------------------------------------------------------------------------------


def test_f061_the_page_is_found_from_the_introduction_and_answers_there(made, client_for):
    client, page = client_for(made.member_a), f"/en/introductions/{made.pk}/after/"
    assert page in client.get(f"/en/introductions/{made.pk}/").content.decode()

    assert client.post(page, {"outcome_3": "pilot"}).status_code == 303

    assert Outcome.objects.get(member=made.member_a).kind == "pilot"
    assert Outcome.objects.get(member=made.member_b).kind == ""
    assert "Good to hear" in client.get(page).content.decode()


def test_only_the_two_who_were_introduced_have_this_page(made, client_for):
    page = f"/en/introductions/{made.pk}/after/"
    offered = make.introduction("offered", members=(made.member_a, make.member()))

    assert client_for(make.member()).get(page).status_code == 404
    assert client_for(make.organiser()).get(page).status_code == 404
    assert client_for(made.member_a).get(f"/en/introductions/{offered.pk}/after/").status_code == 404
    OutboxEmail.objects.filter(kind="matchmaking.introduction_made").update(state="queued", sent_at=None)
    assert client_for(made.member_a).get(page).status_code == 404


def test_f044_f060_nothing_one_side_does_changes_the_page_of_the_other(made, client_for, now):
    """Byte for byte, but for the value that guards a form."""
    page = f"/en/introductions/{made.pk}/after/"

    def as_bob_sees_it() -> list[str]:
        bob = client_for(made.member_b)
        pages = (page, f"/en/introductions/{made.pk}/", "/en/introductions/", "/en/me/", "/en/profile/")
        return [re.sub(r"\b[0-9A-Za-z]{64}\b", "", bob.get(one).content.decode()) for one in pages]

    before = as_bob_sees_it()
    ada = client_for(made.member_a)
    for said in (
        {"met": "not_met"},
        {"met": "follow_up"},
        {"outcome_3": "contract"},
        {"do": "promise", "line": "Send it", "due_on": (now + DAY).date().isoformat()},
    ):
        assert ada.post(page, said).status_code == 303
        assert as_bob_sees_it() == before


def test_a_collaboration_goes_from_start_to_public(made, client_for):
    synergy = make.synergy()
    Introduction.objects.filter(pk=made.pk).update(synergy=synergy)
    ada, bob = client_for(made.member_a), client_for(made.member_b)
    page = f"/en/introductions/{made.pk}/after/"
    assert f'<option value="{synergy.pk}" selected>' in ada.get(page).content.decode()
    assert "Nothing to show yet" in Client().get("/en/collaborations/").content.decode()

    words = {"line": "One test bench", "stage": "idea", "synergy": synergy.pk}
    assert ada.post(page, {"do": "start", **words}).status_code == 303
    for client in (ada, bob):
        assert "Nothing to show yet" in Client().get("/en/collaborations/").content.decode()
        as_of = re.search(r'name="as_of" value="([^"]+)"', client.get(page).content.decode()).group(1)
        assert client.post(page, {"do": "release", "as_of": as_of}).status_code == 303

    shown = Client().get("/en/collaborations/").content.decode()
    assert "One test bench" in shown and synergy.name in shown
    for member in made.members:
        assert member.memberships.get().organisation.name in shown
        assert member.name not in shown and member.first_name not in shown
    assert '<a href="/en/collaborations/">1</a>' in Client().get("/en/").content.decode()

    changed = ada.post(page, {"do": "change", **words, "line": "Two test benches"}, follow=True)
    assert "both releases were taken back" in changed.content.decode()
    assert "Nothing to show yet" in Client().get("/en/collaborations/").content.decode()
    assert ada.post(page, {"do": "release", "as_of": as_of}).status_code == 409


def test_an_organisation_that_is_not_public_is_not_named_with_a_collaboration(made, now):
    made.member_a.memberships.get().organisation.__class__.objects.filter(
        pk=made.member_a.memberships.get().organisation_id
    ).update(verified_at=None)
    Collaboration.objects.create(
        introduction=made, line="A", started_at=now, changed_at=now, released_a_at=now, released_b_at=now
    )

    shown = Client().get("/en/collaborations/").content.decode()

    assert made.member_a.memberships.get().organisation.name not in shown
    assert made.member_b.memberships.get().organisation.name in shown


def test_the_way_to_the_collaborations_stands_under_every_page():
    assert 'href="/en/collaborations/"' in Client().get("/en/about/").content.decode()
