"""How does one stop a mail? The link in it asks on a page and acts on POST, without an account (S-29, F002)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from corridor import access, clock, limits, links, mailings
from corridor.actions import suppressions
from corridor.queries.suppressions import standing

KNOCKS, SECONDS = 60, 60


@access.token
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what would stop. POST stops it: from our page, or one-click from the mail programme, without cookie.

    The one-click POST of RFC 8058 carries no page value; it can do nothing but stop this one kind.
    """
    now = clock.now()
    one_click = request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click"
    # Mail providers press the one click for very many people from few addresses; that must never be refused.
    if not one_click and not limits.spend("unsubscribe", limits.network(request), KNOCKS, SECONDS):
        return render(request, "429.html", status=429)
    try:
        address, kind = links.read_unsubscribe(token, now=now)
    except links.BadLink:
        return render(request, "corridor/unsubscribe.html", {"expired": True}, status=404)
    if one_click:
        _act("stop", address, kind, now)
    elif request.method == "POST" and links.is_page_value(token, request.POST.get("page", ""), now=now):
        _act(request.POST.get("do", ""), address, kind, now)
    context = {
        "what": mailings.what_stops(kind),
        "everything": mailings.what_stops(""),
        "stopped": standing(address, kind).filter(kind=kind).exists(),
        "all_stopped": standing(address, "").exists(),
        "page": links.page_value(token, now=now),
    }
    return render(request, "corridor/unsubscribe.html", context)


def _act(what: str, address: str, kind: str, now) -> None:
    if what == "stop":
        suppressions.unsubscribe(address=address, kind=kind, now=now)
    elif what == "stop_all":
        suppressions.unsubscribe(address=address, kind="", now=now)
    elif what == "again":
        suppressions.resubscribe(address=address, kind=kind, now=now)
        suppressions.resubscribe(address=address, kind="", now=now)
