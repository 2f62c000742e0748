"""What waits for me? The one proposal to answer, what came of the last ones, what my profile lacks, the next round."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor import access, clock, rules
from matchmaking.queries import inbox
from matchmaking.queries.afterwards import questions
from matchmaking.wording import Wording

SHOWN = 3  # introductions below the one that waits; the page of all of them has the rest


@access.member
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """My overview."""
    now, member = clock.now(), request.user
    seen = inbox.inbox(member, now)
    first = seen[inbox.ASKED][0] if seen[inbox.ASKED] else None
    sides = {one.other.member.pk: one.other for one in seen[inbox.MADE]}
    open_questions = {one.introduction.pk: one for one in reversed(questions(member, now, sides=sides))}
    # What somebody is asked about comes before what only stands there.
    made = sorted(seen[inbox.MADE], key=lambda one: one.introduction.pk not in open_questions)
    rest = [*seen[inbox.ASKED][1:], *seen[inbox.WAITING], *made, *seen[inbox.LAPSED]]
    context = {
        "first": first,
        "count": len(seen[inbox.ASKED]),
        "reasons": Wording([first.introduction]).for_side(first.introduction, member) if first else [],
        "rest": [(one, open_questions.get(one.introduction.pk)) for one in rest[:SHOWN]],
        "open_questions": len(open_questions),
        # One thing at a time: who can answer now is not asked to mend their profile first.
        "gaps": [] if first else rules.profile_gaps(member, now),
        "next_round": inbox.next_round(now),
    }
    return render(request, "matchmaking/dashboard.html", context)
