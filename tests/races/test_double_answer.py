"""What if both answer in the same instant, or one side twice? One outcome, two mails, told truthfully (S-37, S-45)."""

import threading
from functools import partial

import pytest
from django.db import transaction

from corridor.models import OutboxEmail, Transition
from matchmaking.errors import AnswerClosed
from matchmaking.models import OptIn, Tie
from tests import make
from tests.matchmaking.saying import both_say_yes, fresh, say
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def test_two_yeses_in_the_same_instant_make_one_introduction_and_two_mails(now):
    for _ in range(ROUNDS):
        introduction = make.introduction("offered")
        ada, bob = introduction.members

        results = together(partial(say, introduction, ada, "yes", now), partial(say, introduction, bob, "yes", now))

        assert [result.pk for result in results] == [introduction.pk] * 2
        assert fresh(introduction).state == "made"
        assert Transition.objects.filter(subject_id=introduction.pk, to="made").count() == 1
        assert OutboxEmail.objects.filter(about_id=introduction.pk).count() == 2
        assert Tie.objects.filter(source_id=introduction.pk).count() == 1


def test_s37_a_yes_and_a_no_of_one_side_at_once_give_one_outcome(now):
    for _ in range(ROUNDS):
        introduction = make.introduction("offered")
        ada, bob = introduction.members
        say(introduction, bob, "yes", now)

        together(partial(say, introduction, ada, "yes", now), partial(say, introduction, ada, "no", now))

        state, answer = fresh(introduction).state, OptIn.objects.get(introduction=introduction, member=ada).answer
        mails = set(OutboxEmail.objects.filter(about_id=introduction.pk).values_list("state", flat=True))
        assert (state, answer, mails) in [
            ("made", "yes", {"queued"}),  # no, then yes
            ("declined", "no", {"withdrawn"}),  # yes, then no
        ]


def test_both_take_back_at_once_and_it_ends_once(now):
    for _ in range(ROUNDS):
        introduction = make.introduction("offered")
        ada, bob = introduction.members
        both_say_yes(introduction, now)

        together(partial(say, introduction, ada, "no", now), partial(say, introduction, bob, "no", now))

        assert fresh(introduction).state == "declined"
        assert Transition.objects.filter(subject_id=introduction.pk, to="declined").count() == 1
        assert set(OptIn.objects.filter(introduction=introduction).values_list("answer", flat=True)) == {"no"}


def leave(mail: OutboxEmail) -> int:
    """What the sender does first: take the mail, if it still waits."""
    with transaction.atomic():
        return OutboxEmail.objects.filter(pk=mail.pk, state="queued").update(state="sending")


def test_taking_back_while_the_mail_leaves_is_either_stopped_or_refused(now):
    for _ in range(ROUNDS):
        introduction = make.introduction("offered")
        both_say_yes(introduction, now)
        mail = OutboxEmail.objects.filter(about_id=introduction.pk).first()

        left, answered = together(partial(leave, mail), partial(say, introduction, introduction.member_a, "no", now))

        if left:
            assert isinstance(answered, AnswerClosed)
            assert fresh(introduction).state == "made"
        else:
            assert fresh(introduction).state == "declined"


def test_control_who_looks_before_locking_loses_the_introduction(now):
    """Each reads the other's answer first and stores its own afterwards: both yes, and nobody noticed."""
    introduction = make.introduction("offered")
    looked = threading.Barrier(2)

    def careless(member):
        others = OptIn.objects.filter(introduction=introduction).exclude(member=member)
        both = all(own.answer == "yes" for own in others)
        looked.wait(10)
        with transaction.atomic():
            OptIn.objects.filter(introduction=introduction, member=member).update(answer="yes", answered_at=now)
        return both

    noticed = together(*(partial(careless, member) for member in introduction.members))

    assert noticed == [False, False]
    assert set(OptIn.objects.values_list("answer", flat=True)) == {"yes"}
    assert fresh(introduction).state == "offered"
