"""For whom are places kept, and who of those who wait is called next? (F081, R-10)

Until 72 hours before the beginning some places may wait for a region or a sort of actor; then they are everybody's.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from corridor.models import Membership, Profile
from corridor.queries import regions
from events.models import Event, HeldPlaces, Registration
from events.queries import capacity
from events.queries.kept import FLOATS

State = Registration.State
IN_TURN = "turn"


@dataclass
class Group:
    """Places that wait for one region (with all below it) or one sort of actor; `left` of them are not taken yet."""

    row: HeldPlaces
    below: frozenset[int]
    left: int

    @property
    def rule(self) -> str:
        """How the history names it: "held: brainport"."""
        return f"held: {self.row.region.slug if self.row.region else self.row.helix}"

    def is_for(self, role: "Role | None") -> bool:
        """Whether somebody in that role may take one of these."""
        if role is None:
            return False
        return role.region in self.below if self.row.region_id else role.helix == self.row.helix


@dataclass(frozen=True)
class Role:
    """Where somebody comes from, and what sort of actor they work for."""

    region: int | None
    helix: str


def groups(event: Event, now: dt.datetime) -> list[Group]:
    """For whom places of `event` are still kept. Empty when for nobody (one query), or when they float already (none).

    Five queries when there are such places, however many guests.
    """
    if event.starts_at - now <= FLOATS:
        return []
    rows = list(event.held_places.select_related("region"))
    if not rows:
        return []
    found = [Group(row, frozenset(regions.regions_below([row.region]) if row.region else ()), 0) for row in rows]
    holders = event.registrations.filter(state__in=Registration.HOLDING).values_list("member", flat=True)
    seated = list(roles(holders).values())
    for group in found:
        group.left = max(group.row.places - sum(group.is_for(role) for role in seated), 0)
    return found


def roles(members: Iterable[int]) -> dict[int, Role]:
    """The roles of these members: the region of their profile, else of where they work, and its sort of actor."""
    numbers = set(members)
    bonds = Membership.objects.filter(member__in=numbers, ended_at=None)
    work = {who: (region, helix) for who, region, helix in bonds.values_list(*_WORK)}
    home = dict(Profile.objects.filter(member__in=numbers).values_list("member", "region"))
    at_work = {number: work.get(number, (None, "")) for number in numbers}
    return {number: Role(home.get(number) or where, helix) for number, (where, helix) in at_work.items()}


_WORK = ("member", "organisation__region", "organisation__helix")


def next_calls(event: Event, now: dt.datetime) -> list[tuple[Registration, str]]:
    """Who of those who wait gets a place now, and by which rule, in that order. Call with the event locked."""
    free = event.capacity - capacity.taken(event)
    if free <= 0:
        return []
    kept = groups(event, now)
    waiting = event.registrations.filter(state=State.WAITLISTED).select_related("member").order_by("turn")
    # Each takes one place at least, so that no more than so many can be called when turns alone decide.
    return _called(list(waiting if kept else waiting[:free]), free, kept)


def rule_for_newcomer(newcomer: Registration, now: dt.datetime) -> str:
    """By which rule `newcomer` (unsaved, or not waiting yet) gets a place at once; empty when they have to wait.

    Nobody passes those who wait, but for a place that is kept for whom they are. Call with the event locked.
    """
    event = newcomer.event
    free = event.capacity - capacity.taken(event)
    if free < newcomer.seats:
        return ""
    kept = groups(event, now)
    waiting = event.registrations.filter(state=State.WAITLISTED).exclude(pk=newcomer.pk)
    if not kept:
        return "" if waiting.filter(turn__lt=newcomer.turn).exists() else IN_TURN
    line = sorted([*waiting, newcomer], key=lambda one: one.turn)
    return next((rule for one, rule in _called(line, free, kept) if one is newcomer), "")


def _called(line: Sequence[Registration], free: int, kept: Collection[Group]) -> list[tuple[Registration, str]]:
    """The same for any line: whoever is missing first, then by turn; what waits for others stays theirs.

    Who needs two places when one is left is not passed: that one is set aside for them.
    """
    role_of = roles(one.member_id for one in line) if kept else {}
    pending, called = list(line), []
    while pending and free > 0:
        pending.sort(key=lambda one: (_missing(one, kept, role_of) is None, one.turn))
        for one in pending:
            role = role_of.get(one.member_id)
            room = free - sum(group.left - (1 if group.left and group.is_for(role) else 0) for group in kept)
            missing = _missing(one, kept, role_of)
            room = max(room, 1) if missing else room
            if room >= 1:
                pending.remove(one)
                if room < one.seats:
                    free -= room
                    break
                called.append((one, missing.rule if missing else IN_TURN))
                free -= one.seats
                for group in kept:
                    group.left -= 1 if group.left and group.is_for(role) else 0
                break
        else:
            break
    return called


def _missing(one: Registration, kept: Collection[Group], role_of: dict[int, Role]) -> Group | None:
    """The first group that still misses somebody like `one`."""
    return next((group for group in kept if group.left and group.is_for(role_of.get(one.member_id))), None)
