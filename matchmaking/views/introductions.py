"""Which introductions are mine? The list by where each stands, the page of one, and the card of a contact."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from corridor import access, clock, failpoints
from matchmaking import cards
from matchmaking.dates import NOT_NOW_MONTHS, first_of_month, local_day
from matchmaking.queries import contacts, faces, inbox
from matchmaking.queries.afterwards import afterwards
from matchmaking.queries.inbox import Seen
from matchmaking.views import answering
from matchmaking.wording import Wording

PAGE = 20  # contacts on one page
MANY = 5  # contacts from which on one may search
LONGEST_SEARCH = 80


@access.member
@require_safe
def introductions(request: HttpRequest) -> HttpResponse:
    """All of mine: waiting for me, waiting for time, my contacts, what came of it; what lapsed, last."""
    now, member = clock.now(), request.user
    seen = inbox.inbox(member, now)
    words = " ".join(request.GET.get("q", "").split())[:LONGEST_SEARCH]
    order = request.GET.get("order", contacts.NEWEST)
    page = Paginator(contacts.find(seen[inbox.MADE], words=words, order=order), PAGE).get_page(request.GET.get("page"))
    after = afterwards(member, now, sides={one.other.member.pk: one.other for one in seen[inbox.MADE]})
    wording = Wording(one.introduction for one in (*seen[inbox.ASKED], *page))
    context = {
        "seen": seen,
        "asked": [(one, _reasons(wording, one)) for one in seen[inbox.ASKED]],
        "month": first_of_month(local_day(now), NOT_NOW_MONTHS),
        "page": page,
        "contacts": [(one, _reasons(wording, one)[0]) for one in page],
        "searchable": len(seen[inbox.MADE]) > MANY,
        "words": words,
        "order": order,
        "after": after,
        "together": {one.collaboration.introduction_id for one in after.collaborations},
        "next_round": inbox.next_round(now) if not any(seen.values()) else None,
    }
    return render(request, "matchmaking/introductions.html", context)


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
def introduction(request: HttpRequest, pk: int) -> HttpResponse:
    """One of mine; POST stores my answer. Somebody else's does not exist here."""
    now = clock.now()
    found = answering.find(request.user, pk)
    if found is None:
        if passed_on := faces.handed_over(request.user, pk):
            return render(request, "matchmaking/passed_on.html", {"taker": passed_on.taker})
        raise Http404
    refused, status = None, 200
    if request.method == "POST":
        refused = answering.press(request, found, request.user, now)
        failpoints.reach("K5")
        if refused is None:
            return redirect("matchmaking:introduction", pk=pk)
        status, found = 409, answering.find(request.user, pk) or found
    context = answering.page(found, request.user, now) | {"refused": refused}
    context |= {"pass_on_url": reverse("matchmaking:pass_on", args=[pk])}
    return render(request, "matchmaking/introduction.html", context, status=status)


@access.member
@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """The other's card for an address book; there is none before the mail to both has left."""
    found = answering.find(request.user, pk)
    (seen,) = inbox.see([found], request.user, clock.now()) if found else (None,)
    if seen is None or seen.contact is None or not seen.contact.email:
        raise Http404
    name, kind, text = cards.attachment(seen.contact)
    return HttpResponse(
        text, content_type=f"{kind}; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _reasons(wording: Wording, one: Seen) -> list[str]:
    return [reason.sentence for reason in wording.for_side(one.introduction, one.mine.member)]
