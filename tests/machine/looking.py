"""How is the database looked at ten thousand times? What invariants.broken asks, kept as plain SQL between two looks.

Building its nine queries takes Django longer than the database takes to answer them. A look that finds any row at all
asks `broken` itself, which decides.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from matchmaking.queries import invariants
from matchmaking.queries.budget import WINDOW

WRITES = ("INSERT", "UPDATE", "DELETE")
BEYOND_PACE = """
    SELECT ask.member_id FROM corridor_ask ask JOIN corridor_profile profile ON profile.member_id = ask.member_id
    WHERE ask.given_back_at IS NULL AND ask.asked_at > %s AND ask.kind <> 'vote'
    GROUP BY ask.member_id, profile.pace HAVING COUNT(*) > profile.pace AND MAX(ask.asked_at) = %s
"""


class Changes:
    """Whether anything was written since somebody last asked."""

    def __init__(self) -> None:
        self.any = True

    def __call__(self, execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
        if sql.startswith(WRITES):
            self.any = True
        return execute(sql, params, many, context)

    def taken(self) -> bool:
        was, self.any = self.any, False
        return was


@dataclass(frozen=True)
class Shift:
    """A parameter that moves with the clock."""

    by: dt.timedelta


class Look:
    """invariants.broken(now), quickly."""

    def __init__(self, now: dt.datetime):
        """`now` is any instant at which nothing waits: the queries are the same at every other."""
        self._statements: list[tuple[str, list[object]]] = []
        shifts = [Shift(dt.timedelta()), Shift(-invariants.PATIENCE)]
        moments = {str(_adapted(now + shift.by)): shift for shift in shifts}

        def keep(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
            self._statements.append((sql, [moments.get(str(_adapted(value)), value) for value in params or ()]))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(keep):
            assert not any(invariants.broken(now).values())

    def broken(self, now: dt.datetime) -> dict[str, list[str]]:
        """What invariants.broken says, where there is anything to say."""
        with connection.cursor() as cursor:
            for sql, values in self._statements:
                cursor.execute(sql, [_adapted(now + one.by) if isinstance(one, Shift) else one for one in values])
                if cursor.fetchone():
                    return {name: rows for name, rows in invariants.broken(now).items() if rows}
        return {}

    def asked_too_often(self, now: dt.datetime) -> list[int]:
        """Members whom somebody asked at this very instant although their pace was spent."""
        with connection.cursor() as cursor:
            cursor.execute(BEYOND_PACE, [_adapted(now - WINDOW), _adapted(now)])
            return [row[0] for row in cursor.fetchall()]


def _adapted(value: object) -> object:
    """An instant as the database takes it."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, dt.datetime) else value
