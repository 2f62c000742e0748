"""Which introductions wait for their joint mails, or their joint mails for leaving?"""

from django.db.models import Exists, OuterRef, QuerySet

from corridor.models import OutboxEmail
from matchmaking.models import Introduction, OptIn

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
    return Introduction.objects.filter(_still(), state=Introduction.State.MADE, settled_at=None)


def made_for_good() -> QuerySet[Introduction]:
    """Made introductions whose joint mails have left. Until then a yes may be taken back, and no number may tell."""
    return Introduction.objects.filter(~_still(), state=Introduction.State.MADE)


def agreed() -> QuerySet[Introduction]:
    """Introductions still offered although both have said yes."""
    said = OptIn.objects.filter(introduction=OuterRef("pk"))
    return Introduction.objects.filter(
        Exists(said.filter(answer=OptIn.Answer.YES)),
        ~Exists(said.exclude(answer=OptIn.Answer.YES)),
        state=Introduction.State.OFFERED,
    )


def _still() -> Exists:
    return Exists(_all().filter(about_id=OuterRef("pk"), state__in=STILL))


def _all() -> QuerySet[OutboxEmail]:
    return OutboxEmail.objects.filter(kind=KIND, about_type=Introduction._meta.label_lower).order_by()
