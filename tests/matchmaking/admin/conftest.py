"""What do tests of the desks start from?"""

import pytest

from matchmaking.actions import introductions, rounds
from tests import make
from tests.matchmaking import running


@pytest.fixture
def asked(now):
    """Two introductions of one round, both sides asked through the real road."""
    running.population(2)
    round = running.proposed(now)
    rounds.approve(round=round, by=None if round.auto_approve_at else make.member(is_superuser=True), now=now)
    return [introductions.offer(introduction=one, now=now) for one in round.introductions.order_by("pk")]
