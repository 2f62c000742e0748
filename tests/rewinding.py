"""How does a test take back what it did, numbers included, to do something else from the same start?"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

Counts = list[tuple[str, int, bool]]


def counts() -> Counts:
    """Where PostgreSQL would count on; SQLite takes its counters back with everything else."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()")
        return [(name, value or 1, value is not None) for name, value in cursor.fetchall()]


@contextmanager
def taken_back(start: Counts) -> Iterator[None]:
    """What happens inside is gone afterwards, and what comes next gets the same numbers; `start`: counts() before.

    The sender's own transactions, which must not be inside another's, may run inside.
    """
    played = transaction.atomic()
    played._from_testcase = True
    with played:
        try:
            yield
        finally:
            transaction.set_rollback(True)
    with connection.cursor() as cursor:
        for each in start:
            cursor.execute("SELECT setval(%s::regclass, %s, %s)", each)
