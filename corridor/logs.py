"""What does one log line look like? JSON on one line, without anybody's address, link, number or password (S-61)."""

import json
import logging
import re

# Order matters: a secret behind its name goes first, then long random runs (tokens of links, session keys), then what
# people write.
_MASKS = [
    (
        re.compile(
            r"(?i)\b((?:password|passwd|secret|token|csrf\w*|session\w*|cookie|authorization|x-csrftoken)['\"]?\s*[=:]\s*)"
            r"('[^']*'|\"[^\"]*\"|[^\s,;&]+)"
        ),
        r"\1[secret]",
    ),
    (re.compile(r"[A-Za-z0-9_-]{10,}(?::|%3A)[A-Za-z0-9_-]{20,}"), "[link]"),
    # ... but not the UUID by which a task is found again.
    (
        re.compile(
            r"(?<![A-Za-z0-9_-])(?=[A-Za-z_-]*[0-9])(?![0-9a-f]{8}-[0-9a-f-]{27}(?![0-9a-f-]))[A-Za-z0-9_-]{32,}"
        ),
        "[link]",
    ),
    (re.compile(r"(\w)[\w.!#$%&'*+/=?^`{|}~-]{0,63}?(?:@|%40)([A-Za-z0-9.-]*[A-Za-z0-9])"), r"\1***@\2"),
    (re.compile(r"(?<![\w.:+-])(?:\+|0)[0-9](?:[ -]?[0-9]){7,13}(?!\w)"), "[number]"),
]


def mask(text: str) -> str:
    """`text` with mail addresses, signed links, session keys, telephone numbers and passwords made unreadable."""
    for pattern, shown in _MASKS:
        text = pattern.sub(shown, text)
    return text


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
