"""The joint mail: what do the two read once both said yes?"""

import datetime as dt

from django.utils import translation

from corridor import outbox
from corridor.models import Member
from matchmaking import cards
from matchmaking.emails.sides import REASONS_IN_A_MAIL, drawn, sides_of
from matchmaking.models import Introduction
from matchmaking.queries import acquaintance, joint_mails
from matchmaking.wording import Wording

INTRODUCTION_MADE = joint_mails.KIND


def introduction_made(*, introduction: Introduction, member: Member, now: dt.datetime, due_at: dt.datetime) -> None:
    """The joint mail to one of the two: reasons, both contact cards and a place half-way; a reply reaches both."""
    other = introduction.other(member)
    with translation.override(member.language):
        sides, contacts = sides_of(introduction, now), acquaintance.contacts_of(introduction)
        context = {
            "other": sides[other.pk],
            "pair": drawn(sides[member.pk], sides[other.pk]),
            "reasons": Wording([introduction]).for_side(introduction, member)[:REASONS_IN_A_MAIL],
            "contact": contacts[other.pk],
            "own": contacts[member.pk],
            "venue": introduction.venue,
        }
        outbox.enqueue(
            kind=INTRODUCTION_MADE,
            key=f"introduction_made:{introduction.pk}:{member.pk}",
            member=member,
            context=context,
            about=introduction,
            now=now,
            due_at=due_at,
            reply_to=f"{introduction.member_a.email}, {introduction.member_b.email}",
            attachments=[cards.attachment(contacts[other.pk])],
        )
