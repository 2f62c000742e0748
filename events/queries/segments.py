"""Which guests does an announcement reach? By standing, arrival, region, layer and consent to be seen (F083)."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet

from corridor.models import Member, OutboxEmail, Region
from corridor.queries import regions
from events.models import Announcement, Event, Registration


def recipients(event: Event, segment: Mapping[str, object]) -> QuerySet[Registration]:
    """The guests of `event` within `segment` (models/announcement.py), each once; what it leaves out does not narrow.

    Somebody's region is that of their profile, else of their organisation; their layers are those of either. Whoever
    has left the event, or the site, is in no segment.
    """
    rows = event.registrations.filter(state__in=Registration.STANDING, member__is_active=True)
    if segment.get("states"):
        rows = rows.filter(state__in=segment["states"])
    if segment.get("arrived") is not None:
        rows = rows.filter(check_in__isnull=not segment["arrived"])
    if segment.get("listed"):
        rows = rows.filter(is_listed=True)
    if segment.get("regions"):
        rows = rows.filter(member__in=_at_home_in(segment["regions"]))
    if segment.get("layers"):
        rows = rows.filter(member__in=_on_layers(segment["layers"]))
    return rows.select_related("member").order_by("pk")


def written_to(announcement: Announcement) -> int:
    """How many mails of `announcement` left or are about to; none of those that a recall or a reader stopped."""
    mails = OutboxEmail.objects.filter(about_type=announcement._meta.label_lower, about_id=announcement.pk)
    return mails.exclude(state__in=(OutboxEmail.State.WITHDRAWN, OutboxEmail.State.FAILED)).count()


def _at_home_in(numbers: list[int]) -> QuerySet[Member]:
    below = regions.regions_below(Region.objects.filter(pk__in=numbers))
    own = Q(profile__region__in=below)
    by_work = Q(profile__region=None, memberships__ended_at=None, memberships__organisation__region__in=below)
    return Member.objects.filter(own | by_work).order_by().values("pk")


def _on_layers(numbers: list[int]) -> QuerySet[Member]:
    """`numbers` are those of the layers, 1 to 7."""
    own = Q(profile__layers__number__in=numbers) | Q(profile__primary_layer__number__in=numbers)
    by_work = Q(memberships__ended_at=None, memberships__organisation__layers__number__in=numbers)
    return Member.objects.filter(own | by_work).order_by().values("pk")
