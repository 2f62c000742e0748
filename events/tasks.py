"""What runs by the clock? Every task finds its work in rows, does it through actions, and may run twice or late.

One row that goes wrong does not hold up the others; it is logged and tried again next time.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from celery import shared_task

from corridor import clock
from corridor.errors import Refused
from events.actions import events, registrations
from events.models import Event, Registration

BREATH = 0.005  # seconds
log = logging.getLogger(__name__)
Thing = TypeVar("Thing", Event, Registration)


@shared_task(name="events.hold_events")
def hold_events() -> None:
    """Put behind us what has ended."""
    over = Event.objects.filter(state__in=Event.COMING, ends_at__lte=clock.now())
    _each(over, lambda event, now: events.hold(event=event, by=None, now=now))


@shared_task(name="events.release_guests")
def release_guests() -> None:
    """Let go of the guests of cancelled events, and tell each of them."""
    stranded = Registration.objects.filter(event__state=Event.State.CANCELLED, state__in=Registration.STANDING)
    _each(stranded, lambda one, now: registrations.release(registration=one, now=now))


def _each(things: Iterable[Thing], act: Callable[[Thing, dt.datetime], object]) -> None:
    for thing in things:
        # On SQLite writers take turns by chance: without a breath the others would wait until the whole list is done.
        time.sleep(BREATH)
        try:
            act(thing, clock.now())
        except Refused as no:  # somebody else was faster, or it is not time
            log.info("%s %s: %s", thing._meta.label, thing.pk, no)
        except Exception:
            log.exception("%s %s could not be done", thing._meta.label, thing.pk)
