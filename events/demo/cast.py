"""Who plays which part in the demo's events? Always the same of its invented people, by the same throws of a die."""

import datetime as dt
import zlib

from corridor.models import Member, Region
from events.models import Event, EventStaff
from events.queries import sites

HOST = "Esra"  # whose given name hosts, when there is one


def chance(what: str, person: Member, upto: int = 100) -> int:
    """A number from 0 up to `upto`, without it, that is always the same for this person and question."""
    return zlib.crc32(f"{what}:{person.email}".encode()) % upto


def organiser_of(region: Region) -> Member | None:
    """Whoever organises events there in the demo: of the region or the nearest above it, else who may do everything."""
    return next((one for one in sites.organisers_of(region) if one.is_demo), None)


def crowd(play: str) -> list[Member]:
    """Everybody who is only a guest, in the order in which they hear of `play`."""
    guests = Member.objects.filter(is_demo=True, is_active=True, is_superuser=False, region_roles=None)
    found = guests.exclude(name="").exclude(pk__in=EventStaff.objects.values("member")).order_by("pk")
    return sorted(found, key=lambda person: (chance(play, person, 2**32), person.pk))


def staff_for(play: str) -> list[Member]:
    """Who could work there: first whose given name is HOST's, then everybody else in their order."""
    return sorted(crowd(play), key=lambda person: not person.name.startswith(f"{HOST} "))


def described(person: Member) -> str:
    """What somebody on stage is: position and organisation."""
    bond = person.memberships.filter(ended_at=None).select_related("organisation").first()
    return ", ".join(filter(None, (bond.title, bond.organisation.name))) if bond else ""


def first_tuesday(of: dt.date, months: int = 0) -> dt.date:
    """The first Tuesday of the month that lies so many months from `of`."""
    months += of.month - 1
    first = dt.date(of.year + months // 12, months % 12 + 1, 1)
    return first + dt.timedelta(days=(1 - first.weekday()) % 7)


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """That hour on the wall."""
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=Event.ZONE)
