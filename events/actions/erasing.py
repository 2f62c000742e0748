"""What of an event goes when somebody erases themselves? Their places, so that others get them; that they came stays.

What they said goes with them: who comes along, answers, needs, reasons, scans, and what others wrote down about it. A
registration, and that somebody came, say nothing of anybody once the member is an empty row; counts are made of them.
"""

import datetime as dt

from django.db.models import Q

from corridor import outbox
from corridor.models import Member, Transition
from events import emails, rules
from events.actions import forgetting, registrations, speed_meetings
from events.actions import staff as roles
from events.models import (
    CalendarFeed,
    Event,
    EventStaff,
    Needs,
    Registration,
    SessionChoice,
    SiteRequest,
    Speaker,
)


def hold(member: Member) -> None:
    """Before everything else: lock the events in which `member` has a place or waits, as whoever gives places does.

    And those that `member` organises: who gives a place back there writes to them while holding the event.
    """
    places = Registration.objects.filter(member=member, state__in=Registration.STANDING).order_by()
    events = Event.objects.filter(Q(pk__in=places.values("event")) | Q(organiser=member)).order_by("pk")
    list(events.select_for_update(of=("self",)).values_list("pk"))


def erase(*, member: Member, by: Member | None, now: dt.datetime) -> None:
    """At once, in the transaction of corridor.actions.erasing: give back every place in what is still to come."""
    CalendarFeed.objects.filter(member=member).delete()
    Event.objects.filter(organiser=member).update(organiser=None)
    EventStaff.objects.filter(member=member).delete()
    asked = SiteRequest.objects.filter(member=member)
    for request in asked:
        outbox.stop(about=request, now=now, because="the person erased themselves")
    asked.update(text="")
    speed_meetings.forget_reasons_about(member)
    for place in Registration.objects.filter(member=member, state__in=Registration.STANDING).select_related("event"):
        if not rules.why_not_give_up(place.event, now):
            registrations.cancel(registration=place, by=by, now=now, tell=False)
    Needs.objects.filter(registration__member=member).delete()
    SessionChoice.objects.filter(registration__member=member).delete()
    Speaker.objects.filter(member=member).delete()
    rows = Registration.objects.filter(member=member)
    forgetting.forget_said(rows)
    rows.update(companion="", is_listed=False)
    forgetting.history_of(SiteRequest, asked).update(because="")
    _forget_role_lines(member)


def held_until(member: Member) -> dt.datetime | None:
    """Until when others read who `member` is because of us: never."""
    return None


def mails_about(member: Member) -> Q:
    """Mails to others that name `member`: sites asked for, roles given; places given up late, passed on, in doubt."""
    asked = SiteRequest.objects.filter(member=member).order_by().values("pk")
    sites = Q(about_type=SiteRequest._meta.label_lower, about_id__in=asked)
    own = Registration.objects.filter(member=member).order_by().values("pk")
    given = Registration.objects.filter(taken_over_by__member=member).order_by().values("pk")
    told = Q(kind__in=(emails.HAND_OVER, emails.LATE_CANCEL), about_id__in=own)
    took = Q(kind=emails.GIVEN_UP, about_id__in=given)
    doubted = Registration.objects.filter(member=member, asked_again_at__isnull=False).order_by().values("event")
    listed = Q(kind=emails.AT_RISK, about_type=Event._meta.label_lower, about_id__in=doubted)
    gave = EventStaff.objects.filter(added_by=member).order_by().values("pk")
    listed |= Q(kind=emails.STAFF_ADDED, about_type=EventStaff._meta.label_lower, about_id__in=gave)
    return sites | listed | Q(about_type=Registration._meta.label_lower) & (told | took)


def fade(*, member: Member, now: dt.datetime) -> None:
    """Once nobody reads who `member` is any more: nothing is left to do."""


def _forget_role_lines(member: Member) -> None:
    """Their name where an event's history names who worked there; the lines stay."""
    named = Transition.objects.filter(subject_type=Event._meta.label_lower, action__in=roles.ACTIONS)
    named.filter(because=member.label).update(because="")
