"""Which introductions are mine? The list by where each stands, and the page of one, to be answered there as well."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from corridor import access, clock, failpoints
from matchmaking.queries import inbox
from matchmaking.views import answering


@access.member
@require_safe
def introductions(request: HttpRequest) -> HttpResponse:
    """All of mine: waiting for me, waiting for time, made, lapsed."""
    now = clock.now()
    return render(request, "matchmaking/introductions.html", {"seen": inbox.inbox(request.user, now), "now": now})


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
def introduction(request: HttpRequest, pk: int) -> HttpResponse:
    """One of mine; POST stores my answer. Somebody else's does not exist here."""
    now = clock.now()
    found = answering.find(request.user, pk)
    if found is None:
        raise Http404
    refused, status = None, 200
    if request.method == "POST":
        refused = answering.press(request, found, request.user, now)
        failpoints.reach("K5")
        if refused is None:
            return redirect("matchmaking:introduction", pk=pk)
        status, found = 409, answering.find(request.user, pk)
    context = answering.page(found, request.user, now) | {"refused": refused}
    return render(request, "matchmaking/introduction.html", context, status=status)
