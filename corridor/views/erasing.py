"""How does a member erase themselves? One page in two steps: show who you are, then tick and press (F050)."""

import time

from allauth.account import app_settings
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from corridor import access, clock, rules
from corridor.actions import erasing
from corridor.errors import Refused
from corridor.forms.erasing import EraseForm

REFUSED = 422


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def erase(request: HttpRequest) -> HttpResponse:
    """What goes and what stays; POST with the tick does it, signs out and says goodbye.

    Who has a password or a second step was asked for it just before; who signs in by code alone must have done so
    within the same few minutes, and is led to it otherwise.
    """
    person, now, step = request.user, clock.now(), request.POST.get("step")
    if step == "sign-in":
        back = request.path
        logout(request)
        return redirect_to_login(back)
    proven, form = _came_in_lately(request), EraseForm(request.POST if step == "erase" else None)
    refused = rules.why_not_erase(person, person)
    if step == "erase" and proven and form.is_valid():
        try:
            erasing.erase(member=person, by=person, now=now)
        except Refused as no:
            refused = no.sentence
        else:
            logout(request)
            return redirect("corridor:goodbye")
    context = {"form": form, "proven": proven, "refused": refused, "shown_until": erasing.held_until(person)}
    return render(request, "corridor/erase.html", context, status=REFUSED if step == "erase" else 200)


@access.public
@require_safe
def goodbye(request: HttpRequest) -> HttpResponse:
    """Afterwards; says nothing about anybody."""
    return render(request, "corridor/goodbye.html")


def _came_in_lately(request: HttpRequest) -> bool:
    """Whether this browser showed who it is within the time that allauth takes as recent."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
