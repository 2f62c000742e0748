"""What happens when a member asks for an experiment site? Its organiser reads it by mail, and says so once answered."""

import datetime as dt

from django.db import transaction

from corridor import outbox
from corridor.errors import refuse_if
from corridor.lifecycle import advance, record
from corridor.models import ExperimentSite, Member
from events import emails, rules
from events.actions import places
from events.models import SiteRequest
from events.queries import sites

State = SiteRequest.State


@transaction.atomic
def ask(*, site: ExperimentSite, text: str, by: Member, now: dt.datetime) -> SiteRequest:
    """Hand the question of `by` to everybody who organises the region of `site`, with the address to answer to.

    The same words again give the same request, and no second mail. Raises Refused without a name, and while another
    question of theirs about this site waits.
    """
    places.hold_person(by)  # and two presses at once are one
    waits = sites.open_request(by, site)
    if waits and waits.text == text:
        return waits
    refuse_if(rules.why_not_ask_for_site(by, waits))
    request = SiteRequest.objects.create(site=site, member=by, text=text, asked_at=now, state_since=now)
    record(request, action="asked", to=request.state, by=by, now=now)
    for organiser in sites.organisers_of(site.region):
        emails.site_asked(request=request, organiser=organiser, now=now)
    return request


@transaction.atomic
def answered(*, request: SiteRequest, by: Member, because: str, now: dt.datetime) -> SiteRequest:
    """Somebody wrote to the member: asked -> answered, with what came of it. Raises Refused outside one's regions."""
    refuse_if(rules.why_not_organise(by, request.site.region))
    advance(request, to=State.ANSWERED, by=by, now=now, because=because)
    outbox.stop(about=request, now=now, because="answered already")
    return request
