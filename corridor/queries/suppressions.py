"""May we write to this address? Standing do-not-write rows, and the last look before a mail leaves."""

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from corridor.mailings import ASKS, HANDS_OVER, LAST_QUESTIONS, is_about_the_account, is_essential
from corridor.models import Consent, MailPreference, Member, OutboxEmail, Suppression
from corridor.models.suppression import fold
from corridor.queries import mail_choices
from corridor.queries.scope import Scope
from corridor.queries.standing import NEEDED_MAILS

# A code that somebody asks for is tried again at a bounced address after this long, so that nobody stays locked out
# because a mail server once told us wrongly that they do not exist; until then we do not hammer at it.
_TRY_AGAIN = dt.timedelta(hours=24)
CLOSED = "the account is closed"
FRESH = 1.0  # seconds for which an answer about a batch is trusted


def standing(address: str, kind: str) -> QuerySet[Suppression]:
    """The rows that stand against mail of `kind` to `address`, whatever their case."""
    return Suppression.objects.filter(Q(kind=kind) | Q(kind=""), address=fold(address), lifted_at=None)


def standing_against(address: str) -> QuerySet[Suppression]:
    """Every row that stands against `address`, for one kind or for all."""
    return Suppression.objects.filter(address=fold(address), lifted_at=None).order_by("since", "pk")


def held(scope: Scope) -> QuerySet[Suppression]:
    """Rows that hold all mail to the members within `scope`, standing or lifted; never what a person wished (F026)."""
    rows = Suppression.objects.filter(kind="").exclude(reason=Suppression.Reason.UNSUBSCRIBED)
    if scope.everything:
        return rows
    return rows.filter(address__in=scope.members().order_by().values("email"))


def reason_not_to_write(
    *, address: str, kind: str, asked_for: bool, now: dt.datetime, member: Member | None = None, at_once: bool = False
) -> str | None:
    """Why a mail of `kind` must not go to `address`: a Suppression.Reason or what the reader chose; None when it may.

    What a person asked for (a sign-in code) and what keeps an account safe pass every wish not to be written to; only
    an address that bounced within the last day stops them. `at_once`: it is never gathered. Two queries at most.
    """
    if member is not None and member.erased_at:
        return CLOSED  # there is nobody behind the row any more
    stopped = _first_reason(standing(address, kind).order_by("since"), kind, asked_for=asked_for, now=now)
    if stopped or asked_for or is_essential(kind):
        return stopped
    return mail_choices.why_not_now(kind, mail_choices.of_reader(member, fold(address)), at_once=at_once)


class LastWords:
    """What keeps mails of one batch here after all (R-07): asked for all of them at once, again after a second.

    Asking for each alone would cost more than sending it; a stop is to be honoured within five seconds.
    """

    def __init__(self, emails: Sequence[OutboxEmail], *, now: dt.datetime):
        self._emails, self._now, self._asked_at, self._reasons = emails, now, float("-inf"), {}

    def about(self, email: OutboxEmail) -> str | None:
        """Why `email`, one of the batch, must stay; None lets it go. At most FRESH seconds old."""
        if time.monotonic() - self._asked_at >= FRESH:
            self._asked_at, self._reasons = time.monotonic(), reasons_to_stop(self._emails, now=self._now)
        return self._reasons.get(email.pk)


def reasons_to_stop(emails: Sequence[OutboxEmail], *, now: dt.datetime) -> dict[int, str]:
    """Those of `emails` that must not leave, by number, with the reason for the row. Three queries for any number, and
    those of LAST_QUESTIONS for what is asked there."""
    against: dict[str, list[Suppression]] = defaultdict(list)
    addresses = {email.to for email in emails} | _handed_over(emails)
    rows = Suppression.objects.filter(address__in={fold(address) for address in addresses}, lifted_at=None)
    for row in rows.order_by("since"):
        against[row.address].append(row)
    by_number, by_address = _stopped_people(emails, now=now)
    chosen = mail_choices.paces_of({email.member_id for email in emails})
    refused = _refused(emails)

    def reason(email: OutboxEmail) -> str | None:
        ours = [row for row in against[fold(email.to)] if row.kind in ("", email.kind)]
        if why := _first_reason(ours, email.kind, asked_for=email.sensitive, now=now):
            return why
        if email.member_id is None or email.sensitive or is_about_the_account(email.kind):
            return None
        # What was written before somebody chose to gather still goes; what they turned off does not.
        if why := mail_choices.why_not_now(email.kind, chosen.get(email.member_id, {}), at_once=True):
            return why
        own = by_number.get(email.member_id)
        if own == CLOSED or (own and email.kind in ASKS):
            return own
        if email.kind in HANDS_OVER and any(has_stopped(part, email.kind) for part in email.reply_to.split(", ")):
            return "somebody in it has stopped"
        return "one does not want the other" if email.about_id in refused.get(email.kind, ()) else None

    def has_stopped(address: str, kind: str) -> bool:
        # Whoever wants no questions any more wants no introduction either, whatever they said before.
        return address in by_address or any(row.kind in (kind, *NEEDED_MAILS) for row in against[fold(address)])

    return {email.pk: why for email in emails if (why := reason(email))}


def _stopped_people(emails: Iterable[OutboxEmail], *, now: dt.datetime) -> tuple[dict[int, str], set[str]]:
    """Readers of `emails`, and members whose address one of them hands over, who have stopped: why, and where."""
    consents = Consent.objects.filter(member=OuterRef("pk"), purpose=Consent.Purpose.MATCHING, withdrawn_at=None)
    people = Member.objects.filter(Q(pk__in={email.member_id for email in emails}) | Q(email__in=_handed_over(emails)))
    off = MailPreference.objects.filter(
        member=OuterRef("pk"), category=mail_choices.Category.INTRODUCTIONS, pace=mail_choices.Pace.OFF
    )
    columns = people.annotate(agrees=Exists(consents), off=Exists(off)).values_list(
        "pk", "email", "is_active", "profile__paused_until", "agrees", "off"
    )
    why, where = {}, set()
    for pk, address, active, paused_until, agrees, turned_off in columns:
        reasons = {
            CLOSED: not active,
            "paused": paused_until and paused_until > timezone.localdate(now),
            "consent was withdrawn": not agrees,
            mail_choices.TURNED_OFF: turned_off,
        }
        if first := next((reason for reason, stands in reasons.items() if stands), None):
            why[pk] = first
            where.add(address)
    return why, where


def _refused(emails: Iterable[OutboxEmail]) -> dict[str, set[int]]:
    """Kind -> numbers of what its mails must not leave about, as the apps that know of it say."""
    about = {kind: {email.about_id for email in emails if email.kind == kind} for kind in LAST_QUESTIONS}
    return {kind: import_string(LAST_QUESTIONS[kind])(numbers) for kind, numbers in about.items() if numbers}


def _handed_over(emails: Iterable[OutboxEmail]) -> set[str]:
    """The addresses that some of `emails` give to somebody."""
    return {part for email in emails if email.kind in HANDS_OVER for part in email.reply_to.split(", ")}


def _first_reason(rows: Iterable[Suppression], kind: str, *, asked_for: bool, now: dt.datetime) -> str | None:
    passes = asked_for or is_about_the_account(kind)
    for row in rows:
        if not passes or (row.reason == Suppression.Reason.BOUNCED and row.since > now - _TRY_AGAIN):
            return row.reason
    return None
