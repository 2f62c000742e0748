"""How does what the engine proposes become rows? Looked at once more against today's facts, then written down."""

import datetime as dt
from collections.abc import Iterable

from corridor.models import Synergy
from corridor.queries.standing import standing
from matchmaking.engine.results import Proposal, Score
from matchmaking.engine.scoring import told
from matchmaking.engine.shapes import Weights
from matchmaking.models import Introduction, Round
from matchmaking.queries.history import history
from matchmaking.queries.round_desk import weights_of


def still_eligible(
    round: Round, proposals: Iterable[Proposal], now: dt.datetime
) -> tuple[list[Proposal], list[list[int]]]:
    """The proposals whose two members may still be introduced, and the pairs that something came between since."""
    found, past = standing(now=now), history(round=round, now=now)
    barred = {*past.met, *past.cooling, *past.blocked}
    wanted, set_aside = [], []
    for proposal in proposals:
        pair = (proposal.a, proposal.b)
        fine = pair not in barred and all(pk in found and not found[pk].failing for pk in pair)
        if fine:
            wanted.append(proposal)
        else:
            set_aside.append(list(pair))
    return wanted, set_aside


def introductions_of(round: Round, proposals: Iterable[Proposal], now: dt.datetime) -> list[Introduction]:
    """The proposals as introductions of the round, not yet saved. ValueError for one with fewer than two reasons."""
    synergies, weights = dict(Synergy.objects.values_list("letter", "pk")), Weights(**weights_of(round))
    return [
        _introduction(round, proposal, told(proposal.score, weights), synergies.get(proposal.synergy), now)
        for proposal in proposals
    ]


def _introduction(
    round: Round, proposal: Proposal, score: Score, synergy: int | None, now: dt.datetime
) -> Introduction:
    """`score`: as it may be told. A wish or a visit that is nobody's business is not even written down here."""
    introduction = Introduction(
        round=round,
        member_a_id=proposal.a,
        member_b_id=proposal.b,
        state_since=now,
        score=score.total,
        parts={**score.parts, **{f"relevance.{k}": v for k, v in score.relevance.items()}},
        reasons=[reason.to_json() for reason in proposal.reasons],
        synergy_id=synergy,
        long_shot=proposal.long_shot,
        runner_ups=[pair.to_json() for pair in proposal.runner_ups],
    )
    introduction.require_reasons()
    return introduction
