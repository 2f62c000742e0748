"""How does an introduction end that was not made, and who may end it? (F008)"""

import datetime as dt

import pytest

from corridor.errors import Refused
from corridor.lifecycle import IllegalMove
from corridor.models import Membership, OutboxEmail, Transition
from matchmaking.actions import introductions
from matchmaking.dates import local_day, settles_at, working_moment
from matchmaking.errors import AnswerClosed
from matchmaking.models import Exclusion, Tie
from tests import make
from tests.matchmaking.saying import both_say_yes, fresh, keys, say

pytestmark = pytest.mark.django_db

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("said", "state", "tie"),
    [
        (("", ""), "expired", "expired"),
        (("yes", ""), "expired", "expired"),
        (("yes", "no"), "declined", "refused"),
        (("yes", "not_now"), "declined", "not_now"),
        (("not_now", "no"), "declined", "refused"),
    ],
)
def test_expire_ends_what_was_not_made(said, state, tie, now):
    introduction = make.introduction("offered")
    for member, answer in zip(introduction.members, said, strict=True):
        if answer:
            say(introduction, member, answer, now)

    introductions.expire(introduction=introduction, now=settles_at(introduction.closes_at))

    assert fresh(introduction).state == state
    assert Tie.objects.get().kind == tie
    told = {
        f"did_not_come_about:{m.pk}" for m, answer in zip(introduction.members, said, strict=True) if answer == "yes"
    }
    assert keys(introduction) == told


@pytest.mark.parametrize("whom", ["the other", "where the other works", "whom they were shown first"])
def test_f003_whoever_does_not_want_the_other_is_told_nothing_of_the_end(whom, now):
    """They know. And the mails after it are numbered as after a late no, so no number tells which it was."""
    introduction = make.introduction("offered")
    ada, bob = introduction.members
    wish = {"other": ada}
    if whom == "where the other works":
        wish = {"organisation": Membership.objects.get(member=ada).organisation}
    if whom == "whom they were shown first":
        wish = {"other": make.member()}
        introduction.opt_ins.filter(member=bob).update(face=wish["other"])
    both_say_yes(introduction, now)
    Exclusion.objects.create(member=bob, created_at=now, **wish)

    introductions.expire(introduction=introduction, now=settles_at(introduction.closes_at))

    assert fresh(introduction).state == "declined"
    told = OutboxEmail.objects.filter(kind="matchmaking.did_not_come_about")
    assert [mail.member for mail in told] == [ada]


def test_expire_before_its_time_does_nothing(now):
    introduction = make.introduction("offered")

    introductions.expire(introduction=introduction, now=settles_at(introduction.closes_at) - dt.timedelta(seconds=1))

    assert fresh(introduction).state == "offered"
    assert fresh(introduction).settled_at is None


def test_expire_called_twice_tells_once(now):
    introduction = make.introduction("offered")
    say(introduction, introduction.member_a, "yes", now)
    end = settles_at(introduction.closes_at)

    introductions.expire(introduction=introduction, now=end)
    introductions.expire(introduction=introduction, now=end + DAY)

    assert OutboxEmail.objects.count() == 1
    assert Transition.objects.count() == 1
    assert fresh(introduction).settled_at == end


def test_expire_of_what_was_made_only_notes_the_end(now):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)

    introductions.expire(introduction=introduction, now=settles_at(introduction.closes_at))

    assert fresh(introduction).state == "made"
    assert fresh(introduction).settled_at
    assert OutboxEmail.objects.count() == 2


def test_drop_by_an_organiser_keeps_the_reason(organiser, now):
    introduction = make.introduction("proposed", round=make.matching_round("proposed"))

    introductions.drop(introduction=introduction, by=organiser, because="They know each other.", now=now)

    move = Transition.objects.get()
    assert (move.to, move.by, move.because) == ("dropped", organiser, "They know each other.")


def test_drop_without_a_reason_is_refused(organiser, now):
    with pytest.raises(Refused):
        introductions.drop(introduction=make.introduction("proposed"), by=organiser, because=" ", now=now)


