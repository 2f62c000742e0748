"""What odd things can be sent to a page? Values, addresses, and the forms that stand on it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote

# Each was once too much for some form, converter or database somewhere.
VALUES = [
    "",
    " ",
    "0",
    "-1",
    "1e3",
    "NaN",
    "Infinity",
    "٣",
    "1.5",
    "true",
    "None",
    str(2**31),
    str(2**63 - 1)[:18],
    str(10**19),
    "9999-12-31",
    "0001-01-01",
    "2026-02-30",
    "10000-01-01",
    "<script>alert(1)</script>",
    "'\"--;",
    "%s%n{0}{{7*7}}{% debug %}",
    "../../etc/passwd",
    "//elsewhere.example/",
    "a\r\nBcc: someone@elsewhere.example",
    "x" * 5_000,
    "\u202eevil",
    "e\u0301" * 100,
    "🙂" * 300,
    "\x00",
    "🇳🇱",
]

# Those that go furthest when the other fields are as the page gave them.
WORST = ["", "-1", str(10**17), "9999-12-31", "0001-01-01", "<script>alert(1)</script>", "x" * 5_000, "false"]

QUERIES = [
    *("q", "page", "p", "o", "e", "next", "topic", "region", "layer", "state", "kind", "all", "_popup", "_to_field"),
    *("id__in", "member__password__startswith", "pk", "ordering", "lang", "format", "round", "because", "verb", "text"),
]


def holes_filled(route_path: str, value: str) -> str:
    """An address of which the last part is `value`."""
    return f"{route_path.rstrip('/').rpartition('/')[0]}/{quote(value, safe='')}/"


@dataclass
class Form:
    """One form of a page: where it goes, how, and its fields with the values they came with."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Reads the forms of a page, also those whose fields stand outside them (form="...")."""

    def __init__(self, page: str):
        super().__init__()
        self.forms: list[Form] = []
        self._inside: Form | None = None
        self._selected = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._inside = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._inside)
        if self._inside is None:
            return
        if tag in ("input", "textarea", "button", "select") and given.get("name"):
            self._inside.fields.setdefault(given["name"], given.get("value", ""))
            self._selected = given["name"] if tag == "select" else ""
        if tag == "option" and self._selected and ("selected" in given or not self._inside.fields[self._selected]):
            self._inside.fields[self._selected] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None
