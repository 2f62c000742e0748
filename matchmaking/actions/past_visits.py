"""What remembers a visit that is over? No excuse and no reason: each is forgotten the day after (F063)."""

import datetime as dt

from django.db.models import Q

from corridor.models import Visit
from corridor.queries import regions
from matchmaking.dates import local_day
from matchmaking.models import Introduction, OptIn
from matchmaking.queries import excuses


def forget_excuses(*, now: dt.datetime) -> int:
    """Empty every excuse that names a visit which is over; how many there were. The half-way place stays."""
    today = local_day(now)
    named = Introduction.objects.filter(excuse__kind=excuses.VISIT).values_list("pk", "excuse")
    past = [pk for pk, facts in named if dt.date.fromisoformat(facts["last"]) < today]
    return Introduction.objects.filter(pk__in=past).update(excuse={})


def forget_reasons(*, now: dt.datetime) -> int:
    """Take the visits that are over out of the reasons of introductions; how many lists had such a reason.

    To be asked while the rows of those visits are still there.
    """
    over = _over(local_day(now))
    visitors = {member for member, _ in over}
    changed = 0
    for one in Introduction.objects.filter(Q(member_a__in=visitors) | Q(member_b__in=visitors)).order_by("pk"):
        reasons = [kept for reason in one.reasons if (kept := _without(reason, over, one.numbers))]
        if reasons != one.reasons:
            changed += Introduction.objects.filter(pk=one.pk).update(reasons=reasons)
    # The reasons that a side goes on reading after a hand-over age like all others, or their staying would tell of it.
    for own in OptIn.objects.filter(Q(member__in=visitors) | Q(face__in=visitors), face__isnull=False).order_by("pk"):
        pair = (own.member_id, own.face_id)
        reasons = [kept for reason in own.face_reasons if (kept := _without(reason, over, pair))]
        if reasons != own.face_reasons:
            changed += OptIn.objects.filter(pk=own.pk).update(face_reasons=reasons)
    return changed


def _over(today: dt.date) -> set[tuple[int, str]]:
    """(member, home region) of the visits that are over, unless another one there lies ahead."""
    homes, past, ahead = regions.homes(), set(), set()
    for member, region, last_day in Visit.objects.order_by().values_list("member", "region", "last_day"):
        home = homes.get(region)
        (past if last_day < today else ahead).add((member, home.slug if home else ""))
    return past - ahead


def _without(reason: dict, over: set[tuple[int, str]], pair: tuple[int, int]) -> dict | None:
    """The reason with what still lies ahead of the visits it names; None when that is nothing."""
    if reason["code"] != "visit":
        return reason
    facts = reason["facts"]
    (other,) = set(pair) - {facts["who"]}
    told = {facts["who"]: facts["home"], other: facts.get("back")}
    left = [(member, home) for member, home in told.items() if home and (member, home) not in over]
    if not left:
        return None
    (who, home), *more = left
    facts = {"who": who, "home": home}
    return {"code": "visit", "facts": {**facts, "back": more[0][1]} if more else facts}
