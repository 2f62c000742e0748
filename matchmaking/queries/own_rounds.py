"""In which rounds was a member, what came of each for them, and how did the last one see them?

Only rounds that were approved: what is merely proposed may still be set aside. A proposal that was set aside reads like
a round without one, whoever it was because of (F003).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from corridor.models import Member
from matchmaking.engine.eligibility import MEMBER_RULES
from matchmaking.models import Introduction, Round
from matchmaking.queries.own_row import OwnRow
from matchmaking.queries.waiting import MOST

LAST = 12  # rounds: a year
DONE = (Round.State.APPROVED, Round.State.CLOSED)


@dataclass(frozen=True, slots=True)
class Taken:
    """One round with the member in it. `rule`: the engine's first rule that left them out; "" when they were not, or
    when a proposal was set aside."""

    round: Round
    proposals: int
    rule: str


def rounds(member: Member, asked: Iterable[Introduction]) -> tuple[list[Taken], int]:
    """In: a member and the introductions they were asked about. Out: those of the last twelve rounds that knew them,
    the newest first; and how many of the last three passed them by, as the next one will count it (waiting.py).

    One query; the certificates stay in the database.
    """
    proposals = Counter(one.round_id for one in asked)
    mine = Q(member_a=member) | Q(member_b=member)
    set_aside = Introduction.objects.filter(mine, round=OuterRef("pk"), offered_at=None)
    last = list(
        Round.objects.filter(state__in=DONE)
        .defer("pool", "certificate")
        .annotate(left_out=OwnRow("certificate", "unmatched", member.pk), set_aside=Exists(set_aside))
        .order_by("-planned_for", "-pk")[:LAST]
    )
    rules = {round.pk: (round.left_out or {}).get("rule", "") for round in last}
    waited = 0
    for round in last[:MOST]:
        if proposals[round.pk]:
            break
        waited += round.set_aside or bool(rules[round.pk]) and rules[round.pk] not in MEMBER_RULES
    knew = [round for round in last if rules[round.pk] or round.set_aside or proposals[round.pk]]
    return [Taken(one, proposals[one.pk], "" if proposals[one.pk] else rules[one.pk]) for one in knew], waited


def last_seen(member: Member, taken: Sequence[Taken]) -> tuple[str, dict]:
    """The period of the newest of these rounds and the member's own row in its pool, {} without one. One query."""
    if not taken:
        return "", {}
    newest = taken[0].round
    found = Round.objects.filter(pk=newest.pk).annotate(own=OwnRow("pool", "candidates", member.pk))
    own_row = found.values_list("own", flat=True).first()
    return (newest.period, own_row) if own_row else ("", {})
