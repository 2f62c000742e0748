"""How does what the engine proposes become rows? Looked at once more against today's facts, then written down."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from corridor.models import Synergy
from corridor.queries.standing import standing
from matchmaking import engine
from matchmaking.engine.context import Context
from matchmaking.engine.explain import explain
from matchmaking.engine.results import Proposal, Score
from matchmaking.engine.scoring import told
from matchmaking.engine.shapes import Candidate, History, Pool, Weights
from matchmaking.models import Introduction, Round
from matchmaking.queries.candidates import pool_of
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


def drafts(round: Round, pairs: list[tuple[int, int]], now: dt.datetime) -> list[Introduction | None]:
    """What the engine says of these pairs, each as an introduction of the round, not saved; None where a rule forbids.

    By the round's stored pool; a member who is not in it is added as they are today. Whether the two may be asked today
    is not looked at: of whoever could not be introduced when the pool was frozen, that is over by now.
    """
    pool, wanted = _pool_with({pk for pair in pairs for pk in pair}, round, now)
    context = Context.of(pool)
    found: list[Introduction | None] = []
    for pair in pairs:
        if not wanted.keys() >= set(pair):  # one has left
            found.append(None)
            continue
        a, b = sorted((wanted[pk] for pk in pair), key=lambda one: one.id)
        if engine.why_not_pair(a, b, pool, context):
            found.append(None)
            continue
        score = engine.score_pair(a, b, pool, context)
        reasons, synergy = explain(a, b, score, context)
        found += introductions_of(round, [Proposal(a.id, b.id, score, reasons, synergy)], now)
    return found


def _pool_with(numbers: set[int], round: Round, now: dt.datetime) -> tuple[Pool, dict[int, Candidate]]:
    """The round's stored pool with these members in it, able to be introduced; and those members."""
    stored = Round.objects.values_list("pool", flat=True).get(pk=round.pk)
    # What came between people after the pool was frozen is not the engine's to say: nobody may read it from a refusal.
    pool = Pool.from_json(stored) if stored else replace(pool_of(round, now), history=History())
    known = {one.id: one for one in pool.candidates}
    if not numbers <= known.keys():
        known = {one.id: one for one in pool_of(round, now).candidates if one.id in numbers} | known
    wanted = {
        pk: replace(known[pk], capacity=max(1, known[pk].capacity), unavailable="") for pk in numbers & known.keys()
    }
    return replace(pool, candidates=tuple((known | wanted).values())), wanted
