"""How does a list leave as a file? As CSV whose every cell is inert: no spreadsheet takes one for a formula (S-40).

Every export of ours goes through as_csv(); a test of the house sees to that.
"""

import csv
import datetime as dt
import html
import io
import re
from collections.abc import Iterable, Sequence

from django.db import models
from django.http import HttpResponse
from django.utils.html import strip_tags
from django.utils.safestring import SafeData
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

BOM = "\ufeff"  # without it Excel reads UTF-8 as something older
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})([.,][0-9]{1,15})?")
# What begins a formula in Excel, LibreOffice or Sheets, wide forms too; and what may stand before it, or before a cell
# of its own where another separator is in use than ours.
_STARTS = "=+\\-@\uff1d\uff0b\uff0d\uff20\u2212"
_BEFORE = r"\s\"'`,;:|\u200b\u2060\ufeff"
_FIRST = re.compile(rf"[{_BEFORE}]*[{_STARTS}]")
_LATER = re.compile(rf"([,;|\t\r\n][{_BEFORE}]*)([{_STARTS}])")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ZEROS = re.compile(r"0[0-9]+")


def inert(value: object) -> str:
    """`value` as the text of one cell that no spreadsheet computes, opens or follows.

    Numbers stay numbers. Whatever else begins like a formula gets an apostrophe before it, and so does what would begin
    like one after a separator; telephone numbers are read as they were written.
    """
    if value is None:
        return ""
    text = _CONTROLS.sub("", str(value))
    if _NUMBER.fullmatch(text):
        return text
    text = _LATER.sub(r"\1'\2", text)
    return f"'{text}" if _FIRST.match(text) or _ZEROS.fullmatch(text) else text


def as_csv(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A download called `name`.csv: UTF-8 with its mark, RFC 4180, every cell quoted and inert."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in (header, *rows):
        writer.writerow([inert(cell) for cell in row])
    response = HttpResponse(BOM + file.getvalue(), content_type="text/csv; charset=utf-8")
    plain = re.sub(r"[^a-z0-9-]+", "-", name.lower()).strip("-")[:100] or "list"
    response["Content-Disposition"] = f'attachment; filename="{plain}.csv"'
    return response


def in_words(value: object, field: models.Field | None = None) -> object:
    """What a column of a desk shows, as plain text: choices by their words, moments by the clock on the wall."""
    if field is not None and field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, SafeData):
        return " ".join(html.unescape(strip_tags(value)).split())
    return value
