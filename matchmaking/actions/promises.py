"""What becomes of a promise to a new contact? Noted, kept or reminded of once, and forgotten in the end (F060).

Only the promiser ever sees one; the other side is told nothing, by no mail and no page.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from corridor import outbox
from corridor.errors import refuse_if
from corridor.models import Member
from matchmaking import after_dates, after_rules, emails
from matchmaking.errors import NotYours
from matchmaking.models import FollowUp, Introduction
from matchmaking.queries import after_due, joint_mails
from matchmaking.queries.afterwards import open_promises


@transaction.atomic
def note(*, introduction: Introduction, member: Member, line: str, due_on: dt.date, now: dt.datetime) -> FollowUp:
    """Note what `member` promised the other, and by when. The same line for the same day again is the same promise.

    Raises NotYours (not one of the two, or not introduced), Refused (no words, a day out of bounds, a sixth promise).
    """
    Introduction.objects.select_for_update(of=("self",)).get(pk=introduction.pk)  # owns the limit
    if member.pk not in introduction.numbers or not joint_mails.has_left(introduction):
        raise NotYours(_("You have not been introduced."))
    mine = open_promises(member, now).filter(introduction=introduction)
    if same := mine.filter(line=line, due_on=due_on).first():
        return same
    refuse_if(after_rules.why_not_promise(line, due_on, mine.count(), now))
    return FollowUp.objects.create(introduction=introduction, member=member, line=line, due_on=due_on, made_at=now)


@transaction.atomic
def keep(*, number: int, introduction: Introduction, member: Member, now: dt.datetime) -> FollowUp:
    """Mark the promise with that number as kept; a reminder that still waits is stopped. Harmless to repeat.

    Raises NotYours when `member` made no such promise about this introduction, or it has closed.
    """
    own = FollowUp.objects.select_for_update().filter(introduction=introduction, member=member)
    promise = own.exclude(pk__in=after_due.closed_promises(now)).filter(pk=number).first()
    if promise is None:
        raise NotYours(_("This promise is closed."))
    if promise.kept_at is None:
        promise.kept_at = now
        promise.save(update_fields=["kept_at"])
        outbox.stop(about=promise, now=now, because="kept")
    return promise


@transaction.atomic
def remind(*, promise: FollowUp, now: dt.datetime) -> FollowUp:
    """Remind the promiser, once, on the working morning of its day; before it, or when kept, it does nothing."""
    promise = FollowUp.objects.select_for_update(of=("self",)).select_related("member").get(pk=promise.pk)
    waits = promise.kept_at is None and promise.reminded_at is None
    if waits and after_dates.has_come(after_dates.promise_due(promise.due_on), now) and promise.member.is_active:
        promise.reminded_at = now
        promise.save(update_fields=["reminded_at"])
        emails.promise_reminder(promise=promise, now=now)
    return promise


def forget_closed(*, now: dt.datetime) -> int:
    """Delete the promises that closed themselves; how many there were."""
    count, _models = after_due.closed_promises(now).delete()
    return count
