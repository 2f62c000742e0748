"""What returns every year in the demo? An event in most months, drafted, published, visited and held by the actions.

bring_up_to() may be called for any moment, again and again: what is there stays. What lies around the demo's day stands
in stage.py.
"""

import contextlib
import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from corridor.errors import Refused
from corridor.models import Member, StackLayer, Synergy, Topic, Venue
from events.actions import check_ins, events, registrations
from events.demo import cast
from events.models import Event, Registration

SOON, A_YEAR = 100, 385  # days ahead that an event is announced
ARRIVE, HIDE = 80, 8  # of a hundred guests: who comes, and who does not want it told
THURSDAY = 3


@dataclass(frozen=True)
class Evening:
    """One of the year: in which month, at which hour of its second Thursday, for how long and how many."""

    month: int
    kind: str
    venue: str
    starts: int
    hours: int
    places: int
    share: int  # of a hundred members, who registers
    layers: tuple[int, ...]
    title: tuple[str, str]
    summary: tuple[str, str]
    synergies: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    ahead: int = SOON


YEAR = (
    Evening(
        month=1,
        kind="gala",
        venue="sound-and-vision",
        starts=19,
        hours=4,
        places=120,
        share=30,
        layers=(1, 2, 3, 4, 5, 6, 7),
        title=("Het Corridorgala", "The Corridor Gala"),
        summary=(
            "Een avond met prijzen die vakgenoten elkaar geven, en met lange tafels.",
            "A night of prizes that fellow companies give each other, and of long tables.",
        ),
        synergies=("C", "H", "I"),
        topics=("generative-ai", "digital-heritage", "robotics"),
        ahead=A_YEAR,
    ),
    Evening(
        month=3,
        kind="site_visit",
        venue="schiphol-trade-park",
        starts=13,
        hours=3,
        places=25,
        share=15,
        layers=(3, 4),
        title=("Achter de schermen van een datacentrum", "Behind the screens of a data centre"),
        summary=(
            "We lopen langs koeling, stroom en kabels. Neem een vraag mee over warmte.",
            "We walk past cooling, power and cables. Bring a question about heat.",
        ),
        synergies=("G",),
        topics=("cooling-water", "grid-congestion", "sustainable-datacentres"),
    ),
    Evening(
        month=5,
        kind="site_visit",
        venue="brainport-industries-campus",
        starts=10,
        hours=4,
        places=30,
        share=16,
        layers=(7, 2),
        title=("De fabriek in", "Into the factory"),
        summary=(
            "Een ochtend tussen machines, met koffie aan de lijn en lunch erna.",
            "A morning among machines, with coffee at the line and lunch after.",
        ),
        synergies=("C",),
        topics=("smart-manufacturing", "quality-inspection"),
    ),
    Evening(
        month=6,
        kind="dinner",
        venue="jaarbeurs-utrecht",
        starts=18,
        hours=3,
        places=48,
        share=18,
        layers=(3, 6),
        title=("Techdiner halverwege", "Tech dinner half-way"),
        summary=(
            "Zes tafels van acht, de helft van elke tafel uit de andere regio.",
            "Six tables of eight, half of each table from the other region.",
        ),
        synergies=("G",),
        topics=("sovereign-cloud", "network-security"),
    ),
    Evening(
        month=9,
        kind="dinner",
        venue="evoluon",
        starts=18,
        hours=3,
        places=48,
        share=20,
        layers=(5, 7),
        title=("Techdiner: apparaten die meedenken", "Tech dinner: devices that think along"),
        summary=(
            "Zes tafels, één vraag per gang. We zetten naast je wie je nog niet kent.",
            "Six tables, one question a course. We seat you beside whom you do not know yet.",
        ),
        synergies=("B", "I"),
        topics=("physical-ai", "sensors"),
    ),
    Evening(
        month=10,
        kind="meetup",
        venue="amsterdam-science-park",
        starts=17,
        hours=3,
        places=40,
        share=14,
        layers=(5, 7, 2),
        title=("Voorspellen wat stilvalt", "Predicting what stops"),
        summary=(
            "Een machine die stilstaat kost in Eindhoven miljoenen. In Amsterdam voorspellen ze welke.",
            "A machine that stands still costs millions in Eindhoven. In Amsterdam they predict which.",
        ),
        synergies=("C",),
        topics=("predictive-maintenance", "digital-twins"),
    ),
    Evening(
        month=11,
        kind="site_visit",
        venue="tue-campus",
        starts=13,
        hours=4,
        places=12,
        share=16,
        layers=(2, 4),
        title=("Licht in plaats van stroom", "Light instead of current"),
        summary=(
            "Rondleiding langs fotonische chips, in groepen van vier. Er is weinig plaats.",
            "A tour past photonic chips, in groups of four. There is little room.",
        ),
        synergies=("D",),
        topics=("integrated-photonics", "chip-design"),
    ),
)


