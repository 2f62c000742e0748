"""What does an organiser read of wishes, and who releases one? Counts without names; a superuser who is no party."""

import pytest

from corridor.models import Transition
from matchmaking.models import Wish
from tests import make
from tests.entering import answer, at, enter, text
from tests.make.corridor import NOW

pytestmark = pytest.mark.django_db
DESK = "matchmaking/wish"


def wish(name, organisation):
    return Wish.objects.create(member=make.member(name), organisation=organisation, wished_at=NOW)


def rows(page: str) -> list[tuple[str, str]]:
    cells = [row.split("</th>") for row in page.split("<tr>")[2:]]
    return [(name.split(">")[1], rest.split("<td>")[1].split("<")[0]) for name, rest in cells]


def test_f062_organiser_reads_counts_and_few_as_one_or_two(organiser):
    few, one, many = make.organisation("Anton"), make.organisation("Berta"), make.organisation("Cesar")
    for number in range(3):
        wish(f"Canary {number}", many)
    wish("Canary A", one)
    wish("Canary B", few)
    wish("Canary C", few)

    page = text(enter(organiser).get(at(DESK)))

    # In the order of names where the counts are not told.
    assert rows(page) == [("Cesar", "3"), ("Anton", "1–2"), ("Berta", "1–2")]
    assert "Canary" not in page


def test_f062_organiser_can_neither_open_nor_release_a_wish(organiser):
    made = wish("Canary", make.organisation())
    console = enter(organiser)

    assert answer(console, "get", at(DESK, made.pk, "change")) == 404
    assert answer(console, "post", at(DESK, made.pk, "do", "release"), because="x") == 404
    assert Wish.objects.get().released_at is None


def test_f062_superuser_releases_a_wish_with_a_reason():
    made = wish("Canary", make.organisation())
    root = make.member(is_superuser=True)
    console = enter(root)

    assert "Canary" in text(console.get(at(DESK)))
    console.post(at(DESK, made.pk, "do", "release"), {"because": ""})
    assert Wish.objects.get().released_at is None
    console.post(at(DESK, made.pk, "do", "release"), {"because": "asked on the phone"})

    assert Wish.objects.get().released_by == root
    assert "asked on the phone" in text(console.get(at(DESK, made.pk, "change")))
    assert Transition.objects.filter(action="wish released").count() == 1


def test_f062_superuser_reads_no_wish_that_is_about_themselves():
    root = make.member(is_superuser=True)
    for_us = wish("Canary", root.memberships.get().organisation)
    own = Wish.objects.create(member=root, organisation=make.organisation(), wished_at=NOW)
    console = enter(root)

    assert "Canary" not in text(console.get(at(DESK)))
    for one in (for_us, own):
        assert answer(console, "get", at(DESK, one.pk, "change")) == 404
        assert answer(console, "post", at(DESK, one.pk, "do", "release"), because="x") == 404


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries_is_the_same_for_1_and_3_organisations(number, organiser, django_assert_num_queries):
    for _ in range(number):
        wish("", make.organisation())
    console = enter(organiser)

    with django_assert_num_queries(8):
        assert console.get(at(DESK)).status_code == 200
