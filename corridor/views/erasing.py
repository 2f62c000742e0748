"""How does a member erase themselves? One page in two steps: show who you are, then tick and press (F050)."""

import contextlib
import time

from allauth.account import app_settings
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
from corridor.models import Member

REFUSED = 422


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """What goes and what stays; POST with the tick does it, signs out and says goodbye.

    Only who signed in within the last few minutes; everybody else is led to it. What allauth takes as proof is not
    enough here: at an open screen anybody could set a password or an app, and then show that.
    """
    person, now, step = Member.objects.get(pk=request.user.pk), clock.now(), request.POST.get("step")
    if step == "sign-in":
        back = request.path
        logout(request)
        return redirect_to_login(back)
    proven, form = _came_in_lately(request), EraseForm(request.POST if step == "erase" else None)
    refused = rules.why_not_erase(person, person)
    if step == "erase" and proven and not refused and form.is_valid():
        logout(request)  # first, because signing out leaves a line with the network in the history
        with contextlib.suppress(Refused):  # somebody else left at this moment, and now nobody else may everything
            erasing.erase(member=person, by=person, now=now)
            return redirect("corridor:goodbye")
        return redirect_to_login(request.path)
    context = {"form": form, "proven": proven, "refused": refused, "shown_until": erasing.held_until(person)}
    return render(request, "corridor/erase.html", context, status=REFUSED if step == "erase" else 200)


@access.public
@require_safe
def goodbye(request: HttpRequest) -> HttpResponse:
    """Afterwards; says nothing about anybody."""
    return render(request, "corridor/goodbye.html")


def _came_in_lately(request: HttpRequest) -> bool:
    """Whether this browser signed in within the time that allauth takes as recent."""
    records = [one for one in get_authentication_records(request, request.user) if not one.get("reauthenticated")]
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
