"""What happens when one of two people who were introduced says which half-days suit? (F107)

No line of history: the ticks are forgotten after thirty days, and nothing else remembers them.
"""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from corridor.errors import Refused
from corridor.models import Member
from matchmaking import emails, halfdays
from matchmaking.dates import local_day
from matchmaking.errors import NotYours
from matchmaking.halfdays import HalfDay
from matchmaking.models import Introduction, Moment
from matchmaking.queries import joint_mails, moments

KEPT = dt.timedelta(days=30)


@transaction.atomic
def tick(*, introduction: Introduction, member: Member, half_days: Collection[HalfDay], now: dt.datetime) -> None:
    """Say that these half-days suit `member`, instead of what they said before; none at all is an answer too.

    With the first one that suits both, each gets a mail with it. Raises NotYours, or Refused before the joint mail has
    left, for more than three, or for one that is not among the coming three working weeks.
    """
    rows = Introduction.objects.select_for_update(of=("self",)).select_related("member_a", "member_b", "venue__region")
    introduction = rows.get(pk=introduction.pk)
    if member.pk not in introduction.numbers:
        raise NotYours(_("This proposal is not yours."))
    if not joint_mails.has_left(introduction):
        raise Refused(_("You have not been introduced."))
    wanted = set(half_days)
    if len(wanted) > Moment.MOST:
        raise Refused(_("Three half-days are the most. Remove one first."))
    if not wanted.issubset(halfdays.to_choose(local_day(now))):
        raise Refused(_("Choose from the half-days on this page."))
    before = moments.common(introduction)
    _store(introduction, member, wanted, now)
    if not before and (common := moments.common(introduction)):
        for person in introduction.members:
            emails.moment_agreed(introduction=introduction, member=person, half_day=common[0], now=now)


def forget_old(*, now: dt.datetime) -> int:
    """Delete what was ticked thirty days ago or earlier; how many there were."""
    return Moment.objects.filter(ticked_at__lte=now - KEPT).delete()[0]


def _store(introduction: Introduction, member: Member, wanted: set[HalfDay], now: dt.datetime) -> None:
    own = Moment.objects.filter(introduction=introduction, member=member)
    standing = {HalfDay(row.day, row.part): row.pk for row in own}
    own.filter(pk__in=[pk for half, pk in standing.items() if half not in wanted]).delete()
    Moment.objects.bulk_create(
        Moment(introduction=introduction, member=member, day=half.day, part=half.part, ticked_at=now)
        for half in wanted - set(standing)
    )
