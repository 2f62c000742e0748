"""What did I say when I registered, and who else comes? The second step, whenever one likes until it begins (F028)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from corridor import access, clock
from corridor.errors import Refused
from events import rules
from events.actions import details
from events.forms.registration import said_before
from events.models import Needs, Registration
from events.queries import attendance
from events.queries import needs as asked
from events.views.box import form_of
from events.views.programme import find

NOT_YET, REFUSED = 422, 409


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
def my_place(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows what one said, POST changes it; without a place it leads to the event."""
    event, now = find(request, slug), clock.now()
    own = attendance.standing_of(request.user, event)
    if own is None or own.state == Registration.State.INVITED:
        return redirect("events:event", slug=slug)
    own.event = event
    asks_needs = not event.approves or own.state == Registration.State.CONFIRMED
    before = said_before(details.of(own), Needs.objects.filter(registration=own).first())
    form = form_of(event, request.POST or None, asks_needs=asks_needs, initial=before)
    refused, status = None, 200
    if request.method == "POST":
        if form.is_valid():
            try:
                details.change(registration=own, details=form.details(), by=request.user, now=now)
                return redirect(f"{reverse('events:my_place', args=[slug])}?saved")
            except Refused as no:
                refused, status = no.sentence, REFUSED
        else:
            status = NOT_YET
    context = {
        "event": event,
        "own": own,
        "details": form,
        "why_not": rules.why_not_change_details(own, now),
        "guests": attendance.listed(event, to=request.user) if event.shows_guests and own.state == "confirmed" else (),
        "saved": "saved" in request.GET and request.method != "POST",
        "refused": refused,
    }
    return render(request, "events/my_place.html", context, status=status)


@access.member
@require_http_methods(["GET", "HEAD"])
def needs(request: HttpRequest, slug: str) -> HttpResponse:
    """What the guests need: totals for the venue, and who; for this event's own hosts, 404 for all others (F039)."""
    event = asked.event_at(slug)
    if event is None or rules.why_not_read_needs(event, request.user):
        raise Http404
    rows = asked.of_guests(event)
    return render(request, "events/needs.html", {"event": event, "rows": rows, "totals": asked.totals(rows)})
