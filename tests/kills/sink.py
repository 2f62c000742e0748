"""The mail server of the kill tests, a process of its own: takes everything, and writes down what it took first.

    python -m tests.kills.sink PORT FOLDER

The line is on disk before the 250 leaves, 4 ms later: whoever is killed in between has sent a mail without knowing it.
"""

import asyncio
import hashlib
import json
import os
import re
import sys
from email import message_from_bytes, policy
from pathlib import Path

from aiosmtpd.smtp import SMTP

LINK = re.compile(r"https?://\S+/i/\S+")
BEFORE_250 = 0.004


class Sink:
    """Journals each mail: Message-ID, recipient, what it says as a hash, and the link to answer."""

    def __init__(self, folder: Path):
        self.file = os.open(folder / "taken", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.original_content, policy=policy.default)
        text = message.get_body(("plain",)).get_content()
        link = LINK.search(text)
        line = {
            "id": message["Message-ID"],
            "to": message["To"],
            "says": hashlib.sha256(f"{message['Subject']}{text}".encode()).hexdigest(),
            "link": link.group() if link else "",
        }
        os.write(self.file, json.dumps(line).encode() + b"\n")
        os.fsync(self.file)
        await asyncio.sleep(BEFORE_250)
        return "250 2.0.0 taken"


async def main(port: int, folder: Path) -> None:
    loop, sink = asyncio.get_running_loop(), Sink(folder)
    await loop.create_server(lambda: SMTP(sink, loop=loop, ident="sink"), "127.0.0.1", port)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
