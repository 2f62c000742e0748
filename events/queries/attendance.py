"""Who has a place, who came, and who was in one room with whom?"""

import datetime as dt
from collections.abc import Collection
from itertools import combinations

from django.db.models import Case, Prefetch, QuerySet, When

from corridor.models import Member, Membership, Transition
from events.models import Answer, CheckIn, Event, EventStaff, Registration

HELD = (Event.State.HELD, Event.State.ARCHIVED)
# The lines of a history under which whoever decided wrote a reason.
BY_HAND = ("registered", "moved", "moved in line", "let go")
MONTHS = 12
DAYS_OF_A_MONTH = 365 / 12


def standing_of(member: Member, event: Event) -> Registration | None:
    """How `member` stands for `event`: with a place, waiting, or not at all (a place given up is gone)."""
    rows = Registration.objects.filter(member=member, event=event, state__in=Registration.STANDING)
    return rows.select_related("check_in").first()


def registration(number: int) -> Registration | None:
    """The registration of that number with its event and member."""
    rows = Registration.objects.select_related("event__venue", "event__region", "member")
    return rows.filter(pk=number).first()


def hosts(member: Member, event: Event) -> bool:
    """Whether `member` was made a host of `event`. One query."""
    return EventStaff.objects.filter(event=event, member=member, role=EventStaff.Role.HOST).exists()


def latest_of(member: Member, event: Event) -> Registration:
    """How `member`, who registered for `event` once at least, stands now: the row that stands, else the last one."""
    rows = Registration.objects.filter(member=member, event=event).select_related("event__venue", "event__region")
    rows = rows.select_related("member").order_by("-turn")
    return min(rows, key=lambda one: one.state not in Registration.STANDING)


def who_took_over(registration: Registration) -> str:
    """The name of who took this place over; empty when nobody did."""
    taker = Registration.objects.filter(taken_over_from=registration)
    return taker.values_list("member__name", flat=True).first() or ""


def coming_of(member: Member, *, now: dt.datetime) -> QuerySet[Registration]:
    """The places and waits of `member` in events that are not over, the next first."""
    rows = Registration.objects.filter(member=member, state__in=Registration.STANDING, event__ends_at__gt=now)
    rows = rows.filter(event__state__in=Event.COMING)
    return rows.select_related("event__venue__region", "event__region").order_by("event__starts_at", "pk")


def turn(registration: Registration) -> int:
    """Which turn somebody who waits has: 1 is next. One query."""
    before = Registration.objects.filter(event=registration.event_id, state=Registration.State.WAITLISTED)
    return before.filter(turn__lte=registration.turn).count()


def is_offer_over(registration: Registration, *, now: dt.datetime) -> bool:
    """Whether a place was offered and not accepted in time, also before the clock has passed it on."""
    until = registration.offer_until
    return registration.state == Registration.State.OFFERED and until is not None and until <= now


def had_place(registration: Registration) -> bool:
    """Whether this was ever a confirmed place, by its history."""
    moves = Transition.objects.filter(subject_type=registration._meta.label_lower, subject_id=registration.pk)
    return moves.filter(to=Registration.State.CONFIRMED).exists()


def guests(event: Event) -> QuerySet[Registration]:
    """Everybody with a place in `event` or waiting, by name, those with a place first; with their arrival.

    Each member carries `present`: the bond with where they work now.
    """
    bonds = Membership.objects.filter(ended_at=None).select_related("organisation")
    rows = event.registrations.filter(state__in=Registration.STANDING).select_related("member", "check_in")
    rows = rows.prefetch_related(Prefetch("member__memberships", bonds, to_attr="present"))
    return rows.order_by("state", "member__name", "pk")


def everybody(event: Event) -> QuerySet[Registration]:
    """All that ever stood for `event`, one row each time, by name; those who wait by turn. As guests() otherwise."""
    # Of two hundred guests only what a list shows is read: making whole rows of it cost a third of the page.
    named = ("member", "organisation", "organisation__name")
    bonds = Membership.objects.filter(ended_at=None).select_related("organisation").only(*named)
    rows = event.registrations.select_related("member", "check_in")
    rows = rows.prefetch_related(Prefetch("member__memberships", bonds, to_attr="present"))
    waits = Case(When(state=Registration.State.WAITLISTED, then="turn"), default=0)
    return rows.order_by(waits, "member__name", "pk")


def with_answers(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """The same `rows`, each with what that guest answered to the host's questions. One query more."""
    return rows.prefetch_related(Prefetch("answers", Answer.objects.select_related("question")))


def reasons(event: Event) -> dict[int, list[Transition]]:
    """Registration -> what hosts and organisers wrote down about it, the oldest first. One query."""
    rows = Transition.objects.filter(subject_type=Registration._meta.label_lower, by__isnull=False)
    rows = rows.filter(subject_id__in=event.registrations.order_by().values("pk"), action__in=BY_HAND)
    found: dict[int, list[Transition]] = {}
    for row in rows.exclude(because="").select_related("by").order_by("pk"):
        found.setdefault(row.subject_id, []).append(row)
    return found


def listed(event: Event, *, to: Member) -> list[Registration]:
    """Those others who come and agreed that guests may see it, by name, with where they work. Two queries (F085).

    Who says twice different things about that, listed and hiding that they were there, is not seen.
    """
    agreed = {"state": Registration.State.CONFIRMED, "is_listed": True, "hides_attendance": False}
    rows = event.registrations.filter(**agreed).select_related("member").exclude(member=to)
    bonds = Membership.objects.filter(ended_at=None).select_related("organisation")
    rows = rows.prefetch_related(Prefetch("member__memberships", bonds, to_attr="present"))
    return list(rows.order_by("member__name", "pk"))


def shared(ids: Collection[int] | None, *, now: dt.datetime, months: int = MONTHS) -> dict[tuple[int, int], Event]:
    """(a, b), a < b -> the latest event held in the last `months` at which both arrived, neither hiding it (F070).

    `ids`: the members to look among; None is everybody. One query, and one for the events.
    """
    arrived = _arrived(now, months)
    if ids is not None:
        arrived = arrived.filter(registration__member__in=ids)
    guests: dict[int, list[int]] = {}
    for event, member in arrived.order_by("registration__event__starts_at", "registration__event_id").values_list(
        "registration__event", "registration__member"
    ):
        guests.setdefault(event, []).append(member)
    events = Event.objects.select_related("venue", "region").in_bulk(guests)
    return {pair: events[event] for event, there in guests.items() for pair in combinations(sorted(there), 2)}


def attended(*, now: dt.datetime, months: int = MONTHS) -> dict[int, set[int]]:
    """Member -> the numbers of events held in the last `months` where they arrived and do not hide it. One query."""
    found: dict[int, set[int]] = {}
    for member, event in _arrived(now, months).order_by().values_list("registration__member", "registration__event"):
        found.setdefault(member, set()).add(event)
    return found


def hidden(events: Collection[int]) -> QuerySet[Registration]:
    """The standings for these events of those who hide having been there."""
    return Registration.objects.filter(event__in=events, hides_attendance=True)


def _arrived(now: dt.datetime, months: int) -> QuerySet[CheckIn]:
    """Arrivals that may be told, at what was held in the last `months`."""
    return CheckIn.objects.filter(
        registration__hides_attendance=False,
        registration__event__state__in=HELD,
        registration__event__ends_at__gte=now - dt.timedelta(days=round(months * DAYS_OF_A_MONTH)),
        registration__event__ends_at__lte=now,
    )
