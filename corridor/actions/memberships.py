"""What happens when somebody comes to an organisation or leaves it?

A member has one current bond. Roles inside it are given in roles.py.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from corridor import lifecycle, rules
from corridor.errors import Refused, refuse_if
from corridor.models import Member, Membership, Organisation


@transaction.atomic
def add(*, member: Member, organisation: Organisation, title: str, by: Member, now: dt.datetime) -> Membership:
    """Make `organisation` the place where `member` works, as `title`; a bond with another one ends.

    The same organisation again only changes the title. Everybody starts as an ordinary member. Raises Refused when the
    organisation was refused, or when `by` may not.
    """
    if by != member:
        refuse_if(rules.why_not_edit_organisation(by, organisation))
    if organisation.refused_at:
        raise Refused(
            _("%(name)s was not added to the corridor. Choose another organisation.") % {"name": organisation.name}
        )
    Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    current = Membership.objects.filter(member=member, ended_at=None).first()
    if current and current.organisation_id == organisation.pk:
        return _rename(current, title, by, now)
    if current:
        _end(current, by, now)
    return _begin(member, organisation, title, by, now)


@transaction.atomic
def follow(*, merged: Organisation, into: Organisation, by: Member, now: dt.datetime) -> None:
    """Bring everybody who works at `merged` over to `into`, in their positions; the verdict allows it.

    Roles do not come along: who was admin of a name that waited is an ordinary member of a verified one (S-15).
    """
    bonds = Membership.objects.select_for_update(of=("self",)).filter(organisation=merged, ended_at=None)
    for bond in bonds.select_related("member").order_by("pk"):
        _end(bond, by, now, into.name)
        _begin(bond.member, into, bond.title, by, now)


@transaction.atomic
def end(*, membership: Membership, by: Member, now: dt.datetime, because: str = "") -> None:
    """End the bond; twice is harmless. Raises Refused when `by` may not."""
    refuse_if(rules.why_not_end_membership(by, membership))
    _end(membership, by, now, because)


def _begin(member: Member, organisation: Organisation, title: str, by: Member, now: dt.datetime) -> Membership:
    bond = Membership.objects.create(member=member, organisation=organisation, title=title, started_at=now)
    lifecycle.record(bond, action="added", by=by, now=now)
    lifecycle.record(member, action="joined", by=by, now=now, because=organisation.name)
    return bond


def _rename(bond: Membership, title: str, by: Member, now: dt.datetime) -> Membership:
    if bond.title != title:
        bond.title = title
        bond.save(update_fields=["title"])
        lifecycle.record(bond, action="edited", by=by, now=now, because="title")
    return bond


def _end(bond: Membership, by: Member, now: dt.datetime, because: str = "") -> None:
    if Membership.objects.filter(pk=bond.pk, ended_at=None).update(ended_at=now):
        bond.ended_at = now
        lifecycle.record(bond, action="ended", by=by, now=now, because=because)
