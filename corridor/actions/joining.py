"""What happens on the two pages a newcomer fills in? Each page is one action: all of it is kept, or nothing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from corridor.actions import exchanges, members, memberships, organisations
from corridor.models import Member, Membership, Offer, Organisation, OrganisationKind, Region, Seek, StackLayer, Topic


@dataclass(frozen=True)
class Work:
    """Where somebody works: a known organisation, or a new one in the words of who proposes it."""

    title: str
    organisation: Organisation | None = None
    name: str = ""
    kind: OrganisationKind | None = None
    summary: str = ""


@dataclass(frozen=True)
class Said:
    """One thing brought or sought: a topic and a sentence about it."""

    topic: Topic
    sentence: str


@transaction.atomic
def say_where_one_works(
    *, member: Member, work: Work, region: Region | None, language: str, by: Member, now: dt.datetime
) -> Membership:
    """Tie `member` to the organisation of `work`, proposing it first when it is new. Out: the bond.

    Raises Refused when the organisation was refused before, or is known under another spelling after all.
    """
    at = work.organisation or organisations.propose(
        name=work.name, kind=work.kind, region=region, summary=work.summary, language=language, by=by, now=now
    )
    return memberships.add(member=member, organisation=at, title=work.title, by=by, now=now)


@transaction.atomic
def say_who_one_is(
    *, member: Member, name: str, language: str, region: Region, work: Work, by: Member, now: dt.datetime
) -> None:
    """The first page: name, place and work. Raises Refused as say_where_one_works does."""
    members.update_profile(member=member, name=name, language=language, region=region, by=by, now=now)
    say_where_one_works(member=member, work=work, region=region, language=language, by=by, now=now)


@transaction.atomic
def say_what_one_brings(
    *,
    member: Member,
    primary_layer: StackLayer,
    layers: Iterable[StackLayer],
    pace: int,
    offer: Said | None,
    seek: Said | None,
    consent: str,
    language: str,
    by: Member,
    now: dt.datetime,
) -> None:
    """The second page: layers, what is brought and sought, how often, and the yes to being introduced.

    `consent` is the version of the text that was said yes to, empty when it was not. Raises Refused as the single
    actions do.
    """
    members.update_profile(member=member, primary_layer=primary_layer, layers=layers, pace=pace, by=by, now=now)
    for side, said in ((Offer, offer), (Seek, seek)):
        if said:
            exchanges.write(side=side, member=member, topic=said.topic, sentence=said.sentence, by=by, now=now)
    if consent:
        members.give_consent(member=member, text_version=consent, language=language, by=by, now=now)
    for bond in Membership.objects.filter(member=member, ended_at=None).select_related("organisation"):
        organisations.place_in_stack(organisation=bond.organisation, layer=primary_layer, by=by, now=now)
    members.welcome_when_complete(member=member, now=now)
