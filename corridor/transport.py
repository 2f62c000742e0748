"""How does one mail reach the mail server? SMTP step by step over one connection, with a last question before DATA.

Only this module talks to Django's mail layer. A backend that is not SMTP (the demo's dummy, the tests' memory) is
handed the same message after the same last question.
"""

import datetime as dt
import re
import smtplib
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr
from types import TracebackType

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend

from corridor import failpoints
from corridor.letters import refuse_controls
from corridor.models import OutboxEmail

# Enhanced codes that mean: this address does not exist (RFC 3463, X.1.x; .7 and .8 are about the sender's address).
_NO_SUCH_ADDRESS = re.compile(r"\b5\.1\.(?:0|1|2|3|4|6|9|10)\b")
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_BARE_NO_SUCH_ADDRESS = (550, 551, 553)
# Minutes from one attempt to the next; afterwards hourly, until 48 hours are over.
_PAUSES = (1, 5, 15, 60)
_MOST_ATTEMPTS = 51


class Stopped(Exception):
    """The last question before DATA was answered with no; nothing was sent."""


@dataclass
class NotTaken(Exception):
    """The server did not take the mail. `lasting`: never will; `everywhere`: nor would it take any other mail."""

    answer: str
    lasting: bool = False
    bad_address: bool = False
    everywhere: bool = False

    def __str__(self) -> str:
        return self.answer


class Carrier:
    """Hands over one mail after the other; opens its one connection late and again when it broke."""

    def __init__(self) -> None:
        self._backend = get_connection()
        self._smtp = isinstance(self._backend, EmailBackend)

    def __enter__(self) -> "Carrier":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def hand_over(self, email: OutboxEmail, still_wanted: Callable[[], bool]) -> None:
        """Return when the server has answered 250 (K9 lies just before that answer).

        `still_wanted` is asked at the last moment. Raises Stopped when it says no, NotTaken when the server does. Takes
        at most EMAIL_TIMEOUT seconds from MAIL to the answer, which is well inside half the lease.
        """
        try:
            message = _message(email)
            content = message.message().as_bytes(linesep="\r\n")
        except (SuspiciousOperation, ValueError) as error:  # a row nobody can send must not hold up the others
            raise NotTaken(_words(error), lasting=True) from error
        if self._smtp:
            self._by_steps(content, email.to, still_wanted)
            return
        failpoints.reach("K8")
        if not still_wanted():
            raise Stopped
        self._backend.send_messages([message])
        failpoints.reach("K9")

    def _by_steps(self, content: bytes, to: str, still_wanted: Callable[[], bool]) -> None:
        smtp = self._connected()
        deadline = time.monotonic() + settings.EMAIL_TIMEOUT

        def step(expected: int, call: Callable[[], tuple[int, bytes]], *, of: str) -> None:
            smtp.sock.settimeout(max(0.1, deadline - time.monotonic()))
            code, answer = call()
            if code // 100 != expected:
                raise _refusal(code, answer, of)

        try:
            options = ["BODY=8BITMIME"] if smtp.has_extn("8bitmime") else []
            step(2, lambda: smtp.mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], options), of="MAIL")
            step(2, lambda: smtp.rcpt(to), of="RCPT")
            failpoints.reach("K8")
            if not still_wanted():
                raise Stopped
            step(3, lambda: smtp.docmd("DATA"), of="DATA")
            smtp.sock.settimeout(max(0.1, deadline - time.monotonic()))
            body = re.sub(rb"(?m)^\.", b"..", content)
            smtp.send(body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n"))
            failpoints.reach("K9")
            step(2, smtp.getreply, of="DATA")
        except (NotTaken, Stopped) as no:
            self._start_over(smtp, no)
            raise
        except OSError as error:  # time-outs, resets and everything smtplib raises
            self._hang_up()
            raise NotTaken(_words(error)) from error

    def _connected(self) -> smtplib.SMTP:
        """The open connection. Anything wrong here is our side's or the server's trouble, never this address's."""
        try:
            self._backend.open()
            self._backend.connection.ehlo_or_helo_if_needed()
        except OSError as error:  # STARTTLS not offered ends here too: we never go on in clear text
            self._hang_up()
            raise NotTaken(_words(error), everywhere=True) from error
        return self._backend.connection

    def _start_over(self, smtp: smtplib.SMTP, no: Exception) -> None:
        """After a no, make the same connection ready for the next mail, or drop it."""
        try:
            if str(no).startswith("421") or smtp.rset()[0] != 250:
                self._hang_up()
        except OSError:
            self._hang_up()

    def _hang_up(self) -> None:
        try:
            self._backend.close()
        except OSError:  # the other end was faster
            pass
        finally:
            if self._smtp:
                self._backend.connection = None


def pause_after(attempts: int, key: str) -> dt.timedelta | None:
    """How long to wait after that many attempts; None when it is time to give up.

    Up to a fifth longer, by mail and attempt, so that what failed together does not come back together.
    """
    if attempts >= _MOST_ATTEMPTS:
        return None
    minutes = _PAUSES[min(attempts, len(_PAUSES)) - 1]
    spread = zlib.crc32(f"{key}:{attempts}".encode()) / 2**32 / 5
    return dt.timedelta(minutes=minutes * (1 + spread))


def _refusal(code: int, answer: bytes, of: str) -> NotTaken:
    """What a 4xx or 5xx means (R-18). A 5xx to MAIL is about us as the sender, so the mail is not given up for it."""
    words = f"{code} {answer.decode('utf-8', 'replace')}"
    lasting = code >= 500 and of != "MAIL"
    bare = code in _BARE_NO_SUCH_ADDRESS and not _ENHANCED.search(words)
    bad_address = lasting and of == "RCPT" and bool(bare or _NO_SUCH_ADDRESS.search(words))
    return NotTaken(words, lasting=lasting, bad_address=bad_address, everywhere=of == "MAIL" and code >= 500)


def _words(error: Exception) -> str:
    code, answer = getattr(error, "smtp_code", ""), getattr(error, "smtp_error", b"")
    if code:
        return f"{code} {answer.decode('utf-8', 'replace') if isinstance(answer, bytes) else answer}"
    return f"{type(error).__name__}: {error}"


def _message(email: OutboxEmail) -> EmailMultiAlternatives:
    """The row as a message: one recipient, From always ours, no Bcc (S-23, S-26)."""
    sender = settings.DEFAULT_FROM_EMAIL
    message = EmailMultiAlternatives(
        subject=refuse_controls(email.subject),
        body=email.text,
        from_email=sender,
        to=[email.to],
        reply_to=[refuse_controls(email.reply_to) or parseaddr(sender)[1]],
        headers={"Message-ID": email.message_id, **{k: refuse_controls(v) for k, v in email.headers.items()}},
    )
    if email.html:
        message.attach_alternative(email.html, "text/html")
    for name, mimetype, text in email.attachments:
        if name:
            # As text, what is no text/* would lose every letter that is not ASCII.
            message.attach(name, text if mimetype.startswith("text/") else text.encode(), mimetype)
        else:  # another way to read the mail itself, such as an invitation that a calendar understands
            message.attach_alternative(text, mimetype)
    return message
