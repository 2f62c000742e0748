"""When am I where? My visits to other regions, which rounds and joint mails make use of (F063)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from corridor import access, clock
from corridor.actions import visits as acting
from corridor.errors import Refused
from corridor.forms.visits import VisitForm
from corridor.models import Visit
from corridor.queries import visits as reading

REFUSED = 422


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
def visits(request: HttpRequest) -> HttpResponse:
    """The page; POST adds a visit."""
    now, form = clock.now(), VisitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            acting.add(member=request.user, by=request.user, now=now, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("corridor:visits")
        except Refused as no:
            form.add_error(None, str(no))
    context = {"form": form, "visits": reading.coming(request.user, today=timezone.localdate(now))}
    return render(request, "corridor/visits.html", context, status=REFUSED if form.errors else 200)


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one of mine back; read, it leads to the page."""
    visit = get_object_or_404(Visit.objects.select_related("member"), pk=pk, member=request.user)
    if request.method == "POST":
        acting.remove(visit=visit, by=request.user)
        messages.success(request, _("Removed."))
    return redirect("corridor:visits")
