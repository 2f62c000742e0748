"""What may a link in a mail do? One thing, for one person, about one object, for a while; and only a POST acts."""

import datetime as dt
from dataclasses import dataclass

from django.core import signing

# A stamp further ahead than this comes from a broken or forged clock and would outlive its term.
_SKEW = dt.timedelta(minutes=5)
_PAGE_VALUE_LIFE = dt.timedelta(hours=12)


class BadLink(Exception):
    """The token is not one of ours, not for this purpose, too old, or overtaken by a newer version."""


@dataclass(frozen=True)
class Link:
    """What a token says: about which object, for which member, in which version of the state."""

    object_id: int
    member_id: int
    version: int
    issued_at: dt.datetime


def make(purpose: str, *, object_id: int, member_id: int, version: int, now: dt.datetime) -> str:
    """A token for `purpose` (its own salt). Deterministic: a mail sent again carries the same link."""
    return signing.dumps([object_id, member_id, version, int(now.timestamp())], salt=_salt(purpose))


def read(purpose: str, token: str, *, lifetime: dt.timedelta, now: dt.datetime) -> Link:
    """What `token` says. Raises BadLink when altered, meant for another purpose, expired or stamped in the future.

    The caller compares `version` with the row and looks whether the person is still active.
    """
    try:
        object_id, member_id, version, stamp = signing.loads(token, salt=_salt(purpose))
        issued_at = dt.datetime.fromtimestamp(stamp, dt.UTC)
    except (signing.BadSignature, ValueError, TypeError, OverflowError) as error:
        raise BadLink from error
    if issued_at > now + _SKEW or now > issued_at + lifetime:
        raise BadLink
    return Link(object_id, member_id, version, issued_at)


def page_value(token: str, *, now: dt.datetime) -> str:
    """The value that a page hides in its form: it proves that the POST comes from a page we showed for this token."""
    return signing.dumps([token[-16:], int(now.timestamp())], salt=_salt("page"))


def is_page_value(token: str, value: str, *, now: dt.datetime) -> bool:
    """Whether `value` was made by page_value() for this token, not too long ago."""
    try:
        tail, stamp = signing.loads(value, salt=_salt("page"))
    except (signing.BadSignature, ValueError, TypeError):
        return False
    age = now - dt.datetime.fromtimestamp(stamp, dt.UTC)
    return tail == token[-16:] and -_SKEW <= age <= _PAGE_VALUE_LIFE


def _salt(purpose: str) -> str:
    return f"corridor.links.{purpose}"
