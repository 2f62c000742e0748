"""Does a thing move only where its table allows, only once, and never without a line of history? (S-45, S-57)"""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from corridor import lifecycle
from corridor.errors import Overtaken, Refused
from corridor.lifecycle import IllegalMove
from corridor.management.commands import draw_states
from corridor.models import OutboxEmail, Transition
from events.models import Announcement, Event, Registration, SiteRequest
from matchmaking.models import Introduction, Round
from tests import make

MOVES = [(Introduction, was, to) for was in Introduction.State for to in Introduction.State] + [
    (Round, was, to) for was in Round.State for to in Round.State
]


def thing_in(model, state, now):
    """A stored Introduction or Round that is in `state`."""
    return make.introduction(state) if model is Introduction else make.matching_round(state)


def also(model, to, now):
    """The columns that the database wants together with state `to`."""
    if model is Introduction:
        times = {"offered_at": now, "closes_at": now} if to not in ("proposed", "dropped") else {}
        return {**times, "made_at": now if to == "made" else None}
    return {"pool": {}, "seed": 1} if to not in ("planned", "cancelled") else {}


@pytest.mark.parametrize(("model", "was", "to"), MOVES, ids=lambda part: getattr(part, "__name__", str(part)))
def test_s45_advance_follows_the_table_and_nothing_else(db, now, model, was, to):
    thing = thing_in(model, was, now)
    later = now.replace(year=2027)
    if to in model.TRANSITIONS[was]:
        lifecycle.advance(thing, to=to, by=None, now=later, because="test", **also(model, to, now))

        assert (thing.state, thing.state_since) == (to, later)
        thing.refresh_from_db()
        assert (thing.state, thing.state_since) == (to, later)
        line = Transition.objects.get(subject_type=model._meta.label_lower, subject_id=thing.pk)
        assert (line.action, line.was, line.to, line.by, line.at, line.because) == (
            *("moved", was, to, None, later),
            "test",
        )
    else:
        with pytest.raises(IllegalMove):
            lifecycle.advance(thing, to=to, by=None, now=later, **also(model, to, now))

        thing.refresh_from_db()
        assert (thing.state, thing.state_since) == (was, now)
        assert not Transition.objects.filter(subject_id=thing.pk, subject_type=model._meta.label_lower).exists()


def test_s45_the_second_of_two_who_read_the_same_state_is_overtaken(db, now):
    first = make.introduction("offered")
    second = Introduction.objects.get(pk=first.pk)
    lifecycle.advance(first, to="withdrawn", by=None, now=now)

    with pytest.raises(Overtaken):
        lifecycle.advance(second, to="expired", by=None, now=now)

    first.refresh_from_db()
    assert first.state == "withdrawn"
    assert second.state == "offered"
    assert Transition.objects.filter(subject_id=first.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_advance_outside_a_transaction_is_refused(now):
    thing = make.introduction("offered")

    with pytest.raises(RuntimeError):
        lifecycle.advance(thing, to="withdrawn", by=None, now=now)

    thing.refresh_from_db()
    assert thing.state == "offered"
    with transaction.atomic():
        lifecycle.advance(thing, to="withdrawn", by=None, now=now)
    assert thing.state == "withdrawn"


def test_s57_history_names_who_moved_it_and_cuts_a_long_reason(db, now, organiser):
    thing = make.introduction("offered")

    lifecycle.advance(thing, to="withdrawn", by=organiser, now=now, because="x" * 900)

    line = Transition.objects.get(subject_id=thing.pk)
    assert (line.by, line.because) == (organiser, "x" * 400)


def test_record_writes_a_line_that_is_no_move(db, now, organiser):
    lifecycle.record(organiser, action="role_ended", by=organiser, now=now, because="moved away")

    line = Transition.objects.get()
    assert (line.subject_type, line.subject_id, line.action, line.was, line.to) == (
        *("corridor.member", organiser.pk, "role_ended"),
        *("", ""),
    )


def test_a_refusal_carries_its_sentence():
    assert str(Refused("Not today.")) == Refused("Not today.").sentence == "Not today."
    assert issubclass(IllegalMove, Refused)
    assert issubclass(Overtaken, Refused)


def test_machines_are_found_in_every_app():
    assert set(draw_states.machines()) == {
        OutboxEmail,
        Announcement,
        Event,
        Introduction,
        Registration,
        Round,
        SiteRequest,
    }


def test_draw_states_mends_a_stale_drawing_and_check_only_tells(tmp_path, monkeypatch, capsys, settings):
    settings.BASE_DIR = tmp_path
    page = tmp_path / "STATES.md"
    page.write_text("old")
    monkeypatch.setattr(draw_states, "drawings", lambda: {page: "new"})

    with pytest.raises(CommandError, match=r"STATES\.md"):
        call_command("draw_states", check=True)
    assert page.read_text() == "old"

    call_command("draw_states")
    assert page.read_text() == "new"
    assert capsys.readouterr().out == "drew STATES.md\n"
    call_command("draw_states", check=True)
