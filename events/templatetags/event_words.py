"""When is it, in words, and what do search engines read about it? Times are those on the wall in Amsterdam."""

import datetime as dt
import json

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format, get_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from corridor import clock
from events import calendar_entries, rule_words, rules
from events.models import Event, Session

register = template.Library()

# What would end a script element, or begin something else, inside JSON.
_HARMLESS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_LOCALES = {"nl": "nl_NL", "en": "en_GB"}
SHARED = 300  # letters of a description


@register.filter
def hours(event: Event | Session) -> str:
    """From when until when on the clock: 17:00–19:30; in Dutch 17.00–19.30 uur."""
    clock, (starts, ends) = get_format("TIME_FORMAT"), _local(event)
    return f"{date_format(starts, clock.partition(' ')[0])}–{date_format(ends, clock)}"


@register.filter
def begins(event: Event | Session) -> str:
    """From when on the clock: 17:00; in Dutch 17.00."""
    return date_format(_local(event)[0], get_format("TIME_FORMAT").partition(" ")[0])


@register.filter
def when(event: Event) -> str:
    """The day and the hours: Tuesday 20 October 2026, 17:00–19:30; both days when it ends on another one."""
    starts, ends = _local(event)
    if starts.date() == ends.date():
        return f"{date_format(starts, 'l j F Y')}, {hours(event)}"
    return " – ".join(date_format(moment, "DATETIME_FORMAT") for moment in (starts, ends))


@register.filter
def promoted(rule: str) -> str:
    """By which rule a place came to somebody, in words."""
    return rule_words.why(rule)


@register.filter
def where(event: Event) -> str:
    """The place with its room and town, or where online."""
    return calendar_entries.where(event)


@register.simple_tag(takes_context=True)
def door_of(context: template.Context, event: Event) -> str:
    """The address of the event's door for who stands there today; nothing for everybody else. Asks nothing before."""
    reader, now = context.get("user"), clock.now()
    if reader is None or not reader.is_authenticated or not rules.is_door_open(event, now):
        return ""
    return "" if rules.why_not_see_guests(event, reader, now) else reverse("events:door", args=[event.slug])


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
        "eventStatus": _status(event),
        "eventAttendanceMode": f"https://schema.org/{'Offline' if event.venue else 'Online'}EventAttendanceMode",
        "location": _location(event, path),
        "organizer": {"@type": "Organization", "name": settings.SITE_NAME, "url": settings.SITE_URL},
        "isAccessibleForFree": True,
        "maximumAttendeeCapacity": event.capacity,
        "url": settings.SITE_URL + path,
    }
    words = json.dumps(facts, ensure_ascii=False).translate(_HARMLESS)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(words))


@register.simple_tag
def share_data(title: str, text: str, path: str, kind: str = "website") -> SafeString:
    """What a page looks like where somebody shares its address (Open Graph); the same for everybody, naming nobody."""
    rows = {
        "og:type": kind,
        "og:site_name": settings.SITE_NAME,
        "og:title": title,
        "og:description": " ".join(text.split())[:SHARED],
        "og:url": settings.SITE_URL + path,
        "og:locale": _LOCALES.get(get_language(), "nl_NL"),
    }
    return format_html_join("", '<meta property="{}" content="{}">', rows.items())


def _status(event: Event) -> str:
    if event.state == Event.State.CANCELLED:
        return "https://schema.org/EventCancelled"
    return f"https://schema.org/Event{'Rescheduled' if event.sequence else 'Scheduled'}"


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


def _local(event: Event | Session) -> tuple[dt.datetime, dt.datetime]:
    return event.starts_at.astimezone(Event.ZONE), event.ends_at.astimezone(Event.ZONE)
