"""How does the worker learn at once that there is something to do? By a knock after the commit, by task name.

A knock that is lost costs nothing but time: the schedule looks by itself every few seconds.
"""

import functools
import logging
import time
from collections.abc import Callable

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)

_REST = 5.0  # seconds during which a broker that did not answer is left alone, so that requests do not wait for it
_quiet_until = 0.0


def after_commit(task: str, *numbers: int) -> None:
    """Knock once after this transaction, however often this is called in it; never raises. `numbers`: of which rows."""
    knock = _knock(task, *numbers)
    waiting = (function for _sids, function, _robust in transaction.get_connection().run_on_commit)
    if not any(function is knock for function in waiting):
        transaction.on_commit(knock, robust=True)


@functools.lru_cache(maxsize=256)
def _knock(task: str, *numbers: int) -> Callable[[], None]:
    def knock() -> None:
        global _quiet_until
        # An eager app has no worker to wake: whoever runs eagerly delivers when it wants to.
        if current_app.conf.task_always_eager or time.monotonic() < _quiet_until:
            return
        try:
            current_app.send_task(task, *([numbers] if numbers else []), retry=False)
        except (OSError, OperationalError) as error:
            _quiet_until = time.monotonic() + _REST
            log.warning("the broker does not answer, the schedule will find the work: %s", type(error).__name__)

    return knock
