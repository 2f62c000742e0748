"""Which wishes may be named? Mutual ones and released ones, by where people work today."""

import pytest

from matchmaking.models import Wish
from matchmaking.queries import wishes
from tests import make
from tests.make.corridor import NOW

pytestmark = pytest.mark.django_db


def works_at(person):
    return person.memberships.get(ended_at=None).organisation


def wish(person, organisation, **fields):
    return Wish.objects.create(member=person, organisation=organisation, wished_at=NOW, **fields)


def named(*people):
    return {(one.member_id, one.organisation_id) for person in people for one in wishes.of(person) if one.is_open}


def test_f062_wish_of_one_side_is_not_named():
    ada, bob = make.pair()
    wish(ada, works_at(bob))

    assert named(ada, bob) == set()


def test_f062_mutual_wishes_are_named_on_both_sides():
    ada, bob = make.pair()
    wish(ada, works_at(bob))
    wish(ada, make.organisation())
    wish(bob, works_at(ada))

    assert named(ada, bob) == {(ada.pk, works_at(bob).pk), (bob.pk, works_at(ada).pk)}


def test_f062_wish_of_a_colleague_of_theirs_answers_it_as_well():
    ada, bob = make.pair()
    colleague = make.member(organisation=works_at(bob))
    wish(ada, works_at(bob))
    wish(colleague, works_at(ada))

    assert named(ada) == {(ada.pk, works_at(bob).pk)}


@pytest.mark.parametrize("who", ["ada", "bob"])
def test_f062_wish_is_blind_again_once_somebody_works_elsewhere(who):
    ada, bob = make.pair()
    wish(ada, works_at(bob))
    wish(bob, works_at(ada))

    {"ada": ada, "bob": bob}[who].memberships.update(ended_at=NOW)

    assert named(ada, bob) == set()


def test_f062_wish_of_who_left_is_not_named_nor_does_it_answer_another():
    ada, bob = make.pair()
    wish(ada, works_at(bob), released_at=NOW)
    wish(bob, works_at(ada))

    ada.is_active = False
    ada.save()

    assert named(ada, bob) == set()


def test_f062_released_wish_is_named_without_an_answer():
    ada, bob = make.pair()
    wish(ada, works_at(bob), released_at=NOW)

    assert named(ada, bob) == {(ada.pk, works_at(bob).pk)}


def test_wishes_of_a_member_say_which_are_open(django_assert_num_queries):
    ada, bob = make.pair()
    blind, mutual, released = wish(ada, make.organisation()), wish(ada, works_at(bob)), wish(ada, make.organisation())
    wish(bob, works_at(ada))
    Wish.objects.filter(pk=released.pk).update(released_at=NOW)

    with django_assert_num_queries(1):
        found = [(one.pk, one.is_open, one.organisation.name) for one in wishes.of(ada)]

    assert found == [
        (blind.pk, False, blind.organisation.name),
        (mutual.pk, True, mutual.organisation.name),
        (released.pk, True, released.organisation.name),
    ]
