"""Can a member say whom they do not want to meet, and take it back, and does nobody else ever see it? (F003, F007)"""

import pytest
from django.test import Client

from corridor.models import Suppression
from matchmaking.actions import exclusions
from matchmaking.models import Exclusion
from tests import make
from tests.entering import at, enter, text

pytestmark = pytest.mark.django_db

PAGE = "/en/profile/not-to-meet/"


@pytest.fixture
def two():
    return make.introduction("expired").members


def test_a_person_one_was_asked_about_is_chosen_and_taken_back(two, client_for):
    ada, bob = two
    client = client_for(ada)
    assert PAGE in text(client.get("/en/profile/"))

    assert client.post(PAGE, {"person": bob.pk}).status_code == 302
    row = Exclusion.objects.get()
    assert (row.member, row.other, row.by_organiser) == (ada, bob, False)
    assert "Take back" in text(client.get(PAGE))
    assert client.post(f"{PAGE}{row.pk}/lift/").status_code == 302

    assert Exclusion.objects.get().lifted_at is not None
    assert "Nobody is on it." in text(client.get(PAGE))


def test_an_organisation_is_named_as_one_knows_it(two, client_for):
    there = make.organisation("Photon Lab", aliases="PhoLa")

    assert client_for(two[0]).post(PAGE, {"organisation": "phola"}).status_code == 302

    assert Exclusion.objects.get().organisation == there


@pytest.mark.parametrize(
    "form", [{}, {"person": ""}, {"person": "999"}, {"organisation": ""}, {"organisation": "Photo"}]
)
def test_who_or_what_cannot_be_named_comes_back_with_a_sentence(two, client_for, form):
    make.organisation("Photon Lab")
    make.organisation("Photo Waiting", verified=False)

    answer = client_for(two[0]).post(PAGE, form)

    assert (answer.status_code, Exclusion.objects.count()) == (422, 0)
    assert "Photo Waiting" not in text(answer)


def test_a_stranger_to_the_member_cannot_be_named_by_number(two, client_for):
    other = make.member("Cem Elders")

    answer = client_for(two[0]).post(PAGE, {"person": other.pk})

    assert (answer.status_code, Exclusion.objects.count()) == (422, 0)
    assert "Cem Elders" not in text(answer)


def test_s10_nobody_lifts_or_sees_what_is_somebody_elses(two, client_for, now):
    ada, bob = two
    row = exclusions.add_own(member=ada, other=bob, now=now)

    assert client_for(bob).post(f"{PAGE}{row.pk}/lift/").status_code == 404
    assert "Ada Amstel" not in text(client_for(bob).get(PAGE)).split('id="person"')[0]
    assert Client().post(f"{PAGE}{row.pk}/lift/").status_code == 302
    assert Exclusion.objects.get().lifted_at is None


def test_f003_organisers_see_no_trace_of_it(two, organiser, now):
    ada, bob = two
    elsewhere = make.organisation("Secret Choice")
    console = enter(organiser)
    pages = [
        at("matchmaking/exclusion"),
        at("corridor/member", ada.pk, "change"),
        at("corridor/member"),
        at("matchmaking/introduction"),
        "/en/console/",
    ]
    before = [text(console.get(page)) for page in pages]
    row = exclusions.add_own(member=ada, other=bob, now=now)
    exclusions.add_own(member=ada, organisation=elsewhere, now=now)

    assert [_plain(text(console.get(page))) for page in pages] == [_plain(page) for page in before]
    assert console.get(at("matchmaking/exclusion", row.pk, "change")).status_code == 404
    assert Suppression.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_for_one_and_three(count, client_for, now, django_assert_num_queries):
    ada = make.member("Ada")
    for _ in range(count):
        other = make.introduction("expired", members=(ada, make.member())).other(ada)
        exclusions.add_own(member=ada, other=other, now=now)
    client = client_for(ada)

    with django_assert_num_queries(7):
        client.get(PAGE)


def _plain(page: str) -> str:
    """Without what differs by itself on every page."""
    return "\n".join(line for line in page.splitlines() if "csrf" not in line.lower())
