"""May we write to this address? Standing do-not-write rows, by address and kind."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from corridor.mailings import ASKS, HANDS_OVER, is_about_the_account
from corridor.models import Consent, Member, OutboxEmail, Profile, Suppression
from corridor.models.suppression import fold

# A code that somebody asks for is tried again at a bounced address after this long, so that nobody stays locked out
# because a mail server once told us wrongly that they do not exist; until then we do not hammer at it.
_TRY_AGAIN = dt.timedelta(hours=24)
SUPPRESSED = "suppressed"


def standing(address: str, kind: str) -> QuerySet[Suppression]:
    """The rows that stand against mail of `kind` to `address`, whatever their case."""
    return Suppression.objects.filter(Q(kind=kind) | Q(kind=""), address=fold(address), lifted_at=None)


def reason_not_to_write(*, address: str, kind: str, asked_for: bool, now: dt.datetime) -> str | None:
    """Why a mail of `kind` must not go to `address`, as a Suppression.Reason; None when it may.

    What a person asked for (a sign-in code) and what keeps an account safe pass every wish not to be written to; only
    an address that bounced within the last day stops them.
    """
    against = _against(address, kind, asked_for=asked_for, now=now)
    return against.order_by("since").values_list("reason", flat=True).first()


def obstacles(email: OutboxEmail, *, now: dt.datetime) -> dict[str, Exists]:
    """What may have happened since a mail was written that keeps it here (R-07): reason -> condition on any row.

    Conditions instead of answers, so that the sender asks all of them in the one statement that renews its lease.
    """
    found = {SUPPRESSED: Exists(_against(email.to, email.kind, asked_for=email.sensitive, now=now))}
    if email.member_id is None or email.sensitive or is_about_the_account(email.kind):
        return found
    found["the account is closed"] = ~Exists(Member.objects.filter(pk=email.member_id, is_active=True))
    if email.kind in ASKS:
        paused = Profile.objects.filter(member=email.member_id, paused_until__gt=timezone.localdate(now))
        consents = Consent.objects.filter(member=email.member_id, purpose=Consent.Purpose.MATCHING, withdrawn_at=None)
        found |= {"paused": Exists(paused), "consent was withdrawn": ~Exists(consents)}
    if email.kind in HANDS_OVER:
        found["somebody in it has stopped"] = Exists(_stopped(email.reply_to.split(", "), now=now))
    return found


def reason_to_stop(email: OutboxEmail, *, now: dt.datetime) -> str | None:
    """Which of the obstacles there is, in words for the row; None when there is none."""
    row = OutboxEmail.objects.filter(pk=email.pk)
    for reason, condition in obstacles(email, now=now).items():
        if row.filter(condition).exists():
            asked = {"address": email.to, "kind": email.kind, "asked_for": email.sensitive, "now": now}
            return reason_not_to_write(**asked) if reason == SUPPRESSED else reason
    return None


def _stopped(addresses: list[str], *, now: dt.datetime) -> QuerySet[Member]:
    """Of the members at these addresses those who closed their account, paused or took their consent back."""
    consents = Consent.objects.filter(member=OuterRef("pk"), purpose=Consent.Purpose.MATCHING, withdrawn_at=None)
    paused = Q(profile__paused_until__gt=timezone.localdate(now))
    return Member.objects.filter(paused | Q(is_active=False) | ~Exists(consents), email__in=addresses)


def _against(address: str, kind: str, *, asked_for: bool, now: dt.datetime) -> QuerySet[Suppression]:
    rows = standing(address, kind)
    if asked_for or is_about_the_account(kind):
        return rows.filter(reason=Suppression.Reason.BOUNCED, since__gt=now - _TRY_AGAIN)
    return rows
