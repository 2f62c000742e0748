"""How do the demo's people behave? Each answers in their own way and time, from a die that always falls the same."""

import datetime as dt
import random
from dataclasses import dataclass

from matchmaking.models import OptIn

Answer = OptIn.Answer
# Of a hundred questions so many are answered so; the rest stay unanswered.
SAYS = ((64, Answer.YES), (10, Answer.NO), (8, Answer.NOT_NOW))


@dataclass(frozen=True, slots=True)
class Plan:
    """What one side is going to say, and when."""

    opt_in: OptIn
    answer: str
    at: dt.datetime


def plan(own: OptIn) -> Plan | None:
    """The answer of one side, or None for silence; most come within two days."""
    die = random.Random(f"answer:{own.introduction_id}:{own.member_id}")  # noqa: S311 - a toy die
    throw = die.randrange(100)
    for share, answer in SAYS:
        if throw < share:
            hours = min(die.expovariate(1 / 30), 170)
            return Plan(own, answer, own.introduction.offered_at + dt.timedelta(hours=hours))
        throw -= share
    return None


def afterwards(*, now: dt.datetime) -> None:
    """What people do once they have been introduced: did they meet, what came of it."""
