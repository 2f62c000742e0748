"""Who came in? A check-in is a row; a second one is harmless, and a wrong one is taken back."""

import datetime as dt

from django.db import transaction

from corridor.errors import refuse_if
from corridor.lifecycle import record
from corridor.models import Member
from events import rules
from events.actions import places
from events.models import CheckIn, Registration


@transaction.atomic
def check_in(*, registration: Registration, by: Member, now: dt.datetime) -> CheckIn:
    """Let this guest in. Scanned twice, the first one stands (F034).

    Raises Refused: no place, not the day, or not this organiser's.
    """
    registration = places.lock_of(registration)
    refuse_if(rules.why_not_check_in(registration, by, now))
    arrived, new = CheckIn.objects.get_or_create(registration=registration, defaults={"at": now, "by": by})
    if new:
        record(registration, action="arrived", by=by, now=now)
    return arrived


@transaction.atomic
def undo(*, registration: Registration, by: Member, now: dt.datetime) -> None:
    """Take a check-in back, as if it had not been. Where there is none it does nothing. Raises Refused as check_in."""
    registration = places.lock_of(registration)
    refuse_if(rules.why_not_check_in(registration, by, now))
    if CheckIn.objects.filter(registration=registration).delete()[0]:
        record(registration, action="arrival undone", by=by, now=now)
