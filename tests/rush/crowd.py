"""How do many people register at once, as browsers do? Each reads the page, sends its form, and reads the answer.

Plain sockets to the loopback address and nothing of Django, so that the crowd costs little beside the server it asks.
"""

import asyncio
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

HOST = "corridor.example"
PATIENCE = 300  # seconds for one answer; who waits longer is lost
FORM = re.compile(r'<form[^>]* action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
STANDING = re.compile(r'<h2 id="join"[^>]*>\s*(.*?)\s*</h2>')
STATES = {
    "You are coming": "confirmed",
    "You wait for a place": "waitlisted",
    "A place is kept for you": "offered",
    "Join us?": "none",
}


@dataclass
class Reply:
    status: int
    location: str
    text: str


@dataclass
class Person:
    """One member with a browser of their own: its cookies, and what became of what they did.

    `state` is what they read in the end, or what went wrong; times are those of this process.
    """

    member: int
    cookies: dict[str, str]
    state: str = ""
    submitted: float = 0.0
    answered: float = 0.0
    read: float = 0.0
    statuses: list[int] = field(default_factory=list)

    async def act(self, port: int, path: str, act: str) -> None:
        """Open the event's page, press the button of `act`, follow where it leads, and read how one stands."""
        try:
            page = await self._ask(port, "GET", path)
            forms = [(where, dict(HIDDEN.findall(inside))) for where, inside in FORM.findall(page.text)]
            found = [(where, inputs) for where, inputs in forms if inputs.get("act") == act]
            if not found:
                self.state = f"no button ({page.status})"
                return
            where, inputs = found[0]
            sent = {name: unescape(value) for name, value in inputs.items()}
            self.submitted = time.perf_counter()
            reply = await self._ask(port, "POST", where, urlencode(sent))
            self.answered = time.perf_counter()
            if reply.location:
                reply = await self._ask(port, "GET", reply.location)
            self.read = time.perf_counter()
            words = STANDING.search(reply.text)
            self.state = STATES.get(unescape(words[1]), words[1]) if words else f"no answer ({reply.status})"
        except (OSError, TimeoutError, ValueError) as error:
            self.state = f"lost ({type(error).__name__})"

    async def _ask(self, port: int, method: str, path: str, body: str = "") -> Reply:
        """One request on a connection of its own, as the proxy of the site passes it on."""
        path = path.partition("#")[0]
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {HOST}",
            f"X-Forwarded-For: 10.{self.member >> 16 & 255}.{self.member >> 8 & 255}.{self.member & 255}",
            "X-Forwarded-Proto: https",
            f"Referer: https://{HOST}{path}",
            "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Connection: close",
        ]
        if method == "POST":
            lines += [f"Content-Length: {len(body)}", "Content-Type: application/x-www-form-urlencoded"]
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write("\r\n".join([*lines, "", body]).encode())
                await writer.drain()
                raw = await reader.read()
            finally:
                writer.close()
        head, _, text = raw.decode(errors="replace").partition("\r\n\r\n")
        status, location = int(head.split(" ", 2)[1]), ""
        for line in head.split("\r\n")[1:]:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                cookie, _, content = value.split(";")[0].partition("=")
                self.cookies[cookie] = content
            elif name.lower() == "location":
                location = value.removeprefix(f"https://{HOST}")
        self.statuses.append(status)
        return Reply(status, location, text)


def all_at_once(people: Iterable[Person], port: int, path: str, act: str = "register") -> float:
    """Everybody does the same, all begin in the same instant; how many seconds until the last one knows."""

    async def run() -> float:
        gate = asyncio.Event()

        async def one(person: Person) -> None:
            await gate.wait()
            await person.act(port, path, act)

        tasks = [asyncio.create_task(one(person)) for person in people]
        await asyncio.sleep(0)
        started = time.perf_counter()
        gate.set()
        await asyncio.gather(*tasks)
        return time.perf_counter() - started

    return asyncio.run(run())


def p99(values: Iterable[float]) -> float:
    """What all but one in a hundred stay under."""
    found = sorted(values)
    return found[min(len(found) - 1, int(len(found) * 0.99))] if found else 0.0
