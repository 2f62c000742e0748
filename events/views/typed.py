"""What did somebody type for an event before they signed in? It waits in their own session, for an hour.

Diet and access needs are not among it: those are asked of whom we know.
"""

from django.http import HttpRequest

from corridor import clock
from events.forms.registration import QUESTION

KEY, LIFETIME = "typed", 3600  # seconds
FIELDS = ("companion", "companion_agrees", "photo", "is_listed", "hides_attendance")
MOST, LONGEST = 30, 400  # fields, letters of one


def keep(request: HttpRequest, slug: str) -> None:
    """Remember what the form of this event says, and nothing else that was sent with it."""
    told = {
        name: value[:LONGEST]
        for name, value in request.POST.items()
        if name in FIELDS or name.startswith(QUESTION) and name.removeprefix(QUESTION).isdecimal()
    }
    at = round(clock.now().timestamp())
    request.session[KEY] = {"slug": slug, "at": at, "told": dict(list(told.items())[:MOST])}


def kept(request: HttpRequest, slug: str) -> dict[str, str]:
    """What this visitor typed for this event within the hour; nothing else, and nothing changes by asking."""
    found = request.session.get(KEY, {})
    fresh = found.get("slug") == slug and clock.now().timestamp() - found["at"] < LIFETIME
    return dict(found["told"]) if fresh else {}


def forget(request: HttpRequest) -> None:
    """It has become a registration."""
    request.session.pop(KEY, None)
