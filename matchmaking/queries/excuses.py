"""What excuse do two people have to meet? One concrete proposal, chosen once, when they are introduced (F015, F063).

Facts, not words, so that each side reads them in their own language (excuse_words.py):

    kind    other facts
    event   event, day                             both can attend it
    visit   visit, who, region, first, last, day   one is in the other's home region anyway; `day` is the one to meet on
    venue   venue, minutes, estimated              a place half-way; minutes by train, of a and of b
"""

import datetime as dt
from dataclasses import dataclass

from corridor.models import Profile, Venue, Visit
from corridor.queries import regions
from events.queries import programme
from matchmaking.dates import is_working_day, local_day
from matchmaking.models import Introduction
from matchmaking.queries import halfway
from matchmaking.queries.halfway import HalfWay

EVENT, VISIT, VENUE = "event", "visit", "venue"
# An evening two months off is no reason to meet; a day on which somebody comes this way is worth waiting for.
EVENT_WITHIN, WITHIN = dt.timedelta(days=30), dt.timedelta(days=60)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Excuse:
    """The facts, empty when there is nothing to propose. The half-way place is named whatever was chosen, since whoever
    sees that there is none would know that one of the two travels."""

    facts: dict
    venue: Venue | None


def choose(introduction: Introduction, *, now: dt.datetime) -> Excuse:
    """The excuse of these two as of `now`: an event both can attend, else the earliest day on which one of them is in
    the other's home region anyway, else a place half-way. The same whoever of the two is named first."""
    between = halfway.between(introduction)
    facts = _event(introduction, now) or _visit(introduction, now) or _half_way(introduction, between)
    return Excuse(facts, between.venue if between else None)


def _event(introduction: Introduction, now: dt.datetime) -> dict:
    event = programme.both_can_attend(introduction.members, now=now, within=EVENT_WITHIN)
    return {"kind": EVENT, "event": event.pk, "day": local_day(event.starts_at).isoformat()} if event else {}


def _visit(introduction: Introduction, now: dt.datetime) -> dict:
    """From tomorrow on: nobody learns in the morning where to be in the afternoon."""
    today, homes = local_day(now), regions.homes()
    rows = Profile.objects.filter(member__in=introduction.numbers, region__isnull=False)
    lives = {member: homes[region] for member, region in rows.values_list("member", "region")}
    coming = Visit.objects.filter(
        member__in=introduction.numbers, last_day__gt=today, first_day__lte=today + WITHIN
    ).select_related("region")

    def is_near_the_other(visit: Visit) -> bool:
        (other,) = set(introduction.numbers) - {visit.member_id}
        there = homes[visit.region_id]
        return there is not None and there == lives.get(other) != lives.get(visit.member_id)

    fitting = [(max(visit.first_day, today + DAY), visit.pk, visit) for visit in coming if is_near_the_other(visit)]
    if not fitting:
        return {}
    first, _, visit = min(fitting)
    days = [first + DAY * number for number in range((visit.last_day - first).days + 1)]
    return {
        "kind": VISIT,
        "visit": visit.pk,
        "who": visit.member_id,
        "region": visit.region.slug,
        "first": first.isoformat(),
        "last": visit.last_day.isoformat(),
        "day": next(filter(is_working_day, days), first).isoformat(),
    }


def _half_way(introduction: Introduction, between: HalfWay | None) -> dict:
    if between is None:
        return {}
    minutes = [between.minutes[number] for number in introduction.numbers]
    return {"kind": VENUE, "venue": between.venue.slug, "minutes": minutes, "estimated": between.estimated}
