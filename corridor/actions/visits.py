"""What happens when a member says where they will be, takes it back, or has been there? (F063)

Nothing of it is written into the history, which organisers read: before a mutual yes a visit is nobody's business.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor import rules
from corridor.errors import Refused, refuse_if
from corridor.models import Member, Profile, Region, Visit
from corridor.queries import regions

MOST = 10  # who is everywhere is nowhere
AHEAD = dt.timedelta(days=365)
DAY = dt.timedelta(days=1)


@transaction.atomic
def add(
    *, member: Member, region: Region, first_day: dt.date, last_day: dt.date, by: Member, now: dt.datetime
) -> Visit:
    """Write down that `member` will be in `region` from the first day to the last; the visit as it stands.

    Days that touch or overlap another visit there make one longer visit. Raises Refused for days that are over, in
    the wrong order or more than a year ahead, for being somewhere else on one of them, for the region one works in, for
    an eleventh visit, or when `by` may not.
    """
    refuse_if(rules.why_not_edit_profile(by, member))
    Member.objects.select_for_update(of=("self",)).get(pk=member.pk)  # owns the limit
    today = timezone.localdate(now)
    refuse_if(_why_not_days(first_day, last_day, today) or _why_not_region(member, region))
    coming = list(Visit.objects.filter(member=member, last_day__gte=today).select_related("region"))
    near = [one for one in coming if one.first_day - DAY <= last_day and first_day <= one.last_day + DAY]
    there = [one for one in near if one.region_id == region.pk]
    for one in near:
        if one not in there and one.first_day <= last_day and first_day <= one.last_day:
            text = _("You are in %(region)s on one of these days already. Remove that first, or choose other days.")
            raise Refused(text % {"region": one.region})
    if len(coming) - len(there) >= MOST:
        raise Refused(_("Ten is the most. Remove one first."))
    first_day = min([first_day, *(one.first_day for one in there)])
    last_day = max([last_day, *(one.last_day for one in there)])
    Visit.objects.filter(pk__in=[one.pk for one in there]).delete()
    return Visit.objects.create(member=member, region=region, first_day=first_day, last_day=last_day)


@transaction.atomic
def remove(*, visit: Visit, by: Member) -> None:
    """Take `visit` back; gone already is as good. Raises Refused when `by` may not."""
    refuse_if(rules.why_not_edit_profile(by, visit.member))
    Visit.objects.filter(pk=visit.pk).delete()


def forget_past(*, now: dt.datetime) -> int:
    """Delete every visit whose last day is over; how many there were."""
    return Visit.objects.filter(last_day__lt=timezone.localdate(now)).delete()[0]


def _why_not_days(first_day: dt.date, last_day: dt.date, today: dt.date) -> str | None:
    if last_day < first_day:
        return _("The last day comes before the first.")
    if first_day < today:
        return _("That day is over. Choose today or a later day.")
    if last_day > today + AHEAD:
        return _("Choose days within a year from now.")
    return None


def _why_not_region(member: Member, region: Region) -> str | None:
    homes = regions.homes()
    own = Profile.objects.filter(member=member, region__isnull=False).values_list("region", flat=True).first()
    if own and homes[own] == homes[region.pk]:
        return _("That is the region you work in. Tell us when you are somewhere else.")
    return None
