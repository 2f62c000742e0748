"""How do tests run a round? Plan, freeze and propose over a population that fits by construction."""

from corridor.models import Member
from matchmaking.actions import rounds
from matchmaking.models import Round
from tests import make


def plan(now, **fields):
    return rounds.plan(**{"period": "2026-12", "planned_for": now, "by": None, "now": now, **fields})


def population(pairs: int = 3) -> list[Member]:
    """Fitting people on both sides of the corridor, each pair with a theme of its own."""
    people = []
    for number in range(pairs):
        mine, theirs = f"theme-{number}", f"need-{number}"
        people.append(make.member(f"Amy {number}", region=make.region("mra"), offers=(mine,), seeks=(theirs,)))
        there = make.region("brainport")
        people.append(make.member(f"Ben {number}", region=there, layers=(2,), offers=(theirs,), seeks=(mine,)))
    make.synergy()
    return people


def proposed(now, **fields) -> Round:
    round = plan(now, **fields)
    rounds.freeze(round=round, by=None, now=now)
    return rounds.propose(round=round, now=now)


def pairs(round) -> list[tuple]:
    return list(round.introductions.order_by("member_a", "member_b").values_list("member_a", "member_b"))
