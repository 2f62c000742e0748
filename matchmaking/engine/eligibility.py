"""Why must these two not be proposed to each other, if they must not?

Hard rules, in the order they are asked. A rule answers with its own code; None means nothing stands in the way.
sweep.py asks the same pair rules for all pairs at once and a test keeps the two equal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matchmaking.engine.context import Context
from matchmaking.engine.scoring import hopes_openly, layer_part, score_pair, seen_at, told, topics_in_common
from matchmaking.engine.shapes import Candidate, Pool

# Codes the database side may give in Candidate.unavailable, the engine's own in between, in reporting order.
MEMBER_RULES = (
    "no_consent",
    "paused",
    "pace_zero",
    "budget_spent",
    "incomplete_profile",
    "no_home",
    "no_offer_or_seek",
    "suppressed",
    "organisation_unverified",
    "outside_scope",
)
LAYER_TIE = 100_000  # from here on the layers are a reason a person would give
NEEDED_REASONS = 2

Rule = Callable[[Candidate, Candidate, Context], bool]


@dataclass(frozen=True, slots=True)
class Check:
    """One rule asked. member: whom it is about, 0 when it is about the pair."""

    rule: str
    passed: bool
    member: int = 0


def why_not_member(candidate: Candidate, pool: Pool) -> str | None:
    """In: a member of the pool. Out: the code of the first rule that keeps them out, or None."""
    failed = _failed(candidate, pool)
    # A code this list does not know still blocks: no consent must never be lost to a spelling.
    return next((rule for rule in MEMBER_RULES if rule in failed), candidate.unavailable) if failed else None


def why_not_pair(a: Candidate, b: Candidate, pool: Pool, context: Context | None = None) -> str | None:
    """In: two members, in either order. Out: the first code in the way (a member rule of either, else a pair rule).

    Give the context when asking about many pairs.
    """
    for one in sorted((a, b), key=lambda one: one.id):
        if rule := why_not_member(one, pool):
            return rule
    context = context or Context.of(pool)
    return next((code for code, forbids in PAIR_RULES.items() if forbids(a, b, context)), None)


def explain_no(a: Candidate, b: Candidate, pool: Pool, context: Context | None = None) -> tuple[Check, ...]:
    """Every rule, asked one by one whatever the others said, members first. All passed = the pair is eligible."""
    context = context or Context.of(pool)
    members = [
        Check(rule, rule not in _failed(one, pool), one.id)
        for one in (a, b)
        for rule in dict.fromkeys((*MEMBER_RULES, one.unavailable or MEMBER_RULES[0]))
    ]
    return (*members, *(Check(code, not forbids(a, b, context)) for code, forbids in PAIR_RULES.items()))


def _failed(candidate: Candidate, pool: Pool) -> list[str]:
    """The member rules that keep them out, in no order."""
    failed = [candidate.unavailable] if candidate.unavailable else []
    if candidate.capacity == 0:
        failed.append("budget_spent")
    if not candidate.home:
        failed.append("no_home")
    if not candidate.offers and not candidate.seeks:
        failed.append("no_offer_or_seek")
    if pool.policy.scope and candidate.home not in pool.policy.scope:
        failed.append("outside_scope")
    return failed


def _same_member(a: Candidate, b: Candidate, context: Context) -> bool:
    return a.id == b.id


def _same_organisation(a: Candidate, b: Candidate, context: Context) -> bool:
    return a.organisation == b.organisation


def _same_group(a: Candidate, b: Candidate, context: Context) -> bool:
    return a.group == b.group


def _same_domain(a: Candidate, b: Candidate, context: Context) -> bool:
    return a.domain != "" and a.domain.lower() == b.domain.lower()


def _blocked(a: Candidate, b: Candidate, context: Context) -> bool:
    return _pair(a, b) in context.blocked


def _blocked_organisation(a: Candidate, b: Candidate, context: Context) -> bool:
    return not context.blocked_organisations.isdisjoint(((a.id, b.organisation), (b.id, a.organisation)))


def _met(a: Candidate, b: Candidate, context: Context) -> bool:
    return _pair(a, b) in context.met


def _cooling(a: Candidate, b: Candidate, context: Context) -> bool:
    return _pair(a, b) in context.cooling


def _same_home(a: Candidate, b: Candidate, context: Context) -> bool:
    return context.pool.policy.cross_region and a.home == b.home


def _no_relevance(a: Candidate, b: Candidate, context: Context) -> bool:
    """Not one topic or word in common, so nothing offered meets anything sought either."""
    return not any(topics_in_common(a, b)) and set(a.words).isdisjoint(b.words)


def _too_few_reasons(a: Candidate, b: Candidate, context: Context) -> bool:
    """Every proposal says at least two things that speak for it (explain.py gives the same ones)."""
    return count_reasons(a, b, context) < NEEDED_REASONS


def _below_floor(a: Candidate, b: Candidate, context: Context) -> bool:
    """Asked of what may be told, or a pair that is proposed could give a wish or a visit away."""
    return told(score_pair(a, b, context.pool, context), context.pool.weights).total <= context.pool.policy.floor


# In the order they are asked: who the two are, what lies between them, what they have to tell each other.
PAIR_RULES: dict[str, Rule] = {
    "same_member": _same_member,
    "same_organisation": _same_organisation,
    "same_group": _same_group,
    "same_domain": _same_domain,
    "blocked": _blocked,
    "blocked_organisation": _blocked_organisation,
    "met": _met,
    "cooling": _cooling,
    "same_home": _same_home,
    "no_relevance": _no_relevance,
    "too_few_reasons": _too_few_reasons,
    "below_floor": _below_floor,
}


def count_reasons(a: Candidate, b: Candidate, context: Context) -> int:
    """How many reasons explain.py could give for this pair that anybody may read; the wishes of both count once."""
    weights = context.pool.weights
    there, back, themes = topics_in_common(a, b)
    relevant = bool(there) + bool(back) + bool(themes) + (not set(a.words).isdisjoint(b.words))
    return relevant * (weights.relevance > 0) + sum(
        (
            weights.layer > 0 and layer_part(a, b, context) >= LAYER_TIE,
            weights.region > 0 and a.home != b.home,
            weights.fairness > 0 and a.starved + b.starved > 0,
            weights.wish > 0 and (hopes_openly(a, b) or hopes_openly(b, a)),
            weights.visit > 0 and bool(seen_at(a, b)),
        )
    )


def _pair(a: Candidate, b: Candidate) -> tuple[int, int]:
    return min(a.id, b.id), max(a.id, b.id)
