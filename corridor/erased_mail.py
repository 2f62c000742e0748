"""Which mails hold somebody who erased themselves, and what is left of these? The row that something was sent.

Mails to them, mails that gave their address to somebody, and mails that name them. What has not left is stopped; states
move in outbox.py only.
"""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import translation

from corridor import mail_kinds, outbox
from corridor.mailings import HANDS_OVER
from corridor.models import Member, OutboxEmail, Suppression
from corridor.models.suppression import fold

State = OutboxEmail.State
WAITS = (State.QUEUED, State.SENDING)
BECAUSE = "the person erased themselves"
GONE = "erased"
SHORTEST = 6  # letters
FAREWELL = "account.erased"
_EMPTY = {"text": "", "html": "", "attachments": [], "headers": {}, "reply_to": ""}


def is_telling(name: str) -> bool:
    """Whether `name` can be looked for in texts: a shorter one is part of too many words of others."""
    return len(name) >= SHORTEST


def forget(*, member: Member, address: str, now: dt.datetime) -> None:
    """Stop what has not left to `member` or gives their address away, and empty all of it."""
    theirs = OutboxEmail.objects.filter(Q(member=member) | Q(to__iexact=address))
    outbox.stop_all(theirs, now=now, because=BECAUSE)
    handing = OutboxEmail.objects.filter(kind__in=HANDS_OVER, reply_to__icontains=address)
    outbox.stop_all(handing, now=now, because=BECAUSE)
    theirs.filter(state__in=(State.FAILED, State.WITHDRAWN)).update(error=BECAUSE)  # not what a server said of them
    _empty(theirs)
    theirs.update(to=GONE)
    holds = Q(reply_to__icontains=address) | Q(text__icontains=address) | Q(html__icontains=address)
    _empty(OutboxEmail.objects.filter(holds).exclude(state__in=WAITS))


def naming(member: Member, about: Q) -> QuerySet[OutboxEmail]:
    """Mails in which `member` is named, by their full name or because of what they are `about`."""
    named = about
    if is_telling(member.name):
        parts = ("subject", "text", "html", "attachments")
        named |= Q(*((f"{part}__icontains", member.name) for part in parts), _connector=Q.OR)
    return OutboxEmail.objects.filter(named | Q(member=member)).exclude(kind=FAREWELL)


def forget_naming(member: Member, about: Q) -> None:
    """Empty the mails that name `member`; none of them waits any more."""
    _empty(naming(member, about))


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
