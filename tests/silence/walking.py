"""What reaches one side? Every address of the site, every mail with what hangs on it, every link in those mails.

The addresses come from the table of doors, so a new page is walked without a word here. Two walks are compared byte by
byte, headers and the number of database queries included; masked is only what is random in every answer.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from corridor.models import OutboxEmail
from tests.house import doors
from tests.house.worlds import World

# The token of a form, fresh in every answer.
RANDOM = re.compile(rb'(?<=csrfmiddlewaretoken" value=")[^"]+|(?<=X-CSRFToken": ")[^"]+|(?<="token": ")[^"]+')
# What is asked of an authenticator app or a passkey is drawn by lot, and says nothing about anybody.
UNSTEADY = {"Set-Cookie", "Expires", "Last-Modified"}  # these tell the true time
BY_LOT = re.compile("account/(login/|2fa/)")
LINK = re.compile(rf"{re.escape(settings.SITE_URL)}(/[^\s\"'<>)\]]+)")
Seen = dict[str, object]


READS, WRITES = re.compile(r'(?:FROM|JOIN) "(\w+)"'), re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')


class Tables:
    """Which tables are read and written, and how many questions the database is asked: as good as a clock."""

    def __init__(self) -> None:
        self.read: set[str] = set()
        self.written: set[str] = set()
        self.queries = 0

    def __call__(self, execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
        self.queries += 1
        self.read.update(READS.findall(sql))
        self.written.update(WRITES.findall(sql))
        return execute(sql, params, many, context)


@dataclass(frozen=True)
class Answer:
    """What came back from one address, and from which tables it was made."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    queries: int
    tables: frozenset[str] = field(compare=False)


def walk(
    world: World, left: Seen, *, console: bool, written: set[str] | None = None, silent: Seen | None = None
) -> Seen:
    """Everything that Ada can see as of now, by what and where; with `console` also what Olga, who organises, can.

    `left`: the mails that have reached her so far.

    With a `silent` walk of the same instant, only addresses that were made there from one of the `written` tables are
    opened: from the others nothing else can come.
    """
    cache.clear()
    seen: Seen = dict(left)
    browsers = {"member": Client()}
    browsers["member"].force_login(world.ada)
    if console:
        browsers["organiser"] = world.client_of("organiser")
    places = [(f"link {path}", "stranger", path) for path in links_in(seen)]
    for route in doors.ROWS:
        if BY_LOT.match(route):
            continue
        path = doors.path_of(route, world)
        roles = ["organiser"] if route.startswith("console") else ["member", "stranger"]
        places += [(f"{role} {route}", role, path) for role in roles if role in (*browsers, "stranger")]
    for name, role, path in places:
        before = silent.get(name) if silent else None
        if isinstance(before, Answer) and before.tables.isdisjoint(written):
            seen[name] = before
        else:
            # A stranger comes anew each time: a cookie from another page would tell which pages were opened before.
            seen[name] = answer(Client() if role == "stranger" else browsers[role], path)
            cache.clear()  # nobody opens that many pages in a minute
    return seen


def answer(browser: Client, path: str) -> Answer:
    """What this browser gets there."""
    tables = Tables()
    with connection.execute_wrapper(tables):
        response = browser.get(path, REMOTE_ADDR="192.0.2.7")  # not the machine itself, which is told more
    headers = tuple(sorted((name, value) for name, value in response.headers.items() if name not in UNSTEADY))
    body = RANDOM.sub(b"", response.content)
    return Answer(response.status_code, headers, body, tables.queries, frozenset(tables.read))


def mails(world: World) -> Seen:
    """Every mail that Ada has got, with all that hangs on it."""
    found = OutboxEmail.objects.filter(to=world.ada.email, state=OutboxEmail.State.SENT)
    parts = ("subject", "text", "html", "headers", "attachments", "reply_to", "message_id", "due_at", "sent_at")
    return {f"mail {mail.key}": tuple(str(getattr(mail, part)) for part in parts) for mail in found.order_by("key")}


def links_in(seen: Seen) -> list[str]:
    """The addresses of the site that these mails name."""
    return sorted({path for parts in seen.values() for part in parts for path in LINK.findall(part)})


def differences(one: Seen, other: Seen) -> dict[str, tuple[object, object]]:
    """Where two walks differ, and in what."""
    return {
        surface: (one.get(surface), other.get(surface))
        for surface in sorted(one.keys() | other.keys())
        if one.get(surface) != other.get(surface)
    }
