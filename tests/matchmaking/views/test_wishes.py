"""Can a member keep their wishes on one page, and does nobody else see them?"""

import pytest

from matchmaking.models import Wish
from tests import make
from tests.make.corridor import NOW

pytestmark = pytest.mark.django_db
PAGE = "/en/me/wishes/"


def wish(person, organisation=None, **fields):
    return Wish.objects.create(member=person, organisation=organisation or make.organisation(), wished_at=NOW, **fields)


def test_f062_member_adds_and_removes_a_wish(client_for, member):
    make.organisation("Lichtwerk")
    client = client_for(member)

    added = client.post(PAGE, {"organisation": "lichtwerk"})
    page = client.get(PAGE).content.decode()
    made = Wish.objects.get(member=member)
    removed = client.post(f"{PAGE}{made.pk}/remove/")

    assert (added.status_code, made.organisation.name) == (302, "Lichtwerk")
    assert "Lichtwerk" in page and "seen by nobody" in page and "room for 4 more" in page
    assert removed.status_code == 302
    assert not Wish.objects.exists()


@pytest.mark.parametrize("typed", ["", "Nobody Knows This", "x" * 200])
def test_unknown_organisation_is_refused_with_a_sentence(typed, client_for, member):
    response = client_for(member).post(PAGE, {"organisation": typed})

    assert response.status_code == 422
    assert 'class="error"' in response.content.decode()
    assert not Wish.objects.exists()


def test_organisation_that_resembles_is_offered_and_can_be_chosen(client_for, member):
    there = make.organisation("Lichtwerk")

    offered = client_for(member).post(PAGE, {"organisation": "Lichtwerq"}).content.decode()
    chosen = client_for(member).post(PAGE, {"organisation": "Lichtwerq", "organisation_near": there.slug})

    assert f'value="{there.slug}"' in offered
    assert chosen.status_code == 302
    assert Wish.objects.get().organisation == there


def test_own_organisation_and_a_sixth_are_refused_on_the_page(client_for, member):
    own = member.memberships.get().organisation

    assert "You work there yourself." in client_for(member).post(PAGE, {"organisation": own.name}).content.decode()
    for _ in range(5):
        wish(member)
    there = make.organisation()
    assert client_for(member).post(PAGE, {"organisation": there.name}).status_code == 422
    assert Wish.objects.filter(member=member).count() == 5
    assert "Five is the most" in client_for(member).get(PAGE).content.decode()


def test_wish_of_somebody_else_does_not_exist(client_for, member, organiser):
    other = wish(make.member())

    assert client_for(member).post(f"{PAGE}{other.pk}/remove/").status_code == 404
    assert client_for(organiser).post(f"{PAGE}{other.pk}/remove/").status_code == 404
    assert "No wish yet" in client_for(member).get(PAGE).content.decode()
    assert Wish.objects.count() == 1


def test_f062_page_says_which_wish_is_mutual_and_which_released(client_for):
    ada, bob = make.pair()
    wish(ada, bob.memberships.get().organisation)
    wish(ada, released_at=NOW)
    before = client_for(ada).get(PAGE).content.decode()
    wish(bob, ada.memberships.get().organisation)
    after = client_for(ada).get(PAGE).content.decode()

    assert ("mutual: a proposal may name it" in before, "released: a proposal may name it" in before) == (False, True)
    assert ("mutual: a proposal may name it" in after, "seen by nobody" in after) == (True, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_number_of_queries_is_the_same_for_1_and_3_wishes(rows, client_for, member, django_assert_num_queries):
    for _ in range(rows):
        wish(member)
    client = client_for(member)

    with django_assert_num_queries(5):
        assert client.get(PAGE).status_code == 200
