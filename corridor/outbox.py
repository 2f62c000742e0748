"""How does a mail leave? As a row written with the fact it announces, delivered afterwards, withdrawn until then.

Every move of a row is one UPDATE that names the state it moves from. Words are in letters.py, SMTP in transport.py,
what has left in journal.py.
"""

import datetime as dt
import logging
import time
from collections.abc import Sequence

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor import failpoints, journal, letters, nudge, transport
from corridor.errors import Refused
from corridor.models import Member, OutboxEmail, Suppression, Transition
from corridor.queries import suppressions

log = logging.getLogger(__name__)
State = OutboxEmail.State
LEASE = dt.timedelta(seconds=60)  # by the database's clock
BODY_LIFE = dt.timedelta(days=30)
TASK = "corridor.deliver_outbox"
RUN = 45.0  # seconds after which a run claims no more; the next one goes on, and a stopping worker is not held up
SLOW = 5.0  # seconds: a mail domain that took longer to say no waits for the next run, so that others do not
_EMPTY = {"text": "", "html": "", "attachments": []}


def enqueue(
    *,
    kind: str,
    key: str,
    member: Member | None,
    to: str = "",
    context: dict,
    about: models.Model | None = None,
    now: dt.datetime,
    due_at: dt.datetime | None = None,
    sensitive: bool = False,
    at_once: bool = False,
    reply_to: str = "",
    attachments: Sequence[tuple[str, str, str]] = (),
    language: str | None = None,
) -> OutboxEmail:
    """Write the mail `kind` to `member` (or to the address `to`), rendered now, to be sent at `due_at` or at once.

    Inside the transaction of the fact it announces, else RuntimeError. The same `key` again gives the same row,
    whatever became of it: a mail that may go twice needs a key that differs. `sensitive`: the person asked for it and
    it holds a secret, so unsubscribing does not stop it and its text is forgotten once sent. A suppressed address, and
    what the reader turned off or wants gathered (never when `at_once`), gives a row that is born withdrawn, with the
    reason in `error`. Raises UnsafeHeader for an address or subject that no header may hold.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("enqueue() outside a transaction: the mail could go out without its fact.")
    known = OutboxEmail.objects.filter(key=key).first()
    if known:
        return known
    address = letters.one_address(to or member.email)
    spoken = language or (member.language if member else (get_language() or settings.LANGUAGE_CODE)[:2])
    letter = letters.write(kind, context, language=spoken, to=address, member=member, now=now)
    stopped = suppressions.reason_not_to_write(
        address=address, kind=kind, asked_for=sensitive, now=now, member=member, at_once=at_once
    )
    email, new = OutboxEmail.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "member": member,
            "to": address,
            "reply_to": ", ".join(letters.one_address(part) for part in reply_to.split(",") if part.strip()),
            "about_type": about._meta.label_lower if about else "",
            "about_id": about.pk if about else None,
            "language": spoken,
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
            "headers": letter.headers,
            "attachments": [list(attachment) for attachment in attachments],
            "sensitive": sensitive,
            "message_id": letters.message_id(key),
            "state": State.WITHDRAWN if stopped else State.QUEUED,
            "state_since": now,
            "created_at": now,
            "due_at": due_at or now,
            "error": stopped or "",
            **(_forgotten(sensitive or stopped == suppressions.CLOSED) if stopped else {}),
        },
    )
    if new and not stopped and email.due_at <= now:
        nudge.after_commit(TASK)
    return email


def withdraw(*, about: models.Model, now: dt.datetime, because: str, kinds: Sequence[str] = ()) -> bool:
    """Stop every mail about `about` (of `kinds`, or of all), or none: False when one is being sent or has left.

    All or nothing, because an undo that stops one of two mails is worse than none. `stop` takes what it can get. What
    failed is stopped as well, or somebody could still send it again.
    """
    with transaction.atomic():
        rows = list(_about(about, kinds).select_for_update().values_list("pk", "state"))
        if any(state in (State.SENDING, State.SENT) for _pk, state in rows):
            return False
        for was in (State.QUEUED, State.FAILED):
            _move([pk for pk, state in rows if state == was], was, State.WITHDRAWN, now, error=because[:400])
    return True


def stop(*, about: models.Model, now: dt.datetime, because: str, kinds: Sequence[str] = (), to: int = 0) -> int:
    """Stop what has not left yet about `about` (to the member of number `to`), even when other mails have; how many."""
    return stop_all(_about(about, kinds).filter(**({"member": to} if to else {})), now=now, because=because)


def stop_all(found: models.QuerySet[OutboxEmail], *, now: dt.datetime, because: str) -> int:
    """The same for any mails. One being sent stops too, if the sender has not reached DATA: it asks right before."""
    with transaction.atomic():
        rows = list(found.select_for_update().values_list("pk", flat=True))
        return sum(_move(rows, was, State.WITHDRAWN, now, error=because[:400]) for was in (State.QUEUED, State.SENDING))


def withdraw_one(email: OutboxEmail, by: Member, now: dt.datetime, because: str) -> None:
    """Stop this one waiting mail, by hand of `by`. Raises Refused when it is no longer waiting."""
    with transaction.atomic():
        if not _move([email.pk], State.QUEUED, State.WITHDRAWN, now, error=because[:400]):
            raise Refused(_("This mail is no longer waiting, so it cannot be withdrawn."))
        _by_hand(email, was=State.QUEUED, to=State.WITHDRAWN, by=by, now=now, because=because)


def retry(email: OutboxEmail, by: Member, now: dt.datetime) -> None:
    """Send a failed mail again, from the first attempt on; the address counts as good again, since `by` says so.

    Raises Refused when it has not failed or when its text is already forgotten.
    """
    with transaction.atomic():
        if not OutboxEmail.objects.exclude(text="").filter(pk=email.pk).exists():
            raise Refused(_("The text of this mail is already forgotten, so it cannot be sent again."))
        if not _move([email.pk], State.FAILED, State.QUEUED, now, due_at=now, attempts=0):
            raise Refused(_("Only a mail that failed can be sent again."))
        bounced = suppressions.standing(email.to, email.kind).filter(reason=Suppression.Reason.BOUNCED)
        Suppression.objects.lift(bounced, now=now)
        _by_hand(email, was=State.FAILED, to=State.QUEUED, by=by, now=now, because="")
        nudge.after_commit(TASK)


def deliver_due(*, now: dt.datetime, batch: int = 50, at_most: int = 2000) -> int:
    """Send what is due, batch after batch over one connection, until nothing is due; how many were sent.

    Not inside a transaction. `now` decides what is due (the demo's clock may run ahead); leases use the database's.
    """
    sent = taken = 0
    started = time.monotonic()
    slow: set[str] = set()
    with transport.Carrier() as carrier:
        while taken < at_most and time.monotonic() - started < RUN:
            rows = _claim(now, min(batch, at_most - taken))
            if not rows:
                break
            taken += len(rows)
            failpoints.reach("K7")
            last_words = suppressions.LastWords(rows, now=now)
            for number, email in enumerate(rows):
                try:
                    sent += _deliver(email, carrier, last_words, slow, now)
                except transport.NotTaken as no:  # the server takes nothing at all: all that we hold waits
                    for other in rows[number:]:
                        _settle_refusal(other, no, now)
                    return sent
    return sent


def requeue_stuck(*, now: dt.datetime) -> int:
    """Take back mails whose sender died, how many: those the journal knows are sent, the others wait again."""
    with transaction.atomic():
        lapsed = OutboxEmail.objects.filter(state=State.SENDING, lease_until__lt=Now())
        stuck = list(lapsed.select_for_update(skip_locked=True).only("pk", "message_id", "created_at", "sensitive"))
        left = journal.taken({email.message_id: email.created_at for email in stuck})
        for email in stuck:
            if email.message_id in left:
                _move([email.pk], State.SENDING, State.SENT, now, sent_at=now, **_forgotten(email.sensitive))
            else:
                _move([email.pk], State.SENDING, State.QUEUED, now)
        if stuck:
            nudge.after_commit(TASK)
    if stuck:
        log.warning("%s mails were taken back from a sender that died; %s of them had left", len(stuck), len(left))
    return len(stuck)


def forget_old_bodies(*, now: dt.datetime) -> int:
    """Empty the texts of mails that left, failed or were withdrawn and are older than 30 days; how many."""
    done = OutboxEmail.objects.filter(state__in=(State.SENT, State.FAILED, State.WITHDRAWN))
    return done.filter(created_at__lt=now - BODY_LIFE).exclude(text="", html="").update(**_EMPTY)


def _claim(now: dt.datetime, size: int) -> list[OutboxEmail]:
    """Take up to `size` due rows for this sender alone; first tries before repeats, so that dead addresses wait."""
    with transaction.atomic(durable=True):
        due = OutboxEmail.objects.filter(state=State.QUEUED, due_at__lte=now).order_by("attempts", "due_at", "pk")
        found = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:size])
        lease = {"attempts": F("attempts") + 1, "fence": F("fence") + 1, "lease_until": Now() + LEASE}
        _move(found, State.QUEUED, State.SENDING, now, **lease)
        rows = OutboxEmail.objects.in_bulk(found)
    return [rows[pk] for pk in found]


def _deliver(
    email: OutboxEmail, carrier: transport.Carrier, last_words: suppressions.LastWords, slow: set[str], now: dt.datetime
) -> bool:
    """Send one claimed mail and note how it went; whether it was sent. Raises NotTaken when no mail would pass."""
    domain = email.to.rpartition("@")[2]
    if domain in slow:
        _move([email.pk], State.SENDING, State.QUEUED, now, held=email.fence, due_at=now + LEASE)
        return False
    started = time.monotonic()
    try:
        carrier.hand_over(email, lambda: _still_wanted(email, last_words, now))
    except transport.Stopped:
        return False
    except transport.NotTaken as no:
        if no.everywhere:
            raise
        _settle_refusal(email, no, now)
        if time.monotonic() - started > SLOW:
            slow.add(domain)
        return False
    _settle_sent(email, now)
    failpoints.reach("K11")
    return True


def _still_wanted(email: OutboxEmail, last_words: suppressions.LastWords, now: dt.datetime) -> bool:
    """The last question before DATA (R-07): may the person still be written to, and is the row still ours?

    Yes only while more than half the lease is left, which is longer than the server may take to answer; a shorter one
    is renewed, so nobody takes the row over meanwhile.
    """
    if reason := last_words.about(email):
        _move([email.pk], State.SENDING, State.WITHDRAWN, now, held=email.fence, error=reason)
        return False
    ours = OutboxEmail.objects.filter(pk=email.pk, state=State.SENDING, fence=email.fence)
    return ours.filter(lease_until__gt=Now() + LEASE / 2).exists() or ours.update(lease_until=Now() + LEASE) == 1


def _settle_sent(email: OutboxEmail, now: dt.datetime) -> None:
    """Note that the mail has left: in the journal at once, then in the row."""
    try:
        journal.append(message_id=email.message_id, key=email.key, at=now)
    except OSError as error:  # a full disk must not make us send it again
        log.error("the sent journal cannot be written: %s", error)
    failpoints.reach("K10")
    left = {"sent_at": now, "error": "", **_forgotten(email.sensitive)}
    if not _move([email.pk], State.SENDING, State.SENT, now, held=email.fence, **left):
        # Somebody took the row over while the server answered: what has left has left, so they need not send it.
        with transaction.atomic():
            _move([email.pk], State.QUEUED, State.SENDING, now)
            _move([email.pk], State.SENDING, State.SENT, now, **left)
        log.warning("mail %s left although its row had been taken over", email.pk)


def _settle_refusal(email: OutboxEmail, no: transport.NotTaken, now: dt.datetime) -> None:
    """Note that the server did not take the mail: later again, or never (R-18)."""
    pause = None if no.lasting else transport.pause_after(email.attempts, email.key)
    mine, error = {"held": email.fence}, str(no)[:400]
    if pause is not None:
        _move([email.pk], State.SENDING, State.QUEUED, now, due_at=now + pause, error=error, **mine)
        return
    failed = _move([email.pk], State.SENDING, State.FAILED, now, error=error, **mine, **_forgotten(email.sensitive))
    if failed and no.bad_address:
        Suppression.objects.stand(email.to, reason=Suppression.Reason.BOUNCED, now=now)
    log.warning("mail %s failed: %s", email.pk, error)


def _move(pks: Sequence[int], was: str, to: str, now: dt.datetime, *, held: int | None = None, **fields: object) -> int:
    """Move those of `pks` in state `was` to `to`, of them only those claimed with the fence `held`; how many moved."""
    rows = OutboxEmail.objects.filter(pk__in=pks, state=was)
    if held is not None:
        rows = rows.filter(fence=held)
    return rows.update(state=to, state_since=now, **{"lease_until": None, **fields})


def _about(about: models.Model, kinds: Sequence[str]) -> models.QuerySet[OutboxEmail]:
    rows = OutboxEmail.objects.filter(about_type=about._meta.label_lower, about_id=about.pk).order_by("pk")
    return rows.filter(kind__in=kinds) if kinds else rows


def _forgotten(sensitive: bool) -> dict[str, object]:
    """What to empty in a mail that is over: the text with the code, except in the demo, whose mailbox shows it."""
    return _EMPTY if sensitive and not settings.DEMO else {}


def _by_hand(email: OutboxEmail, *, was: str, to: str, by: Member, now: dt.datetime, because: str) -> None:
    """The history row of a move that a person made."""
    subject = {"subject_type": email._meta.label_lower, "subject_id": email.pk}
    Transition.objects.create(**subject, action="moved", was=was, to=to, by=by, at=now, because=because[:400])
    email.refresh_from_db()
