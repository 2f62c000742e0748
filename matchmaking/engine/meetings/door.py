"""What does the schedule of the meeting in this file look like, without a database?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from matchmaking.engine.documents import check, document_of
from matchmaking.engine.meetings.plan import repair, schedule
from matchmaking.engine.meetings.shapes import Meeting
from matchmaking.engine.shapes import Ids, Pool


@dataclass(frozen=True, slots=True)
class Change:
    """What has come since: how many turns have taken place, and who now comes late or leaves (shapes.Meeting)."""

    held: int
    arrives: Ids = ()
    leaves: Ids = ()


def meetings_of(path: str) -> dict[str, Any]:
    """In: the file of a pool ("-" reads standard input) whose key `meeting` holds turns, seats, arrives, leaves, held
    and effort (shapes.Meeting). Out: the JSON of its schedule.

    With `repair` in the meeting ({"held": turns that took place, "arrives": ..., "leaves": ...}) the evening is first
    planned without that, and then mended with it. Raises OSError, or ValueError for anything else.
    """
    document = document_of(path)
    check(Pool, document)
    if not isinstance(document.get("meeting"), dict):
        raise ValueError("meeting: an object with at least the number of turns belongs here")
    wanted = dict(document["meeting"])
    change = wanted.pop("repair", None)
    check(Meeting, wanted, "meeting")
    meeting = Meeting.from_json({**wanted, "pool": document})
    planned = schedule(meeting)
    if change is None:
        return planned.to_json()
    check(Change, change, "meeting.repair")
    arrives, leaves = (told(getattr(meeting, name), change.get(name, [])) for name in ("arrives", "leaves"))
    return repair(replace(meeting, arrives=arrives, leaves=leaves), planned, change["held"]).to_json()


def told(before: Ids, news: list[tuple[int, int]]) -> Ids:
    """In: what was known of who comes late or leaves, and what came since. Out: both; of one member the newest."""
    return tuple(sorted({**dict(before), **dict(news)}.items()))
