"""Where am I expected, where have I been, how do I get that into my calendar, and what do I show at the door?"""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from corridor import access, clock, letters, links
from corridor.models import Member
from corridor.queries import regions
from events import qr, rules, tickets
from events.actions import feeds
from events.models import CalendarFeed, Registration
from events.queries import attendance, calendars, door
from events.views.calendar import FEED_LINK
from events.views.programme import find


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
def my_events(request: HttpRequest) -> HttpResponse:
    """The page. POST makes a new address for my private calendar, shown this once, or ends the one there is."""
    now, address = clock.now(), ""
    if request.method == "POST":
        if request.POST.get("act") == "stop":
            feeds.stop(member=request.user, now=now)
            messages.success(request, _("The address of your calendar no longer works."))
            return redirect("events:my_events")
        address = address_of(feeds.renew(member=request.user, now=now))
    return render(request, "events/my_events.html", _page(request.user, now) | {"address": address})


@access.member
@require_safe
def ticket(request: HttpRequest, slug: str) -> HttpResponse:
    """What I show at the door: the code of my place. Who has none gets no page."""
    event = find(request, slug)
    own = attendance.standing_of(request.user, event)
    if own is None or own.state != Registration.State.CONFIRMED:
        raise Http404
    own.event = event
    return render(request, "events/ticket.html", {"event": event, "own": own} | shown_at_door(own))


def shown_at_door(registration: Registration) -> dict[str, str]:
    """What a page shows of a place at the door: the code, and the QR that holds it."""
    address = tickets.address(registration, registration.member.language)
    return {"code": tickets.make(registration), "qr": qr.drawing(address)}


def address_of(feed: CalendarFeed) -> str:
    """Where a calendar program fetches this version of the feed."""
    token = links.make(FEED_LINK, object_id=feed.pk, member_id=feed.member_id, version=feed.version, now=feed.made_at)
    return letters.page("events:own_calendar", feed.member.language, token)


def _page(member: Member, now: dt.datetime) -> dict[str, object]:
    homes = regions.homes()
    coming = [(one, homes.get(one.event.region_id)) for one in attendance.coming_of(member, now=now)]
    past = [(one, homes.get(one.event.region_id)) for one in calendars.past_of(member, now=now)]
    return {
        "coming": coming,
        "past": past,
        "works": [
            (one, homes.get(one.event.region_id), rules.is_door_open(one.event, now))
            for one in door.works_of(member, since=now - rules.LISTS_CLOSE)
        ],
        "has_feed": CalendarFeed.objects.filter(member=member).exists(),
    }
