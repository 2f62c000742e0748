"""When could the two of us meet? Half-days to tick, on the page of the introduction and by link from its mail (F107).

The link needs no account, no cookie and no script, and shows first names only; only a pressed button stores (F002).
"""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from corridor import access, clock, limits, links
from corridor.errors import Refused
from corridor.models import Member
from matchmaking import halfdays, moment_files
from matchmaking.actions import moments as acting
from matchmaking.emails import MOMENTS_LINK
from matchmaking.models import Introduction, OptIn
from matchmaking.queries import inbox, moments
from matchmaking.views import answering

LIFETIME = acting.KEPT  # of the link: as long as anything of it is stored
KNOCKS, SECONDS = 60, 60
SECTION = "#half-days"


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    """Store which half-days suit me; read, it leads to the page of the introduction."""
    own = answering.find(request.user, pk)
    if own is None:
        raise Http404
    if request.method == "POST":
        refused = _store(request, own, request.user, clock.now())
        if refused:
            messages.error(request, refused)
        else:
            messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("matchmaking:introduction", args=[pk]) + SECTION)


@access.member
@require_safe
def calendar(request: HttpRequest, pk: int, half_day: str) -> HttpResponse:
    """A half-day that suits both, for my calendar."""
    own = answering.find(request.user, pk)
    if own is None:
        raise Http404
    return _calendar(own, request.user, half_day, clock.now())


@access.token
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the half-days; POST with the page's own value stores which of them suit."""
    now = clock.now()
    if not limits.spend("answer", limits.network(request), KNOCKS, SECONDS):
        return render(request, "matchmaking/link.html", {"busy": True}, status=429)
    own, status = _open(token, now)
    if own is None:
        return render(request, "matchmaking/link.html", status=status)
    refused = None
    if request.method == "POST":
        if not links.is_page_value(token, request.POST.get("page", ""), now=now):
            return render(request, "matchmaking/link.html", {"stale": True}, status=403)
        refused = _store(request, own, own.member, now)
        if refused is None:
            return redirect(f"{request.path}?saved")
    context = {
        "board": moments.board(own.introduction, own.member, now=now),
        "introduction": own.introduction,
        "other": own.introduction.other(own.member),
        "token": token,
        "page": links.page_value(token, now=now),
        "refused": refused,
        "saved": "saved" in request.GET,
    }
    return render(request, "matchmaking/moments.html", context, status=409 if refused else 200)


@access.token
@require_safe
def calendar_by_link(request: HttpRequest, token: str, half_day: str) -> HttpResponse:
    """A half-day that suits both, for the calendar of whoever holds the link."""
    now = clock.now()
    if not limits.spend("answer", limits.network(request), KNOCKS, SECONDS):
        return render(request, "matchmaking/link.html", {"busy": True}, status=429)
    own, status = _open(token, now)
    if own is None:
        return render(request, "matchmaking/link.html", status=status)
    return _calendar(own, own.member, half_day, now)


def _store(request: HttpRequest, own: OptIn, member: Member, now: dt.datetime) -> str | None:
    """The sentence of a refusal, or None when it was stored."""
    chosen = [halfdays.read(slug) for slug in request.POST.getlist("half_day")]
    try:
        if None in chosen:
            raise Refused(_("Choose from the half-days on this page."))
        acting.tick(introduction=own.introduction, member=member, half_days=chosen, now=now)
    except Refused as no:
        return no.sentence
    return None


def _calendar(own: OptIn, member: Member, slug: str, now: dt.datetime) -> HttpResponse:
    half = halfdays.read(slug)
    made = inbox.standing(own.introduction, member, now, own) == inbox.MADE
    if not made or half not in moments.common(own.introduction):
        raise Http404
    name, mime, text = moment_files.attachment(own.introduction, half, member)
    return HttpResponse(
        text, content_type=f"{mime}; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _open(token: str, now: dt.datetime) -> tuple[OptIn | None, int]:
    """Whose place in which introduction the link is about; or why it opens nothing: 404 not ours, 410 no longer."""
    try:
        link = links.read(MOMENTS_LINK, token, lifetime=LIFETIME, now=now)
    except links.OldLink:
        return None, 410
    except links.BadLink:
        return None, 404
    member = Member.objects.filter(pk=link.member_id, is_active=True).first()
    own = answering.find(member, link.object_id) if member else None
    if own is None or own.link_version != link.version:
        return None, 410
    own.member = member
    made = own.introduction.state == Introduction.State.MADE and own.joint_mail_left
    return (own, 200) if made else (None, 410)
