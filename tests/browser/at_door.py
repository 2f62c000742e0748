"""Phones at the door, for tests: a browser of their own each, and a cable to the server that can be pulled out.

Pulled out, nothing listens any more: no connection, also none of a service worker's.
"""

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, BrowserType, Page, expect

from corridor.models import Member
from events.models import Event

PATIENT = 60_000  # milliseconds
SHAPE = {"viewport": {"width": 390, "height": 844}, "locale": "en-GB"}
LET_IN = """
async (names) => {
  const search = document.getElementById("search");
  for (const name of names) {
    search.value = name;
    search.dispatchEvent(new Event("input"));
    const rows = [...document.querySelectorAll("#guests li")];
    const row = rows.find((one) => one.querySelector("b").textContent === name);
    row.querySelector("button").click();
    await new Promise((done) => setTimeout(done));
  }
  search.value = "";
  search.dispatchEvent(new Event("input"));
}
"""


class Cable:
    """A way of its own to the server, on a port of its own."""

    def __init__(self, to: str):
        host, _colon, port = to.rpartition("//")[2].partition(":")
        self.server = (host, int(port))
        self.port, self._listens, self._open = 0, None, set()
        self.plug_in()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def plug_in(self) -> None:
        self._listens = socket.socket()
        self._listens.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listens.bind(("127.0.0.1", self.port))
        self._listens.listen(64)
        self.port = self._listens.getsockname()[1]
        threading.Thread(target=self._accept, args=[self._listens], daemon=True).start()

    def pull_out(self) -> None:
        for one in (self._listens, *tuple(self._open)):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def _accept(self, listens: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _address = listens.accept()
                far = socket.create_connection(self.server)
                self._open |= {near, far}
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=[one, other], daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := one.recv(65536):
                other.sendall(piece)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            self._open.discard(end)
            end.close()


def sign_in(context: BrowserContext, person: Member, own: str) -> None:
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": own}])


def open_door(context: BrowserContext, event: Event, own: str, language: str = "en") -> Page:
    """The page at the door, kept for when there is no network."""
    page = context.pages[0] if context.pages else context.new_page()
    page.goto(f"{own}/{language}/door/{event.slug}/")
    expect(page.locator("html[data-ready=yes]")).to_be_attached(timeout=PATIENT)
    return page


def let_in(page: Page, names: list[str]) -> None:
    """Type each of these names and press the button beside it, as fast as a script can."""
    page.evaluate(LET_IN, names)


def show(page: Page, code: str) -> None:
    """Give the door a code, as the camera would."""
    page.evaluate(
        "(code) => { const box = document.getElementById('code'); box.value = code; box.form.requestSubmit(); }", code
    )


@contextlib.contextmanager
def phone_that_may_die(browser_type: BrowserType, given: dict, folder: Path) -> Iterator[BrowserContext]:
    """A browser that keeps what it has in `folder`."""
    context = browser_type.launch_persistent_context(folder, **given, **SHAPE)
    try:
        yield context
    finally:
        with contextlib.suppress(Exception):  # dead already
            context.close()


def die(folder: Path) -> None:
    """The phone that lives in `folder` is gone from one moment to the next: no page is closed, nothing is put away."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            said = (process / "cmdline").read_text().split("\0")
            if f"--user-data-dir={folder}" in said and not any(word.startswith("--type=") for word in said):
                os.kill(int(process.name), signal.SIGKILL)
