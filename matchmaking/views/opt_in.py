"""Where does the link in the question lead? To a page that shows and asks; only a pressed button answers (F002, F012).

No account, no cookie, no script. The page shows first names, organisations and reasons, never contact data (S-39).
"""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from corridor import access, clock, failpoints, limits, links
from corridor.models import Member
from matchmaking.emails import OPT_IN_LINK
from matchmaking.models import HandOver, OptIn
from matchmaking.queries import faces
from matchmaking.views import answering

LIFETIME = dt.timedelta(days=14)  # of the link: it outlives the latest deadline, to say how things stand
KNOCKS, SECONDS = 60, 60


@access.token
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the proposal and the present answer; POST with the page's own value stores an answer."""
    now = clock.now()
    if not limits.spend("answer", limits.network(request), KNOCKS, SECONDS):
        return render(request, "matchmaking/link.html", {"busy": True}, status=429)
    opened = open_link(token, now)
    own, member = opened.own, opened.member
    if opened.passed_on:
        return render(request, "matchmaking/passed_on.html", {"taker": opened.passed_on.taker})
    if own is None:
        return render(request, "matchmaking/link.html", status=opened.status)
    refused, status = None, 200
    if request.method == "POST":
        if not links.is_page_value(token, request.POST.get("page", ""), now=now):
            return render(request, "matchmaking/link.html", {"stale": True}, status=403)
        refused = answering.press(request, own, member, now)
        failpoints.reach("K5")
        if refused is None:
            return HttpResponseRedirect(request.path, status=303)
        status, own = 409, answering.find(member, own.introduction_id) or own
    context = answering.page(own, member, now)
    context |= {"refused": refused, "page": links.page_value(token, now=now), "by_link": True}
    context |= {"pass_on_url": reverse("matchmaking:pass_on_by_link", args=[token])}
    return render(request, "matchmaking/introduction.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link is about and for whom; or that they passed it on; or why it opens nothing: 404 not ours, 410 over."""

    status: int
    member: Member | None = None
    own: OptIn | None = None
    passed_on: HandOver | None = None


def open_link(token: str, now: dt.datetime) -> Opened:
    """What the link in a question opens as of now. Two queries, or three."""
    try:
        link = links.read(OPT_IN_LINK, token, lifetime=LIFETIME, now=now)
    except links.OldLink:
        return Opened(410)
    except links.BadLink:
        return Opened(404)
    member = Member.objects.filter(pk=link.member_id, is_active=True).first()
    own = answering.find(member, link.object_id) if member else None
    if own and own.link_version == link.version:
        return Opened(200, member, own)
    passed_on = faces.handed_over(member, link.object_id) if member and not own else None
    return Opened(200, member, passed_on=passed_on) if passed_on else Opened(410)
