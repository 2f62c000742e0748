"""What does the organiser of an experiment site read? Who asks, what they would like to try, and where to answer."""

import datetime as dt

from corridor import letters, outbox
from corridor.models import Member, OutboxEmail
from events.models import SiteRequest

SITE_ASKED = "events.site_asked"


def site_asked(*, request: SiteRequest, organiser: Member, now: dt.datetime) -> OutboxEmail:
    """To one organiser of the site's region; an answer to this mail goes to the member, who was told so. Once each."""
    language = organiser.language
    bond = request.member.memberships.filter(ended_at=None).select_related("organisation").first()
    return outbox.enqueue(
        kind=SITE_ASKED,
        key=f"site_asked:{request.pk}:{organiser.pk}",
        member=organiser,
        context={
            "asker": request.member,
            "organisation": bond.organisation.name if bond else "",
            "site": request.site,
            "words": request.text,
            "site_url": letters.page("events:site", language, request.site.slug),
            "desk_url": letters.page("admin:events_siterequest_change", language, request.pk),
        },
        about=request,
        now=now,
        at_once=True,  # somebody waits for an answer
        reply_to=request.member.email,
    )
