"""Who are the two, as a mail shows them?"""

import datetime as dt

from corridor.queries import regions
from matchmaking.dates import local_day
from matchmaking.models import Introduction
from matchmaking.queries import acquaintance

REASONS_IN_A_MAIL = 2


def sides_of(introduction: Introduction, now: dt.datetime) -> dict[int, acquaintance.Side]:
    """Both sides with their layers, by member number."""
    sides = acquaintance.sides_of(introduction.members)
    acquaintance.add_layers(sides, today=local_day(now))
    return sides


def drawn(*sides: acquaintance.Side) -> list[dict[str, object]]:
    """The two as the drawing of the pair takes them; the shape before a place is that of the home region."""
    homes = regions.homes()

    def one(side: acquaintance.Side) -> dict[str, object]:
        home = homes[side.region.pk] if side.region else None
        employer = side.organisation.name if side.organisation else ""
        return {
            "name": side.name,
            "organisation": ", ".join(part for part in (side.title, employer) if part),
            "place": side.region.name if side.region else "",
            "mark": home.mark if home else "",
            "brings": side.brings_layers,
            "seeks": side.seeks_layers,
            "words": side.layer.name if side.layer else "",
        }

    return [one(side) for side in sides]
