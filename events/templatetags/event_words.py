"""When is it, in words, and what do search engines read about it? Times are those on the wall in Amsterdam."""

import datetime as dt
import json

from django import template
from django.conf import settings
from django.utils.formats import date_format, get_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from events.models import Event

register = template.Library()

# What would end a script element, or begin something else, inside JSON.
_HARMLESS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_STATUS = {Event.State.CANCELLED: "https://schema.org/EventCancelled"}


@register.filter
def hours(event: Event) -> str:
    """From when until when on the clock: 17:00–19:30; in Dutch 17.00–19.30 uur."""
    clock, (starts, ends) = get_format("TIME_FORMAT"), _local(event)
    return f"{date_format(starts, clock.partition(' ')[0])}–{date_format(ends, clock)}"


@register.filter
def when(event: Event) -> str:
    """The day and the hours: Tuesday 20 October 2026, 17:00–19:30; both days when it ends on another one."""
    starts, ends = _local(event)
    if starts.date() == ends.date():
        return f"{date_format(starts, 'l j F Y')}, {hours(event)}"
    return " – ".join(date_format(moment, "DATETIME_FORMAT") for moment in (starts, ends))


@register.simple_tag
def linked_data(event: Event, path: str) -> SafeString:
    """The event as schema.org's Event, for search engines and calendars that read pages; data, not a script."""
    facts = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "description": event.summary,
        "inLanguage": get_language(),
        "startDate": _local(event)[0].isoformat(),
        "endDate": _local(event)[1].isoformat(),
        "eventStatus": _STATUS.get(event.state, "https://schema.org/EventScheduled"),
        "eventAttendanceMode": f"https://schema.org/{'Offline' if event.venue else 'Online'}EventAttendanceMode",
        "location": _location(event, path),
        "organizer": {"@type": "Organization", "name": settings.SITE_NAME, "url": settings.SITE_URL},
        "isAccessibleForFree": True,
        "maximumAttendeeCapacity": event.capacity,
        "url": settings.SITE_URL + path,
    }
    words = json.dumps(facts, ensure_ascii=False).translate(_HARMLESS)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(words))


def _location(event: Event, path: str) -> dict[str, object]:
    if not event.venue:
        return {"@type": "VirtualLocation", "name": event.online_at, "url": settings.SITE_URL + path}
    return {
        "@type": "Place",
        "name": event.venue.name,
        "address": {"@type": "PostalAddress", "addressLocality": event.venue.region.name, "addressCountry": "NL"},
        "geo": {
            "@type": "GeoCoordinates",
            "latitude": float(event.venue.latitude),
            "longitude": float(event.venue.longitude),
        },
    }


def _local(event: Event) -> tuple[dt.datetime, dt.datetime]:
    return event.starts_at.astimezone(Event.ZONE), event.ends_at.astimezone(Event.ZONE)
