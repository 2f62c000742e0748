"""What did those who came think of it? Asked once of whoever was let in; answers are kept apart from names (F084)."""

import datetime as dt
import secrets

from django.db import transaction

from corridor.errors import refuse_if
from events import emails, evening_rules
from events.actions import places
from events.models import Event, Opinion, OpinionRoll, Registration
from events.queries import opinions

LARGEST = 2**63 - 1


@transaction.atomic
def ask(*, registration: Registration, now: dt.datetime) -> OpinionRoll | None:
    """Put a guest who came on the roll and write to them; once. None when they are not to be asked."""
    registration = opinions.to_ask(now=now).select_for_update(of=("self",)).filter(pk=registration.pk).first()
    if registration is None:
        return None
    roll = OpinionRoll.objects.create(registration=registration, asked_at=now)
    emails.opinion(roll=roll, now=now)
    return roll


@transaction.atomic
def answer(*, roll: OpinionRoll, marks: int, line: str, now: dt.datetime) -> None:
    """Store what somebody on the roll thinks, without a name, a time or an order; the roll only says that they did.

    No history row is written: it would say when. Nor does the table tell, to whoever holds a dump of it: with each
    answer all answers of the event are written anew, in the order of numbers drawn by lot, so that none lies where it
    was written, or was written in one go with what the roll says of its giver.

    Raises Refused when they answered before or the asking is over.
    """
    event = places.lock(Event.objects.get(registrations__opinion_roll=roll.pk))  # one answer after another
    roll = OpinionRoll.objects.select_for_update(of=("self",)).select_related("registration__event").get(pk=roll.pk)
    refuse_if(evening_rules.why_not_answer(roll, now))
    OpinionRoll.objects.filter(pk=roll.pk).update(has_answered=True)
    said = [*Opinion.objects.filter(event=event), Opinion(event=event, marks=marks, line=line)]
    Opinion.objects.filter(event=event).delete()
    for one in said:
        # From 2^63; drawn twice, the row refuses and nothing is stored.
        one.pk = secrets.randbelow(LARGEST) + 1
    Opinion.objects.bulk_create(sorted(said, key=lambda one: one.pk))
