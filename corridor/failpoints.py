"""Where can a kill test stop us? At named instants (K1 ... K16, PROMISES.md); off unless FAILPOINTS=1.

The environment says what happens where: FAILPOINT="K7:kill" or "K9:sleep:4,K11:raise@3" (the third time it is reached).
FAILPOINT_ONCE names a file: an instant written there has struck and is passed by, so a restarted process goes on.
"""

import os
import signal
import time
from collections import Counter
from pathlib import Path

from django.conf import settings

_reached: Counter[str] = Counter()


class Struck(RuntimeError):
    """The failpoint's action was `raise`."""


def reach(name: str) -> None:
    """Do what the environment asks for at this instant; nothing in production, where checks.py refuses FAILPOINTS."""
    if not settings.FAILPOINTS:
        return
    for plan in os.environ.get("FAILPOINT", "").split(","):
        what, _, count = plan.strip().partition("@")
        planned, _, action = what.partition(":")
        if planned != name:
            continue
        _reached[name] += 1
        if _reached[name] == int(count or 1) and _first_time(name):
            _act(name, action)


def _first_time(name: str) -> bool:
    """Whether this instant has not struck before, in any process that shares the FAILPOINT_ONCE file."""
    once = os.environ.get("FAILPOINT_ONCE")
    if not once:
        return True
    path = Path(once)
    if path.exists() and name in path.read_text().split():
        return False
    with path.open("a") as struck:
        struck.write(f"{name}\n")
        struck.flush()
        os.fsync(struck.fileno())
    return True


def _act(name: str, action: str) -> None:
    verb, _, seconds = action.partition(":")
    if verb == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif verb == "sleep":
        time.sleep(float(seconds))
    elif verb == "raise":
        raise Struck(name)
    else:
        raise ValueError(f"FAILPOINT: {action!r} is neither kill, raise nor sleep:SECONDS.")
