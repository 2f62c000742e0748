"""What happens when somebody presses a button in the registration box? One action, and the event's page again."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from corridor import access, clock, limits
from corridor.errors import Refused
from events.actions import registrations
from events.forms.registration import ActForm
from events.models import Registration
from events.queries import attendance
from events.views import typed
from events.views.box import form_of
from events.views.programme import find, page_of

NOT_YET, REFUSED = 422, 409
KNOCKS, SECONDS = 30, 60


@access.on_the_way_in
@require_http_methods(["GET", "HEAD", "POST"])
def before_signing_in(request: HttpRequest, slug: str) -> HttpResponse:
    """POST keeps what a visitor typed and leads to signing in, and from there back to the form; read, to the event."""
    event = find(request, slug)
    if request.method != "POST" or request.user.is_authenticated:
        return redirect("events:event", slug=slug)
    return _sign_in_first(request, event.slug)


@access.public
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, slug: str) -> HttpResponse:
    """POST registers, accepts, gives back, or says whether others may know; read, it leads to the event.

    Whoever is signed in no longer, an hour after they opened the page, signs in and finds what they typed.
    """
    if not request.user.is_authenticated:
        return _sign_in_first(request, slug)
    event, now = find(request, slug), clock.now()
    if request.method != "POST":
        return redirect("events:event", slug=slug)
    pressed = ActForm(request.POST)
    if not pressed.is_valid():
        raise Http404
    act, hides = pressed.cleaned_data["act"], pressed.cleaned_data["hides_attendance"]
    own = attendance.standing_of(request.user, event)
    try:
        if act == "register" and (own is None or own.state == Registration.State.INVITED):
            form = form_of(event, request.POST)
            if not form.is_valid():
                return render(request, "events/event.html", page_of(request, event, now, form), status=NOT_YET)
            registrations.register(
                event=event, by=request.user, now=now, hides_attendance=hides, details=form.details()
            )
            typed.forget(request)
        elif own and act == "accept":
            registrations.accept(registration=own, by=request.user, now=now)
        elif own and act == "cancel":
            because = pressed.cleaned_data["because"]
            registrations.cancel(registration=own, by=request.user, now=now, because=because)
        elif own and act == "attendance":
            registrations.hide_attendance(registration=own, hides=hides, by=request.user, now=now)
    except Refused as no:
        context = page_of(request, find(request, slug), now) | {"refused": no.sentence}
        return render(request, "events/event.html", context, status=REFUSED)
    return redirect("events:event", slug=slug)


def _sign_in_first(request: HttpRequest, slug: str) -> HttpResponse:
    """To the page where one signs in, which leads back to the event; what was typed for it waits there.

    Keeping makes a session for whoever asks, so it is not done without end (S-18).
    """
    if request.method == "POST" and request.POST.get("act") == "register":
        if not limits.spend("typed", limits.network(request), KNOCKS, SECONDS):
            return render(request, "events/link.html", {"busy": True}, status=429)
        typed.keep(request, slug)
    return redirect_to_login(f"{reverse('events:event', args=[slug])}#join")
