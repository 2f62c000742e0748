"""Does the page of what we used hold everything that events know of a member, tables of tomorrow included? (F100)"""

import datetime as dt
import json

import pytest
from django.db import models, transaction

from events.models import Answer, Opinion, Question, Registration
from events.queries import about
from tests import make
from tests.events import whole_guest
from tests.events.whole_guest import MARK
from tests.matchmaking.views.using import PAGE, facts, file_of, page_of

pytestmark = pytest.mark.django_db

# Ways to a member that say nothing of them to themselves: who did something for others, and who took their place over.
NOT_SHOWN = {"CheckIn.by", "Scan.by", "EventStaff.added_by", "Registration.taken_over_from"}
# The phone of whoever stood at the door.
NOT_THEIRS = ["Scan.device"]
TEXTUAL = (models.CharField, models.TextField)


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


@pytest.fixture
def ada():
    return make.member("Ada Amstel", language="en")


@pytest.fixture
def place(ada, now):
    return whole_guest.of(make.event("held", starts_at=now - dt.timedelta(days=2)), ada, now)


def gone(model, way: str, member) -> None:
    field = way.split("__")[0]
    rows = model.objects.filter(**{way: member})
    if model._meta.get_field(field).null:
        rows.update(**{field: None})
    else:
        rows.delete()


@pytest.mark.parametrize("key", whole_guest.ways(), ids=lambda key: f"{key[0].__name__}.{key[1]}")
def test_f100_every_table_of_events_that_reaches_a_member_is_told_to_them(key, place, ada):
    """By taking its rows away: then there is less to tell. A new table is told, or named above."""
    before = about.everything(ada)

    with transaction.atomic():
        gone(key[0], whole_guest.ways()[key], ada)
        after = about.everything(ada)
        transaction.set_rollback(True)

    assert (len(after) < len(before)) != (f"{key[0].__name__}.{key[1]}" in NOT_SHOWN)


def test_f100_every_word_that_events_keep_of_a_member_is_in_the_file_and_on_the_page(place, ada, client_for):
    document = json.dumps(file_of(client_for, ada), ensure_ascii=False)
    page = page_of(client_for, ada)
    said = {}
    for (model, _field), way in whole_guest.ways().items():
        names = [one.name for one in model._meta.concrete_fields if isinstance(one, TEXTUAL)]
        for row in model.objects.filter(**{way: ada}).values(*names):
            said |= {
                f"{model.__name__}.{name}": value
                for name, value in row.items()
                if isinstance(value, str) and MARK in value
            }

    assert len(said) > 10
    assert [name for name, value in said.items() if value not in document or value not in page] == sorted(NOT_THEIRS)[
        :1
    ]


def test_f100_what_one_said_reads_in_words(place, ada, client_for, now):
    how = Question.objects.create(
        event=place.event,
        position=8,
        kind="choice",
        text_nl="Hoe?",
        text_en="How?",
        choices_nl=["Trein", "Auto"],
        choices_en=["Train", "Car"],
    )
    tick = Question.objects.create(event=place.event, position=9, kind="tick", text_nl="Blijf?", text_en="Stay?")
    Answer.objects.create(registration=place, question=how, value="1")
    Answer.objects.create(registration=place, question=tick, value="")

    (told,) = facts(file_of(client_for, ada), "events")

    assert (told["name"], told["value"], told["on"]) == (place.event.title_en, "You are coming", "2026-11-22")
    assert {"How? Car", "Stay? no", "Turn 1: table 1.", f"Comes along: {MARK} companion."} <= set(told["notes"])
    assert "You answered; what you said is kept without your name." in told["notes"]
    assert f"You came in: 22 November 2026, 10:07, {MARK} gate." in told["notes"]


def test_f100_an_opinion_and_what_is_of_others_is_not_in_it(place, ada, client_for):
    Opinion.objects.create(id=7, event=place.event, marks=2, line="canary line")
    other = make.registration(place.event, make.member("Bob Canary"), companion="canary companion")
    Answer.objects.create(registration=other, question=place.event.questions.first(), value="canary answer")

    assert "canary" not in (json.dumps(file_of(client_for, ada)) + page_of(client_for, ada)).lower()


def test_f100_who_never_went_anywhere_reads_that_we_have_nothing_of_it(ada, client_for):
    assert Registration.objects.count() == 0

    assert facts(file_of(client_for, ada), "events") == []
    assert "Events you stood for" in page_of(client_for, ada)


def test_f100_the_page_leads_to_where_a_place_is_changed(place, ada, client_for):
    assert 'href="/en/events/mine/"' in page_of(client_for, ada, PAGE)
