"""Is every sentence there in Dutch? Bites as soon as locale/nl exists, and then strictly."""

import re
from io import BytesIO

import pytest
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext, override
from django.utils.translation.template import templatize

from tests.house import tree

CATALOGUE = tree.ROOT / "locale" / "nl" / "LC_MESSAGES" / "django.po"

pytestmark = [
    pytest.mark.nodb,
    pytest.mark.skipif(not CATALOGUE.parent.is_dir(), reason="locale/nl does not exist yet"),
]

CALLS = ("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext:1,2", "ngettext_lazy:1,2")
CALLS += ("pgettext:1c,2", "pgettext_lazy:1c,2")
HOLE = re.compile(r"%\((\w+)\)[sd]|{(\w*)}")


@pytest.fixture(scope="module")
def catalogue():
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="nl")


def _texts(value) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (value,)


def test_days_and_months_are_written_as_dutch_writes_them():
    """A "Friday" of our own, with a capital, would stand in every date."""
    with override("nl"):
        names = [str(name) for name in (*WEEKDAYS.values(), *MONTHS.values())]

    assert [name for name in names if name != name.lower()] == []


def test_every_sentence_has_its_dutch(catalogue):
    missing = [message.id for message in catalogue if message.id and not all(_texts(message.string or ""))]

    assert missing == []


def test_no_translation_is_a_guess(catalogue):
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_every_translation_keeps_the_holes_of_its_sentence(catalogue):
    """A placeholder that the Dutch lacks would lose a name; one it has too many would be an error at run time."""
    odd = [
        message.id
        for message in catalogue
        if message.id
        if any(_holes(text) != _holes(_texts(message.id)[-1]) for text in _texts(message.string)[-1:])
    ]

    assert odd == []


def _holes(text: str) -> set[str]:
    return {hole.group(0) for hole in HOLE.finditer(text.replace("%%", ""))}


def test_the_compiled_catalogue_is_fresh(catalogue):
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)

    assert _by_sentence(compiled) == _by_sentence(catalogue)


def _by_sentence(messages) -> dict:
    """(context, sentence) -> its translation, as tuples."""
    return {(_context(one), _texts(one.id)): _texts(one.string) for one in messages if one.id}


def _context(message) -> str:
    """The compiled file gives it as bytes."""
    return message.context.decode() if isinstance(message.context, bytes) else message.context or ""


def test_every_sentence_of_the_source_is_in_the_catalogue(catalogue):
    known = {text for message in catalogue if message.id for text in _texts(message.id)}

    assert sorted(_in_the_source() - known) == []


def test_the_catalogue_holds_nothing_that_nobody_says(catalogue):
    known = {text for message in catalogue if message.id for text in _texts(message.id)}

    assert sorted(known - _in_the_source()) == []


def _in_the_source() -> set[str]:
    """Every sentence that our modules and templates put through gettext."""
    keywords = {}
    for call in CALLS:
        name, _colon, places = call.partition(":")
        spots = [(int(place[:-1]), "c") if place.endswith("c") else int(place) for place in places.split(",") if place]
        keywords[name] = tuple(spots) or None
    found: set[str] = set()
    for path in tree.product(".py", ".html", ".txt"):
        source = tree.text(path) if path.suffix == ".py" else _as_python(path)
        for _line, message, _comments, _context in extract("python", BytesIO(source.encode()), keywords):
            found.update(text for text in _texts(message) if text)
    return found


def _as_python(path) -> str:
    """A template as the calls it makes. Its indentation means nothing to Python, so it goes."""
    return "\n".join(line.lstrip() for line in templatize(tree.text(path), origin=str(path)).splitlines())


def test_dutch_is_really_loaded():
    with override("nl"):
        assert gettext("Skip to content") != "Skip to content"
