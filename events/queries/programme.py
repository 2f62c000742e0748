"""What is coming, what may this person see, and where could two people meet?"""

import datetime as dt
from collections.abc import Collection

from django.db.models import QuerySet

from corridor.models import Member
from events.models import Event, Registration
from events.queries import capacity

# Nobody rearranges a week for somebody they do not know yet.
NOTICE = dt.timedelta(days=3)
WITHIN = dt.timedelta(days=60)


def published() -> QuerySet[Event]:
    """Events that everybody may see: announced ones, and what became of them."""
    return Event.objects.exclude(state=Event.State.DRAFT).exclude(state=Event.State.ARCHIVED)


def both_can_attend(members: Collection[Member], *, now: dt.datetime, within: dt.timedelta = WITHIN) -> Event | None:
    """The event in which these two could meet: open to register, starting in three days at least and `within` at most.

    Each of them either has a place or would get one at once; one who waits or gave up the place cannot come. The first
    in which one of them has a place already, else the first of all. Who hides being there is not given away: their
    place makes no event preferred. Two queries.
    """
    numbers = {member.pk for member in members}
    coming = Event.objects.filter(
        state=Event.State.PUBLISHED, starts_at__gte=now + NOTICE, starts_at__lte=now + within
    ).select_related("venue", "region")
    events = list(capacity.with_places(coming).order_by("starts_at", "pk"))
    last = {}  # (event, member) -> how they stand; the latest row counts
    rows = Registration.objects.filter(event__in=[event.pk for event in events], member__in=numbers)
    for row in rows.order_by("pk"):
        last[row.event_id, row.member_id] = row
    fitting = []
    for event in events:
        own = [last[event.pk, number] for number in numbers if (event.pk, number) in last]
        if any(row.state != Registration.State.CONFIRMED for row in own):
            continue
        if capacity.free(event) >= len(numbers) - len(own):
            fitting.append((not any(not row.hides_attendance for row in own), event))
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None
