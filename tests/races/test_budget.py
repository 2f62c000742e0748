"""What if two rounds ask the same member in the same instant? No more often than they wanted (F009)."""

import contextlib
import threading

import pytest
from django.db import transaction

from matchmaking import rules
from matchmaking.actions import introductions, locks
from matchmaking.models import Introduction
from tests import make
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def proposals(db) -> list[Introduction]:
    """Two proposals for Ada, of two rounds that were both approved; Ada wants one decision a month."""
    ada = make.member("Ada", region=make.region("mra"))
    others = [make.member(f"Other {number}", region=make.region("brainport")) for number in range(2)]
    return [
        make.introduction("proposed", members=(ada, other), round=make.matching_round("approved")) for other in others
    ]


def offered() -> int:
    return Introduction.objects.filter(state="offered").count()


def test_f009_two_rounds_at_once_ask_once(proposals, now):
    together(*(lambda one=one: introductions.offer(introduction=one, now=now) for one in proposals))

    assert offered() == 1
    assert Introduction.objects.filter(state="dropped").count() == 1


def test_f009_two_workers_on_one_proposal_ask_once(proposals, now):
    results = together(*[lambda: introductions.offer(introduction=proposals[0], now=now)] * 2)

    assert [result.state for result in results] == ["offered", "offered"]
    assert offered() == 1


def test_f009_control_who_looks_before_locking_asks_twice(proposals, now):
    looked = threading.Barrier(2)

    def careless(one):
        because = rules.why_not_offer(one, now)
        looked.wait(10)
        with transaction.atomic():
            if not because:
                Introduction.objects.filter(pk=one.pk).update(state="offered", offered_at=now, closes_at=now)

    together(*(lambda one=one: careless(one) for one in proposals))

    assert offered() == 2


@pytest.mark.postgres
@pytest.mark.parametrize(("locked", "asked"), [(True, 1), (False, 2)])
def test_f009_it_is_the_lock_on_the_profiles_that_keeps_the_budget(locked, asked, proposals, now, monkeypatch):
    """On PostgreSQL transactions overlap: with the lock the second waits, without it both find the budget unspent."""
    meeting, why_not_offer = threading.Barrier(2), rules.why_not_offer

    def slowly(introduction, at):
        because = why_not_offer(introduction, at)
        with contextlib.suppress(threading.BrokenBarrierError):
            meeting.wait(3)  # both are here only when nobody waits for a lock
        return because

    monkeypatch.setattr(rules, "why_not_offer", slowly)
    if not locked:
        monkeypatch.setattr(locks, "profiles", lambda introduction: None)

    together(*(lambda one=one: introductions.offer(introduction=one, now=now) for one in proposals))

    assert offered() == asked
