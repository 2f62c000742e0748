"""What happens when a member says what they bring or seek, keeps it valid, or takes it back?"""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor import lifecycle, rules
from corridor.errors import Refused, refuse_if
from corridor.models import Member, Offer, Seek, Topic

VALID_FOR = dt.timedelta(days=90)
LONGEST_VALID = dt.timedelta(days=180)
MOST = 8  # on each side; who brings everything brings nothing in particular

Side = type[Offer] | type[Seek]


@transaction.atomic
def write(
    *,
    side: Side,
    member: Member,
    topic: Topic,
    sentence: str,
    by: Member,
    now: dt.datetime,
    valid_until: dt.date | None = None,
) -> Offer | Seek:
    """Write down that `member` brings (Offer) or seeks (Seek) `topic`; the same topic again changes what stands there.

    Valid for 90 days unless said otherwise. Raises Refused for a day outside the next 180, for a ninth topic on one
    side, or when `by` may not.
    """
    refuse_if(rules.why_not_edit_profile(by, member))
    Member.objects.select_for_update(of=("self",)).get(pk=member.pk)  # owns the limit
    today = timezone.localdate(now)
    until = valid_until or today + VALID_FOR
    if not today <= until <= today + LONGEST_VALID:
        raise Refused(_("Choose a day from today up to 180 days ahead."))
    own = side.objects.filter(member=member)
    if not own.filter(topic=topic).exists() and own.count() >= MOST:
        raise Refused(_("Eight is the most. Remove one first."))
    row, new = side.objects.update_or_create(
        member=member,
        topic=topic,
        defaults={"sentence": sentence, "valid_until": until},
        create_defaults={"sentence": sentence, "valid_until": until, "created_at": now},
    )
    _record(row, "added" if new else "edited", by, now)
    return row


@transaction.atomic
def renew(*, row: Offer | Seek, by: Member, now: dt.datetime) -> None:
    """Keep `row` valid for another 90 days from today. Raises Refused when `by` may not."""
    refuse_if(rules.why_not_edit_profile(by, row.member))
    row.valid_until = timezone.localdate(now) + VALID_FOR
    type(row).objects.filter(pk=row.pk).update(valid_until=row.valid_until)
    _record(row, "renewed", by, now)


@transaction.atomic
def remove(*, row: Offer | Seek, by: Member, now: dt.datetime) -> None:
    """Take `row` back; gone already is as good. Raises Refused when `by` may not."""
    refuse_if(rules.why_not_edit_profile(by, row.member))
    if type(row).objects.filter(pk=row.pk).delete()[0]:
        _record(row, "removed", by, now)


def _record(row: Offer | Seek, action: str, by: Member, now: dt.datetime) -> None:
    lifecycle.record(row.member, action=action, by=by, now=now, because=f"{row._meta.model_name} {row.topic.slug}")
