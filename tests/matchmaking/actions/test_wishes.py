"""Who may wish for whom, how often, and who may release it?"""

import pytest

from corridor.errors import Refused
from corridor.models import Transition
from matchmaking.actions import wishes
from matchmaking.models import Wish
from tests import make

pytestmark = pytest.mark.django_db


def add(member, organisation, now, by=None):
    return wishes.add(member=member, organisation=organisation, by=by or member, now=now)


def test_f062_member_wishes_for_five_organisations_and_no_sixth(member, now):
    for _ in range(5):
        add(member, make.organisation(), now)

    with pytest.raises(Refused, match="Vijf|Five"):
        add(member, make.organisation(), now)

    assert Wish.objects.filter(member=member).count() == 5


def test_f062_the_same_wish_again_is_the_one_that_stands_even_as_the_fifth(member, now):
    there = make.organisation()
    first = add(member, there, now)
    for _ in range(4):
        add(member, make.organisation(), now)

    assert add(member, there, now) == first


@pytest.mark.parametrize("where", ["own", "unverified", "refused"])
def test_f062_nobody_wishes_for_where_they_work_or_for_what_is_not_there(where, member, now):
    there = {
        "own": lambda: member.memberships.get().organisation,
        "unverified": lambda: make.organisation(verified=False),
        "refused": lambda: make.organisation(verified=False, refused_at=now),
    }[where]()

    with pytest.raises(Refused):
        add(member, there, now)

    assert not Wish.objects.exists()


def test_f062_only_the_member_adds_and_removes(member, organiser, now):
    wish = add(member, make.organisation(), now)

    with pytest.raises(Refused):
        add(member, make.organisation(), now, by=organiser)
    with pytest.raises(Refused):
        wishes.remove(wish=wish, by=organiser, now=now)
    assert Wish.objects.count() == 1

    wishes.remove(wish=wish, by=member, now=now)
    assert not Wish.objects.exists()


def test_f062_history_of_wishes_names_no_organisation(member, now):
    wish = add(member, make.organisation("Canary Works"), now)
    number = wish.pk
    wishes.remove(wish=wish, by=member, now=now)

    rows = Transition.objects.filter(subject_type="matchmaking.wish", subject_id=number)

    assert sorted(rows.values_list("action", "because")) == [("added", ""), ("removed", "")]


def test_f062_superuser_releases_with_a_reason_once(member, now):
    root = make.member(is_superuser=True)
    wish = add(member, make.organisation(), now)

    with pytest.raises(Refused):
        wishes.release(wish=wish, by=root, because="  ", now=now)
    wishes.release(wish=wish, by=root, because="both asked me", now=now)
    wishes.release(wish=Wish.objects.get(), by=root, because="again", now=now)

    assert (Wish.objects.get().released_at, Wish.objects.get().released_by) == (now, root)
    released = Transition.objects.filter(subject_type="matchmaking.wish", action="wish released")
    assert [(row.by, row.because) for row in released] == [(root, "both asked me")]


@pytest.mark.parametrize("who", ["organiser", "member", "themselves", "works there", "no longer active"])
def test_f062_nobody_else_releases(who, member, organiser, now):
    there = make.organisation()
    by = {
        "organiser": lambda: organiser,
        "member": make.member,
        "themselves": lambda: member,
        "works there": lambda: make.member(organisation=there, is_superuser=True),
        "no longer active": lambda: make.member(is_superuser=True, is_active=False),
    }[who]()
    if who == "themselves":
        member.is_superuser = True
        member.save()
    wish = add(member, there, now)

    with pytest.raises(Refused):
        wishes.release(wish=wish, by=by, because="x", now=now)

    assert Wish.objects.get().released_at is None
