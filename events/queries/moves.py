"""Who has not read yet that their event moved?"""

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from corridor.models import OutboxEmail
from events.models import Event, Move, Registration


def latest(event: Event) -> Move | None:
    """The move that brought `event` where it is now; None when it never moved."""
    return event.moves.filter(sequence=event.sequence).first()


def untold() -> QuerySet[Registration]:
    """Everybody who stood for an event when it last moved, stands for it now, and has no mail about that yet.

    Who registered afterwards knew. An earlier move that the next one overtook is told by nobody.
    """
    key = Concat(Value("event_moved:"), Cast("pk", CharField()), Value(":"), Cast("event__sequence", CharField()))
    rows = Registration.objects.filter(
        event__state__in=Event.COMING,
        event__sequence__gt=0,
        event__moves__sequence=F("event__sequence"),
        event__moves__at__gte=F("registered_at"),
        state__in=Registration.STANDING,
    ).annotate(key=key)
    return rows.exclude(Exists(OutboxEmail.objects.filter(key=OuterRef("key"))))
