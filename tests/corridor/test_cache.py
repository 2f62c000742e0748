"""Does the cache answer while Redis does not?"""

import socket

import pytest
from redis.exceptions import ConnectionError as RedisAway

from corridor.cache import SteadyRedisCache

pytestmark = pytest.mark.nodb


@pytest.fixture
def nobody() -> str:
    """The address of a Redis that is not there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"redis://127.0.0.1:{probe.getsockname()[1]}/0"


@pytest.fixture
def cache(nobody):
    steady = SteadyRedisCache(nobody, {})
    yield steady
    steady.clear()


def test_every_method_answers_without_redis(cache):
    assert cache.get("absent", "default") == "default"
    assert cache.add("visits", 1) is True
    assert cache.add("visits", 5) is False
    assert cache.incr("visits") == 2
    assert cache.touch("visits", 60) is True
    assert cache.has_key("visits") is True
    assert cache.set_many({"a": 1, "b": 2}) == []
    assert cache.get_many(["a", "b"]) == {"a": 1, "b": 2}
    assert cache.delete("a") is True
    cache.delete_many(["b"])
    assert cache.get_many(["a", "b"]) == {}
    cache.set("visits", 9)
    assert cache.get_or_set("visits", 1) == 9
    cache.clear()
    assert cache.get("visits") is None


def test_counts_are_shared_by_the_threads_of_a_process(cache, nobody):
    cache.set("tries", 4)

    assert SteadyRedisCache(nobody, {}).get("tries") == 4


def test_redis_is_asked_once_and_then_left_alone_for_a_while(cache, monkeypatch, caplog):
    asked = []

    class Gone:
        def get(self, key, default):
            asked.append(key)
            raise RedisAway

    monkeypatch.setattr("corridor.cache.RedisCache._cache", Gone())

    assert [cache.get("page"), cache.get("page"), cache.get("page")] == [None, None, None]
    assert len(asked) == 1
    assert [record.message for record in caplog.records] == ["redis does not answer, using memory: ConnectionError"]

    cache._ask_again_at = 0
    cache.get("page")
    assert len(asked) == 2


@pytest.mark.redis
def test_values_live_in_redis_when_it_is_there(redis_url):
    first, second = SteadyRedisCache(redis_url, {}), SteadyRedisCache(redis_url, {})

    first.set("kept", "in redis", 30)

    assert second.get("kept") == "in redis"
    assert first._memory.get("kept") is None
    first.delete("kept")
