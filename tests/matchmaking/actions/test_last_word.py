"""Who stops between the second yes and the joint mail? Their word is the last: no introduction (R-07, I1)."""

import datetime as dt

import pytest

from corridor import outbox
from corridor.models import OutboxEmail, Profile, Transition
from matchmaking import tasks
from matchmaking.actions import introductions
from matchmaking.dates import UNDO
from matchmaking.models import Tie
from matchmaking.queries import inbox
from tests import make
from tests.matchmaking import stops
from tests.matchmaking.saying import both_say_yes, fresh

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)
STOPS = [stops.paused, stops.without_consent, stops.inactive, stops.suppressed]


def states() -> set[str]:
    return set(OutboxEmail.objects.values_list("state", flat=True))


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("stop", STOPS)
def test_r07_who_stops_in_the_undo_window_is_not_introduced(stop, side, now):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    stop(introduction.members[side], now)

    introductions.stand_down(introduction=introduction, now=now + MINUTE)

    assert (fresh(introduction).state, fresh(introduction).made_at) == ("declined", None)
    assert states() == {"withdrawn"}
    assert Transition.objects.latest("pk").because == "stopped"
    assert Tie.objects.get().kind == "expired"
    other = introduction.members[1 - side]
    assert inbox.standing(fresh(introduction), other, now + UNDO) == "waiting"


def test_stand_down_when_nobody_stopped_does_nothing(now):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)

    introductions.stand_down(introduction=introduction, now=now + MINUTE)

    assert fresh(introduction).state == "made"
    assert states() == {"queued"}


@pytest.mark.parametrize("state", ["sending", "sent"])
def test_stand_down_after_a_mail_left_does_nothing(state, now):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    sent = {"sent_at": now} if state == "sent" else {}
    OutboxEmail.objects.filter(member=introduction.member_a).update(state=state, **sent)
    stops.paused(introduction.member_b, now)

    introductions.stand_down(introduction=introduction, now=now + UNDO)

    assert fresh(introduction).state == "made"


def test_stand_down_called_twice_is_one_move(now):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    stops.paused(introduction.member_a, now)

    for _ in range(2):
        introductions.stand_down(introduction=introduction, now=now + MINUTE)

    assert Transition.objects.filter(to="declined").count() == 1


@pytest.mark.parametrize("stop", STOPS)
def test_r07_neither_mail_leaves_once_one_of_the_two_has_stopped(stop, now, mailoutbox, settings, tmp_path):
    """The sender asks once more right before it hands a mail over, also when no task came by in between."""
    settings.SENT_JOURNAL = tmp_path / "journal"
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    stop(introduction.member_a, now)

    _deliver(now + UNDO)

    sent = {address for message in mailoutbox for address in message.to}
    assert introduction.member_a.email not in sent
    if stop is not stops.suppressed:
        assert sent == set()


def test_r07_a_mail_stopped_by_the_sender_unmakes_the_introduction(now, monkeypatch):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    OutboxEmail.objects.filter(member=introduction.member_a).update(state="withdrawn")
    monkeypatch.setattr("corridor.clock.now", lambda: now + UNDO)

    for _ in range(3):
        tasks.stand_down_introductions()

    assert fresh(introduction).state == "declined"
    assert states() == {"withdrawn"}


def test_r07_control_who_did_not_stop_gets_the_mail(now, mailoutbox, settings, tmp_path):
    settings.SENT_JOURNAL = tmp_path / "journal"
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    Profile.objects.update(paused_until=now.date())  # a pause that is over

    _deliver(now + UNDO)

    assert sorted(message.to[0] for message in mailoutbox) == sorted(member.email for member in introduction.members)


def _deliver(at) -> None:
    outbox.deliver_due(now=at)
