"""Builder for mails: one row of the outbox, written the way actions write it."""

import datetime as dt
import itertools

from django.db import transaction

from corridor import outbox
from corridor.models import MailPreference, Member, OutboxEmail
from tests.make.corridor import NOW

_numbers = itertools.count(1)


def mail(member: Member, *, now: dt.datetime = NOW, key: str = "", kind: str = "corridor.welcome", **fields):
    """A mail to `member`, waiting to be sent."""
    context = fields.pop("context", {"introductions_url": "http://localhost:8000/nl/introductions/"})
    with transaction.atomic():
        return outbox.enqueue(
            kind=kind, key=key or f"test:{next(_numbers)}", member=member, context=context, now=now, **fields
        )


def state_of(email: OutboxEmail) -> str:
    """The state of that mail in the database at this moment."""
    return OutboxEmail.objects.values_list("state", flat=True).get(pk=email.pk)


def chose(member: Member, *, at: dt.datetime = NOW - dt.timedelta(days=1), **paces: str) -> None:
    """`member` chose these paces then: chose(ada, introductions="weekly")."""
    for category, pace in paces.items():
        MailPreference.objects.update_or_create(
            member=member, category=category, defaults={"pace": pace, "changed_at": at}
        )
