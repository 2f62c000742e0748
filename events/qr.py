"""How is a text drawn as a QR that a phone reads in the dark, at night and from paper?

Always dark on light with its quiet zone, whatever the colours of the page: many readers know it no other way. The
drawing carries no styles, for our pages run none (S-04); the page says what it is in words.
"""

import segno
from django.utils.safestring import SafeString, mark_safe

QUIET = 4  # modules of light around it, as its standard wants
ERROR = "m"  # a screen needs no more, and fewer dots are larger dots


def code(text: str) -> segno.QRCode:
    """The QR of `text`."""
    return segno.make(text, error=ERROR, micro=False)


def drawing(text: str) -> SafeString:
    """The QR of `text` as an SVG inside a page, as large as the page makes it."""
    svg = code(text).svg_inline(
        border=QUIET, dark="#000", light="#fff", svgclass="qr-code", lineclass=None, omitsize=True
    )
    # Our own text goes in as dots, never as letters.
    return mark_safe(svg)  # noqa: S308
