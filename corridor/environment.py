"""How is a setting read from the environment? Typed, and loudly wrong when it is wrong."""

import os
from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured

MODES = ("production", "demo", "development", "test")


def text(name: str, default: str | None = None) -> str:
    """The value of `name`; without a default a missing value stops the process."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} must be set. README.md, section 'Settings', says to what.")
    return default


def choice(name: str, options: Sequence[str], default: str | None = None) -> str:
    """One of `options`, spelled exactly."""
    value = text(name, default)
    if value not in options:
        raise ImproperlyConfigured(f"{name}={value!r} is not one of {', '.join(options)}.")
    return value


def flag(name: str, default: bool) -> bool:
    """`1` or `0`; nothing else, so that `no` and `False` never mean yes."""
    value = text(name, "1" if default else "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name}={value!r} must be 0 or 1.")
    return value == "1"


def number(name: str, default: int, *, at_least: int = 0, at_most: int = 10**9) -> int:
    """A whole number inside the bounds."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not at_least <= int(value) <= at_most:
        raise ImproperlyConfigured(f"{name}={value!r} must be a whole number from {at_least} to {at_most}.")
    return int(value)


def address(name: str, schemes: Sequence[str], default: str | None = None) -> SplitResult:
    """A URL with one of `schemes`, taken apart."""
    value = urlsplit(text(name, default))
    if value.scheme not in schemes:
        raise ImproperlyConfigured(f"{name} must begin with one of {', '.join(f'{one}://' for one in schemes)}.")
    return value


def words(name: str, default: str | None = None) -> list[str]:
    """A comma-separated list, without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]
