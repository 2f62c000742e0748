"""How long has a member been left out? Rounds in a row in which they could have been introduced and were not (F010)."""

from collections import Counter
from collections.abc import Iterable

from matchmaking.engine.eligibility import MEMBER_RULES
from matchmaking.models import Introduction, Round

MOST = 3


def rounds_waited(*, before: Round) -> Counter[int]:
    """Member -> how many of the last rounds passed them by, 0 to 3. A round they could not join does not count."""
    done = (Round.State.APPROVED, Round.State.CLOSED)
    last = list(
        Round.objects.filter(state__in=done)
        .exclude(pk=before.pk)
        .order_by("-planned_for", "-pk")
        .values_list("pk", "certificate")[:MOST]
    )
    served, dropped = _of_rounds([pk for pk, _ in last])
    waited: Counter[int] = Counter()
    ended: set[int] = set()
    for pk, certificate in last:
        left_out = {one["id"] for one in (certificate or {}).get("unmatched", ()) if one["rule"] not in MEMBER_RULES}
        ended |= served.get(pk, set())
        waited.update((left_out | dropped.get(pk, set())) - ended)
    return waited


def _of_rounds(rounds: Iterable[int]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Per round: who was asked, and whose proposal was dropped instead."""
    served: dict[int, set[int]] = {}
    dropped: dict[int, set[int]] = {}
    rows = Introduction.objects.filter(round__in=rounds).order_by()
    for round, offered_at, *pair in rows.values_list("round", "offered_at", "member_a", "member_b"):
        (served if offered_at else dropped).setdefault(round, set()).update(pair)
    return served, dropped
