"""Who has stopped? What ends every introduction of a member at once, whatever was agreed before (R-07)."""

import datetime as dt

from django.db.models import Exists, OuterRef

from corridor.queries.standing import Standing, standing
from matchmaking.models import Exclusion, Introduction
from matchmaking.queries.history import one_refuses

# Of the rules of matching those that are somebody's last word; the others only keep a member out of the next round.
STOPS = frozenset({"inactive", "no_consent", "paused", "suppressed"})


def has_stopped(one: Standing) -> bool:
    """Whether this member wants, or may have, no introduction at all as of now."""
    return not STOPS.isdisjoint(one.failing)


def is_hindered(introduction: Introduction, *, now: dt.datetime) -> bool:
    """Whether these two must not be introduced as of now: one has stopped, is gone, or does not want the other."""
    pair = introduction.numbers
    found = standing(pair, now=now)
    if any(pk not in found or has_stopped(found[pk]) for pk in pair):
        return True
    if one_refuses(pair, {pk: found[pk].organisation.pk for pk in pair if found[pk].organisation}):
        return True
    # Whoever wants nothing of the person they were asked about means this introduction, also when that one passed it on
    # unseen (F056).
    refused = Exclusion.objects.filter(
        member=OuterRef("member"), other=OuterRef("face"), by_organiser=False, lifted_at=None
    )
    return introduction.opt_ins.filter(Exists(refused)).exists()
