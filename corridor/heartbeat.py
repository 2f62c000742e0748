"""Is the background work alive? A task that the schedule sends notes a heartbeat; threads of this process are watched.

A stopped worker is invisible from a web page, so readiness asks here (R-04).
"""

import datetime as dt
from threading import Thread

from django.db.models import DurationField, ExpressionWrapper, F
from django.db.models.functions import Now

from corridor.models import Heartbeat

PULSE = "schedule"
OLDEST = dt.timedelta(seconds=120)

_watched: dict[str, Thread] = {}


def beat() -> None:
    """Note that schedule, broker, worker and database work together at this moment."""
    if not Heartbeat.objects.filter(pulse=PULSE).update(at=Now()):
        Heartbeat.objects.update_or_create(pulse=PULSE, defaults={"at": Now()})


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
