"""What happens when, in which room, by whom; where does it clash; and what did a guest choose? (F082)"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from corridor.models import Member, Transition
from corridor.queries.prepared import Prepared
from events.models import Event, Registration, Session, Speaker, Sponsor
from events.queries.calendars import BEHIND

ROOM, SPEAKER, HOURS = "room", "speaker", "hours"

_TOLD = {"who": F("speakers__name"), "what": F("speakers__described_as")}
_AT_A_GLANCE = Prepared(
    lambda event: (
        Session.objects.filter(event=event).annotate(**_TOLD).order_by("starts_at", "room", "pk", "speakers__pk")
    )
)
_SESSIONS = Prepared(lambda event: Session.objects.filter(event=event))
_SPEAKERS = Prepared(lambda event: Speaker.objects.filter(session__event=event))
_SPONSORS = Prepared(lambda event: Sponsor.objects.filter(event=event).select_related("organisation"))


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sessions that cannot both be (`other` None: one outside the hours of its event), and over what."""

    over: str
    session: Session
    other: Session | None
    what: str = ""  # the room, or the speaker


def of_event(event: Event) -> list[Session]:
    """The sessions of `event` with their speakers, by time. Two queries, one when there are none."""
    return list(event.sessions.prefetch_related("speakers").order_by("starts_at", "room", "pk"))


def at_a_glance(event: Event) -> list[tuple[Session, list[tuple[str, str]]]]:
    """The sessions of `event` by time, each with the name of who speaks and what they are. One query."""
    found: dict[int, tuple[Session, list[tuple[str, str]]]] = {}
    for row in _AT_A_GLANCE.rows(event.pk):
        _session, speakers = found.setdefault(row.pk, (row, []))
        if row.who:
            speakers.append((row.who, row.what))
    return list(found.values())


def sponsors(event: Event) -> QuerySet[Sponsor]:
    """Who makes `event` possible. One query."""
    return event.sponsors.select_related("organisation").order_by("pk")


def facts(event: Event) -> tuple:
    """All that a visitor reads of the programme of `event`, as the database gives it. Three queries."""
    return tuple(question.facts(event.pk) for question in (_SESSIONS, _SPEAKERS, _SPONSORS))


def clashes(event: Event, sessions: Iterable[Session]) -> list[Clash]:
    """What a host should look at again: one room or one speaker twice at a time, and sessions outside the event."""
    sessions = list(sessions)
    found = [
        Clash(HOURS, one, None) for one in sessions if one.starts_at < event.starts_at or one.ends_at > event.ends_at
    ]
    for one, other in overlapping(sessions):
        if one.room and one.room.casefold() == other.room.casefold():
            found.append(Clash(ROOM, one, other, one.room))
        twice = _speakers(one).keys() & _speakers(other).keys()
        found += [Clash(SPEAKER, one, other, _speakers(one)[key]) for key in sorted(twice)]
    return found


def overlapping(sessions: Iterable[Session]) -> list[tuple[Session, Session]]:
    """Every two of `sessions` that are partly at the same time, the earlier one first."""
    ordered = sorted(sessions, key=lambda one: (one.starts_at, one.pk))
    return [(one, other) for one, other in combinations(ordered, 2) if other.starts_at < one.ends_at]


def chosen(registration: Registration) -> set[int]:
    """The numbers of the sessions on this guest's own agenda. One query."""
    return set(registration.choices.values_list("session_id", flat=True))


def agenda_of(member: Member, *, now: dt.datetime) -> QuerySet[Session]:
    """What `member` chose where they have a place, in what is not over for a month yet, by time. One query.

    For their private calendar feed: a choice ends with the place. Each carries `edits` and `said_at`, which grow with
    every change of its programme, and with the event they say which version the entry is.
    """
    places = Registration.objects.filter(
        member=member,
        state=Registration.State.CONFIRMED,
        event__state__in=(*Event.COMING, Event.State.HELD),
        event__ends_at__gt=now - BEHIND,
    )
    edited = Transition.objects.filter(
        subject_type=Event._meta.label_lower, subject_id=OuterRef("event"), action__in=("edited", "rescheduled")
    )
    edits = edited.order_by().values("subject_id").annotate(number=Count("pk")).values("number")
    rows = Session.objects.filter(chosen_by__registration__in=places.values("pk")).annotate(
        edits=Coalesce(Subquery(edits), 0),
        said_at=Coalesce(Subquery(edited.order_by("-at").values("at")[:1]), F("event__state_since")),
    )
    return rows.select_related("event__venue__region").order_by("starts_at", "pk")


def _speakers(session: Session) -> dict[str, str]:
    """Each speaker by what makes them one person: the member, else the name however it is written."""
    return {
        f"#{one.member_id}" if one.member_id else " ".join(one.name.casefold().split()): one.name
        for one in session.speakers.all()
    }
