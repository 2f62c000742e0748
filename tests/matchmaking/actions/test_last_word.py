"""Who stops between the second yes and the joint mail? Their word is the last: no introduction (R-07, I1)."""

import datetime as dt

import pytest

from corridor import outbox
from corridor.models import Membership, OutboxEmail, Profile, Transition
from matchmaking import tasks
from matchmaking.actions import introductions
from matchmaking.dates import UNDO, settles_at
from matchmaking.models import Exclusion, OptIn, Tie
from matchmaking.queries import inbox
from tests import make
from tests.matchmaking import stops
from tests.matchmaking.saying import both_say_yes, fresh, say

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


def test_r07_who_refuses_the_other_in_the_undo_window_is_not_introduced(now):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    Exclusion.objects.create(member=introduction.member_b, other=introduction.member_a, created_at=now)

    introductions.stand_down(introduction=introduction, now=now + MINUTE)

    assert fresh(introduction).state == "declined"


def test_r07_a_second_yes_to_somebody_who_refuses_makes_nothing(now):
    introduction = make.introduction("offered")
    ada, bob = introduction.members
    organisation = Membership.objects.get(member=bob).organisation
    Exclusion.objects.create(member=ada, organisation=organisation, created_at=now)

    both_say_yes(introduction, now)

    assert fresh(introduction).state == "offered"


def test_a_pause_that_is_over_lets_two_standing_yeses_count(now, monkeypatch):
    introduction = make.introduction("offered")
    ada, bob = introduction.members
    say(introduction, ada, "yes", now)
    stops.paused(ada, now)
    say(introduction, bob, "yes", now)
    monkeypatch.setattr("corridor.clock.now", lambda: now)
    tasks.complete_introductions()
    assert fresh(introduction).state == "offered"

    Profile.objects.update(paused_until=None)
    for _ in range(3):
        tasks.complete_introductions()

    assert fresh(introduction).state == "made"
    assert OutboxEmail.objects.count() == 2


def test_nothing_is_completed_after_the_deadline_or_without_both(now):
    late, half = make.introduction("offered"), make.introduction("offered")
    OptIn.objects.filter(introduction=late).update(answer="yes", answered_at=now)
    say(half, half.member_a, "yes", now)

    introductions.complete(introduction=late, now=late.closes_at)
    introductions.complete(introduction=half, now=now)

    assert (fresh(late).state, fresh(half).state) == ("offered", "offered")


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


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("stop", [*STOPS, stops.refuses_the_other])
def test_r07_who_stops_in_the_last_second_is_not_shown_before_anybody_looks(stop, side, now, monkeypatch, client_for):
    """The undo window is over, and neither the sender nor the clock's task has come by yet: no page has the card."""
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    stopped, other = introduction.members[side], introduction.members[1 - side]
    stop(stopped, now + UNDO - MINUTE / 60)
    monkeypatch.setattr("corridor.clock.now", lambda: now + UNDO)

    for path in ("/en/me/", "/en/introductions/", f"/en/introductions/{introduction.pk}/"):
        content = client_for(other).get(path).content.decode()
        assert stopped.email not in content, path
        assert "Twice yes" not in content and "both said yes" not in content, path


@pytest.mark.parametrize("stop", STOPS)
def test_r07_who_stopped_right_before_the_end_ends_like_silence(stop, now):
    """The end comes by before the task that stands down: it still counts, and whoever said yes in vain is told."""
    introduction = make.introduction("offered")
    yes_at = introduction.closes_at - MINUTE
    both_say_yes(introduction, yes_at)
    stop(introduction.member_b, yes_at + UNDO - MINUTE)

    introductions.expire(introduction=introduction, now=settles_at(introduction.closes_at))

    assert fresh(introduction).state == "declined"
    told = OutboxEmail.objects.filter(kind="matchmaking.did_not_come_about", state="queued")
    assert introduction.member_a in [mail.member for mail in told]


def test_r07_who_stops_after_a_mail_failed_is_not_introduced(now):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    OutboxEmail.objects.filter(member=introduction.member_a).update(state="failed")
    stops.without_consent(introduction.member_b, now)

    introductions.stand_down(introduction=introduction, now=now + UNDO)

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
