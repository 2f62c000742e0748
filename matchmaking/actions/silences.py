"""What happens after three questions without an answer? A polite pause of three months, ended by one press (F059).

Nobody else sees it: it is a pause like any other, it comes with the end of the third introduction, and never while
another question still waits for the member, so that no open introduction changes by it.
"""

import datetime as dt

from django.db import transaction

from corridor.actions import members
from corridor.models import Member, Profile
from matchmaking import dates, emails
from matchmaking.models import Introduction
from matchmaking.queries import undecided

MOST = 3


def pause_after_three(*, member: Member, introduction: Introduction, now: dt.datetime) -> bool:
    """Pause `member` when `introduction`, which just ended unanswered, was the third in a row; whether that was done.

    In the transaction of that end, with the profile locked, before it counts as settled. A member who paused by
    themselves, or left, is let be. From here on counting starts anew.
    """
    today = dates.local_day(now)
    profile = Profile.objects.filter(member=member, member__is_active=True).first()
    if profile is None or profile.paused_until and profile.paused_until > today:
        return False
    if undecided.silences(member, ending=introduction) < MOST or undecided.is_asked(member, now):
        return False
    until = dates.add_months(today, dates.SILENCE_PAUSES_MONTHS)
    # Recorded as any pause is: whoever reads the history must not tell silence from a wish (F003).
    members.pause(member, until=until, by=member, now=now)
    Profile.objects.filter(member=member).update(heard_at=now)
    emails.paused_after_silence(member=member, introduction=introduction, until=until, now=now)
    return True


@transaction.atomic
def come_back(*, member: Member, until: dt.date, now: dt.datetime) -> bool:
    """End the pause of `member` that lasts until that day; whether there was one. A later pause of their own stays."""
    if not Profile.objects.select_for_update().filter(member=member, paused_until=until).exists():
        return False
    members.resume(member, by=member, now=now)
    Profile.objects.filter(member=member).update(heard_at=now)
    return True
