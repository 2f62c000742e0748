"""What waits for a member afterwards, and does nobody see more than their own? (F044, F060, F061)"""

import datetime as dt

import pytest
from django.db import transaction

from corridor.models import OutboxEmail
from matchmaking import emails
from matchmaking.actions import feedback
from matchmaking.models import Collaboration, Feedback, FollowUp, Outcome
from matchmaking.queries import digest
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


def test_f044_who_wants_mail_gathered_finds_the_question_in_the_digest_until_it_is_answered(now):
    introduction = make.introduction("made")
    ada = introduction.member_a
    make.chose(ada, introductions="weekly")
    asked = Feedback.objects.create(introduction=introduction, member=ada, asked_at=now)
    with transaction.atomic():
        emails.did_you_meet(feedback=asked, now=now)
    reader = digest.Reader(ada, "introductions", now - dt.timedelta(days=1), now, now)
    texts = [line.text for line in digest.after(reader)]

    feedback.say(introduction=introduction, member=ada, answer="met", now=now)

    assert len(texts) == 1 and introduction.member_b.name in texts[0]
    assert OutboxEmail.objects.get(kind="matchmaking.did_you_meet").state == "withdrawn"
    assert [*digest.after(reader), *digest.held_back(reader)] == []


def test_f060_a_reminder_of_a_promise_does_not_wait_for_the_digest(made, now):
    make.chose(made.member_a, introductions="monthly")
    with transaction.atomic():
        emails.promise_reminder(promise=FollowUp.objects.get(member=made.member_a), now=now)

    assert OutboxEmail.objects.get(kind="matchmaking.promise_reminder").state == "queued"
