"""Does the check find what must never be, and nothing when all is well? (I1, I2, I3, I9)"""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from corridor import outbox
from corridor.models import OutboxEmail, Profile, Transition
from matchmaking.actions import introductions
from matchmaking.models import Exclusion, OptIn
from matchmaking.queries.invariants import PATIENCE, broken
from tests import make
from tests.matchmaking import stops
from tests.matchmaking.running import plan, population, proposed
from tests.matchmaking.saying import both_say_yes, say, the_joint_mail_leaves

pytestmark = pytest.mark.django_db

WELL = {"I1": [], "I2": [], "I3": [], "I9": []}
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def asked(now):
    """An introduction that went its way through the actions."""
    introduction = make.introduction("proposed")
    Transition.objects.create(
        subject_type="matchmaking.round", subject_id=introduction.round_id, action="moved", to="approved", at=now
    )
    introductions.offer(introduction=introduction, now=now)
    introduction.refresh_from_db()
    return introduction


def test_what_went_through_the_actions_is_well(asked, now, organiser):
    population()
    proposed(now)
    both_say_yes(asked, now)
    assert broken(now) == WELL

    say(asked, asked.member_a, "no", now + MINUTE)

    assert broken(now + MINUTE) == WELL


def test_i1_an_introduction_without_both_yeses(asked, now):
    both_say_yes(asked, now)
    OptIn.objects.filter(member=asked.member_a).update(answer="no")

    assert broken(now)["I1"] == [f"introduction {asked.pk}"]


@pytest.mark.parametrize("change", [{"state": "withdrawn", "error": "x"}, None])
def test_i1_an_introduction_with_one_mail(change, asked, now):
    both_say_yes(asked, now)
    mails = OutboxEmail.objects.filter(kind="matchmaking.introduction_made", member=asked.member_a)
    mails.update(**change) if change else mails.delete()

    # What was stopped is unmade by the clock's task in a moment; what was never written is not.
    assert broken(now)["I1"] == ([] if change else [f"introduction {asked.pk}"])
    assert broken(now + PATIENCE)["I1"] == [f"introduction {asked.pk}"]


def test_i1_of_two_mails_one_may_be_stopped_after_the_other_left(asked, now):
    both_say_yes(asked, now)
    the_joint_mail_leaves(asked, now, asked.member_a)
    OutboxEmail.objects.filter(kind="matchmaking.introduction_made", member=asked.member_b).update(
        state="withdrawn", error="paused"
    )

    assert broken(now + 2 * PATIENCE)["I1"] == []


@pytest.mark.parametrize(("state", "well"), [("sent", True), ("failed", True), ("queued", False)])
def test_i1_who_is_erased_leaves_only_mails_that_are_over(state, well, asked, now):
    both_say_yes(asked, now)
    sent = {"sent_at": now} if state == "sent" else {}
    OutboxEmail.objects.update(state=state, error="550", **sent)
    asked.delete()

    assert (broken(now)["I1"] == []) is well


def test_what_is_old_is_well_when_its_texts_are_forgotten(asked, now):
    both_say_yes(asked, now)
    OutboxEmail.objects.update(state="sent", sent_at=now)

    outbox.forget_old_bodies(now=now + dt.timedelta(days=40))

    assert set(OutboxEmail.objects.values_list("text", flat=True)) == {""}
    assert broken(now + dt.timedelta(days=40)) == WELL


def test_i1_a_joint_mail_without_an_introduction(asked, now):
    both_say_yes(asked, now)
    type(asked).objects.filter(pk=asked.pk).update(state="declined", made_at=None)

    mails = OutboxEmail.objects.filter(kind="matchmaking.introduction_made").order_by("pk")
    assert broken(now)["I1"] == sorted(f"outboxemail {mail.pk}" for mail in mails)


def test_i1_two_yeses_that_nobody_noticed(asked, now):
    OptIn.objects.update(answer="yes", answered_at=now)
    assert broken(now + PATIENCE) == WELL | {"I2": broken(now + PATIENCE)["I2"]}

    assert broken(now + PATIENCE + MINUTE)["I1"] == [f"introduction {asked.pk}"]


def test_i1_two_yeses_with_somebody_on_a_pause_are_well(asked, now):
    OptIn.objects.update(answer="yes", answered_at=now)
    stops.paused(asked.member_a, now)

    assert broken(now + 2 * PATIENCE)["I1"] == []
    Profile.objects.update(paused_until=None)
    assert broken(now + 2 * PATIENCE)["I1"] == [f"introduction {asked.pk}"]


@pytest.mark.parametrize(
    "change",
    [
        {"state": "queued"},
        {"state": "sending", "lease_until": None},
        {"state": "sending", "lease_until": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)},
        {"state": "failed", "error": ""},
        {"state": "withdrawn", "error": ""},
    ],
)
def test_i2_a_mail_that_hangs_or_ended_without_a_reason(change, asked, now):
    mail = OutboxEmail.objects.filter(member=asked.member_a)
    OutboxEmail.objects.exclude(member=asked.member_a).update(state="failed", error="550 no such user")
    mail.update(**change)

    assert broken(now + PATIENCE + MINUTE)["I2"] == [f"outboxemail {mail.get().pk}"]


@pytest.mark.parametrize("turned", [False, True])
def test_i3_an_introduction_of_a_pair_that_refused_before(turned, asked, now):
    pair = asked.members[::-1] if turned else asked.members
    Exclusion.objects.create(member=pair[0], other=pair[1], created_at=now + MINUTE)
    assert broken(now) == WELL

    Exclusion.objects.update(created_at=now - MINUTE)

    assert broken(now)["I3"] == [f"introduction {asked.pk}"]


@pytest.mark.parametrize("model", ["introduction", "round"])
def test_i9_a_state_without_its_history_row(model, asked, now):
    Transition.objects.filter(subject_type=f"matchmaking.{model}").delete()

    number = asked.pk if model == "introduction" else asked.round_id
    assert broken(now)["I9"] == [f"{model} {number}"]


def test_the_command_prints_zeros_when_all_is_well(asked, now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)
    out = StringIO()

    call_command("check_invariants", stdout=out)

    assert out.getvalue() == "I1 0\nI2 0\nI3 0\nI9 0\n"


def test_the_command_fails_and_names_the_row(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)
    round = plan(now)
    Transition.objects.all().delete()
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("check_invariants", stdout=out)

    assert f"I9 round {round.pk}\n" in out.getvalue()
