"""Which mails has the mail server taken? One line each, on disk before the database hears of it, and never changed.

The journal lives outside the database: a process that dies between the server's 250 and our commit, or a database
restored from yesterday's backup, can still learn what has left. It holds keys and Message-IDs, no addresses.
"""

import datetime as dt
import json
import os
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

# A row's clock and the sender's clock may differ by this much; an entry older than its row is another row's.
_SKEW = dt.timedelta(minutes=10)


def append(*, message_id: str, key: str, at: dt.datetime) -> None:
    """Write one line and return only when the disk has it. Raises OSError when that fails."""
    path = Path(settings.SENT_JOURNAL)
    line = json.dumps({"message_id": message_id, "key": key, "at": at.isoformat()}) + "\n"
    new = not path.exists()
    if new:
        path.parent.mkdir(parents=True, exist_ok=True)
    # Read access too: the last byte tells whether a crash left half a line.
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(file).st_size
        torn = size > 0 and os.pread(file, 1, size - 1) != b"\n"
        os.write(file, (b"\n" if torn else b"") + line.encode())
        os.fsync(file)
    finally:
        os.close(file)
    if new:
        _sync_folder(path.parent)


def taken(since: Mapping[str, dt.datetime]) -> set[str]:
    """Which of these Message-IDs the server has taken, each since the instant given for it (its row's creation)."""
    found: set[str] = set()
    path = Path(settings.SENT_JOURNAL)
    if not since or not path.exists():
        return found
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            entry = _entry(line)
            written = since.get(entry.get("message_id", ""))
            if written and dt.datetime.fromisoformat(entry["at"]) >= written - _SKEW:
                found.add(entry["message_id"])
    return found


def _entry(line: str) -> dict[str, str]:
    """The line as written, or nothing when a crash tore it."""
    try:
        entry = json.loads(line)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) and {"message_id", "at"} <= entry.keys() else {}


def _sync_folder(folder: Path) -> None:
    """Make a new file's name survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
