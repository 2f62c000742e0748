"""What waits for me? The one proposal to answer, what my profile lacks, and when the next round runs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor import access, clock, rules
from matchmaking.queries import inbox
from matchmaking.wording import Wording

SHOWN = 3  # introductions below the one that waits; the page of all of them has the rest


@access.member
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """My overview."""
    now, member = clock.now(), request.user
    seen = inbox.inbox(member, now)
    first = seen[inbox.ASKED][0] if seen[inbox.ASKED] else None
    rest = [*seen[inbox.ASKED][1:], *seen[inbox.WAITING], *seen[inbox.MADE], *seen[inbox.LAPSED]]
    context = {
        "first": first,
        "count": len(seen[inbox.ASKED]),
        "reasons": Wording([first.introduction]).for_side(first.introduction, member) if first else [],
        "rest": rest[:SHOWN],
        # One thing at a time: who can answer now is not asked to mend their profile first.
        "gaps": [] if first else rules.profile_gaps(member, now),
        "next_round": inbox.next_round(now),
    }
    return render(request, "matchmaking/dashboard.html", context)
