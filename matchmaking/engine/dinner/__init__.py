"""Who should sit with whom at this dinner, and who comes next when somebody declines?

In: a `Dinner` (shapes.py). Out: a `Composition` (results.py). The doors: `compose` chooses guests and tables,
`reoptimise` improves a standing plan around its pins, `substitutes` ranks who could take a seat (`Reserves`, for many
seats), `why_impossible` names the rule that fails and the cheapest way out, `relaxed` takes it; `broken` lists the
rules a plan breaks. The shapes and `broken` are light; the other names load on first use, so that importing this never
imports numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from matchmaking.engine.dinner.results import Composition
from matchmaking.engine.dinner.rules import broken
from matchmaking.engine.dinner.shapes import Dinner, Rules, Table

if TYPE_CHECKING:
    from matchmaking.engine.dinner.composing import compose, reoptimise
    from matchmaking.engine.dinner.relaxing import relaxed, why_impossible
    from matchmaking.engine.dinner.reserves import Reserves, substitutes

_WHERE = {
    "compose": "composing",
    "reoptimise": "composing",
    "Reserves": "reserves",
    "substitutes": "reserves",
    "why_impossible": "relaxing",
    "relaxed": "relaxing",
}

__all__ = [
    "Composition",
    "Dinner",
    "Reserves",
    "Rules",
    "Table",
    "broken",
    "compose",
    "relaxed",
    "reoptimise",
    "substitutes",
    "why_impossible",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
