"""Who sits with whom in which turn of a speed meeting?

In: a `Meeting` (shapes.py: a pool, turns, seats at a table, who comes late or leaves early, turns already held). Out: a
`Schedule`: turns, tables, members, reasons, and how good it is. Two doors: `schedule(meeting)` and, when somebody left
or came late, `repair(meeting, schedule, held)`. README.md says how. Names load on first use: the shapes need no numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matchmaking.engine.meetings.door import meetings_of
    from matchmaking.engine.meetings.plan import repair, schedule
    from matchmaking.engine.meetings.shapes import Meeting, Schedule

_WHERE = {"Meeting": "shapes", "Schedule": "shapes", "schedule": "plan", "repair": "plan", "meetings_of": "door"}

__all__ = ["Meeting", "Schedule", "meetings_of", "repair", "schedule"]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
