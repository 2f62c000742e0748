"""Where do I sit next, how long does this turn take, and who sits where? Phone, big screen and paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from corridor import access, clock
from corridor.errors import Refused
from events import speed_rules
from events.actions import speed_meetings as actions
from events.models import Event, Registration, SpeedMeetings
from events.queries import attendance, speed_meetings
from events.views.programme import find


@access.member
@require_safe
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """My tables: the next one large, with whom and why; all of them below. 404 for who has no place."""
    event, meetings = _found(request, slug)
    own = attendance.standing_of(request.user, event)
    if own is None or own.state != Registration.State.CONFIRMED:
        raise Http404
    now = clock.now()
    sittings = speed_meetings.sheet(meetings, own, get_language() or "nl")
    at = speed_meetings.clock_of(meetings, now)
    context = {
        "event": event,
        "meetings": meetings,
        "sittings": sittings,
        "at": at,
        # Before the first bell the first table is the next one.
        "here": sittings[max(at.turn, 1) - 1] if at.phase != "over" else None,
        "after": sittings[at.turn] if at.phase == "turn" and at.turn < len(sittings) else None,
        "now": now,
    }
    return render(request, "events/speed_meetings.html", context)


@access.public
@require_safe
def big_clock(request: HttpRequest, slug: str) -> HttpResponse:
    """The clock for the wall: which turn runs and until when. It names nobody, so whoever sees the event sees it."""
    event, meetings = _found(request, slug)
    now = clock.now()
    context = {
        "event": event,
        "meetings": meetings,
        "at": speed_meetings.clock_of(meetings, now),
        "times": speed_meetings.times(meetings),
        "works_here": request.user.is_authenticated and speed_rules.may_see_plan(event, request.user),
        "now": now,
    }
    return render(request, "events/speed_clock.html", context)


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody's tables, to print: by name, and by turn. 404 for who does not work at the event.

    A host rings the first bell here, or gives a turn two minutes more; organisers do that in the console too.
    """
    event, meetings = _found(request, slug)
    if not speed_rules.may_see_plan(event, request.user):
        raise Http404
    refused = ""
    if request.method == "POST":
        act = {"begin": actions.begin, "prolong": actions.prolong}.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            act(event=event, by=request.user, now=clock.now())
            return redirect("events:speed_plan", slug=slug)
        except Refused as no:
            refused = no.sentence
    context = {
        "event": event,
        "meetings": meetings,
        "plan": speed_meetings.plan(meetings),
        "turns": range(1, meetings.turns + 1),
        "runs": speed_rules.why_not_run(event, request.user) is None,
        "refused": refused,
    }
    return render(request, "events/speed_plan.html", context, status=409 if refused else 200)


def _found(request: HttpRequest, slug: str) -> tuple[Event, SpeedMeetings]:
    event = find(request, slug)
    meetings = speed_meetings.of(event)
    if meetings is None:
        raise Http404
    return event, meetings
