"""Who may, and which sentence do they read when they may not? `why_not_x` returns a sentence or None.

Every rule asks the database anew, so a right given or taken counts from the next request on (S-15).
"""

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.models import Member, Membership, Organisation, Region, RegionRole, Suppression
from corridor.queries import scope, suppressions
from corridor.queries.organisations import own
from corridor.queries.second_factor import has_second_factor
from corridor.queries.standing import standing

# Why a member is not introduced: the rule in the way -> what they read, and can do about it.
GAPS: dict[str, Promise] = {
    "inactive": gettext_lazy("Your account is closed."),
    "no_consent": gettext_lazy("You have not said yes to being introduced."),
    "paused": gettext_lazy("You have paused introductions."),
    "pace_zero": gettext_lazy("You asked for no introductions for now."),
    "no_name": gettext_lazy("Your name is missing."),
    "no_position": gettext_lazy("What you do at your organisation is missing."),
    "no_layer": gettext_lazy("Your main layer of the Stack is missing."),
    "no_organisation": gettext_lazy("Your organisation is missing."),
    "organisation_incomplete": gettext_lazy(
        "Your organisation's profile is not complete: it needs a kind, a region, a layer and one line about it."
    ),
    "no_home": gettext_lazy("We do not know your region. Choose the one you work in: the whole country is too wide."),
    "no_offer_or_seek": gettext_lazy("Nothing you bring or seek is valid today. Add something, or renew it."),
    "suppressed": gettext_lazy("Our mails to your address are stopped, so we could not ask you."),
    "not_told": gettext_lazy("You chose to get no mail about introductions, so we could not ask you."),
    "organisation_unverified": gettext_lazy("An organiser still has to verify your organisation."),
    "organisation_refused": gettext_lazy("Your organisation was not added to the corridor. Choose another one."),
}


def why_not_enter_console(person: Member) -> str | None:
    """Why `person` may not enter the console, as a code: organisers and superusers with a second step may (S-21)."""
    if not person.is_authenticated or not person.is_active:
        return "signed-out"
    if not person.is_superuser and not RegionRole.objects.filter(member=person, ended_at=None).exists():
        return "not-an-organiser"
    return None if has_second_factor(person) else "no-second-factor"


def why_not_grant_region(by: Member | None, member: Member, region: Region) -> str | None:
    """Why `by` may not make `member` organiser of `region`, or end that. No `by` is the command line."""
    if by is None:
        return None
    if by == member:
        return _("Nobody changes their own role. Ask another superuser.")
    return None if by.is_superuser else _("Only a superuser makes somebody an organiser, or ends that.")


def why_not_change_organisation_role(by: Member, membership: Membership) -> str | None:
    """Why `by` may not make the member of this bond admin of the organisation, or end that."""
    if by.pk == membership.member_id:
        return _("Nobody changes their own role. Ask a colleague who is admin, or an organiser.")
    if _organises(by, membership.organisation) or _is_admin_of(by, membership.organisation):
        return None
    return _("Only an admin of the organisation or an organiser of its region may do that.")


def why_not_any_more(member: Member) -> str | None:
    """Why a form that was under way changes nothing: the account was erased meanwhile. One query, under its locks."""
    if Member.objects.filter(pk=member.pk, erased_at__isnull=False).exists():
        return _("This account was erased.")
    return None


def why_not_erase(by: Member, member: Member) -> str | None:
    """Why `by` may not erase `member`: only they may, and somebody who may everything must be left."""
    if by != member:
        return _("Only this person may erase themselves.")
    others = Member.objects.filter(is_superuser=True, is_active=True).exclude(pk=member.pk)
    if member.is_superuser and not others.exists():
        return _("You are the only one who may do everything here. Make somebody else a superuser first.")
    return None


def why_not_edit_profile(by: Member, member: Member) -> str | None:
    """Why `by` may not change what `member` tells about themselves: only they may."""
    return None if by == member else _("Only this person may change that.")


def why_not_end_membership(by: Member, membership: Membership) -> str | None:
    """Why `by` may not end this bond: oneself, an admin of the organisation and its organisers may."""
    if by.pk == membership.member_id:
        return None
    return why_not_change_organisation_role(by, membership)


def why_not_judge_organisation(by: Member, organisation: Organisation) -> str | None:
    """Why `by` may not verify or refuse `organisation`."""
    if organisation.verified_at:
        return _("This organisation is verified already.")
    if organisation.refused_at:
        return _("This organisation was refused already.")
    if not _organises(by, organisation):
        return _("Only an organiser of its region may decide about it.")
    return why_not_judge_as_own(by, organisation)


def why_not_judge_as_own(by: Member, organisation: Organisation) -> str | None:
    """Why `by`, organiser or superuser, leaves the verdict to somebody else: they proposed it, or work there (S-15)."""
    if not Organisation.objects.filter(own(by.pk), pk=organisation.pk).exists():
        return None
    return _("You proposed %(name)s or work there, so another organiser or a superuser decides about it.") % {
        "name": organisation.name
    }


def why_not_edit_organisation(by: Member, organisation: Organisation) -> str | None:
    """Why `by` may not change what is said about `organisation`."""
    if _organises(by, organisation) or _is_admin_of(by, organisation):
        return None
    return _("Only an admin of the organisation or an organiser of its region may do that.")


def why_not_see_contact(by: Member, member: Member) -> str | None:
    """Why `by` may not read how to reach `member`: organisers may, in their own regions; superusers as such may not."""
    if by.is_active and scope.organised_by(by).members().filter(pk=member.pk).exists():
        return None
    return _("This member is not in a region you organise.")


def why_not_hold_mail(by: Member, member: Member) -> str | None:
    """Why `by` may not stop all mail to `member`: organisers may, within their reach; superusers everywhere."""
    if by.is_active and scope.of(by).members().filter(pk=member.pk).exists():
        return None
    return _("This member is not in a region you organise.")


def why_not_lift(by: Member, suppression: Suppression) -> str | None:
    """Why `by` may not let mail go to that address again: it is not within reach, or it is the person's own wish."""
    if suppression.reason == Suppression.Reason.UNSUBSCRIBED:
        return _("Who does not want our mail takes that back themselves.")
    if by.is_active and suppressions.held(scope.of(by)).filter(pk=suppression.pk).exists():
        return None
    return _("This member is not in a region you organise.")


def blocking_rules(member: Member, now: dt.datetime) -> tuple[str, ...]:
    """Every rule, by its code, that keeps `member` from being introduced as of `now`; the first one asked first."""
    return standing([member.pk], now=now)[member.pk].failing


def profile_gaps(member: Member, now: dt.datetime) -> list[str]:
    """What `member` can do to be introduced, in sentences; empty when nothing stands in the way."""
    return [str(GAPS[code]) for code in standing([member.pk], now=now)[member.pk].gaps]


def _organises(person: Member, organisation: Organisation) -> bool:
    reach = scope.of(person)
    return reach.everything or organisation.region_id in reach.regions


def _is_admin_of(person: Member, organisation: Organisation) -> bool:
    return Membership.objects.filter(
        member=person, organisation=organisation, role=Membership.Role.ADMIN, ended_at=None
    ).exists()
