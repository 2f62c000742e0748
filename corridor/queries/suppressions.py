"""May we write to this address? Standing do-not-write rows, by address and kind."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from corridor.mailings import ASKS, is_about_the_account
from corridor.models import Consent, Member, OutboxEmail, Suppression
from corridor.models.suppression import fold

# A code that somebody asks for is tried again at a bounced address after this long, so that nobody stays locked out
# because a mail server once told us wrongly that they do not exist; until then we do not hammer at it.
_TRY_AGAIN = dt.timedelta(hours=24)


def standing(address: str, kind: str) -> QuerySet[Suppression]:
    """The rows that stand against mail of `kind` to `address`, whatever their case."""
    return Suppression.objects.filter(Q(kind=kind) | Q(kind=""), address=fold(address), lifted_at=None)


def reason_not_to_write(*, address: str, kind: str, asked_for: bool, now: dt.datetime) -> str | None:
    """Why a mail of `kind` must not go to `address`, as a Suppression.Reason; None when it may.

    What a person asked for (a sign-in code) and what keeps an account safe pass every wish not to be written to; only
    an address that bounced within the last day stops them.
    """
    rows = standing(address, kind)
    if asked_for or is_about_the_account(kind):
        rows = rows.filter(reason=Suppression.Reason.BOUNCED, since__gt=now - _TRY_AGAIN)
    return rows.order_by("since").values_list("reason", flat=True).first()


def reason_to_stop(email: OutboxEmail, *, now: dt.datetime) -> str | None:
    """Why a mail that is about to leave must stay: what happened since it was written (R-07); None lets it go."""
    reason = reason_not_to_write(address=email.to, kind=email.kind, asked_for=email.sensitive, now=now)
    if reason or email.member_id is None or email.sensitive or is_about_the_account(email.kind):
        return reason
    person = Member.objects.filter(pk=email.member_id)
    active, paused_until = person.values_list("is_active", "profile__paused_until").first() or (False, None)
    if not active:
        return "the account is closed"
    if email.kind not in ASKS:
        return None
    if paused_until and paused_until > timezone.localdate(now):
        return "paused"
    consents = Consent.objects.filter(member=email.member_id, purpose=Consent.Purpose.MATCHING)
    return None if consents.filter(withdrawn_at=None).exists() else "consent was withdrawn"
