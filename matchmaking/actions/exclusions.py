"""What happens when two are never to be introduced, by an organiser's decision or a member's own wish; or again?"""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from corridor import lifecycle, outbox
from corridor.errors import Refused, refuse_if
from corridor.models import Member, Organisation, Profile
from matchmaking import emails, rules
from matchmaking.errors import NotYours
from matchmaking.models import Exclusion, Introduction
from matchmaking.queries import exclusions
from matchmaking.queries.stops import is_hindered


@transaction.atomic
def add(
    *,
    member: Member,
    other: Member | None = None,
    organisation: Organisation | None = None,
    by: Member,
    because: str,
    now: dt.datetime,
) -> Exclusion:
    """Never pair `member` with `other`, or with anybody of `organisation`; counts from the next frozen pool on.

    The same again gives the row that stands. Raises Refused: not theirs, no reason, or not exactly one counterpart.
    """
    refuse_if(rules.why_not_exclude(by, member, other))
    if not because.strip():
        raise Refused(_("Give a reason; it stays in the history."))
    if (other is None) == (organisation is None) or member == other:
        raise Refused(_("Name one other member, or one organisation."))
    Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    standing = Exclusion.objects.filter(by_organiser=True, lifted_at=None, organisation=organisation)
    pairs = [(member, other)] if other is None else [(member, other), (other, member)]
    for one, counterpart in pairs:
        if found := standing.filter(member=one, other=counterpart).first():
            return found
    made = Exclusion.objects.create(
        member=member,
        other=other,
        organisation=organisation,
        added_by=by,
        by_organiser=True,
        reason=because[:200],
        created_at=now,
    )
    lifecycle.record(made, action="excluded", by=by, now=now, because=because)
    return made


@transaction.atomic
def lift(*, exclusion: Exclusion, by: Member, because: str, now: dt.datetime) -> None:
    """Let them be introduced again; twice is harmless. Raises Refused when it is not theirs, or a member's own."""
    if not exclusion.by_organiser:
        raise Refused(_("A member's own wish is not for organisers to lift."))
    refuse_if(rules.why_not_exclude(by, exclusion.member, exclusion.other))
    if Exclusion.objects.filter(pk=exclusion.pk, lifted_at=None).update(lifted_at=now):
        exclusion.lifted_at = now
        lifecycle.record(exclusion, action="lifted", by=by, now=now, because=because)


@transaction.atomic
def add_own(
    *, member: Member, now: dt.datetime, other: Member | None = None, organisation: Organisation | None = None
) -> Exclusion:
    """`member` does not want to meet `other`, or anybody of `organisation`; nobody is told, organisers included.

    Nothing is written into the history, which others read: the row itself says since when. The same again gives the
    row that stands. What is open stays as it is to see and is not made, up to the moment a joint mail leaves. Raises
    Refused: not exactly one counterpart, oneself, or a person the member was never asked about.
    """
    if (other is None) == (organisation is None) or member == other:
        raise Refused(_("Name one other member, or one organisation."))
    if other:
        refuse_if(rules.why_not_exclude_oneself_from(member, other, now))
    # Whoever offers to this member holds their profile: the wish counts for the offer, or the offer was first.
    list(Profile.objects.select_for_update().filter(member=member).values_list("pk"))
    Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if found := exclusions.own(member).filter(other=other, organisation=organisation).first():
        return found
    made = Exclusion.objects.create(
        member=member, other=other, organisation=organisation, added_by=member, created_at=now
    )
    _stop_mails(member, now)
    return made


def _stop_mails(member: Member, now: dt.datetime) -> None:
    """What has not left yet about those whom `member` does not want to meet stays here, at once (R-07).

    That is both joint mails, or the one that is still here, and the question to `member`; the other side's question
    goes its way. What was made, and of which nothing has left, is unmade by the clock's task.
    """
    running = Introduction.objects.filter(state__in=(Introduction.State.OFFERED, Introduction.State.MADE))
    for introduction in running.filter(Q(member_a=member) | Q(member_b=member)):
        if is_hindered(introduction, now=now):
            about = {"about": introduction, "now": now, "because": "somebody stopped"}
            # One that a sender has is left to its last question (stops.refused): if it is past that, it has left.
            outbox.withdraw(**about, kinds=[emails.INTRODUCTION_MADE])
            outbox.stop(**about, kinds=[emails.OPT_IN_REQUEST, emails.REMINDER], to=member.pk)


@transaction.atomic
def lift_own(*, exclusion: Exclusion, member: Member, now: dt.datetime) -> None:
    """`member` takes back a wish of their own; twice is harmless. Raises NotYours for anybody else's, or a decision."""
    if exclusion.by_organiser or exclusion.member_id != member.pk:
        raise NotYours(_("This wish is not yours."))
    if Exclusion.objects.filter(pk=exclusion.pk, lifted_at=None).update(lifted_at=now):
        exclusion.lifted_at = now
