"""Does erasing reach every table of events that reaches a person, those of tomorrow included? (F050)"""

import datetime as dt

import pytest
from django.apps import apps
from django.db import models

from corridor.actions import erasing
from corridor.models import Transition
from events.models import CheckIn, OpinionRoll, Registration
from tests import make
from tests.events import whole_guest
from tests.events.whole_guest import MARK

pytestmark = pytest.mark.django_db

# What may still lead to the empty row of somebody who left, for counts: with no word of theirs in it. Everything else
# that reaches a person must be gone; so a new table is gone, or is named here.
STAYS = {
    "Registration.member",
    "Registration.taken_over_from",
    "CheckIn.registration",
    "SpeedSeat.registration",
    "SiteRequest.member",
    "Announcement.by",  # whoever did something stands there as nobody
    "EventStaff.added_by",
}


TEXTUAL = (models.CharField, models.TextField, models.JSONField)


def label(key) -> str:
    return f"{key[0].__name__}.{key[1]}"


def rows_of(member) -> dict[str, int]:
    return {label(key): key[0].objects.filter(**{way: member}).count() for key, way in whole_guest.ways().items()}


def marked() -> set[str]:
    """Every column of events, and of the history, that holds the mark."""
    found = set()
    for model in (*apps.get_app_config("events").get_models(), Transition):
        names = [
            one.name for one in model._meta.concrete_fields if isinstance(one, models.CharField | models.TextField)
        ]
        names += [one.name for one in model._meta.concrete_fields if isinstance(one, models.JSONField)]
        for row in model.objects.values(*names) if names else ():
            found |= {f"{model.__name__}.{name}" for name, value in row.items() if MARK in str(value)}
    return found


@pytest.mark.parametrize("begins", [-30, 14], ids=["over", "to come"])
def test_f050_every_table_that_reaches_a_guest_is_emptied_of_them(begins, now):
    ada = make.member(MARK)  # a single word, which no search takes out of the words of others
    state = "published" if begins > 0 else "held"
    event = make.event(state, starts_at=now + dt.timedelta(days=begins))
    whole_guest.of(event, ada, now)
    make.staff(event).__class__.objects.filter(added_by=None).update(added_by=ada)
    before = rows_of(ada)
    assert [name for name, rows in before.items() if not rows] == []  # a new table wants a row in whole_guest.of
    assert "Registration.companion" in marked() and "Transition.because" in marked()

    erasing.erase(member=ada, by=ada, now=now)

    assert {name for name, rows in rows_of(ada).items() if rows} <= STAYS
    assert marked() == set()
    assert Registration.objects.filter(member=ada).values("photo", "is_listed", "still_comes_at").get() == {
        "photo": "",
        "is_listed": False,
        "still_comes_at": None,
    }
    arrival = CheckIn.objects.get()
    assert (arrival.at, arrival.by, arrival.gate) == (event.starts_at, None, "")
    assert OpinionRoll.objects.count() == 0


def test_f050_what_others_said_stays(now):
    event = make.event("held", starts_at=now - dt.timedelta(days=30))
    ada, bob = make.member("Ada"), make.member("Bob")
    whole_guest.of(event, ada, now)
    other = make.event("held", starts_at=now - dt.timedelta(days=30))
    whole_guest.of(other, bob, now)
    before = rows_of(bob)

    erasing.erase(member=ada, by=ada, now=now)

    assert rows_of(bob) == before
    assert Registration.objects.get(member=bob).companion == f"{MARK} companion"
