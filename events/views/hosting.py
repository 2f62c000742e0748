"""What does a host do before the evening? One page: who asks, who comes, who waits, who has not said they still come.

Hosts are members without the console. They approve, decline and let somebody come first; they invite nobody and write
to nobody, which is the organisers'. At the door, which opens on the day, they work as everybody there does.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from corridor import access, clock
from corridor.errors import Refused
from events import evening_hours, rules
from events.models import Event, Registration
from events.queries import reminding
from events.views import check_in, guest_acts

REFUSED = 409


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
def hosting(request: HttpRequest, slug: str) -> HttpResponse:
    """The page; POST does what a button beside a guest says. 404 for whoever does not host this event, or no more."""
    event = check_in.find(request, slug)
    if rules.why_not_host(event, request.user):
        raise Http404(_("There is no such event."))
    if request.method != "POST":
        return _page(request, event)
    act = guest_acts.act_of(request.POST, _chosen(request, event), by=request.user, now=clock.now())
    if act is None:
        raise Http404
    do, said = act
    try:
        do()
    except Refused as no:
        return _page(request, event, refused=no.sentence, status=REFUSED)
    messages.success(request, said)
    return redirect("events:hosting", slug=slug)


def _chosen(request: HttpRequest, event: Event) -> Registration:
    """The guest beside whose name the button stood. Raises Http404 for one of another event."""
    number = request.POST.get("row", "")
    rows = event.registrations.select_related("member", "event__region")
    found = rows.filter(pk=number).first() if number.isascii() and number.isdecimal() else None
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, event: Event, *, refused: str = "", status: int = 200) -> HttpResponse:
    now, asked = clock.now(), evening_hours.asks_at(event)
    context = {
        "event": event,
        "groups": guest_acts.groups(event),
        "open": rules.why_not_call(event, now) is None,
        "door_open": rules.is_door_open(event, now),
        "door_opens": event.starts_at - rules.DOORS_OPEN,
        "asks_at": asked,
        "asked": asked <= now,
        "silent": list(reminding.unanswered(event)) if asked <= now else [],
        "answered": reminding.answered(event) if asked <= now else 0,
        "reads_needs": event.asks_needs and rules.why_not_read_needs(event, request.user) is None,
        "refused": refused,
    }
    return render(request, "events/hosting.html", context, status=status)