def bring_up_to(*, now: dt.datetime) -> int:
    """Hold what has ended by `now`, announce what is near, and let people register; how many events are new."""
    ours = Event.objects.filter(title_nl__in=[evening.title[0] for evening in YEAR], ends_at__lte=now)
    # What the clock has put behind us while nobody played the guests was visited all the same.
    unseen = Q(state=Event.State.HELD) & ~Q(registrations__check_in__isnull=False)
    for event in ours.filter(Q(state__in=Event.COMING) | unseen).select_related("organiser").distinct():
        _visit(event)
    before = Event.objects.count()
    for year in (now.year, now.year + 1):
        for evening in YEAR:
            if now < _day(year, evening) < now + dt.timedelta(days=evening.ahead):
                _announce(evening, _day(year, evening), now)
    return Event.objects.count() - before


def _day(year: int, evening: Evening) -> dt.datetime:
    first = dt.date(year, evening.month, 1)
    day = first + dt.timedelta(days=(THURSDAY - first.weekday()) % 7 + 7)
    return cast.at(day, evening.starts)


def _announce(evening: Evening, starts_at: dt.datetime, now: dt.datetime) -> None:
    """Draft and publish it when it is not there yet, and fill it; nothing where the ground lacks its venue."""
    event = Event.objects.filter(title_nl=evening.title[0], starts_at=starts_at).first()
    venue = Venue.objects.select_related("region").filter(slug=evening.venue).first()
    if event is None and venue:
        event = _published(evening, venue, starts_at, now)
    if event and event.state == Event.State.PUBLISHED:
        _fill(evening, event, now)


def _published(evening: Evening, venue: Venue, starts_at: dt.datetime, now: dt.datetime) -> Event:
    host = cast.organiser_of(venue.region)
    facts = {
        "kind": evening.kind,
        "title_nl": evening.title[0],
        "title_en": evening.title[1],
        "summary_nl": evening.summary[0],
        "summary_en": evening.summary[1],
        "region": venue.region,
        "venue": venue,
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=evening.hours),
        "capacity": evening.places,
        "layers": StackLayer.objects.filter(number__in=evening.layers),
        "synergies": Synergy.objects.filter(letter__in=evening.synergies),
        "topics": Topic.objects.filter(slug__in=evening.topics),
    }
    event = events.draft(facts=facts, by=host, now=now)
    return events.publish(event=event, by=host, now=now)


def _fill(evening: Evening, event: Event, now: dt.datetime) -> None:
    """Some register, the same ones every time; late comers wait when it is full."""
    known = set(event.registrations.values_list("member", flat=True))
    for person in Member.objects.filter(is_demo=True, is_active=True).exclude(name="").order_by("pk"):
        if person.pk not in known and _chance(event, person, "comes") < evening.share:
            hides = _chance(event, person, "hides") < HIDE
            registrations.register(event=event, by=person, now=now, hides_attendance=hides)


def _visit(event: Event) -> None:
    """Most of those with a place arrive; then the day is over."""
    places = Registration.objects.filter(event=event, state=Registration.State.CONFIRMED)
    for place in places.select_related("member").order_by("pk"):
        if _chance(event, place.member, "arrives") < ARRIVE:
            with contextlib.suppress(Refused):  # an organiser who has gone lets nobody in
                check_ins.check_in(registration=place, by=event.organiser, now=event.starts_at)
    events.hold(event=event, by=None, now=event.ends_at)


def _chance(event: Event, person: Member, what: str) -> int:
    return cast.chance(f"{event.slug}:{what}", person)
