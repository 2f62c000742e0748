"""Who has stopped? What ends every introduction of a member at once, whatever was agreed before (R-07)."""

import datetime as dt

from corridor.queries.standing import Standing, standing

# Of the rules of matching those that are somebody's last word; the others only keep a member out of the next round.
STOPS = frozenset({"inactive", "no_consent", "paused", "suppressed"})


def has_stopped(one: Standing) -> bool:
    """Whether this member wants, or may have, no introduction at all as of now."""
    return not STOPS.isdisjoint(one.failing)


def stopped(*ids: int, now: dt.datetime) -> set[int]:
    """Those of `ids` who have stopped, or are gone."""
    found = standing(ids, now=now)
    return {pk for pk in ids if pk not in found or has_stopped(found[pk])}
