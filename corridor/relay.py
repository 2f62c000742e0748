"""What if the broker is away for long? The process of the schedule then looks after the outbox itself (R-03).

Tasks come through the broker, mails do not: they are rows. So one thread beside the schedule looks for them now and
then, without being knocked at; what a worker has already taken it does not find.
"""

import logging
import threading

from django.conf import settings
from django.db import connection

from corridor import clock, outbox

log = logging.getLogger(__name__)
EVERY = 20.0  # seconds


def start(**signal: object) -> None:
    """Begin to look, for as long as this process lives; not where worker and schedule share it and need no broker."""
    if settings.REDIS_URL:
        threading.Thread(target=_look_forever, name="relay", daemon=True).start()


def look() -> int:
    """Take back what dead senders held and send what is due; how many were sent."""
    now = clock.now()
    outbox.requeue_stuck(now=now)
    return outbox.deliver_due(now=now)


def _look_forever() -> None:
    pause = threading.Event()
    while not pause.wait(EVERY):
        try:
            look()
        except Exception:  # whatever it was, the next look may fare better
            log.exception("the relay could not look after the outbox")
        finally:
            connection.close()
