"""Of which events is it time to forget something of the guests, and is there something left to forget?"""

import datetime as dt

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from events.models import Answer, CheckIn, Event, EventStaff, OpinionRoll, Registration, Scan, SiteRequest

LISTED = dt.timedelta(days=30)  # other guests may see who came
TOLD = dt.timedelta(days=90)  # what guests said, and how they came in
KNOWN = dt.timedelta(days=730)  # who they were
ASKED = dt.timedelta(days=365)  # a question about a site, from its last word on

# One came along; not who. A place is still counted for them.
SOMEBODY = "1"
UNSAID = {
    "photo": "",
    "excused_because": "",
    "late_because": "",
    "promoted_by": "",
    "still_comes_at": None,
}


def with_a_list(now: dt.datetime) -> QuerySet[Event]:
    """Over for thirty days, and guests still show one another that they came."""
    return _over(now, LISTED).filter(_some(Registration.objects.filter(is_listed=True)))


def with_details(now: dt.datetime) -> QuerySet[Event]:
    """Over for ninety days, and something is left of what guests said or of how they came in."""
    return _over(now, TOLD).filter(
        _some(said(Registration.objects.all()))
        | _some(Answer.objects.all(), "registration__event")
        | _some(Scan.objects.all())
        | _some(OpinionRoll.objects.all(), "registration__event")
        | _some(arrived(CheckIn.objects.all()), "registration__event")
    )


def with_guests(now: dt.datetime) -> QuerySet[Event]:
    """Over for two years, and somebody is still known to have been, worked or spoken there."""
    spoke = Exists(Event.objects.filter(pk=OuterRef("pk"), sessions__speakers__isnull=False))
    return _over(now, KNOWN).filter(_some(Registration.objects.all()) | _some(EventStaff.objects.all()) | spoke)


def old_requests(now: dt.datetime) -> QuerySet[SiteRequest]:
    """Questions about sites of which nobody said anything for a year."""
    return SiteRequest.objects.filter(state_since__lte=now - ASKED)


def said(guests: QuerySet[Registration]) -> QuerySet[Registration]:
    """Those of `guests` of whom something is left that they, or a host, said about this one evening."""
    words = ~Q(photo="") | ~Q(excused_because="") | ~Q(late_because="") | ~Q(promoted_by="")
    return guests.filter(words | Q(still_comes_at__isnull=False) | ~Q(companion__in=["", SOMEBODY]))


def arrived(check_ins: QuerySet[CheckIn]) -> QuerySet[CheckIn]:
    """Those of `check_ins` that say more than that somebody came."""
    return check_ins.exclude(gate="", by=None, at=F("registration__event__starts_at"))


def _over(now: dt.datetime, age: dt.timedelta) -> QuerySet[Event]:
    return Event.objects.filter(ends_at__lte=now - age)


def _some(rows: QuerySet, event: str = "event") -> Exists:
    return Exists(rows.filter(**{event: OuterRef("pk")}))
