"""What happens on digest day, and to a question that no digest asks in time?"""

import datetime as dt

from django.db import transaction

from corridor.models import Member
from matchmaking import emails
from matchmaking.dates import working_moment
from matchmaking.digest_days import Period
from matchmaking.models import OptIn


@transaction.atomic
def send(*, member: Member, period: Period, now: dt.datetime) -> bool:
    """Write the digest of `period` to `member`; whether there was anything to tell. Again it is the same mail."""
    return emails.digest(member=member, period=period, now=now) is not None


@transaction.atomic
def ask_after_all(*, opt_in: OptIn, now: dt.datetime) -> None:
    """Mail one side the question that was held back for a digest; once, however often this runs."""
    due_at = working_moment(now)
    emails.opt_in_request(introduction=opt_in.introduction, opt_in=opt_in, now=now, due_at=due_at, after_all=True)
