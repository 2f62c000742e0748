"""Which pieces of pages are the same for everybody, and how are they drawn once?

A piece is kept under everything it is made of: the language and every fact its template is given, row by row. When a
fact changes the key is another one, so nothing that is kept can be out of date, and nothing must be thrown away on
time. It stays in the memory of one process, the least used leaves first. Nothing of a person gets in (S-55): a key
with a member in it is refused, and the pages of whoever is signed in are not kept at all. What asks the database while
it is drawn, or draws a form's token, is drawn anew each time, because then not everything is in its key.
"""

import dataclasses
import datetime as dt
import decimal
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextlib import contextmanager
from threading import Lock

from django.conf import settings
from django.core.paginator import Page
from django.db import connection
from django.db.models import Model, QuerySet
from django.forms import Field, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from corridor.models import Member

MOST = 4_000_000  # letters, of all that one process keeps together
_PLAIN = frozenset((str, int, bool, float, type(None), dt.datetime, dt.date, dt.time, dt.timedelta, decimal.Decimal))


class OfAPerson(TypeError):
    """Somebody wanted to keep a piece that shows a member."""


class Shelf:
    """Drawn pieces by what they are made of, the least used first; at most `most` letters of them."""

    def __init__(self, most: int = MOST):
        self._kept: OrderedDict[Hashable, str] = OrderedDict()
        self._letters, self._most, self._lock = 0, most, Lock()

    def get(self, key: Hashable) -> str | None:
        """What is kept under `key`."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        return found

    def put(self, key: Hashable, piece: str) -> None:
        """Keep `piece`; what was used longest ago makes room."""
        with self._lock:
            self._letters += len(piece) - len(self._kept.pop(key, ""))
            self._kept[key] = piece
            while self._letters > self._most:
                self._letters -= len(self._kept.popitem(last=False)[1])


shelf = Shelf()


def page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """The page, for a visitor without a session drawn once; for everybody else as `render` does."""
    if not _is_strangers(request):
        return render(request, template, context)
    return HttpResponse(_kept(template, key_of(context), lambda: context, request))


def page_of(
    request: HttpRequest, template: str, facts: Callable[[], Hashable], context: Callable[[], dict[str, object]]
) -> HttpResponse:
    """The same where reading rows costs more than drawing them. `facts` is all that the page is made of, as the
    database gives it (Prepared.facts); the `context` is put together only when the page is not kept."""
    if not _is_strangers(request):
        return render(request, template, context())
    made_of = facts()
    # What changed while the page was drawn is not kept under what was before.
    return HttpResponse(_kept(template, made_of, context, request, is_still=lambda: facts() == made_of))


def piece(template: str, facts: Mapping[str, object]) -> SafeString:
    """A piece of a page that knows these facts and nothing else: neither who reads nor what they asked for."""
    return mark_safe(_kept(template, key_of(facts), lambda: dict(facts)))  # noqa: S308


def key_of(thing: object) -> Hashable:
    """Everything that a template can read from `thing` without asking the database.

    Raises OfAPerson for a member, TypeError for what cannot be told apart.
    """
    return _key(thing, ())


def _is_strangers(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and not request.user.is_authenticated


def _kept(
    template: str,
    made_of: Hashable,
    context: Callable[[], dict[str, object]],
    request: HttpRequest | None = None,
    is_still: Callable[[], bool] = lambda: True,
) -> str:
    if settings.DEBUG:
        return render_to_string(template, context(), request)  # a template may have changed
    frame = (get_language(), settings.SITE_URL, settings.SITE_NAME, settings.DEMO, settings.ROOT_URLCONF)
    key = (template, request.get_full_path() if request else "", frame, made_of)
    found = shelf.get(key)
    if found is None:
        given = context()
        with _watched() as asked:
            found = render_to_string(template, given, request)
        has_token = request is not None and "CSRF_COOKIE" in request.META
        if not asked and not has_token and is_still():
            shelf.put(key, found)
    return found


@contextmanager
def _watched():
    """Gives a list that is no longer empty when the database was asked."""
    asked: list[str] = []

    def watch(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield asked


def _key(thing: object, inside: tuple[int, ...]) -> Hashable:
    kind = type(thing)
    if kind in _PLAIN:
        return thing
    if isinstance(thing, Model):
        return _row(thing, inside)
    if isinstance(thing, str):  # a SafeString is shown otherwise than the same letters, an enumeration has a label
        return kind, str(thing)
    if isinstance(thing, Mapping):
        return kind, tuple((_key(name, inside), _key(value, inside)) for name, value in thing.items())
    if isinstance(thing, list | tuple | QuerySet):
        return kind, tuple(_key(one, inside) for one in thing)
    if isinstance(thing, set | frozenset):
        return kind, frozenset(_key(one, inside) for one in thing)
    if isinstance(thing, Page):
        return kind, thing.number, thing.paginator.num_pages, _key(list(thing.object_list), inside)
    if isinstance(thing, Promise):
        return kind, str(thing)
    if isinstance(thing, Form) and not thing.is_bound:
        return kind, tuple(_field(name, field) for name, field in thing.fields.items()), _key(thing.initial, inside)
    if dataclasses.is_dataclass(thing):
        return kind, tuple(_key(getattr(thing, field.name), inside) for field in dataclasses.fields(thing))
    raise TypeError(f"A {kind.__name__} cannot be part of a key.")


def _field(name: str, field: Field) -> Hashable:
    """What an empty form shows of one field."""
    choices = tuple((str(value), str(words)) for value, words in getattr(field, "choices", ()))
    attributes = frozenset((key, str(value)) for key, value in field.widget.attrs.items())
    words = (str(field.label), str(field.help_text))
    return name, type(field), type(field.widget), words, field.required, str(field.initial), choices, attributes


def _row(row: Model, inside: tuple[int, ...]) -> Hashable:
    """A row with what was counted on it, and the rows that were read along with it."""
    if isinstance(row, Member):
        raise OfAPerson(f"No piece that shows a {type(row).__name__} is kept.")
    if id(row) in inside:
        return type(row), row.pk  # the way back, from a row that was read along
    inside = (*inside, id(row))
    values = []
    for name, value in row.__dict__.items():
        if name == "_state":
            value = row._state.fields_cache
        if type(value) not in _PLAIN:
            value = _key(value, inside)
        values.append((name, value))
    return type(row), tuple(values)
