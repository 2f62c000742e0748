"""What time is it? The one door through which faces (views, tasks, admin, commands) ask.

Actions, rules and the engine never ask: they get `now` passed in, so that every decision can be replayed.
"""

import datetime as dt

from django.conf import settings
from django.utils import timezone

# Only the demo moves time, to let a person live through two rounds in an afternoon.
_FILE = "demo-clock"


def now() -> dt.datetime:
    """The present instant, aware, in UTC; in the demo moved ahead by whole days."""
    return timezone.now() + demo_shift() if settings.DEMO else timezone.now()


def demo_shift() -> dt.timedelta:
    """How far the demo's clock runs ahead; nothing when it was never moved."""
    try:
        return dt.timedelta(days=int((settings.VAR_DIR / _FILE).read_text()))
    except FileNotFoundError:
        return dt.timedelta()


def move_demo(days: int) -> None:
    """Set the demo's clock `days` days ahead of the real one."""
    if not settings.DEMO:
        raise RuntimeError("Only the demo's clock can be moved.")
    (settings.VAR_DIR / _FILE).write_text(str(days))
