"""What waits for a member afterwards, and does nobody see more than their own? (F044, F060, F061)"""

import datetime as dt

import pytest

from matchmaking.models import Collaboration, Feedback, FollowUp, Outcome
from matchmaking.queries.afterwards import ANSWERABLE, afterwards
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(now):
    """Ada and Bob were introduced; both were asked everything, and each promised something."""
    introduction = make.introduction("made")
    for member in introduction.members:
        Feedback.objects.create(introduction=introduction, member=member, asked_at=now)
        Outcome.objects.create(introduction=introduction, member=member, months=3, asked_at=now)
        day = now.date() + dt.timedelta(days=3)
        FollowUp.objects.create(introduction=introduction, member=member, line="Call", due_on=day, made_at=now)
    return introduction


def test_f044_what_waits_are_my_own_questions_and_promises(made, now):
    ada, bob = made.members

    mine = afterwards(ada, now)

    assert [(one.months, one.other.member) for one in mine.questions] == [(0, bob), (3, bob)]
    assert [one.follow_up.member for one in mine.promises] == [ada]
    assert not mine.promises[0].is_overdue
    assert afterwards(make.member(), now) == afterwards(make.member(), now)
    assert not afterwards(make.member(), now)


def test_f044_a_question_waits_until_it_is_answered_or_sixty_days_old(made, now):
    ada, _bob = made.members
    assert len(afterwards(ada, now + ANSWERABLE - dt.timedelta(seconds=1)).questions) == 2
    assert afterwards(ada, now + ANSWERABLE).questions == []

    Feedback.objects.filter(member=ada).update(answer="met", answered_at=now)

    assert [one.months for one in afterwards(ada, now).questions] == [3]


def test_f060_a_promise_vanishes_when_kept_and_thirty_days_after_its_day(made, now):
    ada, bob = made.members
    due = now + dt.timedelta(days=3)
    assert afterwards(ada, due + dt.timedelta(days=1)).promises[0].is_overdue
    assert len(afterwards(ada, due + dt.timedelta(days=30)).promises) == 1
    assert afterwards(ada, due + dt.timedelta(days=31)).promises == []

    FollowUp.objects.filter(member=ada).update(kept_at=now)

    assert afterwards(ada, now).promises == []
    assert len(afterwards(bob, now).promises) == 1


def test_a_collaboration_says_who_released_it_from_either_side(made, now):
    ada, bob = made.members
    Collaboration.objects.create(introduction=made, line="A sensor", started_at=now, changed_at=now, released_a_at=now)

    (hers,), (his,) = afterwards(ada, now).collaborations, afterwards(bob, now).collaborations

    assert (hers.released_by_me, hers.released_by_other) == (True, False)
    assert (his.released_by_me, his.released_by_other) == (False, True)


def test_the_number_of_queries_does_not_grow(made, now, django_assert_max_num_queries):
    ada = made.member_a
    for _ in range(3):
        other = make.introduction("made", members=(ada, make.member()))
        Feedback.objects.create(introduction=other, member=ada, asked_at=now)
        Collaboration.objects.create(introduction=other, line="More", started_at=now, changed_at=now)

    with django_assert_max_num_queries(6):
        found = afterwards(ada, now)

    assert (len(found.questions), len(found.collaborations)) == (5, 3)
