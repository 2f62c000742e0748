"""How does a task do the same for many things? Each in its own transaction, so that one that fails stops no other."""

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from celery import current_task
from django.db.models import Model

from corridor import clock
from corridor.errors import Refused

BREATH = 0.005  # seconds

Thing = TypeVar("Thing", bound=Model)
log = logging.getLogger(__name__)


def each(things: Iterable[Thing], act: Callable[[Thing, dt.datetime], object]) -> None:
    """Call `act` with each of `things` and the moment; what it raises is logged, a refusal as no more than that."""
    for thing in things:
        _let_others_write()
        try:
            act(thing, clock.now())
        except Refused as no:  # somebody else was faster, or it is not time
            log.info("%s %s: %s", thing._meta.label, thing.pk, no)
        except Exception:
            log.exception("%s %s could not be done", thing._meta.label, thing.pk)


def _let_others_write() -> None:
    """On SQLite writers take turns by chance: without a breath the others would wait until the whole list is done.

    A task that is called as a plain function, as in the demo's past, has no others beside it.
    """
    if current_task and not current_task.request.called_directly:
        time.sleep(BREATH)
