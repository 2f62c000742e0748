"""Does the end of an introduction follow the moment at which the other side said no? It must not (R-08)."""

import datetime as dt
import random

import pytest

from corridor.models import OutboxEmail
from matchmaking.actions import introductions
from matchmaking.dates import settles_at
from tests import make
from tests.needs import sized

pytestmark = [pytest.mark.django_db, pytest.mark.long]

PAIRS = sized(small=40, full=200)
BY_CHANCE = sized(small=35, full=10) / 100  # what may be found in so few pairs although there is nothing
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


def test_r08_the_end_does_not_follow_the_moment_of_the_others_no(now):
    """One says yes at once, the other no at some moment until the deadline; then the clock does what it does."""
    lots = random.Random(13)
    said, told = [], []
    for _pair in range(PAIRS):
        one = make.introduction("proposed")
        one = introductions.offer(introduction=one, now=now)
        ada, bob = one.members
        refused = now + lots.random() * (one.closes_at - now - HOUR) + HOUR
        introductions.answer(introduction=one, member=ada, answer="yes", now=now + MINUTE)
        introductions.answer(introduction=one, member=bob, answer="no", now=refused)
        introductions.expire(introduction=one, now=settles_at(one.closes_at))
        mail = OutboxEmail.objects.get(member=ada, kind="matchmaking.did_not_come_about")
        said.append((refused - now) / MINUTE)
        told.append((mail.due_at - now) / MINUTE)

    found = correlation(said, told)
    print(f"\n{PAIRS} pairs: the end and the moment of the no correlate by {found:.3f}")
    assert abs(found) < BY_CHANCE
    assert abs(correlation(said, [end + moment / 4 for end, moment in zip(told, said, strict=True)])) > BY_CHANCE


def correlation(xs: list[float], ys: list[float]) -> float:
    """Pearson's, between -1 and 1."""
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    top = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return top / (sum((x - mean_x) ** 2 for x in xs) * sum((y - mean_y) ** 2 for y in ys)) ** 0.5
