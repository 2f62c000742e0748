"""What if Redis is away? The cache goes on in this process's memory: pages answer, and rate limits still hold."""

import logging
import time

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

_METHODS = ("add", "get", "set", "touch", "delete", "get_many", "has_key", "incr", "set_many", "delete_many", "clear")
# Each counter of a rate limit is an entry: with Django's 300, a few hundred visitors would wipe out all limits.
MOST_ENTRIES = 100_000
_REST = 5  # seconds during which a Redis that did not answer is not asked again, so that a page waits for it once


class SteadyRedisCache(RedisCache):
    """Redis, and process memory while Redis does not answer."""

    def __init__(self, server: str, params: dict):
        params.setdefault("OPTIONS", {}).update(socket_timeout=1, socket_connect_timeout=1)
        super().__init__(server, params)
        self._memory = LocMemCache("steady-redis", {"OPTIONS": {"MAX_ENTRIES": MOST_ENTRIES}})
        self._ask_again_at = 0.0


def _steady(method: str):
    def call(self, *args, **kwargs):
        if time.monotonic() >= self._ask_again_at:
            try:
                return getattr(super(SteadyRedisCache, self), method)(*args, **kwargs)
            except RedisError as error:
                self._ask_again_at = time.monotonic() + _REST
                log.warning("redis does not answer, using memory: %s", type(error).__name__)
        return getattr(self._memory, method)(*args, **kwargs)

    call.__name__ = method
    return call


for _method in _METHODS:
    setattr(SteadyRedisCache, _method, _steady(_method))
