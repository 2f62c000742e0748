"""What of its guests is forgotten how long after an event? Steps of its own for each sort; numbers stay (F050).

Diet and access needs go after two weeks (details.forget_needs), what there was to talk about after a day
(speed_meetings.forget_reasons), and all of somebody who erases themselves at once (erasing).
"""

import datetime as dt

from django.db import transaction
from django.db.models import Model, OuterRef, Q, QuerySet, Subquery

from corridor.models import Transition
from events.actions import places
from events.models import (
    Answer,
    CheckIn,
    Event,
    EventStaff,
    Headcount,
    OpinionRoll,
    Registration,
    Scan,
    SiteRequest,
    Speaker,
)
from events.queries import forgetting


@transaction.atomic
def forget_list(*, event: Event, now: dt.datetime) -> None:
    """Thirty days after: guests show one another no longer that they came. Before that it does nothing."""
    event = places.lock(event)
    if forgetting.with_a_list(now).filter(pk=event.pk).exists():
        event.registrations.update(is_listed=False)


@transaction.atomic
def forget_details(*, event: Event, now: dt.datetime) -> None:
    """Ninety days after: answers, photos, reasons, who came along, each scan, and who was asked for an opinion go.

    Of an arrival it stays that there was one, of a companion that somebody came along. Before that it does nothing.
    """
    event = places.lock(event)
    if not forgetting.with_details(now).filter(pk=event.pk).exists():
        return
    forget_said(event.registrations.all())
    Scan.objects.filter(event=event).delete()  # those of no guest too
    came_along = event.registrations.exclude(companion="")
    came_along.update(companion=forgetting.SOMEBODY)


@transaction.atomic
def forget_guests(*, event: Event, now: dt.datetime) -> Headcount | None:
    """Two years after: who was there is counted and forgotten, who worked there and who spoke too.

    Counted once: what is found later adds to it. Out: the count; None before its time.
    """
    event = places.lock(event)
    if not forgetting.with_guests(now).filter(pk=event.pk).exists():
        return None
    guests = event.registrations.all()
    count, _new = Headcount.objects.get_or_create(
        event=event, defaults={"registered": 0, "confirmed": 0, "came": 0, "counted_at": now}
    )
    count.registered += guests.count()
    count.confirmed += guests.filter(state=Registration.State.CONFIRMED).count()
    count.came += CheckIn.objects.filter(registration__event=event).count()
    count.counted_at = now
    count.save()
    history_of(Registration, guests).delete()
    history_of(Event, Event.objects.filter(pk=event.pk)).filter(action__startswith="staff ").update(because="")
    guests.delete()
    EventStaff.objects.filter(event=event).delete()
    Speaker.objects.filter(session__event=event).delete()
    return count


@transaction.atomic
def forget_request(*, request: SiteRequest, now: dt.datetime) -> None:
    """A year after its last word: a question about a site goes, with its history."""
    found = forgetting.old_requests(now).filter(pk=request.pk)
    history_of(SiteRequest, found).delete()
    found.delete()


def forget_said(guests: QuerySet[Registration]) -> None:
    """What `guests` said about an evening and how they came in, but not who came along. In the caller's transaction.

    Of an arrival it stays that there was one: its moment becomes that of the beginning. Of their history the steps
    stay, without what a person wrote beside them.
    """
    Answer.objects.filter(registration__in=guests).delete()
    Scan.objects.filter(registration__in=guests).delete()
    OpinionRoll.objects.filter(registration__in=guests).delete()
    begun = Registration.objects.filter(pk=OuterRef("registration")).values("event__starts_at")
    came = forgetting.arrived(CheckIn.objects.filter(registration__in=guests))
    came.update(at=Subquery(begun), gate="", by=None)
    history_of(Registration, guests).filter(Q(by__isnull=False) | Q(action="excused")).update(because="")
    guests.update(**forgetting.UNSAID)


def history_of(model: type[Model], rows: QuerySet) -> QuerySet[Transition]:
    """The history of these `rows`."""
    return Transition.objects.filter(
        subject_type=model._meta.label_lower, subject_id__in=list(rows.values_list("pk", flat=True))
    )
