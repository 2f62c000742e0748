"""Do three silences in a row bring a pause, and does any answer begin the count anew? (F059)"""

import datetime as dt

import pytest

from corridor.models import OutboxEmail, Profile, Transition
from matchmaking.actions import introductions, silences
from matchmaking.dates import settles_at
from matchmaking.models import HandOver, Introduction, OptIn
from tests import make
from tests.matchmaking.saying import say

pytestmark = pytest.mark.django_db

DAY, MONTH = dt.timedelta(days=1), dt.timedelta(days=28)
KIND = "matchmaking.paused_after_silence"


@pytest.fixture
def ada(db):
    return make.pair()[0]


def asked(ada, at, *, ends=True, said="", withdrawn=False) -> Introduction:
    """A question to Ada at that instant, her answer a day later, and its end a week later."""
    bob = make.member(
        region=make.region("brainport"), layers=(2,), offers=("chip-design",), seeks=("machine-learning",)
    )
    introduction = make.introduction("offered", members=(ada, bob), offered_at=at, closes_at=at + 7 * DAY)
    OptIn.objects.filter(introduction=introduction, member=bob).update(answer="no", answered_at=at)
    if said:
        say(introduction, ada, said, at + DAY)
    if ends:
        introductions.expire(introduction=introduction, now=settles_at(introduction.closes_at))
    return introduction


def pause_of(ada) -> dt.date | None:
    return Profile.objects.get(member=ada).paused_until


def mails(ada) -> int:
    return OutboxEmail.objects.filter(kind=KIND, member=ada).count()


def test_f059_the_third_silence_in_a_row_pauses_for_three_months_and_says_so_once(ada, now):
    for turn in range(2):
        asked(ada, now + turn * MONTH)
        assert pause_of(ada) is None
    last = asked(ada, now + 2 * MONTH)
    introductions.expire(introduction=last, now=settles_at(last.closes_at) + DAY)

    assert pause_of(ada) == dt.date(2027, 4, 26)
    mail = OutboxEmail.objects.get(kind=KIND)
    assert mail.member == ada
    assert "/back/" in mail.text


@pytest.mark.parametrize("said", ["yes", "not_now", "no"])
@pytest.mark.parametrize("turn", [0, 1, 2])
def test_f059_an_answer_of_any_kind_begins_the_count_anew(turn, said, ada, now):
    for number in range(turn + 3):
        asked(ada, now + number * MONTH, said=said if number == turn else "")
        assert pause_of(ada) is None

    asked(ada, now + (turn + 3) * MONTH)
    assert pause_of(ada) is not None


def test_f059_an_answer_to_what_is_still_open_counts_as_well(ada, now):
    for number in range(2):
        asked(ada, now + number * MONTH)
    third = asked(ada, now + 2 * MONTH, ends=False)
    other = asked(ada, now + 2 * MONTH + DAY, ends=False)
    say(other, ada, "no", third.closes_at)

    introductions.expire(introduction=third, now=settles_at(third.closes_at))

    assert pause_of(ada) is None


def test_f059_a_sign_of_life_begins_the_count_anew(ada, now):
    for number in range(2):
        asked(ada, now + number * MONTH)
    Profile.objects.filter(member=ada).update(heard_at=now + 40 * DAY)

    asked(ada, now + 2 * MONTH)

    assert pause_of(ada) is None


def test_f059_a_hand_over_begins_the_count_anew(ada, now):
    for number in range(2):
        asked(ada, now + number * MONTH)
    HandOver.objects.create(
        introduction=make.introduction("offered"), giver=ada, taker=make.member(), at=now + 2 * MONTH - DAY
    )

    asked(ada, now + 2 * MONTH)

    assert pause_of(ada) is None


def test_f059_a_question_that_never_left_is_no_silence(ada, now):
    for number in range(3):
        introduction = asked(ada, now + number * MONTH, ends=False)
        if number == 1:
            _mail_that_never_left(introduction, ada, now)
        introductions.expire(introduction=introduction, now=settles_at(introduction.closes_at))

    assert pause_of(ada) is None


