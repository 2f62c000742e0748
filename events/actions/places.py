"""Which rows are held while places change hands? The Event first, always; then whatever belongs to it."""

from events.models import Event, Registration


def lock(event: Event) -> Event:
    """The event's row, locked until the transaction ends, read anew: places change one after another (F029)."""
    return Event.objects.select_for_update(of=("self",)).select_related("region", "venue").get(pk=event.pk)


def lock_of(registration: Registration) -> Registration:
    """`registration` read anew, with its event locked and attached."""
    event = lock(registration.event)
    found = Registration.objects.select_related("member").get(pk=registration.pk)
    found.event = event
    return found
