"""Whom would I like to meet? Up to five organisations, shown to nobody before it is mutual or released (F062)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from corridor import access, clock
from corridor.errors import Refused
from corridor.queries import organisations
from matchmaking.actions import wishes as acts
from matchmaking.forms import KnownOrganisationForm
from matchmaking.models import Wish
from matchmaking.queries import wishes as found

REFUSED = 422


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """My wishes; POST adds one."""
    form = KnownOrganisationForm(request.POST if request.method == "POST" else None, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            acts.add(member=request.user, organisation=form.cleaned_data["found"], by=request.user, now=clock.now())
        except Refused as no:
            form.add_error("organisation", str(no))
        else:
            messages.success(request, _("Noted. Nobody sees it."))
            return redirect("matchmaking:wishes")
    own = found.of(request.user)
    context = {
        "wishes": own,
        "form": form,
        "left": Wish.MOST - len(own),
        "organisation_names": organisations.names(),
    }
    return render(request, "matchmaking/wishes.html", context, status=REFUSED if form.errors else 200)


@access.member
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one of mine back."""
    wish = get_object_or_404(Wish.objects.select_related("member"), pk=pk, member=request.user)
    acts.remove(wish=wish, by=request.user, now=clock.now())
    messages.success(request, _("Taken back. Nothing of it is kept."))
    return redirect("matchmaking:wishes")
