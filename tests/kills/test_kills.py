"""R-01, R-02: SIGKILL at K1 to K12 and K18 while a whole round runs, from proposal to the end. What is lost, or twice?

Prints its figures. TEST_SIZE=full takes 200 introductions and lets leases run out; else it is a dozen, and the leases
of the dead are voided by hand.
"""

import datetime as dt
import itertools
import os
import time
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

from tests.kills.stack import Stack
from tests.needs import FULL_SIZE, sized

pytestmark = pytest.mark.long

WANTED = sized(small=12, full=100)
PEOPLE = sized(small=40, full=230)
RECOVERY = 120  # seconds: a lease, the look for dead senders, the schedule's next look
_names = itertools.count(1)

ROUND = "K18:kill@3,K1:kill,K2:kill,K3:kill"
ASKED = "K7:kill,K8:kill@4,K9:kill@5,K10:kill@3,K11:kill@4"
ANSWERS = "K4:kill@3,K5:kill@4,K6:kill@2"
JOINT = "K7:kill,K8:kill@2,K9:kill@3,K10:kill@4,K11:kill@3"
SETTLED = "K12:kill@2"
SENDING = ("K7", "K8", "K9", "K10", "K11")
ONCE_EACH = {"K18", *(f"K{number}" for number in range(1, 13))}


def database_urls(tmp_path) -> Iterator[str]:
    """A database of our own on the backend this run is about."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'kills.sqlite3'}"
        return
    name = f"kills_{os.getpid()}_{next(_names)}"
    parts = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(parts._replace(path=f"/{name}"))
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def stack(tmp_path) -> Iterator[Stack]:
    """One installation on a database of its own; everything in one process on SQLite, several with Redis else."""
    for url in database_urls(tmp_path):
        made = Stack(tmp_path, url)
        try:
            yield made
        finally:
            made.stop()


def test_r01_r02_nothing_is_lost_and_next_to_nothing_comes_twice(stack, request):
    stack.hurry = not FULL_SIZE
    if FULL_SIZE and connection.vendor == "postgresql":
        stack.redis_url = request.getfixturevalue("redis_url")
    stack.build(PEOPLE)

    stack.failpoints = f"{ROUND},{ASKED}"
    asking = run_round(stack)
    made = say_yes(stack)
    joining = let_the_joint_mails_leave(stack)
    settle(stack)

    figures = check(stack, made)
    assert max(asking, joining) <= RECOVERY
    print(f"\n{connection.vendor}: {figures}; drained {asking:.0f} s and {joining:.0f} s after the last kill")


def run_round(stack: Stack) -> float:
    """From the planned round to every question at the mail server, under K18, K1-K3 and K7-K11; seconds of the tail."""
    stack.start()
    stack.live(lambda: introductions(stack, "offered") >= WANTED, sized(small=300, full=900), "the offers")
    return drain(stack, "matchmaking.opt_in_request")


def say_yes(stack: Stack) -> int:
    """Everybody presses yes on the page behind the link in their mail, under K4-K6; how many were introduced."""
    again(stack, ANSWERS)
    for visitor, link in enumerate(sorted({mail["link"] for mail in stack.taken() if mail["link"]})):
        stack.press(link, visitor, answer="yes")
    assert introductions(stack, "offered") == 0
    return introductions(stack, "made")


def let_the_joint_mails_leave(stack: Stack) -> float:
    """A day passes; the joint mails leave under K7-K11 once more."""
    again(stack, JOINT)
    stack.move_clock(dt.timedelta(hours=1))
    return drain(stack, "matchmaking.introduction_made")


def settle(stack: Stack) -> None:
    """The deadline passes; what is made is put away under K12, and nobody is written to again."""
    again(stack, SETTLED)
    stack.move_clock(dt.timedelta(days=13))  # holidays may move a deadline on
    unsettled = "SELECT count(*) FROM matchmaking_introduction WHERE settled_at IS NULL AND state = 'made'"
    stack.live(lambda: stack.books.one(unsettled) == 0, 200, "the introductions to be put away")
    drain(stack, "matchmaking.did_not_come_about")


def again(stack: Stack, failpoints: str) -> None:
    """From here on other instants kill; those that killed before may again."""
    with (stack.folder / "history").open("a") as history:
        history.write("\n".join([*stack.struck(), ""]))
    (stack.folder / "struck").unlink(missing_ok=True)
    stack.failpoints = failpoints
    for name in [name for name in stack.processes if name != "sink"]:
        process = stack.processes.pop(name)
        process.terminate()
        process.wait(30)
    stack.start()


def drain(stack: Stack, kind: str) -> float:
    """Live until every mail of `kind` is sent; how long that took after the last death."""
    waiting = f"SELECT count(*) FROM corridor_outboxemail WHERE kind = '{kind}' AND state IN ('queued', 'sending')"

    deaths, since = -1, 0.0

    def drained() -> bool:
        nonlocal deaths, since
        if len(stack.struck()) != deaths:
            deaths, since = len(stack.struck()), time.monotonic()
        return stack.books.one(waiting) == 0

    stack.live(drained, RECOVERY * 3, f"the mails of {kind}")
    return time.monotonic() - since


def introductions(stack: Stack, state: str) -> int:
    return stack.books.states("matchmaking_introduction").get(state, 0)


def check(stack: Stack, made: int) -> str:
    """The invariants, from the books and from what the mail server wrote down; out: the figures in words."""
    kills = Counter([*(stack.folder / "history").read_text().split(), *stack.struck()])
    taken = stack.taken()
    copies = Counter(mail["id"] for mail in taken)
    twice = sum(count - 1 for count in copies.values())
    for_two = dict.fromkeys(("matchmaking.opt_in_request", "matchmaking.introduction_made"), 2 * made)
    sent = dict(stack.books.rows("SELECT kind, count(*) FROM corridor_outboxemail WHERE state = 'sent' GROUP BY kind"))
    known = {row[0] for row in stack.books.rows("SELECT message_id FROM corridor_outboxemail WHERE state = 'sent'")}
    journalled = (stack.folder / "demo-sent.journal").read_text()

    assert made >= WANTED
    assert set(kills) == ONCE_EACH, f"these never struck: {ONCE_EACH - set(kills)}"
    assert sent == for_two, "a mail was lost, or one was sent that nobody should have had"
    assert known == set(copies), "what the books call sent and what the mail server took differ"
    assert all(message in journalled for message in known)
    # One death may catch a second sender of the same process between its final dot and its 250, never more.
    deaths = sum(kills[instant] for instant in SENDING)
    assert twice <= deaths, "only a death between the final dot and the 250 may send twice"
    assert len({(mail["id"], mail["to"], mail["says"], mail["link"]) for mail in taken}) == len(copies), "copies differ"
    assert stack.books.states("matchmaking_introduction", "settled_at IS NOT NULL") == {"made": made}
    return (
        f"{made} introductions, {len(copies)} mails, {sum(kills.values())} kills "
        f"({', '.join(f'{name} x {count}' for name, count in sorted(kills.items(), key=lambda k: int(k[0][1:])))}), "
        f"0 lost, {twice} twice, all copies identical"
    )
