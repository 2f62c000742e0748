"""What came after an introduction? One page for each side, from the mail's link and signed in; only a press acts.

By the link one answers and notes promises. What may become public, a collaboration, asks for being signed in.
"""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from corridor import access, clock, limits, links
from corridor.models import Member
from matchmaking.emails import AFTER_LINK
from matchmaking.models import OptIn
from matchmaking.queries import inbox
from matchmaking.queries.afterwards import ANSWERABLE
from matchmaking.views import answering, noting

KNOCKS, SECONDS = 60, 60


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
def after(request: HttpRequest, pk: int) -> HttpResponse:
    """Mine of one introduction that was made; POST stores what was pressed. Anything else does not exist here."""
    now = clock.now()
    own = answering.find(request.user, pk)
    if own is None or inbox.standing(own.introduction, request.user, now, own) != inbox.MADE:
        raise Http404
    pressed = noting.NOTHING
    if request.method == "POST":
        pressed = noting.press(request, own.introduction, request.user, now)
        if pressed.is_done:
            if pressed.taken_back:
                messages.info(request, _("The words changed, so both releases were taken back."))
            return HttpResponseRedirect(request.path, status=303)
    context = noting.page(request, own, request.user, now, pressed)
    return render(request, "matchmaking/after.html", context, status=200 if pressed is noting.NOTHING else 409)


@access.token
@require_http_methods(["GET", "HEAD", "POST"])
def after_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same from a mail, without account, cookie or script; POST needs the page's own value."""
    now = clock.now()
    if not limits.spend("after", limits.network(request), KNOCKS, SECONDS):
        return render(request, "matchmaking/link.html", {"busy": True}, status=429)
    own, member, status = _open(token, now)
    if own is None:
        return render(request, "matchmaking/link.html", status=status)
    pressed = noting.NOTHING
    if request.method == "POST":
        if not links.is_page_value(token, request.POST.get("page", ""), now=now):
            return render(request, "matchmaking/link.html", {"stale": True}, status=403)
        pressed = noting.press(request, own.introduction, member, now, by_link=True)
        if pressed.is_done:
            return HttpResponseRedirect(request.path, status=303)
    context = noting.page(request, own, member, now, pressed, by_link=True)
    context["page"] = links.page_value(token, now=now)
    return render(request, "matchmaking/after.html", context, status=200 if pressed is noting.NOTHING else 409)


def _open(token: str, now: dt.datetime) -> tuple[OptIn | None, Member | None, int]:
    """What the link is about and for whom; or why it opens nothing: 404 not ours, 410 no longer."""
    try:
        link = links.read(AFTER_LINK, token, lifetime=ANSWERABLE, now=now)
    except links.OldLink:
        return None, None, 410
    except links.BadLink:
        return None, None, 404
    member = Member.objects.filter(pk=link.member_id, is_active=True).first()
    own = answering.find(member, link.object_id) if member else None
    if own is None or own.link_version != link.version:
        return None, None, 410
    if inbox.standing(own.introduction, member, now, own) != inbox.MADE:
        return None, None, 410
    return own, member, 200
