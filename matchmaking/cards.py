"""What does a contact card look like to an address book? A vCard 3.0, which every phone reads."""

import re
import unicodedata

from matchmaking.queries.acquaintance import Contact

MIME = "text/vcard"
FOLD = 75  # octets in a line


def attachment(contact: Contact) -> tuple[str, str, str]:
    """The card as (file name, type, text)."""
    return file_name(contact), MIME, vcard(contact)


def vcard(contact: Contact) -> str:
    """The card's text; everything a person typed is escaped, so that it stays one value."""
    words = contact.name.split()
    family, given = " ".join(words[1:]), " ".join(words[:1])
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{_escape(family)};{_escape(given)};;;",
        f"FN:{_escape(contact.name)}",
        f"ORG:{_escape(contact.organisation)}",
        f"TITLE:{_escape(contact.title)}",
        f"EMAIL;TYPE=INTERNET:{_escape(contact.email)}",
        f"TEL;TYPE=CELL:{_escape(contact.phone)}",
        f"ADR;TYPE=WORK:;;;{_escape(contact.place)};;;",
        "END:VCARD",
    ]
    filled = [line for line in lines if not line.endswith(":")]
    return "".join(f"{folded}\r\n" for line in filled for folded in _fold(line))


def file_name(contact: Contact) -> str:
    """A name that every file system takes: small ASCII letters and hyphens."""
    plain = unicodedata.normalize("NFKD", contact.name).encode("ascii", "ignore").decode().lower()
    return f"{re.sub(r'[^a-z0-9]+', '-', plain).strip('-') or 'contact'}.vcf"


def _escape(value: str) -> str:
    value = re.sub(r"([\\;,])", r"\\\1", value)
    return re.sub(r"[\r\n]+", r"\\n", value)


def _fold(line: str) -> list[str]:
    """Cut at 75 octets, never inside a character; what follows starts with a space."""
    parts, part = [], ""
    for character in line:
        if len((part + character).encode()) > FOLD:
            parts.append(part)
            part = " "
        part += character
    return [*parts, part]
