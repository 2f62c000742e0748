"""How does somebody end the pause that three silences brought? One press behind the link in the mail (F059)."""

import datetime as dt

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from corridor import access, clock, limits, links
from corridor.models import Member, Profile
from matchmaking.actions import silences
from matchmaking.dates import local_day
from matchmaking.emails import COME_BACK_LINK
from matchmaking.models import OptIn

LIFETIME = dt.timedelta(days=120)  # longer than the pause, to say that it is over
KNOCKS, SECONDS = 60, 60


@access.token
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows whether the pause lasts; POST with the page's own value ends it. No other pause is touched."""
    now = clock.now()
    if not limits.spend("answer", limits.network(request), KNOCKS, SECONDS):
        return render(request, "matchmaking/link.html", {"busy": True}, status=429)
    try:
        link = links.read(COME_BACK_LINK, token, lifetime=LIFETIME, now=now)
    except links.BadLink:
        return render(request, "matchmaking/link.html", status=404)
    member = Member.objects.filter(pk=link.member_id, is_active=True).first()
    until = dt.date.fromordinal(link.object_id)
    silent = OptIn.objects.filter(introduction=link.version, member=member, answer="")  # the last of the three
    if member is None or until > local_day(link.issued_at + LIFETIME) or not silent.exists():
        return render(request, "matchmaking/link.html", status=410)
    if request.method == "POST":
        if not links.is_page_value(token, request.POST.get("page", ""), now=now):
            return render(request, "matchmaking/link.html", {"stale": True}, status=403)
        silences.come_back(member=member, until=until, now=now)
        return HttpResponseRedirect(request.path, status=303)
    lasts = local_day(now) < until and Profile.objects.filter(member=member, paused_until=until).exists()
    context = {"member": member, "until": until, "lasts": lasts, "page": links.page_value(token, now=now)}
    return render(request, "matchmaking/come_back.html", context)
