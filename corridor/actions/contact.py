"""What happens when an organiser looks up how to reach a member? It is written into the member's history first."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from corridor import lifecycle, rules
from corridor.errors import refuse_if
from corridor.models import Member, Profile

VIEWED = "viewed contact"


@dataclass(frozen=True)
class Contact:
    """How one member is reached."""

    email: str
    phone: str


@transaction.atomic
def reveal(*, member: Member, by: Member, because: str, now: dt.datetime) -> Contact:
    """The address and phone number of `member`, after noting who looked and why (S-57). Raises Refused."""
    refuse_if(rules.why_not_see_contact(by, member))
    lifecycle.record(member, action=VIEWED, by=by, now=now, because=because)
    phone = Profile.objects.filter(member=member).values_list("phone", flat=True).first()
    return Contact(email=member.email, phone=phone or "")
