"""Where does the link in the question lead? To a page that shows and asks; only a pressed button answers (F002, F012).

No account, no cookie, no script. The page shows first names, organisations and reasons, never contact data (S-39).
"""

import datetime as dt

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from corridor import access, clock, failpoints, limits, links
from corridor.models import Member
from matchmaking.emails import OPT_IN_LINK
from matchmaking.models import OptIn
from matchmaking.views import answering

LIFETIME = dt.timedelta(days=14)  # of the link: it outlives the deadline, to say how things stand
FOREVER = dt.timedelta(days=36_500)
KNOCKS, SECONDS = 60, 60


@access.token
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the proposal and the present answer; POST with the page's own value stores an answer."""
    now = clock.now()
    if not limits.spend("answer", limits.network(request), KNOCKS, SECONDS):
        return render(request, "matchmaking/link.html", {"busy": True}, status=429)
    own, member, status = _open(token, now)
    if own is None:
        return render(request, "matchmaking/link.html", status=status)
    refused, status = None, 200
    if request.method == "POST":
        if not links.is_page_value(token, request.POST.get("page", ""), now=now):
            return render(request, "matchmaking/link.html", {"stale": True}, status=403)
        refused = answering.press(request, own, member, now)
        failpoints.reach("K5")
        if refused is None:
            return HttpResponseRedirect(request.path, status=303)
        status, own = 409, answering.find(member, own.introduction_id)
    context = answering.page(own, member, now)
    context |= {"refused": refused, "page": links.page_value(token, now=now), "by_link": True}
    return render(request, "matchmaking/introduction.html", context, status=status)


def _open(token: str, now: dt.datetime) -> tuple[OptIn | None, Member | None, int]:
    """What the link is about and for whom; or why it opens nothing: 404 not ours, 410 no longer."""
    try:
        link = links.read(OPT_IN_LINK, token, lifetime=LIFETIME, now=now)
    except links.BadLink:
        return None, None, _gone_or_unknown(token, now)
    member = Member.objects.filter(pk=link.member_id, is_active=True).first()
    own = answering.find(member, link.object_id) if member else None
    if own is None or own.link_version != link.version:
        return None, None, 410
    return own, member, 200


def _gone_or_unknown(token: str, now: dt.datetime) -> int:
    try:
        links.read(OPT_IN_LINK, token, lifetime=FOREVER, now=now)
    except links.BadLink:
        return 404
    return 410
