"""What is on, and what is this event? The agenda by month with its filter, and the page of one."""

import datetime as dt
from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from corridor import access, clock
from corridor.queries import regions
from events import rules
from events.models import Event, Registration
from events.queries import attendance, capacity, programme

PAGE = 30


@access.public
@gzip_page
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The agenda: what is coming, by month, of one region or of all; above it what I have a place in."""
    now, tree = clock.now(), regions.whole_tree()
    homes = regions.homes(tree)
    offered = {home.slug: home for home in sorted({home for home in homes.values() if home}, key=lambda one: one.name)}
    wanted = offered.get(request.GET.get("region", ""))
    member = request.user if request.user.is_authenticated else None
    page = Paginator(programme.coming(member, now=now, within=wanted), PAGE).get_page(request.GET.get("page"))
    mine = list(attendance.coming_of(member, now=now)) if member else []
    own = {registration.event_id: registration for registration in mine}
    rows = [(event, homes.get(event.region_id), capacity.free(event), own.get(event.pk)) for event in page]
    months = [(month, list(group)) for month, group in groupby(rows, key=lambda row: _month(row[0]))]
    context = {
        "months": months,
        "page": page,
        "regions": offered,
        "wanted": wanted,
        "mine": [(registration, homes.get(registration.event.region_id)) for registration in mine],
    }
    return render(request, "events/programme.html", context)


@access.public
@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, and how I stand for it; 404 for what is not announced."""
    found = find(request, slug)
    return render(request, "events/event.html", page_of(request, found, clock.now()))


def find(request: HttpRequest, slug: str) -> Event:
    """The event at this address, as whoever asks may see it. Raises Http404."""
    found = programme.event(request.user if request.user.is_authenticated else None, slug)
    if found is None:
        raise Http404(_("There is no such event."))
    return found


def page_of(request: HttpRequest, event: Event, now: dt.datetime) -> dict[str, object]:
    """What the page of `event` shows this person: its facts, the places, their own standing, what they may do."""
    own = attendance.standing_of(request.user, event) if request.user.is_authenticated else None
    waits = own is not None and own.state == Registration.State.WAITLISTED
    begun = event.starts_at <= now
    return {
        "event": event,
        "free": capacity.free(event),
        "filled": min(280, round(280 * event.taken / event.capacity)),
        "own": own,
        "turn": attendance.turn(own) if waits else 0,
        "begun": begun,
        "open": event.state == Event.State.PUBLISHED and not begun,
        "why_not": rules.why_not_register(event, request.user, now) if request.user.is_authenticated else None,
        "why_cancelled": programme.why_cancelled(event) if event.state == Event.State.CANCELLED else "",
    }


def _month(event: Event) -> dt.date:
    return event.starts_at.astimezone(Event.ZONE).date().replace(day=1)
