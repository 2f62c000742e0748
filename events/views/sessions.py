"""What happens at this event, and what do I go to? The programme, my own agenda on it, and both on paper (F082)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from corridor import access, fragments
from corridor.errors import Refused
from events.actions import programme as actions
from events.models import Event, Registration, Session
from events.queries import attendance, sessions
from events.views.keeping import for_visitors
from events.views.programme import find


@access.public
@require_http_methods(["GET", "HEAD", "POST"])
@for_visitors
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """The sessions by day and hour; ?mine shows what I chose. POST puts a session on my agenda, or takes it off.

    404 for an event one may not see, or without a programme.
    """
    event = find(request, slug)
    if request.method == "POST":
        return _choose(request, event)

    def facts() -> tuple:
        return fragments.key_of(event), sessions.facts(event)

    return fragments.page_of(request, "events/sessions.html", facts, lambda: _context(request, event))


def _choose(request: HttpRequest, event: Event) -> HttpResponse:
    own = attendance.standing_of(request.user, event) if request.user.is_authenticated else None
    wanted = _named(request, sessions.of_event(event))
    if own is None or wanted is None:
        raise Http404
    try:
        actions.choose(registration=own, session=wanted, goes=request.POST.get("goes") == "yes")
    except Refused as no:
        context = _context(request, event) | {"refused": no.sentence}
        return render(request, "events/sessions.html", context, status=409)
    back = redirect("events:programme", slug=event.slug)
    back["Location"] += f"#s{wanted.pk}"
    return back


def _context(request: HttpRequest, event: Event) -> dict[str, object]:
    """What the programme shows this person. Raises Http404 when there is none."""
    own = attendance.standing_of(request.user, event) if request.user.is_authenticated else None
    may_choose = own is not None and own.state == Registration.State.CONFIRMED
    rows = sessions.of_event(event)
    if not rows:
        raise Http404
    mine = sessions.chosen(own) if may_choose else set()
    only_mine = may_choose and "mine" in request.GET
    chosen = [one for one in rows if one.pk in mine]
    at_once = {one.pk for pair in sessions.overlapping(chosen) for one in pair}
    return {
        "event": event,
        "sessions": [(one, one.pk in mine, one.pk in at_once) for one in (chosen if only_mine else rows)],
        "rooms": len({one.room for one in rows if one.room}) > 1,
        "sponsors": list(sessions.sponsors(event)),
        "may_choose": may_choose,
        "only_mine": only_mine,
        "mine": len(mine),
        "clash": bool(at_once),
    }


def _named(request: HttpRequest, rows: list[Session]) -> Session | None:
    """The session whose button was pressed, if it is one of `rows`."""
    return next((one for one in rows if str(one.pk) == request.POST.get("session")), None)
