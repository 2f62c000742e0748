"""How often may somebody knock, and who is somebody?"""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.test import RequestFactory, override_settings

from corridor import limits

pytestmark = pytest.mark.nodb
NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)


def asked_by(address: str, **headers: str):
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


def test_s18_the_limit_holds_within_its_window_and_ends_with_it():
    with time_machine.travel(NOON, tick=False) as clock:
        assert [limits.spend("page", "a", 3, 60) for _ in range(5)] == [True, True, True, False, False]
        assert limits.spend("page", "b", 3, 60)
        assert limits.spend("other-page", "a", 3, 60)
        clock.shift(59)
        assert not limits.spend("page", "a", 3, 60)
        clock.shift(1)
        assert limits.spend("page", "a", 3, 60)


def test_s18_hundreds_of_visitors_do_not_wash_a_counter_away():
    assert limits.spend("page", "first", 1, 3600)
    for number in range(2000):
        limits.spend("page", f"other{number}", 1, 3600)

    assert not limits.spend("page", "first", 1, 3600)


def test_s18_an_emptied_memory_begins_anew_instead_of_failing(monkeypatch):
    monkeypatch.setattr(cache, "add", lambda *_args, **_more: True)  # the counter vanishes before it is raised

    assert limits.spend("page", "a", 1, 60)
    assert not limits.spend("page", "a", 1, 60)


def test_s18_a_forwarded_address_counts_for_nothing_without_proxies_of_ours():
    assert limits.client_ip(asked_by("192.0.2.7", **{"X-Forwarded-For": "203.0.113.9"})) == "192.0.2.7"


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=2)
@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.9, 198.51.100.1", "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9, 198.51.100.1", "203.0.113.9"),  # what a client makes up stands further left
        ("198.51.100.1", "192.0.2.7"),  # too short: it did not come through our proxies
        ("nonsense, 198.51.100.1", "192.0.2.7"),
        ("", "192.0.2.7"),
        ("[2001:db8::1]:443, 198.51.100.1", "2001:db8::1"),
        ("203.0.113.9:5000, 198.51.100.1", "203.0.113.9"),
    ],
)
def test_s18_of_a_forwarded_list_only_what_our_proxy_wrote_counts(forwarded, address):
    assert limits.client_ip(asked_by("192.0.2.7", **{"X-Forwarded-For": forwarded})) == address


def test_r28_a_whole_64_is_one_visitor():
    assert limits.network(asked_by("2001:db8:1:2:aaaa::1")) == limits.network(asked_by("2001:db8:1:2:bbbb::9"))
    assert limits.network(asked_by("2001:db8:1:2::1")) != limits.network(asked_by("2001:db8:1:3::1"))
    assert limits.network(asked_by("::ffff:192.0.2.7")) == "192.0.2.7"
    assert limits.network(asked_by("")) == "0.0.0.0"
