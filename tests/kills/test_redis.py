"""R-03: is Redis disposable? Flushed or killed in the middle of a mailing, nothing is lost and sending goes on."""

import contextlib
import socket
import subprocess
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator

import pytest

from corridor import outbox
from tests.kills.stack import Stack, wait_for
from tests.kills.test_kills import database_urls, introductions
from tests.needs import FULL_SIZE, free_port, or_skip, sized

pytestmark = [pytest.mark.long, pytest.mark.redis]

PEOPLE = sized(small=40, full=230)
RESUMED = 60  # seconds
LEASE = outbox.LEASE.total_seconds()
DRAINED = 5 * RESUMED  # seconds; much, because the mails of a dead worker wait for their lease and machines differ
MAILS = "SELECT count(*) FROM corridor_outboxemail"
BEAT = "SELECT count(*), coalesce(max(at), '2000-01-01') FROM corridor_heartbeat"
LEFT = f"{MAILS} WHERE state IN ('queued', 'sending')"


class Redis:
    """A Redis on a port of its own, to be flushed, killed and started again."""

    def __init__(self, folder):
        self.program, self.folder, self.port = or_skip("redis-server"), folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen([self.program, *options], stdout=subprocess.DEVNULL)
        wait_for(lambda: self.say("PING").startswith(b"+PONG"), 10, "Redis")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def say(self, command: str) -> bytes:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=2) as line:
            line.sendall(f"{command}\r\n".encode())
            return line.recv(100)
        return b""


@pytest.fixture
def redis(tmp_path) -> Iterator[Redis]:
    made = Redis(tmp_path)
    yield made
    made.kill()


@pytest.fixture
def stack(tmp_path, redis) -> Iterator[Stack]:
    """Web server, worker and schedule as processes, a round planned and due, nothing started yet."""
    for url in database_urls(tmp_path):
        made = Stack(tmp_path, url, redis_url=redis.url)
        try:
            made.build(PEOPLE)
            yield made
        finally:
            made.stop()


def test_r03_redis_flushed_four_times_a_second_loses_nothing(stack, redis):
    """Round, questions and mails come about although hardly a knock survives: the schedule looks again and again."""
    stack.start()
    flushes, hurry = 0, Hurry(stack)

    def flushed_and_done() -> bool:
        nonlocal flushes
        assert redis.say("FLUSHALL").startswith(b"+OK")
        flushes += 1
        hurry()
        time.sleep(0.15)
        return introductions(stack, "offered") > 0 and all_asked(stack) and nothing_waits(stack)

    took = stack.live(flushed_and_done, 600, "the mailing to end while Redis is flushed")

    offered = introductions(stack, "offered")
    copies = Counter(mail["id"] for mail in stack.taken())
    print(f"\n{flushes} flushes in {took:.0f} s: {offered} introductions, {len(copies)} mails, 0 lost")
    assert set(copies.values()) == {1}
    assert len(copies) == stack.books.one(MAILS) == 2 * offered


def test_r03_without_redis_mail_still_leaves_pages_answer_and_all_resumes_when_it_is_back(stack, redis):
    stack.start()
    hurry = Hurry(stack)
    stack.live(lambda: hurry() and introductions(stack, "offered") > 0, 300, "the first offers")
    stack.may_end = ("worker",)  # Celery's worker sometimes trips over the lost connection; compose starts it again
    redis.kill()
    down = time.monotonic()
    pauses = Pauses(stack)

    answers = [slowest(stack, f"{stack.site}/en/") for _ in range(3)]
    drained = stack.live(lambda: pauses() and nothing_waits(stack), DRAINED, "what waits to leave without Redis")
    before = stack.books.rows(BEAT)
    time.sleep(max(0.0, 15 - (time.monotonic() - down)))
    redis.start()
    back = stack.live(lambda: hurry() and all_asked(stack) and nothing_waits(stack), DRAINED, "the rest")
    beaten = stack.live(lambda: stack.books.rows(BEAT) > before, RESUMED, "a beat")

    offered = introductions(stack, "offered")
    copies = Counter(mail["id"] for mail in stack.taken())
    print(
        f"\nRedis killed: what waited had left after {drained:.0f} s without it, never more than "
        f"{pauses.longest:.0f} s without a mail, slowest page {max(answers):.1f} s, worker ended {stack.deaths} times; "
        f"back again: {offered} introductions, {len(copies)} mails, 0 lost, a beat after {back + beaten:.0f} s"
    )
    # A worker that ends while Redis is away may do so between a mail's final dot and its row.
    assert copies.total() - len(copies) <= 2 * stack.deaths
    assert len(copies) == stack.books.one(MAILS) == 2 * offered
    assert pauses.longest <= RESUMED + LEASE * (stack.deaths > 0)
    assert max(answers) < 10


class Hurry:
    """In a short test, knock every two seconds where the schedule would every minute."""

    def __init__(self, stack: Stack):
        self.stack, self.last = stack, 0.0

    def __call__(self) -> bool:
        if not FULL_SIZE and time.monotonic() - self.last > 2:
            self.last = time.monotonic()
            self.stack.knock(*(f"matchmaking.{name}" for name in ("propose_due_rounds", "approve_due_rounds")))
            self.stack.knock("matchmaking.offer_introductions")
        return True


class Pauses:
    """How long did no mail leave at all, at worst? In seconds, since this began to look."""

    def __init__(self, stack: Stack):
        self.stack, self.left, self.since, self.longest = stack, len(stack.taken()), time.monotonic(), 0.0

    def __call__(self) -> bool:
        left, now = len(self.stack.taken()), time.monotonic()
        if left > self.left:
            self.left, self.since = left, now
        self.longest = max(self.longest, now - self.since)
        return True


def all_asked(stack: Stack) -> bool:
    return introductions(stack, "proposed") == 0


def nothing_waits(stack: Stack) -> bool:
    return stack.books.one(LEFT) == 0


def slowest(stack: Stack, page: str) -> float:
    """How long a page took; it must answer with 200."""
    started = time.monotonic()
    with urllib.request.urlopen(page, timeout=30) as answer:
        assert answer.status == 200
    return time.monotonic() - started
