"""What may calendar programs and news readers fetch? Feeds of a region for everybody, and one of my own by its address.

Public feeds name nobody and are the same for all, so they are kept for a few minutes (F086). The private one needs no
session: whoever holds its address reads it, until it is renewed (S-44).
"""

import datetime as dt
import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corridor import access, calendar_files, clock, limits, links
from corridor.models import Region
from corridor.queries import regions
from events import calendar_entries
from events.models import Event
from events.queries import calendars, sessions
from events.templatetags.event_words import when
from events.views.keeping import for_visitors
from events.views.programme import find

KEPT, FRESH = 300, 900  # seconds: here, and by whoever fetched it
FEED_LINK = "calendar_feed"
FOR_EVER = dt.timedelta(days=36500)  # an address ends by its version, not by its age
KNOCKS, SECONDS = 60, 60
RSS = "application/rss+xml"


@access.public
@require_safe
def region_calendar(request: HttpRequest, region: str = "") -> HttpResponse:
    """What is coming in a region, or along the whole corridor, to subscribe to."""
    return _kept(request, calendar_files.MIME, region, _calendar)


@access.public
@require_safe
def region_news(request: HttpRequest, region: str = "") -> HttpResponse:
    """The same for news readers: one message for each event, and a new one when it moved."""
    return _kept(request, RSS, region, _news)


@access.public
@require_safe
@for_visitors
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, to put into a calendar by hand."""
    event = find(request, slug)
    entry = calendar_entries.of_event(event, said_at=event.state_since)
    text = calendar_files.feed(name=event.title, entries=[entry])
    return _answer(text, calendar_files.MIME, f"{event.slug}.ics")


@access.token
@require_safe
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """My places, for whoever holds the address; anything but the newest address of somebody who is here is no page."""
    now = clock.now()
    if not limits.spend("calendar_feed", limits.network(request), KNOCKS, SECONDS):
        return HttpResponse(status=429, headers={"Retry-After": str(SECONDS)})
    try:
        link = links.read(FEED_LINK, token, lifetime=FOR_EVER, now=now)
    except links.BadLink as error:
        raise Http404 from error
    feed = calendars.feed_of(link.member_id, link.version, link.issued_at)
    if feed is None or feed.pk != link.object_id:
        raise Http404
    with translation.override(feed.member.language):
        places = calendars.places_of(feed.member, now=now)
        entries = [calendar_entries.of_place(place, said_at=place.event.said_at) for place in places]
        entries += [calendar_entries.of_session(one) for one in sessions.agenda_of(feed.member, now=now)]
        name = _("%(site)s: my events") % {"site": settings.SITE_NAME}
    return _answer(calendar_files.feed(name=name, entries=entries), calendar_files.MIME, "events.ics")


def _kept(
    request: HttpRequest, mime: str, slug: str, write: Callable[[Region | None, list[Event]], str]
) -> HttpResponse:
    """The feed as it was written a few minutes ago, or anew; 304 for whoever has it already. Raises Http404."""
    key = f"events.feed:{mime}:{get_language()}:{slug}"
    text = cache.get(key)
    if text is None:
        region = next((one for one in regions.whole_tree().values() if one.slug == slug), None)
        if slug and region is None:
            raise Http404
        text = write(region, calendars.of_region(region, now=clock.now()))
        cache.set(key, text, KEPT)
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag) or _answer(text, mime, "")
    response["ETag"] = etag
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        response["Cache-Control"] = f"public, max-age={FRESH}"
    return response


def _calendar(region: Region | None, events: list[Event]) -> str:
    entries = [calendar_entries.of_event(event, said_at=event.said_at) for event in events]
    return calendar_files.feed(name=_title(region), entries=entries)


def _news(region: Region | None, events: list[Event]) -> str:
    page = settings.SITE_URL + reverse("events:events") + (f"?region={region.slug}" if region else "")
    news = Rss201rev2Feed(_title(region), page, _("What is coming along the corridor."), language=get_language())
    for event in sorted(events, key=lambda one: (one.said_at, one.pk), reverse=True):
        address = settings.SITE_URL + reverse("events:event", args=[event.slug])
        news.add_item(
            title=_headline(event),
            link=address,
            description=f"{when(event)} · {calendar_entries.where(event)}\n\n{event.summary}",
            unique_id=f"{address}#{event.sequence}",
            unique_id_is_permalink=False,
            pubdate=event.said_at,
            categories=[str(event.get_kind_display()), event.region.name],
        )
    return news.writeString("utf-8")


def _headline(event: Event) -> str:
    if event.state == Event.State.CANCELLED:
        return _("Cancelled: %(title)s") % {"title": event.title}
    if event.sequence:
        return _("Moved: %(title)s") % {"title": event.title}
    return event.title


def _title(region: Region | None) -> str:
    place = region.name if region else _("the whole corridor")
    return _("%(site)s, agenda: %(place)s") % {"site": settings.SITE_NAME, "place": place}


def _answer(text: str, mime: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'} if name else {}
    return HttpResponse(text, content_type=f"{mime}; charset=utf-8", headers=headers)
