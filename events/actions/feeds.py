"""How does a member get a private calendar, a new address for it, or none any more? (S-44)"""

import datetime as dt

from django.db import transaction

from corridor.models import Member
from events.actions import places
from events.models import CalendarFeed


@transaction.atomic
def renew(*, member: Member, now: dt.datetime) -> CalendarFeed:
    """A new address for the private calendar of `member`; every earlier one is nobody's from now on."""
    places.hold_person(member)  # and two presses at once are one
    feed = CalendarFeed.objects.filter(member=member).first()
    if feed is None:
        return CalendarFeed.objects.create(member=member, made_at=now)
    feed.version, feed.made_at = feed.version + 1, now
    feed.save(update_fields=["version", "made_at"])
    return feed


def stop(*, member: Member, now: dt.datetime) -> None:
    """End the private calendar of `member`: its version rises, and nobody is told the address that this would be."""
    if CalendarFeed.objects.filter(member=member).exists():
        renew(member=member, now=now)
