"""When is somebody reminded of a question? Once, on a working morning four days on, if they said nothing (F014).

Looks at this side's own answer and the calendar, and at nothing else: two silent sides are reminded alike, and nobody
could tell from a reminder what the other said (F003).
"""

import datetime as dt

from django.db import transaction

from corridor import outbox
from matchmaking import dates, emails
from matchmaking.actions import locks
from matchmaking.models import OptIn
from matchmaking.queries import undecided


@transaction.atomic
def remind(*, own: OptIn, now: dt.datetime) -> bool:
    """Remind this side, if it is time and they have said nothing; whether that was done. Twice is harmless."""
    introduction = locks.introduction(own.introduction)
    own = undecided.rows(now).filter(pk=own.pk).first()
    if own is None or not dates.is_working_day(dates.local_day(now)) or now < dates.reminder_at(own.asked_at):
        return False
    OptIn.objects.filter(pk=own.pk).update(reminded_at=now)
    emails.reminder(introduction=introduction, opt_in=own, now=now)
    return True


@transaction.atomic
def pass_over(*, own: OptIn, now: dt.datetime) -> bool:
    """Write the reminder of a side that has answered, and stop it; whether that was done. Twice is harmless.

    Mails are numbered as they are written, and an organiser sees the numbers of those that come later. Without this
    row a gap less would tell that somebody had answered (F003).
    """
    introduction = locks.introduction(own.introduction)
    own = undecided.need_none(now).filter(pk=own.pk).first()
    if own is None or not dates.is_working_day(dates.local_day(now)) or now < dates.reminder_at(own.asked_at):
        return False
    emails.reminder(introduction=introduction, opt_in=own, now=now)
    outbox.stop(about=introduction, now=now, because="answered", kinds=[emails.REMINDER], to=own.member_id)
    return True
