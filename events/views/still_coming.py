"""Where does "still coming?" lead? To a page with yes and no, from the mail's link; only a pressed button acts (F033).

No account, no cookie, no script.
"""

import datetime as dt
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from corridor import access, clock, link_door, links
from corridor.errors import Refused
from events import rules
from events.actions import registrations, reminders
from events.emails import STILL_COMING_LINK, place_url, still_coming_of
from events.forms.registration import ActForm
from events.models import Registration

LIFETIME = dt.timedelta(days=4)  # from the question to the event, at most
State = Registration.State


@access.token
@require_http_methods(["GET", "HEAD", "POST"])
def still_coming(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks; POST with the page's own value stores yes, or gives the place back."""
    now = clock.now()
    door = {"template": "events/link.html", "limit": "still_coming", "now": now}
    asked = {"purpose": STILL_COMING_LINK, "lifetime": LIFETIME, "find": lambda link: _place_of(link, now)}
    own = link_door.enter(request, token, **asked, **door)
    if isinstance(own, HttpResponse):
        return own
    refused, status = None, 200
    if request.method == "POST":
        try:
            if request.POST.get("still") == "yes":
                reminders.still_come(registration=own, now=now)
                return HttpResponseRedirect(request.path, status=303)
            if request.POST.get("still") == "no":
                said = ActForm({"act": "cancel", "because": request.POST.get("because", "")})
                because = said.cleaned_data["because"] if said.is_valid() else ""
                registrations.cancel(registration=own, by=own.member, now=now, because=because)
                return HttpResponseRedirect(request.path, status=303)
        except Refused as no:
            refused, status = no.sentence, 409
            own.refresh_from_db()
    context = {
        "event": own.event,
        "own": own,
        "said_yes": own.state == State.CONFIRMED and bool(own.still_comes_at),
        "has_place": own.state == State.CONFIRMED,
        "over": rules.why_not_call(own.event, now) is not None,
        "late": rules.is_late(own.event, now),
        "place_url": urlsplit(place_url(own)).path,
        "refused": refused,
        "page": links.page_value(token, now=now),
    }
    return render(request, "events/still_coming.html", context, status=status)


def _place_of(link: links.Link, now: dt.datetime) -> Registration | None:
    """Whose place the link is about, while its holder is here and the event on the day that was asked about."""
    places = Registration.objects.select_related("event__venue", "event__region", "member")
    own = places.filter(pk=link.object_id, member=link.member_id, member__is_active=True).first()
    return own if own and links.is_for(link, still_coming_of(own)) and own.event.starts_at > now else None
