"""In which form does text enter? One form, made at the edge: NFC, trimmed, \\n as line end, nothing unseen (S-52)."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Direction overrides and isolates: on a page or in a mail they make text read as something it is not.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNWANTED = ("Cc", "Cs", "Zl", "Zp")  # controls, halves of surrogate pairs, line and paragraph separators
_IN_LINES = "\n\t"


def tidy(text: str, *, lines: bool = False) -> str:
    """`text` in its one form. With `lines` it may hold line breaks and tabs, otherwise it is one line.

    Raises ValidationError when it holds a control, an unpaired surrogate, a noncharacter or a direction override.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip(" " + _IN_LINES)
    if any(not _welcome(character, lines) for character in text):
        raise ValidationError(_("This holds a character that cannot be shown. Type it again, please."), code="control")
    return unicodedata.normalize("NFC", text).strip()


def fold(text: str) -> str:
    """`text` reduced to what makes two spellings the same name: no case, accents, punctuation or double spaces."""
    bare = (c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


def _welcome(character: str, lines: bool) -> bool:
    if character in _IN_LINES:
        return lines
    return (
        unicodedata.category(character) not in _UNWANTED
        and character not in _BIDI
        and not _is_noncharacter(ord(character))
    )


def _is_noncharacter(point: int) -> bool:
    return 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE
