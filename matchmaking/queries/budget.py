"""How many decisions was a member asked for lately? Nobody is asked for more than their pace allows (F009)."""

import datetime as dt
from collections import Counter
from collections.abc import Collection

from django.db.models import Q

from matchmaking.models import Introduction, Round

# A month of 28 days always fits: a member who wants one decision a month can be asked in every monthly round.
WINDOW = dt.timedelta(days=27)


def asked(*, now: dt.datetime, ids: Collection[int] | None = None) -> Counter[int]:
    """Member -> introductions they were asked about in the 27 days before `now` (or after it, if clocks disagree)."""
    return _count(Q(offered_at__gt=now - WINDOW), ids)


def promised(*, now: dt.datetime, ids: Collection[int] | None = None) -> Counter[int]:
    """The same, plus what approved rounds are about to ask: what is proposed must not count on a spent budget."""
    about_to = Q(state=Introduction.State.PROPOSED, round__state=Round.State.APPROVED)
    return _count(Q(offered_at__gt=now - WINDOW) | about_to, ids)


def _count(condition: Q, ids: Collection[int] | None) -> Counter[int]:
    found = Introduction.objects.filter(condition).order_by()
    if ids is not None:
        found = found.filter(Q(member_a__in=ids) | Q(member_b__in=ids))
    return Counter(member for pair in found.values_list("member_a", "member_b") for member in pair)
