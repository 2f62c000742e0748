"""What time is it? The one door through which faces (views, tasks, admin, commands) ask.

Actions, rules and the engine never ask: they get `now` passed in, so that every decision can be replayed.
"""

import datetime as dt

from django.conf import settings
from django.utils import timezone

# Only the demo moves time: its invented past lies behind us, and a person lives through two rounds in an afternoon.
_FILE = "demo-clock"


def now() -> dt.datetime:
    """The present instant, aware, in UTC; in the demo as far ahead as it was moved."""
    return timezone.now() + demo_shift() if settings.DEMO else timezone.now()


def demo_shift() -> dt.timedelta:
    """How far the demo's clock runs ahead, or behind while its past is lived; nothing when it was never moved."""
    try:
        return dt.timedelta(seconds=int((settings.VAR_DIR / _FILE).read_text()))
    except FileNotFoundError:
        return dt.timedelta()


def move_demo(by: dt.timedelta) -> None:
    """Move the demo's clock `by` further ahead of the real one; it never runs back."""
    if not settings.DEMO:
        raise RuntimeError("Only the demo's clock can be moved.")
    if by < dt.timedelta():
        raise ValueError("The demo's clock only runs ahead.")
    ahead = round((demo_shift() + by).total_seconds())
    _write(ahead)


def set_demo(to: dt.datetime) -> None:
    """Set the demo's clock to `to`, before or after the present: for a past that one process alone lives through."""
    if not settings.DEMO:
        raise RuntimeError("Only the demo's clock can be moved.")
    _write(round((to - timezone.now()).total_seconds()))


def _write(ahead: int) -> None:
    # Written aside and put in place at once, so that nobody reads half a number.
    fresh = settings.VAR_DIR / f"{_FILE}.new"
    fresh.write_text(str(ahead))
    fresh.replace(settings.VAR_DIR / _FILE)
