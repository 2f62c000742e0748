"""What happens when a member says whom they would like to meet, takes that back, or an organiser releases it? (F062)"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from corridor import lifecycle
from corridor.errors import Refused, refuse_if
from corridor.models import Member, Organisation
from corridor.rules import why_not_edit_profile
from matchmaking import rules
from matchmaking.models import Wish


@transaction.atomic
def add(*, member: Member, organisation: Organisation, by: Member, now: dt.datetime) -> Wish:
    """Note that `member` would like to meet somebody of `organisation`; the same again gives the row that stands.

    Raises Refused for a sixth, for one's own organisation or one that is not verified, or when `by` may not.
    """
    refuse_if(why_not_edit_profile(by, member))
    refuse_if(rules.why_not_wish(member, organisation))
    Member.objects.select_for_update(of=("self",)).get(pk=member.pk)  # owns the limit
    own = Wish.objects.filter(member=member)
    if found := own.filter(organisation=organisation).first():
        return found
    if own.count() >= Wish.MOST:
        raise Refused(_("Five is the most. Remove one first."))
    made = Wish.objects.create(member=member, organisation=organisation, wished_at=now)
    lifecycle.record(made, action="added", by=by, now=now)  # without the organisation: a wish taken back is forgotten
    return made


@transaction.atomic
def remove(*, wish: Wish, by: Member, now: dt.datetime) -> None:
    """Take `wish` back; gone already is as good. Raises Refused when `by` may not."""
    refuse_if(why_not_edit_profile(by, wish.member))
    if Wish.objects.filter(pk=wish.pk).delete()[0]:
        lifecycle.record(wish, action="removed", by=by, now=now)


@transaction.atomic
def release(*, wish: Wish, by: Member, because: str, now: dt.datetime) -> None:
    """Let proposals of the member name `wish` although nobody wished back; twice is harmless.

    Raises Refused when `by` may not, or gives no reason.
    """
    refuse_if(rules.why_not_release(wish, by))
    if not because.strip():
        raise Refused(_("Give a reason; it stays in the history."))
    if Wish.objects.filter(pk=wish.pk, released_at=None).update(released_at=now, released_by=by):
        wish.released_at, wish.released_by = now, by
        lifecycle.record(wish, action="wish released", by=by, now=now, because=because)
