"""How does mail leave in the state machine? A mail server that obliges, refuses, goes away, or dies half-way.

It looks at each mail the way its reader would: nobody's address in it before both said yes and while neither stopped.
"""

import contextlib
from collections import Counter
from collections.abc import Callable

from corridor import transport
from corridor.errors import Refused
from corridor.models import Member, OutboxEmail
from matchmaking.models import Introduction, OptIn
from matchmaking.queries.stops import is_hindered

TAKEN, LATER, NEVER, NO_SUCH, AWAY, DIES_BEFORE, DIES_AFTER = FATES = (
    "taken",
    "later",
    "never",
    "no such address",
    "away",
    "dies before",
    "dies after",
)
ANSWERS = {
    LATER: transport.NotTaken("451 4.3.0 later"),
    NEVER: transport.NotTaken("554 5.7.1 no", lasting=True),
    NO_SUCH: transport.NotTaken("550 5.1.1 no such user", lasting=True, bad_address=True),
    AWAY: transport.NotTaken("ConnectionRefusedError", everywhere=True),
}


class Died(BaseException):
    """The sending process is gone; what it held stays held until its lease is over."""


class Post:
    """The mail server and the journal of what has left, for as long as one example lasts."""

    def __init__(self) -> None:
        self.fates: list[str] = []  # of the coming mails, in order; afterwards all are taken
        self.meanwhile: Callable[[], None] | None = None  # happens between the recipient and the text of the next mail
        self.taken: Counter[str] = Counter()  # by key
        self.may_repeat: set[str] = set()
        self.journal: set[str] = set()
        self.wrong: list[str] = []
        self.now = None

    def carrier(self) -> "Post":
        return self

    def __enter__(self) -> "Post":
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def hand_over(self, email: OutboxEmail, still_wanted: Callable[[], bool]) -> None:
        """What corridor.transport.Carrier does, as fate decides."""
        fate = self.fates.pop(0) if self.fates else TAKEN
        if fate == DIES_BEFORE:
            raise Died
        if fate in ANSWERS:
            raise ANSWERS[fate]
        if self.meanwhile:
            happens, self.meanwhile = self.meanwhile, None
            with contextlib.suppress(Refused):
                happens()
        if not still_wanted():
            raise transport.Stopped
        self._read(email)
        self.taken[email.key] += 1
        if fate == DIES_AFTER:
            self.may_repeat.add(email.key)
            raise Died

    def note(self, *, message_id: str, key: str, at: object) -> None:
        """What corridor.journal.append does."""
        self.journal.add(message_id)

    def known(self, since: dict[str, object]) -> set[str]:
        """What corridor.journal.taken does."""
        return self.journal & since.keys()

    def twice(self) -> list[str]:
        """Keys of mails that left twice although nobody died in between."""
        return [key for key, times in self.taken.items() if times > 1 and key not in self.may_repeat]

    def _read(self, email: OutboxEmail) -> None:
        """Whose address is in it that the reader may not have?"""
        content = "\n".join((email.subject, email.text, email.html, email.reply_to, str(email.attachments)))
        content += str(email.headers)
        for address in strangers(email):
            if address in content and not _may_know(email, self.now):
                self.wrong.append(f"{email.key} holds {address}")
        if email.member_id and not email.kind.startswith("account.") and not email.member.is_active:
            self.wrong.append(f"{email.key} left to a closed account")


def strangers(email: OutboxEmail) -> list[str]:
    """The addresses of everybody but the reader."""
    return list(Member.objects.exclude(email=email.to).order_by().values_list("email", flat=True))


def _may_know(email: OutboxEmail, now: object) -> bool:
    """Both said yes, and neither has stopped."""
    if email.about_type != Introduction._meta.label_lower:
        return False
    said = OptIn.objects.filter(introduction=email.about_id, member__in=_pair(email))
    return [own.answer for own in said] == ["yes", "yes"] and not is_hindered(
        Introduction.objects.get(pk=email.about_id), now=now
    )


def _pair(email: OutboxEmail) -> tuple[int, int]:
    return Introduction.objects.get(pk=email.about_id).numbers
