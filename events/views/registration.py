"""What happens when somebody presses a button in the registration box? One action, and the event's page again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from corridor import access, clock
from corridor.errors import Refused
from events.actions import registrations
from events.forms.registration import RegistrationForm
from events.queries import attendance
from events.views.programme import find, page_of


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, slug: str) -> HttpResponse:
    """POST registers, gives the place back, or says whether others may know; read, it leads to the event."""
    event, now = find(request, slug), clock.now()
    if request.method != "POST":
        return redirect("events:event", slug=slug)
    form = RegistrationForm(request.POST)
    if not form.is_valid():
        raise Http404
    hides, own = form.cleaned_data["hides_attendance"], attendance.standing_of(request.user, event)
    try:
        if form.cleaned_data["act"] == "register":
            registrations.register(event=event, by=request.user, now=now, hides_attendance=hides)
        elif own and form.cleaned_data["act"] == "cancel":
            registrations.cancel(registration=own, by=request.user, now=now)
        elif own and form.cleaned_data["act"] == "attendance":
            registrations.hide_attendance(registration=own, hides=hides, by=request.user, now=now)
    except Refused as no:
        context = page_of(request, find(request, slug), now) | {"refused": no.sentence}
        return render(request, "events/event.html", context, status=409)
    return redirect("events:event", slug=slug)
