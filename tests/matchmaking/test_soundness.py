"""Does somebody hear of it when an invariant breaks? The log, superusers in the console, and /readyz in words. (I1)"""

import pytest
from django.test import Client

from corridor import heartbeat
from corridor.celery import app
from corridor.models import Transition
from matchmaking import tasks
from matchmaking.models import OptIn
from matchmaking.queries import invariants
from tests import make
from tests.entering import CONSOLE, enter, text
from tests.matchmaking.saying import both_say_yes

pytestmark = pytest.mark.django_db

WORDS = "Something in the data is not as it must be"


@pytest.fixture
def root(db):
    return make.member("Root", is_superuser=True)


@pytest.fixture
def broken(now, monkeypatch):
    """Introduced, although one of the two never said yes."""
    monkeypatch.setattr("corridor.clock.now", lambda: now)
    introduction = make.introduction("offered")
    thing = {"subject_type": "matchmaking.round", "subject_id": introduction.round_id}
    Transition.objects.create(**thing, action="moved", to="approved", at=now)
    both_say_yes(introduction, now)
    OptIn.objects.filter(member=introduction.member_a).update(answer="no")
    return introduction


def test_i1_a_broken_invariant_is_logged_once_an_hour_with_its_rows(broken, caplog):
    tasks.check_invariants()

    (line,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert f"I1: introduction {broken.pk}" in line.getMessage()
    assert app.conf.beat_schedule["look for what must never be"]["schedule"] == 3600


def test_i1_superusers_read_it_in_the_console_and_organisers_do_not(broken, root):
    tasks.check_invariants()

    page = text(enter(root).get(CONSOLE))
    assert WORDS in page and "I1" in page and f"introduction {broken.pk}" not in page
    assert WORDS not in text(enter(make.organiser()).get(CONSOLE))


def test_i1_readiness_tells_it_to_the_machine_itself_and_stays_as_it_was(broken):
    before = Client().get("/readyz")
    tasks.check_invariants()
    after = Client().get("/readyz")

    assert before.json()["notices"] == {}
    assert f"introduction {broken.pk}" in after.json()["notices"]["invariants"]
    assert (before.status_code, before.json()["checks"]) == (after.status_code, after.json()["checks"])
    assert b"introduction" not in Client().get("/readyz", REMOTE_ADDR="192.0.2.1").content


def test_i1_what_is_mended_is_told_no_longer(broken, root, caplog):
    tasks.check_invariants()
    OptIn.objects.filter(introduction=broken).update(answer="yes")
    caplog.clear()

    tasks.check_invariants()

    assert (heartbeat.found(heartbeat.INVARIANTS), caplog.records) == ("", [])
    assert WORDS not in text(enter(root).get(CONSOLE))


def test_i1_what_the_clock_mends_by_itself_is_no_news(now, monkeypatch, caplog):
    """Both had said yes while one was on a pause, which has just ended: the next minute makes it."""
    introduction = make.introduction("offered")
    OptIn.objects.update(answer="yes", answered_at=now)
    monkeypatch.setattr("corridor.clock.now", lambda: now + 2 * invariants.PATIENCE)
    assert invariants.broken(now + 2 * invariants.PATIENCE)["I1"] == [f"introduction {introduction.pk}"]

    tasks.check_invariants()

    assert "I1" not in heartbeat.found(heartbeat.INVARIANTS)
