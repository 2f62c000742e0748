"""Which organisation does somebody mean, and is it known already? By name and other spellings, whatever the case."""

from django.db.models import Count

from corridor.models import Organisation, OrganisationKind
from corridor.queries import directory
from corridor.queries.topics import likeness
from corridor.text import fold

MOST = 6


def known(name: str) -> Organisation | None:
    """The organisation called `name`, by its name or another spelling: a verified one before one that waits.

    One that was refused counts too, so that it is not proposed again. Two queries at most.
    """
    wanted = fold(name)
    rows = Organisation.objects.values_list("pk", "name", "aliases", "verified_at", "refused_at")
    found = [
        ((verified is None, refused is not None, pk), pk)
        for pk, own, aliases, verified, refused in rows
        if wanted and wanted in _spellings(own, aliases)
    ]
    return Organisation.objects.get(pk=min(found)[1]) if found else None


def near(name: str, *, most: int = MOST) -> list[Organisation]:
    """Verified organisations whose name resembles `name`, best first. One query."""
    wanted = fold(name)
    if not wanted:
        return []
    liked = [(likeness(wanted, _spellings(row.name, row.aliases)), row) for row in directory.visible()]
    best = sorted((pair for pair in liked if pair[0]), key=lambda pair: (-pair[0], pair[1].name))
    return [row for _likeness, row in best[:most]]


def names(*, most: int = 400) -> list[str]:
    """The names of verified organisations, for a list to choose from. One query."""
    return list(directory.visible().order_by("name").values_list("name", flat=True)[:most])


def usual_helix(kind: OrganisationKind) -> str:
    """The helix most organisations of `kind` have: a fair first guess for a new one, which its organiser checks."""
    counted = Organisation.objects.filter(kind=kind).values("helix").annotate(count=Count("pk")).order_by("-count")
    first = counted.first()
    return first["helix"] if first else Organisation.Helix.COMPANY


def _spellings(name: str, aliases: str) -> list[str]:
    return [folded for folded in map(fold, [name, *aliases.split(";")]) if folded]
