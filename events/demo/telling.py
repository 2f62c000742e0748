"""How does an event of the demo come about? From a script, by the actions an organiser's buttons call.

A script is told once: what has its title is there already. It says how far from the demo's day it lies.
"""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from corridor.errors import Refused
from corridor.models import Member, StackLayer, Synergy, Topic, Venue
from events.actions import check_ins, details, events, registrations
from events.demo import cast
from events.models import Event, Registration

# What happens on the demo's stage: how far from its day, and what; it gets the day and its own moment.
Scene = tuple[dt.timedelta, Callable[[dt.datetime, dt.datetime], None]]


@dataclass(frozen=True)
class Script:
    """One event: so many days from the demo's day, at which hour, for how long, and what everybody reads of it."""

    kind: str
    venue: str
    day: int
    starts: tuple[int, int]
    hours: float
    places: int
    title: tuple[str, str]
    summary: tuple[str, str]
    layers: tuple[int, ...]
    synergies: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    more: dict[str, object] = field(default_factory=dict)  # other columns


def after(days: float = 0, hours: float = 0, minutes: float = 0) -> dt.timedelta:
    """So long after the demo's day began; before it when negative."""
    return dt.timedelta(days=days, hours=hours, minutes=minutes)


def begins(script: Script, day: dt.datetime) -> dt.datetime:
    """When the event of `script` begins, seen from the demo's `day`."""
    return cast.at((day.astimezone(Event.ZONE) + dt.timedelta(days=script.day)).date(), *script.starts)


def find(script: Script, day: dt.datetime) -> Event | None:
    """The event of `script` as seen from `day`; None when it was told seen from another day, or not at all."""
    found = Event.objects.filter(title_nl=script.title[0], moves=None, starts_at=begins(script, day))
    return found.select_related("region", "venue", "organiser").first()


def draft(script: Script, *, starts_at: dt.datetime, now: dt.datetime) -> Event | None:
    """A draft; None where an event has its title already, or the ground lacks its venue or organiser."""
    venue = Venue.objects.select_related("region").filter(slug=script.venue).first()
    by = venue and cast.organiser_of(venue.region)
    if by is None or Event.objects.filter(title_nl=script.title[0]).exists():
        return None
    facts = {
        "kind": script.kind,
        "title_nl": script.title[0],
        "title_en": script.title[1],
        "summary_nl": script.summary[0],
        "summary_en": script.summary[1],
        "region": venue.region,
        "venue": venue,
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=script.hours),
        "capacity": script.places,
        "layers": StackLayer.objects.filter(number__in=script.layers),
        "synergies": Synergy.objects.filter(letter__in=script.synergies),
        "topics": Topic.objects.filter(slug__in=script.topics),
        **script.more,
    }
    return events.draft(facts=facts, by=by, now=now)


def announce(script: Script, day: dt.datetime, now: dt.datetime) -> Event | None:
    """Drafted and published in one go; None where draft() gives none."""
    event = draft(script, starts_at=begins(script, day), now=now)
    return event and events.publish(event=event, by=event.organiser, now=now)


def fill(
    event: Event,
    people: Iterable[Member],
    now: dt.datetime,
    say: Callable[[Member, int], details.Details | None] = lambda person, number: None,
) -> list[Registration]:
    """Let `people` register, one after another, each saying what `say` gives; whoever may not lets it be."""
    found = []
    for number, person in enumerate(people):
        with contextlib.suppress(Refused):
            hides = cast.chance(f"{event.title_nl}:hides", person) < 8
            told = say(person, number)
            found.append(registrations.register(event=event, by=person, now=now, hides_attendance=hides, details=told))
    return found


def arrive(event: Event, by: Member, *, most: int, first: dt.datetime) -> int:
    """Let `most` of those with a place in, a minute between them, from `first` on; how many came."""
    places = event.registrations.filter(state=Registration.State.CONFIRMED, check_in=None).select_related("member")
    guests = sorted(places, key=lambda one: (cast.chance(event.slug, one.member, 2**32), one.pk))[:most]
    for number, place in enumerate(guests):
        check_ins.check_in(registration=place, by=by, now=first + dt.timedelta(minutes=number))
    return len(guests)


def hold(event: Event) -> None:
    """The day is over, by the clock."""
    events.hold(event=event, by=None, now=event.ends_at)
