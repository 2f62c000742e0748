"""What is the smallest change after which the answer for these two would be another one?

Of all ways to make a pair eligible the one that changes the fewest facts; of those the one that lowers the floor
least. Every answer was tried on a changed pool with the very rules that rounds use, so it is never a guess. Plain
Python: a web process may ask. The changes:

    policy    floor (value: micro-units)   same_region (allow it)     scope (value: the home to take in)
    member    available (the rule says why they are not)   capacity   home (value: a home)   seek, offer (a topic)
    history   wait (member and value: the pair; until it may be asked again)

A wish or a visit is never among them: neither makes a pair eligible, and who reads a change must not learn of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from matchmaking.engine.context import Context, layers_of
from matchmaking.engine.eligibility import PAIR_RULES, Check, explain_no, why_not_pair
from matchmaking.engine.scoring import score_pair, told
from matchmaking.engine.shapes import Candidate, Policy, Pool

# Who the two are and what was between them: no setting and no later round changes that.
NEVER = frozenset(
    {"same_member", "same_organisation", "same_group", "same_domain", "blocked", "blocked_organisation", "met"}
)
MOST_FACTS = 3  # added about what they have to tell each other; two who name nothing at all need two


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that would have to be another one. rule: the rule it lifts or brings about. The rest: see above."""

    what: str
    rule: str
    member: int = 0
    value: int | str = 0


@dataclass(frozen=True, slots=True)
class Flip:
    """checks: every rule (explain_no). changes: what together turns the answer. never: when nothing does, the rules
    that nobody can lift; otherwise empty."""

    checks: tuple[Check, ...]
    changes: tuple[Change, ...]
    never: tuple[str, ...] = ()

    @property
    def eligible(self) -> bool:
        """Whether the two may be proposed to each other as things stand."""
        return all(check.passed for check in self.checks)


def flip(a: Candidate, b: Candidate, pool: Pool, context: Context | None = None) -> Flip:
    """In: two members of the pool, in either order. Out: every rule, and the smallest change that makes an eligible
    pair ineligible (a floor at its score) or an ineligible one eligible. Cost: a few passes over the pool."""
    context = context or Context.of(pool)
    checks = explain_no(a, b, pool, context)
    failed = tuple(dict.fromkeys(check.rule for check in checks if not check.passed))
    if not failed:
        return Flip(checks, (Change("floor", "below_floor", value=_total(a, b, pool, context)),))
    if never := tuple(rule for rule in failed if rule in NEVER):
        return Flip(checks, (), never)
    changes = _cure(a, b, pool, context)
    return Flip(checks, changes, () if changes else failed)


def applied(changes: Iterable[Change], pool: Pool) -> Pool:
    """In: changes, and the pool they are about. Out: the pool as it would be after them."""
    members = {one.id: one for one in pool.candidates}
    policy, cooling = pool.policy, pool.history.cooling
    for change in changes:
        if change.what in _FACTS:
            one = members[change.member]
            held = "" if one.unavailable == change.rule else one.unavailable
            members[one.id] = replace(one, unavailable=held, **_FACTS[change.what](one, change.value))
        if change.what in _POLICY:
            policy = replace(policy, **_POLICY[change.what](policy, change.value))
        if change.what == "wait":
            cooling = tuple(pair for pair in cooling if pair != (change.member, change.value))
    history = replace(pool.history, cooling=cooling)
    return replace(pool, candidates=tuple(members.values()), policy=policy, history=history)


_FACTS: dict[str, Callable[[Candidate, Any], dict[str, Any]]] = {
    "available": lambda one, value: {},
    "scope": lambda one, value: {},
    "capacity": lambda one, value: {"capacity": value},
    "home": lambda one, value: {"home": value, "region": one.region or value},
    "seek": lambda one, value: {"seeks": (*one.seeks, value)},
    "offer": lambda one, value: {"offers": (*one.offers, value)},
}
_POLICY: dict[str, Callable[[Policy, Any], dict[str, Any]]] = {
    "floor": lambda policy, value: {"floor": value},
    "same_region": lambda policy, value: {"cross_region": False},
    "scope": lambda policy, value: {"scope": (*policy.scope, value) if policy.scope else ()},
}


def _cure(a: Candidate, b: Candidate, pool: Pool, context: Context) -> tuple[Change, ...]:
    """The changes that make the pair eligible; () when none of those we know does."""
    needed, changed = _needed(a, b, pool, context)
    facts = list(_more_in_common(*_both(a, b, changed), changed, context))
    for count in range(MOST_FACTS + 1):
        tried = [_completed((*needed, *more), a, b, pool, context) for more in combinations(facts, count)]
        if ways := [way for way in tried if way]:
            return min(ways, key=lambda way: (len(way), pool.policy.floor - _floor(way, pool)))
    return ()


