"""Does a year of rounds, lived through the real actions, remember what was? (F008, F010, F063)"""

import datetime as dt
from collections import defaultdict

import pytest

from corridor.models import Offer, Seek, Visit
from matchmaking import dates
from matchmaking.actions import introductions, rounds
from matchmaking.engine.eligibility import MEMBER_RULES
from matchmaking.models import OptIn, Round, Tie
from tests import make
from tests.matchmaking.saying import fresh, say

pytestmark = pytest.mark.django_db

MONTHS = [(2026 + number // 12, 1 + number % 12) for number in range(11, 23)]
YES, NO, NOT_NOW = OptIn.Answer.YES, OptIn.Answer.NO, OptIn.Answer.NOT_NOW
SILENCE = ""
# What the two say, by turns; whoever is silent once has said something before they are so again.
SAID = ((YES, YES), (NO, YES), (YES, SILENCE), (NOT_NOW, YES), (SILENCE, YES))


@pytest.fixture
def people(db) -> list:
    """Three here and four there, everybody fits everybody across: each round somebody is left out."""
    make.synergy()
    here, there = make.region("mra"), make.region("brainport")
    gives, takes = (
        {"offers": ("theme",), "seeks": ("need",)},
        {"offers": ("need",), "seeks": ("theme",), "layers": (2,)},
    )
    found = [
        *(make.member(f"Amy {number}", region=here, **gives) for number in range(3)),
        *(make.member(f"Ben {number}", region=there, **takes) for number in range(4)),
    ]
    for model in (Offer, Seek):
        model.objects.update(valid_until=dt.date(2028, 1, 1))
    return found


def one_round(year: int, month: int) -> Round:
    """A round of that month, from its plan to its questions."""
    now = dates.round_moment(year, month)
    round = rounds.plan(
        period=dates.period_of(dates.local_day(now)), planned_for=now, auto_approve_at=now, by=None, now=now
    )
    rounds.freeze(round=round, by=None, now=now)
    rounds.propose(round=round, now=now)
    rounds.approve(round=round, by=None, now=now)
    for one in round.introductions.all():
        assert introductions.offer(introduction=one, now=now).state == "offered"
    return Round.objects.get(pk=round.pk)


def answered(round: Round, turn: int) -> int:
    """Everybody answers by turns, and the round ends. Out: whose turn it is then."""
    for one in round.introductions.order_by("pk"):
        for member, said in zip(one.members, SAID[turn % len(SAID)], strict=True):
            if said:
                say(one, member, said, round.planned_for + dt.timedelta(days=1))
        introductions.expire(introduction=one, now=dates.settles_at(fresh(one).closes_at))
        turn += 1
    rounds.close(round=round, now=round.planned_for + dt.timedelta(days=9))
    assert Round.objects.get(pk=round.pk).state == "closed"
    return turn


def kinds() -> dict[tuple, list[Tie]]:
    found = defaultdict(list)
    for tie in Tie.objects.order_by("at", "pk"):
        found[tie.member_a_id, tie.member_b_id].append(tie)
    return found


def test_f008_in_a_year_nobody_is_proposed_again_before_the_time_that_their_answers_gave(people):
    turn, asked, back = 0, 0, set()
    for year, month in MONTHS:
        before = kinds()
        round = one_round(year, month)
        today = dates.local_day(round.planned_for)
        for pair in round.introductions.values_list("member_a", "member_b"):
            asked += 1
            for tie in before[pair]:
                assert tie.kind in ("expired", "not_now"), "introduced or refused: never again"
                assert tie.bars_until <= today
                if tie.kind == "expired":
                    assert tie.bars_until == dates.add_months(dates.local_day(tie.at), 6)
                back.add(tie.kind)
            assert [tie.kind for tie in before[pair]].count("not_now") < 2
        turn = answered(round, turn)

    # Enough happened for all of this to have been at stake.
    assert asked > 15
    assert back == {"expired", "not_now"}
    assert {tie.kind for ties in kinds().values() for tie in ties} == {"introduced", "refused", "expired", "not_now"}


def test_f010_whom_a_round_left_out_comes_first_in_the_next(people):
    """As long as there is somebody new for them: the first three rounds, of four there and three here."""
    turn, waiting = 0, set()
    for year, month in MONTHS[:3]:
        round = one_round(year, month)
        reached = {pk for pair in round.introductions.values_list("member_a", "member_b") for pk in pair}
        assert waiting <= reached
        waiting = {one["id"] for one in round.certificate["unmatched"] if one["rule"] not in MEMBER_RULES}
        assert len(waiting) == 1 and waiting.isdisjoint(reached)
        turn = answered(round, turn)


@pytest.mark.parametrize("number", range(3, 7))
def test_f063_a_visit_is_used_while_it_lies_ahead_and_by_no_later_round(number, people):
    """Of one here and four there who fit alike the visitor is chosen; once it is over no round knows of it."""
    for one in people[1:3]:
        one.profile.pace = 0
        one.profile.save()
    day = dates.local_day(dates.round_moment(*MONTHS[0])) + dt.timedelta(days=10)
    Visit.objects.create(member=people[number], region=make.region("mra"), first_day=day, last_day=day)

    round = one_round(*MONTHS[0])
    answered(round, 1)

    assert round.introductions.get().members == (people[0], people[number])
    assert [one["visits"] for one in round.pool["candidates"] if one["visits"]] == [["mra"]]
    assert not [one for one in one_round(*MONTHS[1]).pool["candidates"] if one["visits"]]
