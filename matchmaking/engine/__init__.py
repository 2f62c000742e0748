"""Who should meet whom this round, and how close is that to the best possible?

In: a `Pool` (frozen, JSON-serialisable; shapes.py). Out: a `Result`: proposals with score parts and reasons, the
unmatched with the rule that stopped them, and a proven upper bound. The one door is `run(pool)`. Python, numpy,
numba, scipy and rustworkx: no Django, no clock, no global randomness. Integers decide, so that the same pool gives the
same pairs everywhere.
`why_not_member`, `why_not_pair`, `explain_no` and `score_pair` answer for one member or one pair, without numpy.
Names load on first use, so that importing this package in a web process never imports numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matchmaking.engine.eligibility import explain_no, why_not_member, why_not_pair
    from matchmaking.engine.ground import prepare
    from matchmaking.engine.parts import answer, understands
    from matchmaking.engine.round import run
    from matchmaking.engine.scoring import score_pair

_WHERE = {
    "run": "round",
    "prepare": "ground",
    "answer": "parts",
    "understands": "parts",
    "why_not_member": "eligibility",
    "why_not_pair": "eligibility",
    "explain_no": "eligibility",
    "score_pair": "scoring",
}

__all__ = ["answer", "explain_no", "prepare", "run", "score_pair", "understands", "why_not_member", "why_not_pair"]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
