"""What is on today in the demo? A breakfast that returns on the first Tuesday of each month, each a copy of the last.

Its door is open when the demo begins, with some of the guests inside.
"""

import contextlib
import datetime as dt
from functools import partial

from corridor.errors import Refused
from events.actions import cloning, events, reminders, staff, walk_ins
from events.demo import cast, telling
from events.demo.telling import Scene, Script, after
from events.models import Event, EventStaff, Registration
from events.queries import reminding

BREAKFAST = Script(
    kind="meetup",
    venue="marineterrein",
    day=0,
    starts=(7, 15),
    hours=2.75,
    places=22,
    title=("Corridorontbijt aan het water", "Corridor breakfast by the water"),
    summary=(
        "Eens per maand, voordat de dag begint: brood, koffie en korte gesprekken van acht minuten met mensen die je "
        "nog niet kent. Zodra je zit, staat op je telefoon wie er tegenover je komt en waarom. Om tien uur ben je weer "
        "onderweg.",
        "Once a month, before the day begins: bread, coffee and short talks of eight minutes with people you do not "
        "know yet. Once you sit, your phone says who comes to sit across from you, and why. By ten you are off again.",
    ),
    layers=(5, 6, 7),
    synergies=("A", "B"),
    topics=("network-introductions", "smart-city-sensing", "ai-for-sme"),
    more={"room": "Kantine 27E", "asks_photo": True, "shows_guests": True},
)
GUESTS, LATE_GUESTS, INSIDE = 13, 6, 12


def on(day: dt.datetime, months: int = 0) -> Event | None:
    """The breakfast of the month of the demo's day, or so many months from it."""
    begins = cast.at(cast.first_tuesday(day.astimezone(Event.ZONE).date(), months), *BREAKFAST.starts)
    found = Event.objects.filter(title_nl=BREAKFAST.title[0], starts_at=begins)
    return found.select_related("region", "venue", "organiser").first()


def _first_of_all(day: dt.datetime, now: dt.datetime) -> None:
    """The first one, with who works there; every later one is a copy."""
    begins = cast.at(cast.first_tuesday(day.astimezone(Event.ZONE).date(), -1), *BREAKFAST.starts)
    event = telling.draft(BREAKFAST, starts_at=begins, now=now)
    if event is None:
        return
    roles = (EventStaff.Role.HOST, EventStaff.Role.DOOR, EventStaff.Role.DOOR)
    for person, role in zip(cast.staff_for(event.title_nl), roles, strict=False):
        staff.add(event=event, member=person, role=role, by=event.organiser, now=now)
    events.publish(event=event, by=event.organiser, now=now)


def _again(months: int, day: dt.datetime, now: dt.datetime) -> None:
    """Copied from the month before, and announced."""
    before, there = on(day, months - 1), on(day, months)
    if before is None or there:
        return
    begins = cast.at(cast.first_tuesday(day.astimezone(Event.ZONE).date(), months), *BREAKFAST.starts)
    made = cloning.clone(event=before, starts_at=begins, by=before.organiser, now=now)
    events.publish(event=made, by=made.organiser, now=now)


def _register(months: int, first: int, last: int, day: dt.datetime, now: dt.datetime) -> None:
    event = on(day, months)
    # The one before was played already when the demo runs again; whoever joined since does not come to it.
    if event and event.starts_at > now and (months >= 0 or not event.registrations.exists()):
        telling.fill(event, cast.crowd(event.slug)[first:last], now)


def _last_months(day: dt.datetime, now: dt.datetime) -> None:
    """The one of the month before was visited, and is over."""
    event = on(day, -1)
    if event and event.state in Event.COMING:
        if not event.registrations.filter(check_in__isnull=False).exists():
            telling.arrive(event, event.organiser, most=9, first=event.starts_at)
        telling.hold(event)


def _remind(day: dt.datetime, now: dt.datetime) -> None:
    event = on(day)
    if event:
        for one in reminding.to_remind(event, now=now):
            reminders.remind(registration=one, now=now)


def _still_coming(day: dt.datetime, now: dt.datetime) -> None:
    """Asked two evenings before, since the host reads the answers at noon; two of three say yes."""
    event = on(day)
    if event is None:
        return
    for number, one in enumerate(list(reminding.to_ask(event, now=now))):
        reminders.ask_again(registration=one, now=now)
        if number % 3:
            reminders.still_come(registration=one, now=now + dt.timedelta(minutes=5 * number))


def _tell_host(day: dt.datetime, now: dt.datetime) -> None:
    event = on(day)
    if event:
        reminders.tell_hosts(event=event, now=now)


def _open_the_door(day: dt.datetime, now: dt.datetime) -> None:
    """Some of the guests are in already, let in by the door, and one who just walked in."""
    event = on(day)
    if event is None or event.state not in Event.COMING or event.registrations.filter(check_in__isnull=False).exists():
        return
    works = event.staff.filter(role=EventStaff.Role.DOOR).select_related("member").first()
    by = works.member if works else event.organiser
    telling.arrive(event, by, most=INSIDE, first=event.starts_at - dt.timedelta(minutes=14))
    there = set(event.registrations.filter(state__in=Registration.STANDING).values_list("member", flat=True))
    for guest in [one for one in cast.crowd(event.slug) if one.pk not in there][:1]:
        with contextlib.suppress(Refused):
            walk_ins.admit(event=event, guest=guest, by=by, now=now)


SCENES: tuple[Scene, ...] = (
    (after(-62), _first_of_all),
    (after(-58), partial(_register, -1, 0, 12)),
    (after(-27), _last_months),
    (after(-26), partial(_again, 0)),
    (after(-20), partial(_register, 0, 0, GUESTS)),
    (after(-6.9), _remind),
    (after(-3), partial(_register, 0, GUESTS, GUESTS + LATE_GUESTS)),
    (after(-2), partial(_again, 1)),
    (after(hours=-36), _still_coming),
    (after(hours=-19), _tell_host),
    (after(hours=-16), partial(_register, 1, 0, 5)),
    (after(), _open_the_door),
)
