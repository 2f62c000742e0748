"""Whom would I rather not meet? My own list, which nobody else sees: add a person or an organisation, take one back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from corridor import access, clock
from corridor.errors import Refused
from corridor.queries import organisations
from matchmaking.actions import exclusions as acts
from matchmaking.forms import KnownOrganisationForm, NotThisPersonForm
from matchmaking.models import Exclusion
from matchmaking.queries import exclusions

REFUSED = 422


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The list; POST adds the person or the organisation that was chosen."""
    member, sent = request.user, request.POST if request.method == "POST" else None
    now = clock.now()
    named = sent if sent and "person" in sent else None
    people = NotThisPersonForm(named, among=exclusions.nameable(member, now))
    employers = KnownOrganisationForm(None if named else sent, person=member)
    form = people if named else employers
    if sent is not None and form.is_valid():
        try:
            chosen = {"other": form.cleaned_data["person"]} if named else {"organisation": form.cleaned_data["found"]}
            acts.add_own(member=member, now=now, **chosen)
        except Refused as no:
            form.add_error(None, no.sentence)
        else:
            messages.success(request, _("Kept. From now on you are not introduced."))
            return redirect("matchmaking:exclusions")
    context = {
        "rows": exclusions.own(member),
        "people": people,
        "employers": employers,
        "organisation_names": organisations.names(),
        "refused": form if sent is not None else None,
    }
    return render(request, "matchmaking/exclusions.html", context, status=200 if sent is None else REFUSED)


@access.member
@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one of mine back. What is somebody else's does not exist here."""
    found = Exclusion.objects.filter(pk=pk, member=request.user, by_organiser=False).first()
    if found is None:
        raise Http404
    acts.lift_own(exclusion=found, member=request.user, now=clock.now())
    messages.success(request, _("Taken back."))
    return redirect("matchmaking:exclusions")
