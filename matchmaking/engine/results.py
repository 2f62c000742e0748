"""What comes out of the engine?

Frozen, JSON-serialisable shapes: proposals with scores and reasons, who was left out and why, and the certificate.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from matchmaking.engine.shapes import ENGINE_VERSION, Fact

# Reasons that not everybody may read: both hope for each other, which is between the two; a visit, which is the
# visitor's until both said yes.
OF_THEIR_OWN = frozenset({"mutual_wish", "visit"})


@dataclass(frozen=True, slots=True)
class Score:
    """total: micro-units. parts: each of PARTS, 0..1,000,000 before weighting. relevance: what `relevance` is made
    of (exchange, shared, words, fields), for the organiser's table. private: what of a part is nobody's business (a
    wish that may not be named, a visit), where there is any; see scoring.told."""

    total: int
    parts: dict[str, int]
    relevance: dict[str, int]
    private: dict[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        document = {"total": self.total, "parts": dict(self.parts), "relevance": dict(self.relevance)}
        return document | {"private": dict(self.private)} if self.private else document


@dataclass(frozen=True, slots=True)
class Reason:
    """A code a template can word, and the facts it names. explain.py lists the codes."""

    code: str
    facts: dict[str, Fact]

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code, "facts": dict(self.facts)}


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """A pair that could take a proposal's place: one of its two members and a third, with the score as it may be told
    (micro-units).
    free: the third has room for it in this round; otherwise another proposal would have to go as well."""

    a: int
    b: int
    score: int
    free: bool

    def to_json(self) -> dict[str, Any]:
        return {"a": self.a, "b": self.b, "score": self.score, "free": self.free}


@dataclass(frozen=True, slots=True)
class Proposal:
    """Members a < b who should meet, at least two reasons why (which anybody may read), and the letter of the synergy
    they would tie or "". long_shot: one of the least obvious pairs of the round (longshots.py). runner_ups: at most
    two, the best first."""

    a: int
    b: int
    score: Score
    reasons: tuple[Reason, ...]
    synergy: str = ""
    long_shot: bool = False
    runner_ups: tuple[RunnerUp, ...] = ()

    def __post_init__(self) -> None:
        if self.a >= self.b or sum(reason.code not in OF_THEIR_OWN for reason in self.reasons) < 2:
            raise ValueError(f"proposal {self.a}-{self.b}: two members in order of id and at least two reasons")

    def to_json(self) -> dict[str, Any]:
        return {
            "a": self.a,
            "b": self.b,
            "score": self.score.to_json(),
            "reasons": [reason.to_json() for reason in self.reasons],
            "synergy": self.synergy,
            "long_shot": self.long_shot,
            "runner_ups": [pair.to_json() for pair in self.runner_ups],
        }


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A member without a proposal and the first rule that stood in the way."""

    id: int
    rule: str

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "rule": self.rule}


@dataclass(frozen=True, slots=True)
class Result:
    """One round. proposals: sorted by (a, b). blocked_per_rule: members per member rule, pairs of available members
    per pair rule. value <= bound, both in micro-units of the objective: no round over this pool is worth more than
    bound. reached: members with a proposal; starved_reached: those of them who had waited at least one round.
    estimated: the names of the counts that were not made pair by pair (rules of blocked_per_rule, or eligible_pairs)
    but concluded from a sample, and may be a few percent off; none where the field is missing."""

    proposals: tuple[Proposal, ...]
    unmatched: tuple[Unmatched, ...]
    blocked_per_rule: dict[str, int]
    value: int
    bound: int
    eligible_members: int
    eligible_pairs: int
    pool_hash: str
    pairs_hash: str
    reached: int
    starved_reached: int
    estimated: tuple[str, ...] = ()
    version: str = ENGINE_VERSION

    def to_json(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self)} | {
            "proposals": [one.to_json() for one in self.proposals],
            "unmatched": [one.to_json() for one in self.unmatched],
            "blocked_per_rule": dict(sorted(self.blocked_per_rule.items())),
            "estimated": list(self.estimated),
        }
