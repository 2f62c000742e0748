"""Which collaborations may anybody see? Those that both sides released, with their organisations and no names."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from corridor.models import Organisation
from corridor.queries import directory
from matchmaking.models import Collaboration, Introduction
from matchmaking.queries import acquaintance


@dataclass(frozen=True, slots=True)
class Shown:
    """One collaboration as the public sees it: of each side the organisation, where it has one that is public."""

    collaboration: Collaboration
    organisations: list[Organisation]


def public() -> QuerySet[Collaboration]:
    """What both sides have released, as long as both are here; the newest first."""
    found = Collaboration.objects.filter(
        released_a_at__isnull=False,
        released_b_at__isnull=False,
        introduction__state=Introduction.State.MADE,
        introduction__member_a__is_active=True,
        introduction__member_b__is_active=True,
    )
    return found.order_by("-started_at", "-pk")


def shown(rows: QuerySet[Collaboration]) -> list[Shown]:
    """Some rows of public() as a page shows them. Four queries, however many."""
    rows = list(rows.select_related("synergy", "introduction__member_a", "introduction__member_b"))
    sides = acquaintance.sides_of(person for row in rows for person in row.introduction.members)
    employers = {side.organisation.pk for side in sides.values() if side.organisation}
    known = set(directory.visible().filter(pk__in=employers).values_list("pk", flat=True))

    def of(row: Collaboration) -> list[Organisation]:
        both = [sides[number].organisation for number in row.introduction.numbers]
        return [one for one in both if one and one.pk in known]

    return [Shown(row, of(row)) for row in rows]


def by_stage() -> list[tuple[str, int]]:
    """How many are public in each stage: its words and the count, the first stage first. One query."""
    counted = Counter(public().order_by().values_list("stage", flat=True))
    return [(stage.label, counted[stage]) for stage in Collaboration.Stage]
