"""The joint mail: what do the two read once both said yes?"""

import datetime as dt

from django.utils import translation

from corridor import letters, links, outbox
from corridor.models import Member
from matchmaking import cards, excuse_words
from matchmaking.emails.sides import REASONS_IN_A_MAIL, drawn, sides_of
from matchmaking.models import Introduction, OptIn
from matchmaking.queries import acquaintance, faces, joint_mails
from matchmaking.wording import Wording

INTRODUCTION_MADE = joint_mails.KIND
MOMENTS_LINK = "moments"


def introduction_made(*, introduction: Introduction, member: Member, now: dt.datetime, due_at: dt.datetime) -> None:
    """The joint mail to one of the two: reasons, both contact cards and one concrete excuse to meet (F015).

    A reply reaches both; a link leads to the half-days on which they could meet.
    """
    other = introduction.other(member)
    with translation.override(member.language):
        sides, contacts = sides_of(introduction, now), acquaintance.contacts_of(introduction)
        context = {
            "other": sides[other.pk],
            "pair": drawn(sides[member.pk], sides[other.pk]),
            "reasons": Wording([introduction]).for_side(introduction, member)[:REASONS_IN_A_MAIL],
            "contact": contacts[other.pk],
            "own": contacts[member.pk],
            "excuse": excuse_words.for_side(introduction, member, now=now),
            "moments_url": moments_url(introduction, member),
            "took_over": faces.was_asked_about_another(introduction, member),
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


def moments_url(introduction: Introduction, member: Member) -> str:
    """The address at which one of the two ticks half-days, in their language; the same every time (R-02)."""
    own = OptIn.objects.get(introduction=introduction, member=member)
    token = links.make(
        MOMENTS_LINK,
        object_id=introduction.pk,
        member_id=member.pk,
        version=own.link_version,
        now=introduction.made_at,
    )
    return letters.page("matchmaking:moments_link", member.language, token)
