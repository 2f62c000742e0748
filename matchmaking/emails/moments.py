"""A half-day suits both: what do the two read, and what do their calendars?"""

import datetime as dt

from django.utils import translation

from corridor import outbox
from corridor.models import Member
from matchmaking import excuse_words, moment_files
from matchmaking.halfdays import HalfDay
from matchmaking.models import Introduction
from matchmaking.queries import moments

MOMENT_AGREED = "matchmaking.moment_agreed"


def moment_agreed(*, introduction: Introduction, member: Member, half_day: HalfDay, now: dt.datetime) -> None:
    """To one of the two: this half-day suits both (F107). The subject names no day, since subjects are kept."""
    with translation.override(member.language):
        outbox.enqueue(
            kind=MOMENT_AGREED,
            key=f"moment_agreed:{moments.digest(introduction, half_day)}:{member.pk}",
            member=member,
            context={
                "other": introduction.other(member),
                "half_day": half_day,
                "place": excuse_words.place_of(introduction, half_day.day),
            },
            about=introduction,
            now=now,
            at_once=True,
            reply_to=f"{introduction.member_a.email}, {introduction.member_b.email}",
            attachments=[moment_files.attachment(introduction, half_day, member)],
        )
