"""What happens when somebody comes to an organisation or leaves it?"""

import pytest

from corridor.actions import memberships
from corridor.errors import Refused
from corridor.models import Membership, Transition
from tests import make

pytestmark = pytest.mark.django_db


def bonds(member) -> list[tuple[int, str, str, bool]]:
    rows = Membership.objects.filter(member=member).order_by("pk")
    return [(row.organisation_id, row.title, row.role, row.ended_at is None) for row in rows]


def test_joining_another_organisation_ends_the_bond_with_the_first(member, now):
    old, new = member.memberships.get().organisation, make.organisation()

    memberships.add(member=member, organisation=new, title="Founder", by=member, now=now)

    assert bonds(member) == [(old.pk, "CTO", "member", False), (new.pk, "Founder", "member", True)]
    history = list(Transition.objects.order_by("pk").values_list("subject_type", "action"))
    assert history == [
        ("corridor.membership", "ended"),
        ("corridor.membership", "added"),
        ("corridor.member", "joined"),
    ]


def test_s15_coming_back_as_an_admin_begins_as_an_ordinary_member(member, now):
    bond = member.memberships.get()
    Membership.objects.update(role="admin")

    memberships.end(membership=bond, by=member, now=now)
    memberships.add(member=member, organisation=bond.organisation, title="CTO", by=member, now=now)

    assert [row[2:] for row in bonds(member)] == [("admin", False), ("member", True)]


def test_the_same_organisation_again_changes_only_the_title(member, now):
    bond = member.memberships.get()

    memberships.add(member=member, organisation=bond.organisation, title="CEO", by=member, now=now)
    memberships.add(member=member, organisation=bond.organisation, title="CEO", by=member, now=now)

    assert bonds(member) == [(bond.organisation_id, "CEO", "member", True)]
    assert list(Transition.objects.values_list("action", flat=True)) == ["edited"]


def test_a_refused_organisation_takes_nobody(member, now):
    refused = make.organisation(verified=False, refused_at=now)

    with pytest.raises(Refused, match=refused.name):
        memberships.add(member=member, organisation=refused, title="CTO", by=member, now=now)

    assert len(bonds(member)) == 1


def test_strangers_add_and_end_nothing(member, now):
    stranger, bond = make.member(), member.memberships.get()

    with pytest.raises(Refused):
        memberships.add(member=member, organisation=make.organisation(), title="CTO", by=stranger, now=now)
    with pytest.raises(Refused):
        memberships.end(membership=bond, by=stranger, now=now)

    assert len(bonds(member)) == 1


def test_an_organiser_ends_a_bond_once(member, organiser, now):
    bond = member.memberships.get()

    memberships.end(membership=bond, by=organiser, now=now, because="retired")
    memberships.end(membership=bond, by=organiser, now=now, because="again")

    assert list(Transition.objects.values_list("action", "because", "by")) == [("ended", "retired", organiser.pk)]
