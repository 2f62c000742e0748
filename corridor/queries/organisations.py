"""Which organisation does somebody mean, and is it known already? By name and other spellings, whatever the case.

A member is told of verified ones and of their own only: who else proposed what, and what became of it, is nobody's
business before an organiser has decided (F019).
"""

from django.db.models import Count, Q, QuerySet

from corridor.models import Member, Membership, Organisation, OrganisationKind
from corridor.queries import directory
from corridor.queries.topics import likeness
from corridor.text import fold

MOST = 6


def known(name: str, *, to: Member) -> Organisation | None:
    """The organisation that `to` knows by `name` or another spelling: a verified one, else one of their own.

    Their own they proposed or work at; a refused one of those counts too, so that it is not proposed again. What
    others proposed is as unknown as a name nobody ever typed. Two queries at most.
    """
    told = Organisation.objects.filter(Q(verified_at__isnull=False) | own(to.pk))
    found = _alike(told, {fold(name)} - {""})
    return Organisation.objects.get(pk=found[0]) if found else None


def own(person: int) -> Q:
    """The condition that makes an organisation one's own: the member with this number proposed it, or works there."""
    works_at = Membership.objects.filter(member=person, ended_at=None).values("organisation")
    return Q(proposed_by=person) | Q(pk__in=works_at)


def namesakes(organisation: Organisation, *, among: QuerySet[Organisation]) -> list[Organisation]:
    """The verified organisations that share a spelling with `organisation`, and those of `among` whatever their
    verdict: verified ones first, then those that wait. Two queries."""
    seen = Organisation.objects.filter(Q(verified_at__isnull=False) | Q(pk__in=among.order_by().values("pk")))
    spellings = set(_spellings(organisation.name, organisation.aliases))
    found = _alike(seen.exclude(pk=organisation.pk), spellings)
    rows = Organisation.objects.select_related("region").in_bulk(found)
    return [rows[pk] for pk in found]


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


def _alike(among: QuerySet[Organisation], wanted: set[str]) -> list[int]:
    """The numbers of those that have one of the `wanted` spellings: verified, waiting, refused, the oldest first."""
    rows = among.values_list("pk", "name", "aliases", "verified_at", "refused_at")
    found = [
        (verified is None, refused is not None, pk)
        for pk, own, aliases, verified, refused in rows
        if wanted.intersection(_spellings(own, aliases))
    ]
    return [pk for _verified, _refused, pk in sorted(found)]


def _spellings(name: str, aliases: str) -> list[str]:
    return [folded for folded in map(fold, [name, *aliases.split(";")]) if folded]
