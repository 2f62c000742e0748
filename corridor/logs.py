"""What does one log line look like? JSON on one line, control characters escaped, addresses and link tokens masked."""

import json
import logging
import re

_ADDRESS = re.compile(r"\b([A-Za-z0-9])[A-Za-z0-9._%+-]*@([A-Za-z0-9.-]+)")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{6,}:[A-Za-z0-9_-]{5,}:[A-Za-z0-9_-]{20,}|[A-Za-z0-9_-]{10,}:[A-Za-z0-9_-]{40,}")


def mask(text: str) -> str:
    """`text` with mail addresses and signed tokens made unreadable."""
    return _ADDRESS.sub(r"\1***@\2", _TOKEN.sub("[link]", text))


class LineFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": mask(record.getMessage()),
        }
        if record.exc_info:
            line["trace"] = mask(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=True)
