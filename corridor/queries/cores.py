"""What does the head of every page know of a member? The layers of their core, and whether they organise; one query."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import F, Value

from corridor.models import Member, Profile, RegionRole, Seek


@dataclass
class Core:
    """The numbers of the layers a member brings, of those they seek and do not bring, and whether they organise."""

    brings: set[int] = field(default_factory=set)
    seeks: set[int] = field(default_factory=set)
    organises: bool = False


def core_of(member: Member, *, today: dt.date) -> Core:
    """The core of `member`, who is signed in, as it is on `today`."""
    rows = Profile.objects.filter(member=member).values_list(Value("brings"), "layers__number")
    seeks = Seek.objects.filter(member=member, valid_until__gte=today).order_by()
    roles = RegionRole.objects.filter(member=member, ended_at=None).order_by()
    found: dict[str, set[int]] = {"brings": set(), "seeks": set(), "organises": set()}
    for what, number in rows.union(
        seeks.values_list(Value("seeks"), "topic__layers__number"), roles.values_list(Value("organises"), F("region"))
    ):
        if number is not None:
            found[what].add(number)
    organises = member.is_superuser or bool(found["organises"])
    return Core(found["brings"], found["seeks"] - found["brings"], organises)
