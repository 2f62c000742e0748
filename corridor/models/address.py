"""Which addresses and names do we store? Exactly one plain address; names that are names (S-22, S-28, S-53)."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NOT_PUBLIC = ("localhost", "local", "internal", "invalid", "onion")
_ZERO_WIDTH_JOINERS = "\u200c\u200d"
# Scripts that write nothing without joiners; in any other a joiner is only a way to make two names look alike.
_JOINING_SCRIPTS = ("ARABIC", "SYRIAC", "DEVANAGARI", "BENGALI", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA")


def normalise_email(address: str) -> str:
    """`address` trimmed, in lower case, its domain in IDNA form: the one spelling we keep. Never raises."""
    local, at, domain = unicodedata.normalize("NFC", address or "").strip().lower().rpartition("@")
    try:
        encoded = domain.encode("idna").decode("ascii")
        if domain.isascii() or encoded.encode("ascii").decode("idna") == domain:
            return f"{local}{at}{encoded}"
    except UnicodeError:
        pass
    # The encoder refuses it, or would quietly drop or replace letters (full width, zero width): left to be refused.
    return f"{local}{at}{domain}"


def validate_address(address: str) -> None:
    """Raise ValidationError unless `address` is exactly one addr-spec at a public domain name."""
    local, _at, domain = address.rpartition("@")
    labels = domain.split(".")
    plain = _LOCAL.fullmatch(local) and ".." not in local and not local.startswith(".") and not local.endswith(".")
    named = len(labels) >= 2 and all(_LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()
    if not plain or not named or labels[-1] in _NOT_PUBLIC or len(address) > 254:
        raise ValidationError(_("Write one address, like name@organisation.nl."), code="address")


def _clean(text: str) -> bool:
    """No controls, no bidi or invisible characters, except the joiners that some scripts need."""
    return all(
        unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
        or (c in _ZERO_WIDTH_JOINERS and _joins(text, position))
        for position, c in enumerate(text)
    ) and not any(c in "\u3164\uffa0\u115f\u1160\u2800\ufe0f\ufe0e\u034f" for c in text)


def _joins(text: str, position: int) -> bool:
    before = text[position - 1] if position else ""
    return bool(before) and unicodedata.name(before, "").startswith(_JOINING_SCRIPTS)


def validate_person_name(name: str) -> None:
    """Raise ValidationError unless `name` is 1-80 visible characters with a letter and nothing that acts as a link."""
    tidy = unicodedata.normalize("NFC", name).strip()
    if not 1 <= len(tidy) <= 80 or not any(c.isalpha() for c in tidy):
        raise ValidationError(_("A name has 1 to 80 characters, at least one of them a letter."), code="name")
    if not _clean(tidy) or "<" in tidy or ">" in tidy:
        raise ValidationError(_("A name cannot hold invisible characters or < and >."), code="name")
    if "://" in tidy or "www." in tidy.lower():
        raise ValidationError(_("A name cannot hold a web address."), code="name")
    if "@" in tidy or re.search(r"\w{2,}\.[A-Za-z]{2,}(?:\W|$)", tidy):
        raise ValidationError(_("A name cannot hold a web address."), code="name")


def validate_organisation_name(name: str) -> None:
    """As for persons, except that a dotted name (Booking.com, AI.AM) is a name when the organisers know it."""
    tidy = unicodedata.normalize("NFC", name).strip()
    if "://" in tidy or "www." in tidy.lower() or "@" in tidy:
        raise ValidationError(_("A name cannot hold a web address."), code="name")
    if not 1 <= len(tidy) <= 80 or not any(c.isalpha() for c in tidy) or not _clean(tidy) or set(tidy) & set("<>"):
        raise ValidationError(_("A name has 1 to 80 visible characters, at least one of them a letter."), code="name")
