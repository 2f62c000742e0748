"""How often does a member want which mail, and what does that mean for one mail? (F025)"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from corridor import mailings
from corridor.models import MailPreference, Member

Category, Pace = MailPreference.Category, MailPreference.Pace
GATHERING = (Pace.WEEKLY, Pace.MONTHLY)

# What the row of a mail that stays here says. Only the member and superusers learn of it.
TURNED_OFF = "turned off by the reader"
GATHERED = "gathered for the digest"


def paces_of(members: Iterable[int]) -> dict[int, dict[str, str]]:
    """Member number -> category -> pace, of those who chose one; without a choice mail comes at once. One query."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = MailPreference.objects.filter(member__in=members).order_by()
    for member, category, pace in rows.values_list("member", "category", "pace"):
        found[member][category] = pace
    return found


def paces(member: Member) -> dict[str, str]:
    """Every category -> the pace `member` wants it at. One query."""
    return {str(category): Pace.INSTANT.value for category in Category} | paces_of([member.pk]).get(member.pk, {})


def of_reader(member: Member | None, address: str) -> dict[str, str]:
    """What the reader of a mail chose: `member`, or else whoever signs in with `address`. One query."""
    whose = {"member": member} if member else {"member__email": address}
    return dict(MailPreference.objects.filter(**whose).order_by().values_list("category", "pace"))


def why_not_now(kind: str, chosen: Mapping[str, str], *, at_once: bool = False) -> str | None:
    """Why a mail of `kind` stays here for a reader who chose so: TURNED_OFF or GATHERED; None when it goes.

    `at_once`: it cannot wait for the digest, which never changes what is turned off.
    """
    place = mailings.place_of(kind)
    if place == mailings.DIGEST:
        return None if set(GATHERING).intersection(chosen.values()) else TURNED_OFF
    pace = chosen.get(place, Pace.INSTANT)
    if pace == Pace.OFF:
        return TURNED_OFF
    return GATHERED if pace in GATHERING and not at_once else None
