"""How many decisions was a member asked for lately? Nobody is asked for more than their pace allows (F009).

Introductions, places at tables and requests to vote share one budget: the ledger of corridor.models.Ask.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection

from django.db.models import Count, Q

from corridor.models import Ask
from matchmaking.models import Introduction, Round

# A month of 28 days always fits: a member who wants one decision a month can be asked in every monthly round.
WINDOW = dt.timedelta(days=27)


def asked(*, now: dt.datetime, ids: Collection[int] | None = None) -> Counter[int]:
    """Member -> decisions asked of them in the 27 days before `now` (or after it, if clocks disagree). One query."""
    found = Ask.objects.filter(asked_at__gt=now - WINDOW, given_back_at=None).order_by()
    if ids is not None:
        found = found.filter(member__in=ids)
    return Counter(dict(found.values_list("member").annotate(count=Count("pk"))))


def promised(*, now: dt.datetime, ids: Collection[int] | None = None) -> Counter[int]:
    """The same, plus what approved rounds are about to ask: what is proposed must not count on a spent budget."""
    about_to = Introduction.objects.filter(state=Introduction.State.PROPOSED, round__state=Round.State.APPROVED)
    if ids is not None:
        about_to = about_to.filter(Q(member_a__in=ids) | Q(member_b__in=ids))
    pairs = about_to.order_by().values_list("member_a", "member_b")
    return asked(now=now, ids=ids) + Counter(member for pair in pairs for member in pair)
