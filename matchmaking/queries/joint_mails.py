"""Has the joint mail of an introduction left? Which introductions wait for theirs, and which were made for good?

One of the two mails is enough: from then on somebody holds the addresses, and nothing can be taken back. A mail that is
being sent has not left, since the sender asks once more right before it hands it over (R-07). A mail that failed has
not left either: where both failed, nobody was introduced until somebody sends one of them again.
"""

from django.db.models import Exists, OuterRef, QuerySet

from corridor.models import OutboxEmail
from matchmaking.models import Introduction, OptIn

KIND = "matchmaking.introduction_made"
State = OutboxEmail.State


def states(introduction: Introduction) -> list[str]:
    """The states of its joint mails; none while it was never made."""
    return list(_all().filter(about_id=introduction.pk).values_list("state", flat=True))


def none_left(found: list[str]) -> bool:
    """Whether there are joint mails and not one of them is on its way or gone."""
    return bool(found) and {State.SENDING, State.SENT}.isdisjoint(found)


def made_but_not_left() -> QuerySet[Introduction]:
    """Made introductions of which a joint mail waits or was stopped, and none has left."""
    still = _about("pk").filter(state__in=(State.QUEUED, State.WITHDRAWN))
    return Introduction.objects.filter(Exists(still), ~left("pk"), state=Introduction.State.MADE)


def made_for_good() -> QuerySet[Introduction]:
    """Made introductions whose joint mail has left. Until then a yes may be taken back, and no number may tell."""
    return Introduction.objects.filter(left("pk"), state=Introduction.State.MADE)


def has_left(introduction: Introduction) -> bool:
    """Whether the two hold each other's address. One query."""
    return made_for_good().filter(pk=introduction.pk).exists()


def left(introduction: str) -> Exists:
    """For a query: whether a joint mail of the introduction in the column named so has left."""
    return Exists(_about(introduction).filter(state=State.SENT))


def agreed() -> QuerySet[Introduction]:
    """Introductions still offered although both have said yes."""
    said = OptIn.objects.filter(introduction=OuterRef("pk"))
    return Introduction.objects.filter(
        Exists(said.filter(answer=OptIn.Answer.YES)),
        ~Exists(said.exclude(answer=OptIn.Answer.YES)),
        state=Introduction.State.OFFERED,
    )


def _about(introduction: str) -> QuerySet[OutboxEmail]:
    return _all().filter(about_id=OuterRef(introduction))


def _all() -> QuerySet[OutboxEmail]:
    return OutboxEmail.objects.filter(kind=KIND, about_type=Introduction._meta.label_lower).order_by()
