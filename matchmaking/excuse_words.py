"""How does an excuse to meet read? Its facts become a heading and a sentence here and nowhere else, for one of the two.

Only for an introduction that was made and whose joint mail is being written or has left: a visit is nobody's business
before. The facts are those of queries/excuses.py.
"""

import datetime as dt
from dataclasses import dataclass

from django.template.defaultfilters import date as in_words
from django.utils.translation import gettext as _

from corridor.models import Member, Region, Venue, Visit
from events.models import Event
from matchmaking.dates import local_day
from matchmaking.models import Introduction
from matchmaking.queries import excuses

FIVE = 5  # minutes: nobody believes an estimate of 27


@dataclass(frozen=True, slots=True)
class Excuse:
    """A heading, what is proposed, and what there is to know about the place."""

    heading: str
    sentence: str
    note: str = ""
    slug: str = ""  # of the event, for a link to its page


def for_side(introduction: Introduction, reader: Member, *, now: dt.datetime) -> Excuse | None:
    """The excuse as `reader`, one of the two, reads it in the active language; None when there is nothing to propose.

    What is over or no longer holds (an event called off, a visit taken back) is not proposed any more; the place
    half-way is. One query; none for a place half-way on an introduction that has its venue and region.
    """
    worded = None
    if introduction.excuse.get("kind") == excuses.EVENT:
        worded = _event(introduction.excuse, now)
    elif introduction.excuse.get("kind") == excuses.VISIT:
        worded = _visit(introduction, reader, now)
    return worded or _half_way(introduction, reader)


def _event(facts: dict, now: dt.datetime) -> Excuse | None:
    coming = Event.objects.filter(pk=facts["event"], state__in=Event.COMING, ends_at__gt=now)
    event = coming.select_related("venue__region").first()
    if event is None:
        return None
    values = {"event": event.title, "place": event.place, "day": _day(local_day(event.starts_at))}
    return Excuse(_("An event"), _("%(event)s, %(place)s, %(day)s: you can both be there.") % values, slug=event.slug)


def _visit(introduction: Introduction, reader: Member, now: dt.datetime) -> Excuse | None:
    facts = introduction.excuse
    visit = Visit.objects.filter(pk=facts["visit"], last_day__gte=local_day(now)).select_related("region").first()
    if visit is None:
        return None
    day = _day(dt.date.fromisoformat(facts["day"]))
    values = {"name": introduction.other(reader).first_name, "region": visit.region.name, "day": day}
    if reader.pk == facts["who"]:
        sentence = _("You are in %(region)s on %(day)s anyway: meet %(name)s there.")
    else:
        sentence = _("%(name)s is in %(region)s on %(day)s anyway: meet there.")
    return Excuse(_("A day near"), sentence % values)


def _half_way(introduction: Introduction, reader: Member) -> Excuse | None:
    venue, facts = introduction.venue, introduction.excuse
    if venue is None:
        return None
    where = _where(venue)
    if facts.get("venue") != venue.slug:
        return Excuse(_("Half-way"), f"{where}.", venue.note)
    mine, theirs = facts["minutes"] if reader.pk == introduction.member_a_id else facts["minutes"][::-1]
    values = {"where": where, "mine": _rounded(mine), "theirs": _rounded(theirs)}
    values["name"] = introduction.other(reader).first_name
    if facts["estimated"]:
        text = _("%(where)s: about %(mine)s minutes by train for you, %(theirs)s for %(name)s (estimate).")
    else:
        text = _("%(where)s: about %(mine)s minutes by train for you, %(theirs)s for %(name)s.")
    return Excuse(_("Half-way"), text % values, venue.note)


def _where(venue: Venue) -> str:
    """Its name and town; some names say the town already."""
    return venue.name if venue.region.name in venue.name else f"{venue.name}, {venue.region.name}"


def _rounded(minutes: int) -> int:
    return FIVE * round(minutes / FIVE)


def _day(day: dt.date) -> str:
    return in_words(day, "l j F")


def place_of(introduction: Introduction, day: dt.date) -> str:
    """Where the two would meet on that day: where one of them visits the other, else half-way; empty when unknown."""
    facts = introduction.excuse
    if facts.get("kind") == excuses.VISIT and facts["first"] <= day.isoformat() <= facts["last"]:
        return Region.objects.filter(slug=facts["region"]).values_list("name", flat=True).first() or ""
    return _where(introduction.venue) if introduction.venue else ""
