"""How is a question that many pages ask answered without being put together each time?

Django turns a queryset into SQL anew for every request, which costs several times what the database needs to answer.
"""

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from typing import Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
Value = int | str | dt.datetime
HOLES: dict[type, Value] = {int: -1, str: "\ufffd", dt.datetime: dt.datetime(1900, 1, 1, tzinfo=dt.UTC)}  # no row's


class Prepared(Generic[Row]):
    """A question with one hole: an int, a str or a moment."""

    def __init__(self, build: Callable[[Value], QuerySet[Row]], kind: type = int):
        self._build, self._hole = build, HOLES[kind]

    @cached_property
    def _written(self) -> tuple[type[Row], str, tuple[object, ...]]:
        rows = self._build(self._hole)
        return (rows.model, *rows.query.sql_with_params())

    def rows(self, value: Value) -> list[Row]:
        """The answer with `value` in the hole: rows with what is counted on them, but nothing read along. One query."""
        model, sql, _given = self._written
        return list(model._default_manager.raw(sql, self._filled(value)))

    def facts(self, value: Value) -> tuple[tuple[object, ...], ...]:
        """The same as the database gives it, what is read along included: all that a piece of a page is made of."""
        with connection.cursor() as cursor:
            cursor.execute(self._written[1], self._filled(value))
            return tuple(map(tuple, cursor.fetchall()))

    def _filled(self, value: Value) -> list[object]:
        hole = _as_stored(self._hole)
        return [_as_stored(value) if one == hole else one for one in self._written[2]]


def _as_stored(value: Value) -> object:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, dt.datetime) else value
