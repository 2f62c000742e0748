"""Can this process do its work now? Each check gives None when all is well, else what is wrong, for operators."""

import datetime as dt
from collections.abc import Callable

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from corridor import heartbeat
from corridor.models import OutboxEmail

# A mail that is due is taken within 15 s; one that waits this long means that nobody takes mails.
LONGEST_WAIT = dt.timedelta(minutes=5)

_migrated = False


def troubles(now: dt.datetime) -> dict[str, str | None]:
    """Every check by name: None, or a sentence. Without a database the checks that need one are left out."""
    found = {"database": _database(), "cache": _cache(), "broker": _broker(), "threads": _threads()}
    if found["database"]:
        return found
    if waiting := _migrations():
        return found | {"migrations": waiting}
    return found | {"migrations": None, "heartbeat": _heartbeat(), "outbox": _outbox(now)}


def notices() -> dict[str, str]:
    """What somebody has to look into although this process can work: it is told, and turns nothing red."""
    return {name: words for name in (heartbeat.INVARIANTS,) if (words := heartbeat.found(name))}


def _database() -> str | None:
    return _answers(lambda: connection.cursor().execute("SELECT 1"), DatabaseError, "the database does not answer")


def _cache() -> str | None:
    cache.set("readyz", "here", 5)
    return None if cache.get("readyz") == "here" else "the cache forgets"


def _broker() -> str | None:
    """The embedded worker's broker is this process; a Redis must answer a ping."""
    if not settings.REDIS_URL:
        return None
    server = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
    return _answers(server.ping, redis.RedisError, "Redis does not answer")


def _threads() -> str | None:
    dead = heartbeat.dead_threads()
    return f"stopped: {', '.join(dead)}" if dead else None


def _migrations() -> str | None:
    """Asked until the first yes: only a new process can bring new migrations."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        if waiting := len(executor.migration_plan(executor.loader.graph.leaf_nodes())):
            return f"{waiting} migrations are not applied"
        _migrated = True
    return None


def _heartbeat() -> str | None:
    age = heartbeat.age()
    if age is None:
        return "no heartbeat yet: do the worker and the schedule run?"
    return f"the last heartbeat is {age.total_seconds():.0f} s old" if age > heartbeat.OLDEST else None


def _outbox(now: dt.datetime) -> str | None:
    late = OutboxEmail.objects.filter(state=OutboxEmail.State.QUEUED, due_at__lt=now - LONGEST_WAIT).count()
    return f"{late} mails wait longer than {LONGEST_WAIT.seconds // 60} minutes" if late else None


def _answers(ask: Callable[[], object], failure: type[Exception], sentence: str) -> str | None:
    try:
        ask()
    except failure:
        return sentence
    return None
