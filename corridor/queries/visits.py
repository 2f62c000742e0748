"""Where will a member be? Only they themselves ask."""

import datetime as dt

from corridor.models import Member, Visit


def coming(member: Member, *, today: dt.date) -> list[Visit]:
    """The visits of `member` that are not over, the first one first. One query."""
    return list(Visit.objects.filter(member=member, last_day__gte=today).select_related("region"))
