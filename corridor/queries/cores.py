"""Which layers does a member's core show? What they bring and what they seek, in one query."""

import datetime as dt

from django.db.models import Value

from corridor.models import Member, Profile, Seek


def core_of(member: Member, *, today: dt.date) -> tuple[set[int], set[int]]:
    """The numbers of the layers `member` brings, and of those they seek and do not bring."""
    brings = Profile.objects.filter(member=member).values_list(Value(True), "layers__number")
    seeks = Seek.objects.filter(member=member, valid_until__gte=today).order_by()
    rows = list(brings.union(seeks.values_list(Value(False), "topic__layers__number")))
    brought = {number for is_brought, number in rows if is_brought and number}
    return brought, {number for is_brought, number in rows if not is_brought and number} - brought
