"""What may a link in a mail do? One thing, for one person, about one object, for a while; and only a POST acts."""

import datetime as dt
import zlib
from dataclasses import dataclass

from django.core import signing

# A stamp further ahead than this comes from a broken or forged clock and would outlive its term.
_SKEW = dt.timedelta(minutes=5)
_PAGE_VALUE_LIFE = dt.timedelta(hours=12)
# Old mails stay in mailboxes; stopping them must go on working.
_UNSUBSCRIBE_LIFE = dt.timedelta(days=730)
MAIL_CHOICES = "mail_choices"


class BadLink(Exception):
    """The token is not one of ours, not for this purpose, or stamped in the future."""


class OldLink(BadLink):
    """The token is ours and for this purpose, and its time is over: 410 rather than 404."""


@dataclass(frozen=True)
class Link:
    """What a token says: about which object, for which member, in which version of the state."""

    object_id: int
    member_id: int
    version: int
    issued_at: dt.datetime


def make(purpose: str, *, object_id: int, member_id: int, version: int, now: dt.datetime) -> str:
    """A token for `purpose` (its own salt). Deterministic: a mail sent again carries the same link."""
    return _sign(purpose, [object_id, member_id, version, int(now.timestamp())])


def read(purpose: str, token: str, *, lifetime: dt.timedelta, now: dt.datetime) -> Link:
    """What `token` says. Raises OldLink when its time is over, BadLink when altered, for another purpose or ahead.

    The caller compares `version` with the row and looks whether the person is still active.
    """
    try:
        object_id, member_id, version, stamp = _unsign(purpose, token)
    except (TypeError, ValueError) as error:
        raise BadLink from error
    return Link(object_id, member_id, version, _in_time(stamp, lifetime=lifetime, now=now))


def make_unsubscribe(*, address: str, kind: str, now: dt.datetime) -> str:
    """A token with which whoever reads the mail at `address` stops mails of `kind`; no account is needed."""
    return _sign("unsubscribe", [address, kind, int(now.timestamp())])


def read_unsubscribe(token: str, *, now: dt.datetime) -> tuple[str, str]:
    """Address and kind of an unsubscribe token. Raises BadLink when altered, meant for something else or too old."""
    try:
        address, kind, stamp = _unsign("unsubscribe", token)
    except (TypeError, ValueError) as error:
        raise BadLink from error
    _in_time(stamp, lifetime=_UNSUBSCRIBE_LIFE, now=now)
    return address, kind


def make_mail_choices(*, member_id: int, address: str, now: dt.datetime) -> str:
    """A token with which a member chooses which mails come to `address`; no sign-in is needed."""
    return make(MAIL_CHOICES, object_id=member_id, member_id=member_id, version=zlib.crc32(address.encode()), now=now)


def read_mail_choices(token: str, *, now: dt.datetime) -> Link:
    """What such a token says. Raises BadLink as read() does; the caller asks is_for() whether it still holds."""
    return read(MAIL_CHOICES, token, lifetime=_UNSUBSCRIBE_LIFE, now=now)


def is_for(link: Link, address: str) -> bool:
    """Whether `link` went to `address`: who gave up a mailbox gave up the links in it."""
    return link.version == zlib.crc32(address.encode())


def page_value(token: str, *, now: dt.datetime) -> str:
    """The value that a page hides in its form: it proves that the POST comes from a page we showed for this token."""
    return _sign("page", [token[-16:], int(now.timestamp())])


def is_page_value(token: str, value: str, *, now: dt.datetime) -> bool:
    """Whether `value` was made by page_value() for this token, not too long ago."""
    try:
        tail, stamp = _unsign("page", value)
        _in_time(stamp, lifetime=_PAGE_VALUE_LIFE, now=now)
    except (BadLink, TypeError, ValueError):
        return False
    return tail == token[-16:]


def _sign(purpose: str, content: list) -> str:
    """Signed with a salt per purpose and without the wall clock: the same content is the same token."""
    return signing.Signer(salt=f"corridor.links.{purpose}").sign_object(content)


def _unsign(purpose: str, token: str) -> list:
    try:
        return signing.Signer(salt=f"corridor.links.{purpose}").unsign_object(token)
    except (signing.BadSignature, ValueError) as error:
        raise BadLink from error


def _in_time(stamp: int, *, lifetime: dt.timedelta, now: dt.datetime) -> dt.datetime:
    """When the token was issued. Raises BadLink when that lies ahead of our clock, OldLink when it is over."""
    try:
        issued_at = dt.datetime.fromtimestamp(stamp, dt.UTC)
    except (OverflowError, OSError, ValueError, TypeError) as error:
        raise BadLink from error
    if issued_at > now + _SKEW:
        raise BadLink
    if now > issued_at + lifetime:
        raise OldLink
    return issued_at
