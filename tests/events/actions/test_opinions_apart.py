"""Could whoever holds the database tell which opinion is whose? (F084)"""

import datetime as dt
import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.actions import opinions
from events.models import Opinion, OpinionRoll
from tests import make

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


def answered(event, marks: int, line: str = "") -> None:
    roll = OpinionRoll.objects.create(registration=make.check_in(event).registration, asked_at=NOW)
    opinions.answer(roll=roll, marks=marks, line=line, now=NOW)


@pytest.mark.django_db
def test_f084_an_answer_has_no_column_of_a_time_or_of_a_person():
    columns = {field.name for field in Opinion._meta.get_fields()}

    assert columns == {"id", "event", "marks", "line"}


@pytest.mark.django_db
def test_f084_every_answer_writes_all_of_them_anew_in_an_order_drawn_by_lot():
    event, other = make.event("held"), make.event("held")
    answered(other, 1, "elsewhere")
    elsewhere = Opinion.objects.get()
    for mark in range(1, 6):
        answered(event, mark, f"line {mark}")
    before = dict(Opinion.objects.filter(event=event).values_list("line", "pk"))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        answered(event, 3, "line 6")

    after = dict(Opinion.objects.filter(event=event).values_list("line", "pk"))
    assert set(after) == {f"line {number}" for number in range(1, 7)}
    assert not set(after.values()) & set(before.values())
    inserts = [one["sql"] for one in asked if one["sql"].startswith('INSERT INTO "events_opinion" ')]
    places = [inserts[0].index(str(pk)) for pk in sorted(after.values())]
    assert len(inserts) == 1 and places == sorted(places)
    assert Opinion.objects.filter(pk=elsewhere.pk, line="elsewhere").exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_f084_a_dump_ties_no_answer_to_the_transaction_in_which_the_roll_was_signed():
    """By the hidden columns of PostgreSQL: who wrote a row when (xmin), and where it lies (ctid), as in a dump."""
    event = make.event("held")
    for number in range(12):
        answered(event, number % 5 + 1, f"{number}")

    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text, line FROM events_opinion ORDER BY ctid")
        opinions_read = cursor.fetchall()
        cursor.execute("SELECT xmin::text FROM events_opinionroll")
        signed = [row[0] for row in cursor.fetchall()]

    assert len({xmin for xmin, _line in opinions_read}) == 1
    assert len(set(signed)) == 12
    order = [int(line) for _xmin, line in opinions_read]
    assert sorted(order) == list(range(12)) and order != list(range(12))
    assert any(later < earlier for earlier, later in itertools.pairwise(order))
