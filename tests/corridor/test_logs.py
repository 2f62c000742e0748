"""Does a log line hold one event, on one line, without anybody's address, link or number?"""

import json
import logging
import sys
from urllib.parse import quote

import pytest

from corridor import links
from corridor.logs import LineFormatter, mask

pytestmark = pytest.mark.nodb


def written(message: str, *args: object, **extra: object) -> dict:
    """What LineFormatter makes of one record, read back."""
    record = logging.LogRecord("corridor.test", logging.WARNING, "file.py", 1, message, args, extra.get("exc_info"))
    line = LineFormatter().format(record)
    assert "\n" not in line
    assert line.isascii()
    return json.loads(line)


def test_a_line_says_when_how_bad_who_and_what():
    line = written("round %s proposed", 7)

    assert set(line) == {"at", "level", "logger", "message"}
    assert (line["level"], line["logger"], line["message"]) == ("WARNING", "corridor.test", "round 7 proposed")


def test_control_characters_cannot_forge_a_second_line():
    assert written("name %s", 'a\r\n{"level": "INFO"}\x1b[31m')["message"] == 'name a\r\n{"level": "INFO"}\x1b[31m'


def test_a_trace_is_there_and_masked():
    try:
        raise ValueError("no place for ada.amstel@example.nl")
    except ValueError:
        line = written("failed", exc_info=sys.exc_info())

    assert "ValueError: no place for a***@example.nl" in line["trace"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("to ada.amstel@example.nl now", "to a***@example.nl now"),
        ("<j@example.nl>", "<j***@example.nl>"),
        ("x+tag_1@mail.example.co.uk,", "x***@mail.example.co.uk,"),
        ("ada%40example.nl", "a***@example.nl"),
        ("call +31 6 12345678 please", "call [number] please"),
        ("call 0031612345678", "call [number]"),
        ("call 06-1234 5678", "call [number]"),
        ("password=hunter2 rest", "password=[secret] rest"),
        ("{'csrfmiddlewaretoken': 'abc def', 'a': 1}", "{'csrfmiddlewaretoken': [secret], 'a': 1}"),
        ("session abcdefghij0123456789abcdefghij01", "session [link]"),
        ("task 0f8fad5b-d9cb-469f-a165-70867728950e done", "task 0f8fad5b-d9cb-469f-a165-70867728950e done"),
        ("550 no such user", "550 no such user"),
        ("round 2026-12 proposed 60 pairs in 1.25 s", "round 2026-12 proposed 60 pairs in 1.25 s"),
        ("at 2026-11-24T09:00:00+00:00 introduction 123456", "at 2026-11-24T09:00:00+00:00 introduction 123456"),
    ],
)
def test_mask_hides_what_is_somebodys_and_nothing_else(text, shown):
    assert mask(text) == shown


def test_mask_hides_every_link_we_make(now):
    token = links.make("opt_in", object_id=7, member_id=8, version=1, now=now)
    stop = links.make_unsubscribe(address="ada@example.nl", kind="matchmaking.did_not_come_about", now=now)

    for secret in (token, stop, links.page_value(token, now=now)):
        for spelled in (secret, quote(secret, safe="")):
            assert mask(f"Not Found: /nl/i/{spelled}/") == "Not Found: /nl/i/[link]/"
