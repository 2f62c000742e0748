"""What is on, and what is this event? The agenda by month with its filters and its map, and the page of one."""

import datetime as dt
from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from corridor import access, clock, fragments
from corridor.models import Region, StackLayer
from corridor.queries import regions
from events.forms.registration import DetailsForm
from events.models import Event
from events.queries import agenda, attendance, capacity, programme, sessions
from events.views.box import box_of
from events.views.keeping import for_visitors

PAGE = 30


@access.public
@gzip_page
@require_safe
@for_visitors
def events(request: HttpRequest) -> HttpResponse:
    """The agenda: what is coming by month, narrowed by region, kind, layer and month; above it my own places."""
    now = clock.now()
    return fragments.page_of(
        request, "events/programme.html", lambda: agenda.facts(now), lambda: _agenda_of(request, now)
    )


def _agenda_of(request: HttpRequest, now: dt.datetime) -> dict[str, object]:
    """What the agenda shows this person."""
    tree = regions.whole_tree()
    homes = regions.homes(tree)
    member = request.user if request.user.is_authenticated else None
    coming = programme.on_agenda(member, now=now)
    lines, layers = agenda.outline(coming), {str(layer.number): layer for layer in agenda.every_layer()}
    offered = _offered(homes, layers, lines)
    wish = agenda.Wish(**{name: choices.get(request.GET.get(name, "")) for name, choices in offered.items()})
    if wish:
        lines = agenda.outline(agenda.fitting(coming, wish, homes))
    page = Paginator([one.number for one in lines], PAGE).get_page(request.GET.get("page"))
    mine = list(attendance.coming_of(member, now=now)) if member else []
    own = {registration.event_id: f"registration.{registration.state}" for registration in mine}
    touched = agenda.layers(page.object_list, layers.values())
    rows = [
        (event, homes.get(event.region_id), capacity.free(event, now), own.get(event.pk), touched[event.pk])
        for event in agenda.rows(page.object_list, tree, member)
    ]
    months = [(month, list(group)) for month, group in groupby(rows, key=lambda row: _month(row[0]))]
    return {
        "months": months,
        "page": page,
        "offered": offered,
        "wish": wish,
        "homes": homes,
        "feeds": _feeds(wish.region),
        "spots": agenda.spots(lines),
        "mine": [(registration, homes.get(registration.event.region_id)) for registration in mine],
    }


@access.public
@require_safe
@for_visitors
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, and how I stand for it; 404 for what is not announced."""
    found = find(request, slug)
    return fragments.page(request, "events/event.html", page_of(request, found, clock.now()))


def find(request: HttpRequest, slug: str) -> Event:
    """The event at this address, as whoever asks may see it. Raises Http404."""
    found = programme.event(request.user if request.user.is_authenticated else None, slug)
    if found is None:
        raise Http404(_("There is no such event."))
    return found


def page_of(request: HttpRequest, event: Event, now: dt.datetime, form: DetailsForm | None = None) -> dict[str, object]:
    """What the page of `event` shows this person: its facts, the places, and the registration box (`form` as sent)."""
    return {
        "event": event,
        "layers": programme.layers_of(event),
        "synergies": programme.synergies_of(event),
        "free": capacity.free(event, now),
        "kept": capacity.kept_now(event, now),
        "filled": min(280, round(280 * event.taken / event.capacity)),
        "why_cancelled": programme.why_cancelled(event) if event.state == Event.State.CANCELLED else "",
        "sessions": sessions.at_a_glance(event),
        **box_of(request, event, now, form),
    }


def _offered(
    homes: dict[int, Region | None], layers: dict[str, StackLayer], lines: list[agenda.Outline]
) -> dict[str, dict[str, object]]:
    """What each filter offers, by what stands in the address."""
    found = sorted({home for home in homes.values() if home}, key=lambda home: home.name)
    return {
        "region": {home.slug: home for home in found},
        "kind": {str(kind): kind for kind in Event.Kind},
        "layer": layers,
        "month": {f"{month:%Y-%m}": month for month in agenda.months(lines)},
    }


def _feeds(region: Region | None) -> dict[str, str]:
    """Where programs fetch this agenda: of the region that is looked at, or of all."""
    if region is None:
        return {"calendar": reverse("events:calendar"), "news": reverse("events:news")}
    return {name: reverse(f"events:region_{name}", args=[region.slug]) for name in ("calendar", "news")}


def _month(event: Event) -> dt.date:
    return event.starts_at.astimezone(Event.ZONE).date().replace(day=1)
