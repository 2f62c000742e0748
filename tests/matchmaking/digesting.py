"""How do tests gather a question, move the clock and find the mails of digest day?"""

import datetime as dt

from corridor.models import OutboxEmail
from matchmaking.actions import introductions
from tests import make

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
THURSDAY = dt.datetime(2026, 11, 26, 7, 0, tzinfo=dt.UTC)  # eight in Amsterdam, two days after `now`


def asked(now, pace: str = "weekly", **fields) -> tuple:
    """Ada, who reads at this pace, was asked about Bob; the introduction and Ada's own mail."""
    ada, bob = make.pair()
    if pace:
        make.chose(ada, introductions=pace)
    introduction = make.introduction("proposed", members=(ada, bob), **fields)
    introduction = introductions.offer(introduction=introduction, now=now)
    return introduction, ada, bob


def mails(kind: str, member=None) -> list[OutboxEmail]:
    rows = OutboxEmail.objects.filter(kind=f"matchmaking.{kind}").order_by("pk")
    return list(rows.filter(member=member) if member else rows)
