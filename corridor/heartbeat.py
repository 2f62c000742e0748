"""Is the background work alive? A task that the schedule sends notes a heartbeat; threads of this process are watched.

A stopped worker is invisible from a web page, so readiness asks here (R-04).
"""

import datetime as dt
from threading import Thread

from django.db.models import DurationField, ExpressionWrapper, F
from django.db.models.functions import Now

from corridor.models import Heartbeat

PULSE = "schedule"
INVARIANTS = "invariants"  # whether anything is in the database that must never be
OLDEST = dt.timedelta(seconds=120)

_watched: dict[str, Thread] = {}


def beat() -> None:
    """Note that schedule, broker, worker and database work together at this moment."""
    if not Heartbeat.objects.filter(pulse=PULSE).update(at=Now()):
        Heartbeat.objects.update_or_create(pulse=PULSE, defaults={"at": Now()})


def note(pulse: str, found: str) -> None:
    """Keep what a check that runs by the clock found, and that it ran; nothing found is an empty text."""
    Heartbeat.objects.update_or_create(pulse=pulse, defaults={"at": Now(), "found": found})


def found(pulse: str) -> str:
    """What that check found the last time; empty when all was well, or when it has not run yet."""
    return Heartbeat.objects.filter(pulse=pulse).values_list("found", flat=True).first() or ""


def age() -> dt.timedelta | None:
    """How long ago the last heartbeat was, by the database's clock; None when there never was one."""
    since = ExpressionWrapper(Now() - F("at"), output_field=DurationField())
    return Heartbeat.objects.filter(pulse=PULSE).annotate(since=since).values_list("since", flat=True).first()


def watch(name: str, thread: Thread) -> None:
    """From now on `dead_threads` names `thread` when it has stopped."""
    _watched[name] = thread


def unwatch(name: str) -> None:
    """`thread` was stopped on purpose."""
    _watched.pop(name, None)


def dead_threads() -> list[str]:
    """The watched threads of this process that are no longer running."""
    return [name for name, thread in _watched.items() if not thread.is_alive()]