def _mail_that_never_left(introduction, ada, now) -> None:
    OutboxEmail.objects.create(
        **{"kind": "matchmaking.opt_in_request", "key": "x", "member": ada, "to": ada.email, "language": "nl"},
        **{"subject": "x", "message_id": "<x@example.nl>", "state": "failed", "state_since": now, "created_at": now},
        **{"due_at": now, "error": "no", "about_type": "matchmaking.introduction", "about_id": introduction.pk},
    )


def test_f059_a_pause_of_ones_own_stays_as_it_is(ada, now):
    for number in range(2):
        asked(ada, now + number * MONTH)
    own = dt.date(2027, 2, 10)
    Profile.objects.filter(member=ada).update(paused_until=own)

    asked(ada, now + 2 * MONTH)

    assert (pause_of(ada), mails(ada)) == (own, 0)


def test_f059_nobody_is_paused_while_another_question_waits(ada, now):
    """The pause would keep that one from being made; it comes with its end, if that is silent as well."""
    for number in range(2):
        asked(ada, now + number * MONTH)
    other = asked(ada, now + 2 * MONTH + DAY, ends=False)
    asked(ada, now + 2 * MONTH)
    assert pause_of(ada) is None

    introductions.expire(introduction=other, now=settles_at(other.closes_at))

    assert pause_of(ada) is not None
    assert mails(ada) == 1


def test_f059_after_the_pause_counting_starts_anew(ada, now):
    for number in range(3):
        asked(ada, now + number * MONTH)
    Profile.objects.filter(member=ada).update(paused_until=None)

    for number in range(3, 5):
        asked(ada, now + number * MONTH)
        assert pause_of(ada) is None


def test_f059_one_press_ends_that_pause_and_no_other(ada, now):
    for number in range(3):
        asked(ada, now + number * MONTH)
    until, at = pause_of(ada), now + 3 * MONTH

    assert silences.come_back(member=ada, until=until, now=at)
    assert pause_of(ada) is None
    assert Profile.objects.get(member=ada).heard_at == at
    assert not silences.come_back(member=ada, until=until, now=at)
    own = until + 30 * DAY
    Profile.objects.filter(member=ada).update(paused_until=own)
    assert not silences.come_back(member=ada, until=until, now=at)
    assert pause_of(ada) == own


def test_f003_f059_the_history_shows_a_pause_like_any_other(ada, now):
    for number in range(3):
        asked(ada, now + number * MONTH)

    line = Transition.objects.get(action="paused")
    assert (line.by, line.because) == (ada, "")


def test_f003_f059_the_pause_of_one_leaves_the_other_side_as_it_was(ada, now):
    for number in range(2):
        asked(ada, now + number * MONTH)
    last = asked(ada, now + 2 * MONTH, ends=False)
    OptIn.objects.filter(introduction=last).exclude(member=ada).update(answer="yes")
    introductions.expire(introduction=last, now=settles_at(last.closes_at))

    told = OutboxEmail.objects.get(member=last.other(ada))
    assert told.kind == "matchmaking.did_not_come_about"
    assert "pauz" not in told.text and "paus" not in told.text
    assert pause_of(ada)


def test_f059_nobody_is_paused_while_their_yes_waits_for_the_other(ada, now):
    """The pause would make nothing of a yes that was given in time; it comes with the next silence."""
    for number in range(2):
        asked(ada, now + number * MONTH)
    agreed = asked(ada, now + 2 * MONTH - 3 * DAY, ends=False)
    third = asked(ada, now + 2 * MONTH - 4 * DAY, ends=False)
    fourth, fifth = (asked(ada, now + 2 * MONTH - 4 * DAY, ends=False) for _ in range(2))
    say(agreed, ada, "yes", now + 2 * MONTH - 2 * DAY)

    for silent in (third, fourth, fifth):
        introductions.expire(introduction=silent, now=settles_at(silent.closes_at))

    assert pause_of(ada) is None
