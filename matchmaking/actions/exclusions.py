"""What happens when an organiser decides that two are never introduced, or lifts that again?"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from corridor import lifecycle
from corridor.errors import Refused, refuse_if
from corridor.models import Member, Organisation
from matchmaking import rules
from matchmaking.models import Exclusion


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
