"""What does a mail server see, and what may it answer? A real SMTP server on loopback that follows a script."""

import asyncio
import ssl
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.needs import free_port


@dataclass
class Script:
    """What to answer, by stage ("MAIL", "RCPT", "DATA") and recipient; "*" is everybody. Without an entry: taken."""

    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    hang: dict[tuple[str, str], float] = field(default_factory=dict)
    taken: list[bytes] = field(default_factory=list)
    tried: Counter = field(default_factory=Counter)
    connections: int = 0
    secured: int = 0

    def messages(self) -> list[EmailMessage]:
        """The mails taken, in order."""
        return [message_from_bytes(content, policy=policy.default) for content in self.taken]

    def recipients(self) -> list[str]:
        return [message["To"] for message in self.messages()]

    async def reply(self, stage: str, to: str) -> str | None:
        self.tried[stage, to] += 1
        for who in (to, to.rpartition("@")[2], "*"):
            if seconds := self.hang.get((stage, who)):
                await asyncio.sleep(seconds)
            if answer := self.answers.get((stage, who)):
                return answer
        return None

    async def handle_MAIL(self, server, session, envelope, address, options):
        answer = await self.reply("MAIL", address)
        if answer is None:
            envelope.mail_from = address
        return answer or "250 2.1.0 ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = await self.reply("RCPT", address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        (to,) = envelope.rcpt_tos
        answer = await self.reply("DATA", to)
        if answer is None:
            self.secured += session.ssl is not None
            self.taken.append(envelope.original_content)
        return answer or "250 2.0.0 taken"


class _Counting(SMTP):
    def connection_made(self, transport):
        if not isinstance(self.transport, asyncio.Transport):  # a second call is the switch to TLS
            self.event_handler.connections += 1
        super().connection_made(transport)


class _Server(Controller):
    def factory(self):
        return _Counting(self.handler, **self.SMTP_kwargs)


def serving(script: Script, port: int, tls: ssl.SSLContext | None = None) -> _Server:
    """A started server that follows `script`; with `tls` it offers, and demands, STARTTLS."""
    options = {"tls_context": tls, "require_starttls": True} if tls else {}
    server = _Server(script, hostname="127.0.0.1", port=port, **options)
    server.start()
    script.connections = 0  # starting makes one of its own
    return server


@pytest.fixture
def smtp(settings, tmp_path) -> Iterator[Script]:
    """A mail server that the outbox delivers to during this test."""
    script = Script()
    use(settings, tmp_path)
    server = serving(script, settings.EMAIL_PORT)
    yield script
    server.stop()


def use(settings, tmp_path, **more) -> None:
    """Point the outbox at a free loopback port, and its journal at this test's own folder."""
    settings.SENT_JOURNAL = tmp_path / "sent.journal"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    for name, value in more.items():
        setattr(settings, name, value)