def _needed(a: Candidate, b: Candidate, pool: Pool, context: Context) -> tuple[tuple[Change, ...], Pool]:
    """The changes that any way must have, one for each rule with one cure only, and the pool after them."""
    needed: tuple[Change, ...] = ()
    while True:
        one, other = _both(a, b, pool)
        failing = [check for check in explain_no(one, other, pool, _near(context, pool, a, b)) if not check.passed]
        cures = (_single_cure(check, one, other, pool) for check in failing)
        change = next((cure for cure in cures if cure), None)
        if change is None:
            return needed, pool
        needed, pool = (*needed, change), applied((change,), pool)


def _single_cure(check: Check, a: Candidate, b: Candidate, pool: Pool) -> Change | None:
    """What mends one failing rule, where one thing does; None for what the two have to tell each other."""
    if check.rule == "cooling":
        return Change("wait", check.rule, min(a.id, b.id), max(a.id, b.id))
    if check.rule == "same_home":
        return Change("same_region", check.rule)
    if not check.member:
        return None
    one, other = (a, b) if check.member == a.id else (b, a)
    match check.rule:
        case "no_home" if not one.home:
            return _home_for(one, other, pool)
        case "no_offer_or_seek" if not one.offers and not one.seeks:
            return None
        case "budget_spent" if not one.capacity:
            return Change("capacity", check.rule, one.id, 1)
        case "outside_scope":
            return Change("scope", check.rule, one.id, one.home)
        case _:
            return Change("available", check.rule, one.id)


def _home_for(one: Candidate, other: Candidate, pool: Pool) -> Change | None:
    """A home in the round's scope, another one than the other's if there is any."""
    scope = pool.policy.scope
    homes = {*(each.home for each in pool.candidates), *scope} - {""}
    best = min(homes, key=lambda home: (bool(scope) and home not in scope, home == other.home, home), default="")
    return Change("home", "no_home", one.id, best) if best else None


def _more_in_common(a: Candidate, b: Candidate, pool: Pool, context: Context) -> Iterator[Change]:
    """Facts, a few of which would give the two (more) to tell each other: the rarest topic in each direction."""
    weight = context.topic_weight
    no = (check.rule for check in explain_no(a, b, pool, _near(context, pool, a, b)) if not check.passed)
    rule = next((code for code in no if code in PAIR_RULES), "below_floor")

    def rarest(topics: Iterable[str]) -> list[str]:
        return sorted(set(topics), key=lambda topic: (-weight[topic], topic))[:1]

    # In this order, so that of two who name nothing one seeks what the other offers.
    for one, other, what in ((a, b, "seek"), (b, a, "offer"), (a, b, "offer"), (b, a, "seek")):
        wanted, mine = (other.offers, one.seeks) if what == "seek" else (other.seeks, one.offers)
        fresh = rarest(set(wanted).difference(one.offers, one.seeks)) or rarest(set(wanted).difference(mine))
        if not other.offers and not other.seeks:
            fresh = rarest(weight)
        lacks = rule if one.offers or one.seeks else "no_offer_or_seek"
        yield from (Change(what, lacks, one.id, topic) for topic in fresh)


def _completed(
    changes: tuple[Change, ...], a: Candidate, b: Candidate, pool: Pool, context: Context
) -> tuple[Change, ...] | None:
    """The changes, with the floor lowered if only that is still in the way; None when something else is."""
    after = applied(changes, pool)
    one, other = _both(a, b, after)
    if why_not_pair(one, other, after, _near(context, after, a, b)) not in (None, "below_floor"):
        return None
    known = Context.of(
        after
    )  # a topic more or less makes topics a little more or less rare: the floor needs it exactly
    total = _total(one, other, after, known)
    if total > pool.policy.floor:
        return changes
    return (*changes, Change("floor", "below_floor", value=total - 1)) if total else None


def _total(a: Candidate, b: Candidate, pool: Pool, context: Context) -> int:
    """What the floor is compared with."""
    return told(score_pair(a, b, pool, context), pool.weights).total


def _near(context: Context, pool: Pool, a: Candidate, b: Candidate) -> Context:
    """The context of a pool in which only these two, the policy and what is cooling changed, but for how rare things
    are: enough for every rule except the floor, and much cheaper than a pass over the pool."""
    layers = {one.id: layers_of(one, pool.topic_layers) for one in _both(a, b, pool)}
    return replace(context, pool=pool, cooling=frozenset(pool.history.cooling), layers=context.layers | layers)


def _both(a: Candidate, b: Candidate, pool: Pool) -> tuple[Candidate, Candidate]:
    found = {one.id: one for one in pool.candidates if one.id in (a.id, b.id)}
    return found[a.id], found[b.id]


def _floor(changes: Iterable[Change], pool: Pool) -> int:
    return next((int(change.value) for change in changes if change.what == "floor"), pool.policy.floor)
