"""Are schedule and worker alive? A task notes the time; who asks for readiness reads how long ago that was.

The note lives in the cache: Redis where several processes share it, memory where one process does everything.
"""

import datetime as dt

from django.core.cache import cache

_KEY = "corridor.heartbeat"


def note(now: dt.datetime) -> None:
    """The schedule asked and the worker did: both live."""
    cache.set(_KEY, now.timestamp(), timeout=None)


def age(now: dt.datetime) -> dt.timedelta | None:
    """How long ago the last beat was; None when there was none since the cache began."""
    noted = cache.get(_KEY)
    return None if noted is None else now - dt.datetime.fromtimestamp(noted, dt.UTC)
