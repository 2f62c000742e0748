"""What happens when a member takes back that a layer is less for them? The next rounds value it as before (F058)."""

import datetime as dt

from django.db import transaction

from corridor import lifecycle
from corridor.errors import refuse_if
from corridor.models import Member
from corridor.rules import why_not_edit_profile
from matchmaking.models import LayerHint


@transaction.atomic
def remove(*, hint: LayerHint, by: Member, now: dt.datetime) -> None:
    """Forget `hint`; gone already is as good. Raises Refused when `by` may not."""
    refuse_if(why_not_edit_profile(by, hint.member))
    if LayerHint.objects.filter(pk=hint.pk).delete()[0]:
        lifecycle.record(hint, action="removed", by=by, now=now)
