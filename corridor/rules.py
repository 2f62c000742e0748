"""Who may, and which sentence do they read when they may not? `why_not_x` returns a sentence or None."""

from django.utils.translation import gettext as _

from corridor.models import Member, Membership, Region, RegionRole
from corridor.queries import scope


def why_not_enter_console(person) -> str | None:
    """Why `person` may not enter the console: only active organisers and superusers do."""
    if not person.is_authenticated or not person.is_active:
        return "signed-out"
    if person.is_superuser or RegionRole.objects.filter(member=person, ended_at=None).exists():
        return None
    return "not-an-organiser"


def why_not_grant_region(by: Member | None, member: Member, region: Region) -> str | None:
    """Why `by` may not make `member` organiser of `region`; `by` empty is the command line.

    Superusers grant regions, to others only (S-15): nobody acts on own roles.
    """
    if by is None:
        return None
    if by.pk == member.pk:
        return _("Nobody changes their own roles. Ask another superuser.")
    if not by.is_active or not by.is_superuser:
        return _("Only superusers choose who organises a region.")
    return None


def why_not_change_organisation_role(by: Member, membership: Membership) -> str | None:
    """Why `by` may not make or unmake the member an admin of the organisation: organisers of its region may."""
    if by.pk == membership.member_id:
        return _("Nobody changes their own roles. Ask another organiser.")
    if not by.is_active or not scope.of(by).memberships().filter(pk=membership.pk).exists():
        return _("That organisation is not in a region you organise.")
    return None


def why_not_see_contact(by: Member, member: Member, because: str) -> str | None:
    """Why `by` may not read how to reach `member`: organisers in their regions; superusers say why (break-glass)."""
    if not by.is_active or not scope.of(by).members().filter(pk=member.pk).exists():
        return _("This member is not in a region you organise.")
    if by.is_superuser and not because.strip():
        return _("Write down why you need this: the member can ask.")
    return None
