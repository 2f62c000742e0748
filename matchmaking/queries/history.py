"""Which pairs are ruled out by what was before? Introductions, ties, exclusions: the engine's History (F007, F008)."""

import datetime as dt
from collections.abc import Collection

from django.db.models import F, Q

from corridor.models import Organisation
from matchmaking.dates import local_day
from matchmaking.engine.shapes import History
from matchmaking.models import Exclusion, Introduction, OptIn, Round, Tie

Pair = tuple[int, int]
_ANY = Q()
# Who has these knows the other. A no bars as long, but makes nobody an acquaintance: how new a third person is to one
# of the two would tell it from a silence (F003).
ACQUAINTED = (Tie.Kind.INTRODUCED, Tie.Kind.MET, Tie.Kind.SAT_TOGETHER, Tie.Kind.KNEW)


def history(*, round: Round, now: dt.datetime, ids: Collection[int] | None = None) -> History:
    """In: the round it is for; `ids` limits it to pairs among these members. Out: all pairs that may not be proposed.

    met: they know each other. cooling: barred until a day, or busy in another introduction that is still open, or
    dropped in this very round. blocked: one of the two does not want the other, or said no.
    """
    among = Q() if ids is None else Q(member_a__in=ids, member_b__in=ids)
    today = local_day(now)
    ties = Tie.objects.filter(among).order_by()
    forever = ties.filter(bars_until=None).values_list("member_a", "member_b")
    met, refused = forever.filter(kind__in=ACQUAINTED), forever.exclude(kind__in=ACQUAINTED)
    cooling = ties.filter(bars_until__gt=today).values_list("member_a", "member_b")
    elsewhere = ~Q(round=round) & Q(state__in=(*Introduction.OPEN, Introduction.State.MADE))
    here = Q(round=round, state=Introduction.State.DROPPED)
    busy = Introduction.objects.filter(among).filter(elsewhere | here).order_by().values_list("member_a", "member_b")
    # Whoever was asked about somebody who passed it on still waits for that person, as far as they know (F056).
    faces = OptIn.objects.filter(face__isnull=False, introduction__settled_at=None).order_by()
    seen = {(min(pair), max(pair)) for pair in faces.values_list("member", "face")}
    if ids is not None:
        seen = {pair for pair in seen if set(pair) <= set(ids)}
    blocked, organisations = _exclusions(ids)
    return History(
        met=tuple(sorted(set(met))),
        cooling=tuple(sorted({*cooling, *busy, *seen})),
        blocked=tuple(sorted({*blocked, *refused})),
        blocked_organisations=organisations,
    )


def parents() -> dict[int, int | None]:
    """Every organisation's number -> the number of what it is part of."""
    return dict(Organisation.objects.order_by().values_list("pk", "parent"))


def topmost(organisation: int, above: dict[int, int | None]) -> int:
    """The end of the chain of parents; a circle, should one ever be stored, ends at its lowest number."""
    seen = {organisation}
    while (parent := above.get(organisation)) is not None:
        if parent in seen:
            return min(seen)
        seen.add(parent)
        organisation = parent
    return organisation


def colleagues(one: Organisation, other: Organisation) -> bool:
    """Whether two organisations are one, belong to one group, or share a verified mail domain."""
    above = parents()
    same_domain = one.email_domain != "" and one.email_domain.casefold() == other.email_domain.casefold()
    return same_domain or topmost(one.pk, above) == topmost(other.pk, above)


def exclusions_among(ids: Collection[int], known: Q) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """Pairs among these members, and (member, organisation), of which one is not wanted: by the `known` exclusions."""
    return _exclusions(ids, known)


def _exclusions(ids: Collection[int] | None, known: Q = _ANY) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    rows = Exclusion.objects.filter(known, lifted_at=None).exclude(member=F("other")).order_by()
    if ids is not None:
        rows = rows.filter(Q(member__in=ids) & (Q(other__in=ids) | Q(other=None)))
    rows = list(rows.values_list("member", "other", "organisation"))
    pairs = {(min(member, other), max(member, other)) for member, other, _ in rows if other}
    refused = {(member, organisation) for member, _, organisation in rows if organisation}
    if refused:
        refused |= _with_units(refused)
    return tuple(sorted(pairs)), tuple(sorted(refused))


def _with_units(refused: set[Pair]) -> set[Pair]:
    """Whoever wants nobody of an organisation wants nobody of its units either."""
    above = parents()
    found = set()
    for unit in above:
        step, seen = unit, set()
        while step is not None and step not in seen:
            seen.add(step)
            found |= {(member, unit) for member, organisation in refused if organisation == step}
            step = above.get(step)
    return found
