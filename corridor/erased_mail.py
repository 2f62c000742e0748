"""Which mails hold somebody who erased themselves, and what is left of these? The row that something was sent.

Mails to them, mails that gave their address to somebody, and mails that name them. What has not left is stopped; states
move in outbox.py only.
"""

import datetime as dt
import re

from django.db.models import Q, QuerySet
from django.utils import translation

from corridor import mail_kinds, outbox
from corridor.models import Member, OutboxEmail, Suppression
from corridor.models.suppression import fold

State = OutboxEmail.State
WAITS = (State.QUEUED, State.SENDING)
BECAUSE = "the person erased themselves"
GONE = "erased"
FAREWELL = "account.erased"
_EMPTY = {"text": "", "html": "", "attachments": [], "headers": {}, "reply_to": ""}


def says(address: str) -> re.Pattern[str]:
    """Finds `address` itself, never as the end or the beginning of somebody else's."""
    return re.compile(rf"(?<![\w.+%@-]){re.escape(address)}(?![\w@-]|\.\w)", re.IGNORECASE)


def forget(*, member: Member, address: str, about: Q, now: dt.datetime) -> None:
    """Stop what has not left to `member` or gives their address away, and empty all of it.

    `about`: which mails to others may hold the address because of what they are about.
    """
    theirs = OutboxEmail.objects.filter(Q(member=member) | Q(to__iexact=address))
    outbox.stop_all(theirs, now=now, because=BECAUSE)
    outbox.stop_all(OutboxEmail.objects.filter(pk__in=_handing(address)), now=now, because=BECAUSE)
    theirs.filter(state__in=(State.FAILED, State.WITHDRAWN)).update(error=BECAUSE)  # not what a server said of them
    _empty(theirs)
    theirs.update(to=GONE)
    holding = {*_handing(address), *_telling(OutboxEmail.objects.filter(about), address)}
    _empty(OutboxEmail.objects.filter(pk__in=holding).exclude(state__in=WAITS))


def naming(member: Member, about: Q) -> QuerySet[OutboxEmail]:
    """Mails in which `member` is named: to them, and because of what they are `about`."""
    return OutboxEmail.objects.filter(about | Q(member=member)).exclude(kind=FAREWELL)


def forget_naming(member: Member, about: Q) -> None:
    """Empty the mails that name `member`; none of them waits any more."""
    _empty(naming(member, about))


def _handing(address: str) -> set[int]:
    """Numbers of the mails whose answer would go to `address`."""
    found = OutboxEmail.objects.filter(reply_to__icontains=address).values_list("pk", "reply_to")
    return {pk for pk, parts in found if address.casefold() in parts.casefold().split(", ")}


def _telling(rows: QuerySet[OutboxEmail], address: str) -> set[int]:
    """Numbers of those `rows` in whose text `address` stands."""
    found = rows.filter(Q(text__icontains=address) | Q(html__icontains=address)).values_list("pk", "text", "html")
    looked_for = says(address)
    return {pk for pk, text, html in found if looked_for.search(f"{text} {html}")}


def forget_farewells() -> int:
    """Take the address from the last mail to who erased themselves, as soon as it has left or cannot; how many.

    If it could not be delivered, the note that this address does not exist goes with it.
    """
    over = OutboxEmail.objects.filter(kind=FAREWELL).exclude(state__in=WAITS).exclude(to=GONE)
    addresses = {fold(address) for address in over.values_list("to", flat=True)}
    Suppression.objects.filter(address__in=addresses, reason=Suppression.Reason.BOUNCED).delete()
    over.filter(state=State.FAILED).update(error=BECAUSE)
    return over.update(to=GONE, **_EMPTY)


def _empty(rows: QuerySet[OutboxEmail]) -> None:
    """Take the text, and of the subject what it tells: it becomes the name of the kind."""
    for kind, language in set(rows.order_by().values_list("kind", "language")):
        with translation.override(language):
            subject = mail_kinds.name_of(kind)
        rows.filter(kind=kind, language=language).update(subject=subject, **_EMPTY)
