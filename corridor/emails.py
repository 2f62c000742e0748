"""Which mails does the ground send? One function a kind, each with one caller: an action."""

import datetime as dt

from django.apps import apps

from corridor import letters, outbox
from corridor.models import Member, Organisation, OutboxEmail


def welcome(*, member: Member, now: dt.datetime) -> OutboxEmail | None:
    """To a member whose profile became complete; once, however often they complete it again.

    It says how introductions come about, so it goes only where there are any.
    """
    if not apps.is_installed("matchmaking"):
        return None
    return outbox.enqueue(
        kind="corridor.welcome",
        key=f"welcome:{member.pk}",
        member=member,
        context={"introductions_url": letters.page("matchmaking:introductions", member.language)},
        about=member,
        now=now,
    )


def organisation_verified(*, organisation: Organisation, to: Member, now: dt.datetime) -> OutboxEmail:
    """To one who works there or proposed it, when an organiser has verified it; once each."""
    return outbox.enqueue(
        kind="corridor.organisation_verified",
        key=f"organisation_verified:{organisation.pk}:{to.pk}",
        member=to,
        context={
            "organisation": organisation.name,
            "organisation_url": letters.page("corridor:organisation", to.language, organisation.slug),
        },
        about=organisation,
        now=now,
    )
