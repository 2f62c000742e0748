"""Have the two mails that introduce a pair left? What the outbox says of them."""

from django.db.models import Exists, OuterRef, QuerySet

from corridor.models import OutboxEmail
from matchmaking.models import Introduction

KIND = "matchmaking.introduction_made"
State = OutboxEmail.State
STILL = (State.QUEUED, State.WITHDRAWN)


def states(introduction: Introduction) -> list[str]:
    """The states of its joint mails; none while it was never made."""
    return list(_all().filter(about_id=introduction.pk).values_list("state", flat=True))


def none_left(found: list[str]) -> bool:
    """Whether there are joint mails and not one of them is on its way, gone or failed."""
    return bool(found) and set(found) <= set(STILL)


def made_but_not_left() -> QuerySet[Introduction]:
    """Made introductions of which a joint mail waits or was stopped, and which nobody has settled yet."""
    still = _all().filter(about_id=OuterRef("pk"), state__in=STILL)
    return Introduction.objects.filter(Exists(still), state=Introduction.State.MADE, settled_at=None)


def _all() -> QuerySet[OutboxEmail]:
    return OutboxEmail.objects.filter(kind=KIND, about_type=Introduction._meta.label_lower).order_by()
