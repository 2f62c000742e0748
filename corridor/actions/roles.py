"""What happens when somebody becomes, or stops being, an organiser or an organisation's admin?

Rights are rows that every request reads anew, so a role given or ended here counts from the next request on (S-15).
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from corridor import lifecycle, rules
from corridor.errors import Refused, refuse_if
from corridor.models import Member, Membership, Region, RegionRole


@transaction.atomic
def grant_region(*, member: Member, region: Region, by: Member | None, now: dt.datetime) -> RegionRole:
    """Make `member` organiser of `region` and everything below it. Twice is harmless: the same role comes back.

    `by` empty is the command line. Raises Refused when `by` may not.
    """
    refuse_if(rules.why_not_grant_region(by, member, region))
    role, new = RegionRole.objects.get_or_create(
        member=member, region=region, ended_at=None, defaults={"granted_by": by, "started_at": now}
    )
    if new:
        lifecycle.record(role, action="granted", by=by, now=now, to=region.slug[:20])
        lifecycle.record(member, action="granted", by=by, now=now, to=region.slug[:20])
    return role


@transaction.atomic
def end_region(*, role: RegionRole, by: Member, now: dt.datetime, because: str = "") -> None:
    """End `role`; ending it twice changes nothing. Raises Refused when `by` may not."""
    refuse_if(rules.why_not_grant_region(by, role.member, role.region))
    if RegionRole.objects.filter(pk=role.pk, ended_at=None).update(ended_at=now) != 1:
        return
    role.ended_at = now
    for thing in (role, role.member):
        lifecycle.record(thing, action="ended", by=by, now=now, was=role.region.slug[:20], because=because)


@transaction.atomic
def grant_superuser(*, member: Member, now: dt.datetime) -> bool:
    """Give `member` every right there is; whether that was news. Only the command line does this: no face calls it."""
    if Member.objects.filter(pk=member.pk, is_superuser=False).update(is_superuser=True) != 1:
        return False
    member.is_superuser = True
    lifecycle.record(member, action="granted", by=None, now=now, to="superuser")
    return True


@transaction.atomic
def set_organisation_role(*, membership: Membership, role: str, by: Member, now: dt.datetime) -> None:
    """Make the member of a current bond admin of the organisation, or an ordinary member again.

    The same role twice changes nothing. Raises Refused when `by` may not, or when the bond has ended.
    """
    refuse_if(rules.why_not_change_organisation_role(by, membership))
    was = membership.role
    if was == role:
        return
    changed = Membership.objects.filter(pk=membership.pk, role=was, ended_at=None).update(role=role)
    if changed != 1:
        raise Refused(_("This person no longer belongs to the organisation."))
    membership.role = role
    lifecycle.record(membership, action="role", by=by, now=now, was=was, to=role)
