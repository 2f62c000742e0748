"""How often may somebody knock? Fixed windows counted in the cache; without Redis in this process's memory (S-18)."""

import hashlib
import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from corridor import clock


def spend(name: str, key: str, limit: int, seconds: int) -> bool:
    """Count one use of `name` by `key`; False when there were already `limit` in this window of `seconds`.

    A success elsewhere never gives anything back, and the key is stored as a hash only.
    """
    window = int(clock.now().timestamp()) // seconds
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    counter = f"limit:{name}:{window}:{digest}"
    cache.add(counter, 0, timeout=seconds)
    try:
        return cache.incr(counter) <= limit
    except ValueError:
        # The window closed, or the memory was emptied, between the two calls: this use is the first of a new one.
        cache.set(counter, 1, timeout=seconds)
        return limit >= 1


def client_ip(request: HttpRequest) -> str:
    """The address the request came from, as far as we can trust it: the socket's, unless proxies of ours stand before.

    Of X-Forwarded-For only the entry our outermost trusted proxy wrote counts. A list shorter than the number of our
    proxies did not come through them: then the socket's address is the truth.
    """
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = request.headers.get("X-Forwarded-For", "").split(",") if trusted else []
    if len(forwarded) >= trusted > 0:
        address = _address(forwarded[-trusted])
        if address:
            return address
    return _address(request.META.get("REMOTE_ADDR", "")) or "0.0.0.0"  # noqa: S104 a name for "unknown", nothing binds it


def network(request: HttpRequest) -> str:
    """What counts as one visitor: the address, or for IPv6 its /64, which any home can roam freely."""
    address = ipaddress.ip_address(client_ip(request))
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _address(text: str) -> str:
    text = text.strip()
    if text.startswith("["):  # [2001:db8::1]:443
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # 192.0.2.1:443
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
