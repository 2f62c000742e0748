"""Who might I meet, and why? The last page of joining, and whenever a member wonders; nobody is named here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor import access, clock, rules
from matchmaking.dates import local_day
from matchmaking.queries import inbox
from matchmaking.queries.likely import likely


@access.member
@require_safe
def might_meet(request: HttpRequest) -> HttpResponse:
    """A few who would fit, what fits, and what stands in the way of being introduced."""
    now = clock.now()
    context = {
        "likely": likely(request.user, today=local_day(now)),
        "gaps": rules.profile_gaps(request.user, now),
        "next_round": inbox.next_round(now),
        "joining": "joined" in request.GET,
    }
    return render(request, "matchmaking/might_meet.html", context)
