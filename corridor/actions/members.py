"""What happens when a member changes what they tell us, pauses, or says yes or no to being introduced?"""

import calendar
import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor import emails, lifecycle, rules
from corridor.errors import Refused, refuse_if
from corridor.models import Consent, Member, Profile, Region, StackLayer

LONGEST_PAUSE = dt.timedelta(days=366)
KEEP = object()  # "leave this as it is", where None is a value


def record_joining(*, member: Member, now: dt.datetime) -> None:
    """Note that `member` has just signed up."""
    lifecycle.record(member, action="joined", by=member, now=now)


@transaction.atomic
def update_profile(
    *,
    member: Member,
    by: Member,
    now: dt.datetime,
    name: str | object = KEEP,
    language: str | object = KEEP,
    phone: str | object = KEEP,
    region: Region | None | object = KEEP,
    primary_layer: StackLayer | None | object = KEEP,
    layers: Iterable[StackLayer] | object = KEEP,
    pace: int | object = KEEP,
) -> Profile:
    """Change what `member` tells about themselves; what is not given stays. Out: the profile, made if there was none.

    The main layer always counts among the layers. The history names what changed, never the values.
    Raises Refused when `by` may not.
    """
    refuse_if(rules.why_not_edit_profile(by, member))
    profile, _new = Profile.objects.select_for_update(of=("self",)).get_or_create(member=member)
    refuse_if(rules.why_not_any_more(member))
    changed = [
        *_assign(member, name=name, language=language),
        *_assign(profile, phone=phone, region=region, primary_layer=primary_layer, pace=pace),
        *_set_layers(profile, layers),
    ]
    if not changed:
        return profile
    if "region" in changed:
        profile.region_invented = False
    profile.updated_at = now
    member.save(update_fields=["name", "language"])
    profile.save()
    lifecycle.record(member, action="edited", by=by, now=now, because=", ".join(changed))
    return profile


def welcome_when_complete(*, member: Member, now: dt.datetime) -> None:
    """Write the welcome mail once nothing stands between `member` and an introduction; only the first time."""
    if not rules.blocking_rules(member, now):
        emails.welcome(member=member, now=now)


@transaction.atomic
def pause(member: Member, until: dt.date, by: Member, now: dt.datetime) -> None:
    """No new introductions before `until`; the pause ends by itself on that day.

    Raises Refused when `until` is not in the coming year, or `by` may not.
    """
    refuse_if(rules.why_not_edit_profile(by, member))
    today = timezone.localdate(now)
    if not today < until <= today + LONGEST_PAUSE:
        raise Refused(_("Choose a day after today and within a year."))
    Profile.objects.update_or_create(member=member, defaults={"paused_until": until, "updated_at": now})
    lifecycle.record(member, action="paused", by=by, now=now, to=until.isoformat())


def pause_for(member: Member, months: int, by: Member, now: dt.datetime) -> None:
    """The same until this day so many months on. Raises Refused as pause() does."""
    pause(member, _months_later(timezone.localdate(now), months), by, now)


@transaction.atomic
def resume(member: Member, by: Member, now: dt.datetime) -> None:
    """End the pause of `member`; without one nothing happens. Raises Refused when `by` may not."""
    refuse_if(rules.why_not_edit_profile(by, member))
    paused = Profile.objects.filter(member=member, paused_until__isnull=False)
    if paused.update(paused_until=None, updated_at=now):
        lifecycle.record(member, action="resumed", by=by, now=now)


@transaction.atomic
def give_consent(*, member: Member, text_version: str, language: str, by: Member, now: dt.datetime) -> Consent:
    """Keep that `member` said yes to being introduced, to this version of the text in this language.

    The same yes again gives the same row; a yes to a newer text ends the older one. Raises Refused when `by` is not
    the member: nobody says yes for somebody else.
    """
    refuse_if(rules.why_not_edit_profile(by, member))
    Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    standing = Consent.objects.filter(member=member, purpose=Consent.Purpose.MATCHING, withdrawn_at=None)
    same = standing.filter(text_version=text_version).first()
    if same:
        return same
    standing.update(withdrawn_at=now)
    lifecycle.record(member, action="consented", by=by, now=now, to=text_version)
    return Consent.objects.create(member=member, text_version=text_version, language=language, given_at=now)


@transaction.atomic
def withdraw_consent(*, member: Member, by: Member, now: dt.datetime) -> None:
    """Take back the yes; the row stays, as the proof that it was there. Without one nothing happens.

    Raises Refused when `by` may not.
    """
    refuse_if(rules.why_not_edit_profile(by, member))
    standing = Consent.objects.filter(member=member, purpose=Consent.Purpose.MATCHING, withdrawn_at=None)
    if standing.update(withdrawn_at=now):
        lifecycle.record(member, action="consent withdrawn", by=by, now=now)


def _months_later(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _assign(thing: Member | Profile, **values: object) -> list[str]:
    """Set the values that are given and differ; the names of those."""
    changed = [name for name, value in values.items() if value is not KEEP and getattr(thing, name) != value]
    for name in changed:
        setattr(thing, name, values[name])
    return changed


def _set_layers(profile: Profile, layers: Iterable[StackLayer] | object) -> list[str]:
    had = set(profile.layers.all())
    wanted = had if layers is KEEP else set(layers)
    wanted |= {profile.primary_layer} - {None}
    if wanted == had:
        return []
    profile.layers.set(wanted)
    return ["layers"]
