"""How does the background work run without a broker? One worker and one schedule, as threads of the serving process.

Nothing is lost with the process: tasks are knocks on the door, the work is rows, and a start knocks at every door once.
Never inside a server with several worker processes: each would run its own schedule.
"""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from celery.beat import EmbeddedService, Scheduler
from celery.worker import WorkController
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from corridor import heartbeat
from corridor.celery import app

log = logging.getLogger(__name__)
HOST = "127.0.0.1"
PATIENCE = 20  # seconds a thread gets to finish what it does


@contextmanager
def background() -> Iterator[None]:
    """A worker and a schedule for as long as the `with` block runs; both are watched (corridor/heartbeat.py)."""
    app.loader.import_default_modules()
    # Whoever knocked before there was a worker, as the demo's invented year does hundreds of times: one knock does.
    app.control.purge()
    worker = WorkController(
        app=app,
        hostname="embedded@local",
        pool="threads",
        concurrency=2,
        without_heartbeat=True,
        without_mingle=True,
        without_gossip=True,
    )
    schedule = EmbeddedService(app, thread=True, scheduler_cls=Scheduler)
    working = threading.Thread(target=worker.start, name="worker", daemon=True)
    working.start()
    schedule.start()
    heartbeat.watch("worker", working)
    heartbeat.watch("schedule", schedule)
    knock_everywhere()
    try:
        yield
    finally:
        for name in ("worker", "schedule"):
            heartbeat.unwatch(name)
        schedule.stop()
        worker.stop()
        working.join(PATIENCE)
        if working.is_alive():
            log.warning("the worker did not stop within %s s; what it did will be taken up at the next start", PATIENCE)


def knock_everywhere() -> None:
    """Start every task of the beat table now, as after a crash: whatever waits in rows is found at once."""
    for entry in app.conf.beat_schedule.values():
        app.send_task(entry["task"])


class _Quiet(WSGIRequestHandler):
    """Does not write a line for every request."""

    def log_message(self, format: str, *args: object) -> None:
        log.debug(format, *args)


def serve(port: int) -> None:
    """Serve the site on loopback until SIGINT or SIGTERM. OSError when the port is taken."""
    server = ThreadedWSGIServer((HOST, port), _Quiet)
    server.daemon_threads = True
    server.set_app(get_wsgi_application())

    def stop(number: int, frame: FrameType | None) -> None:
        # shutdown() waits for serve_forever(), which runs in this very thread: ask from another one.
        threading.Thread(target=server.shutdown, daemon=True).start()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        server.serve_forever(poll_interval=0.2)
    finally:
        server.server_close()
        for number, handler in before.items():
            signal.signal(number, handler)
