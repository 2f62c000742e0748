"""Where does "not me, but my colleague" lead? A page that lists the colleagues who could take it over (F056).

From the link in the question, or signed in; what each shows and does is the same.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from corridor import access, clock, limits, links
from corridor.errors import Refused
from corridor.models import Member
from matchmaking import rules
from matchmaking.actions import hand_overs
from matchmaking.models import OptIn
from matchmaking.queries import colleagues, faces
from matchmaking.views import answering, opt_in

REFUSED = 409


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Signed in: choose a colleague; POST hands over. Somebody else's introduction does not exist here."""
    own = answering.find(request.user, pk)
    if own is None:
        if faces.handed_over(request.user, pk):
            return redirect("matchmaking:introduction", pk=pk)
        raise Http404
    back = reverse("matchmaking:introduction", args=[pk])
    return _page(request, own, request.user, back, {})


@access.token
@require_http_methods(["GET", "HEAD", "POST"])
def pass_on_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """By the link in the question: the same, without signing in; a POST needs the page's own value."""
    now = clock.now()
    if not limits.spend("answer", limits.network(request), opt_in.KNOCKS, opt_in.SECONDS):
        return render(request, "matchmaking/link.html", {"busy": True}, status=429)
    back = reverse("matchmaking:answer", args=[token])
    opened = opt_in.open_link(token, now)
    if opened.passed_on:
        return HttpResponseRedirect(back)
    if opened.own is None:
        return render(request, "matchmaking/link.html", status=opened.status)
    if request.method == "POST" and not links.is_page_value(token, request.POST.get("page", ""), now=now):
        return render(request, "matchmaking/link.html", {"stale": True}, status=403)
    context = {"page": links.page_value(token, now=now), "by_link": True}
    return _page(request, opened.own, opened.member, back, context)


def _page(request: HttpRequest, own: OptIn, member: Member, back: str, context: dict) -> HttpResponse:
    now, refused, status = clock.now(), None, 200
    steps = faces.steps(own.introduction, member)
    able = colleagues.who_could_take_over(own, steps, now)
    if request.method == "POST":
        chosen = [one for one in able if str(one.pk) == request.POST.get("taker", "")]
        try:
            if not chosen:
                raise Refused(_("Choose one of your colleagues."))
            hand_overs.hand_over(introduction=own.introduction, giver=member, taker=chosen[0], now=now)
            return HttpResponseRedirect(back, status=303)
        except Refused as no:
            refused, status = no.sentence, REFUSED
    context |= {
        "why_not": rules.why_not_hand_over(own.introduction, own, now, steps=len(steps)),
        "colleagues": able,
        "refused": refused,
        "back": back,
    }
    return render(request, "matchmaking/pass_on.html", context, status=status)