def test_drop_of_what_was_already_asked_is_refused(organiser, now):
    with pytest.raises(IllegalMove):
        introductions.drop(introduction=make.introduction("offered"), by=organiser, because="Late.", now=now)


@pytest.mark.parametrize("act", [introductions.drop, introductions.withdraw])
def test_an_organiser_of_another_region_may_not_touch_it(act, now):
    elsewhere = make.organiser(region=make.region("twente"))
    introduction = make.introduction("proposed" if act is introductions.drop else "offered")

    with pytest.raises(Refused):
        act(introduction=introduction, by=elsewhere, because="Mine.", now=now)


@pytest.mark.parametrize("act", [introductions.drop, introductions.withdraw])
def test_an_organiser_may_not_touch_an_introduction_of_their_own(act, now):
    organiser, other = make.organiser(), make.member("Bob", region=make.region("brainport"))
    state = "proposed" if act is introductions.drop else "offered"

    with pytest.raises(Refused, match="yourself"):
        act(introduction=make.introduction(state, members=(organiser, other)), by=organiser, because="No.", now=now)


def test_withdraw_stops_questions_that_have_not_left(organiser, now):
    introduction = make.introduction("proposed")
    introductions.offer(introduction=introduction, now=now)

    introductions.withdraw(introduction=introduction, by=organiser, because="Wrong person.", now=now)

    assert fresh(introduction).state == "withdrawn"
    assert set(OutboxEmail.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert Tie.objects.get().kind == "expired"


def test_withdraw_within_the_undo_window_stops_the_joint_mails(organiser, now):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)

    introductions.withdraw(introduction=introduction, by=organiser, because="Wrong person.", now=now + MINUTE)

    assert (fresh(introduction).state, fresh(introduction).made_at) == ("withdrawn", None)
    assert set(OutboxEmail.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_withdraw_after_the_joint_mail_left_is_refused(organiser, now):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)
    OutboxEmail.objects.update(state="sent", sent_at=now)

    with pytest.raises(AnswerClosed):
        introductions.withdraw(introduction=introduction, by=organiser, because="Wrong person.", now=now)

    assert fresh(introduction).state == "made"


@pytest.mark.parametrize("state", ["proposed", "declined", "expired", "withdrawn", "dropped"])
def test_withdraw_of_what_is_not_running_is_refused(state, organiser, now):
    with pytest.raises(IllegalMove):
        introductions.withdraw(introduction=make.introduction(state), by=organiser, because="Late.", now=now)


def test_f008_a_second_not_now_of_the_same_pair_bars_it_for_good(now):
    pair = make.pair()
    for turn in range(2):
        introduction = make.introduction("offered", members=pair)
        say(introduction, pair[0], "not_now", now)
        introductions.expire(introduction=introduction, now=settles_at(introduction.closes_at))
        tie = Tie.objects.get(source_id=introduction.pk)
        assert tie.bars_until == (None if turn else dt.date(2027, 2, 1))


def test_f008_an_expired_pair_is_barred_for_six_months(now):
    introduction = make.introduction("offered")
    end = settles_at(introduction.closes_at)

    introductions.expire(introduction=introduction, now=end)

    assert Tie.objects.get().bars_until == dt.date(2027, 6, 1)
    assert local_day(end) == dt.date(2026, 12, 1)


def test_f014_an_end_that_is_found_late_is_told_on_a_working_day(now):
    """The clock stood still on Friday: whoever said yes in vain reads it on Monday."""
    introduction = make.introduction("offered")
    say(introduction, introduction.member_a, "yes", now)
    saturday = settles_at(introduction.closes_at) + 4 * DAY
    assert local_day(saturday).weekday() == 5

    introductions.expire(introduction=introduction, now=saturday)

    told = OutboxEmail.objects.get(kind="matchmaking.did_not_come_about")
    assert told.due_at == working_moment(saturday) > saturday
