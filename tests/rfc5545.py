"""Is a calendar file right by RFC 5545, 5546 and 7986? Read by rules of our own, not by the library that wrote it."""

import re

_LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"\x00-\x1f\x7f]*"|[^";:,\x00-\x1f\x7f]*))*):(.*)')
_PARAMETER = re.compile(r';([A-Z0-9-]+)=("[^"]*"|[^";:,]*)')
_UTC = re.compile(r"\d{8}T\d{6}Z")
TEXTS = {"SUMMARY", "LOCATION", "DESCRIPTION", "NAME", "X-WR-CALNAME"}
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "SEQUENCE", "URL"}


class Wrong(AssertionError):
    """The file breaks a rule."""


def read(text: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The properties of the calendar and of each of its events, unescaped. Raises Wrong with the broken rule."""
    if not text.endswith("\r\n") or re.search(r"(?<!\r)\n|\r(?!\n)", text):
        raise Wrong("lines end in CRLF, all of them")
    raw = text[:-2].split("\r\n")
    if long := [line for line in raw if len(line.encode()) > 75]:
        raise Wrong(f"no line is longer than 75 octets: {long[0]}")
    calendar: dict[str, str] = {}
    events: list[dict[str, str]] = []
    open_parts: list[str] = []
    for line in _unfolded(raw):
        name, value, parameters = _split(line)
        if name == "BEGIN":
            open_parts.append(value)
            if open_parts not in (["VCALENDAR"], ["VCALENDAR", "VEVENT"]):
                raise Wrong(f"{value} inside {open_parts}")
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            if open_parts.pop() != value:
                raise Wrong(f"{value} ends what did not begin")
        else:
            part = events[-1] if open_parts == ["VCALENDAR", "VEVENT"] else calendar
            if not open_parts or (name in part and name in ONCE):
                raise Wrong(f"{name} stands where it may not")
            part[name] = value
            part.update({f"{name};{key}": worth for key, worth in parameters})
    if open_parts:
        raise Wrong("something does not end")
    _look_at(calendar, events)
    return calendar, events


def _unfolded(raw: list[str]) -> list[str]:
    lines: list[str] = []
    for line in raw:
        if line.startswith((" ", "\t")):
            if not lines:
                raise Wrong("nothing to continue")
            lines[-1] += line[1:]
        else:
            lines.append(line)
    if any(re.search("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]", line) for line in lines):
        raise Wrong("no control characters")
    return lines


def _split(line: str) -> tuple[str, str, list[tuple[str, str]]]:
    match = _LINE.fullmatch(line)
    if not match:
        raise Wrong(f"no content line: {line}")
    name, parameters, value = match.groups()
    if name in TEXTS:
        if re.search(r"(?<!\\)(?:\\\\)*[,;]", value):
            raise Wrong(f"a comma or semicolon that is not escaped: {line}")
        if re.search(r"(?<!\\)(?:\\\\)*\\(?![\\;,nN])", value):
            raise Wrong(f"an escape that is none: {line}")
        value = re.sub(r"\\([\\;,nN])", lambda one: "\n" if one[1] in "nN" else one[1], value)
    return name, value, [(key, worth.strip('"')) for key, worth in _PARAMETER.findall(parameters)]


def _look_at(calendar: dict[str, str], events: list[dict[str, str]]) -> None:
    if calendar.get("VERSION") != "2.0" or not calendar.get("PRODID"):
        raise Wrong("a calendar has a version and a maker")
    for event in events:
        if missing := {"UID", "DTSTAMP", "DTSTART", "DTEND"} - set(event):
            raise Wrong(f"an event has {missing}")
        if odd := [name for name in ("DTSTAMP", "DTSTART", "DTEND") if not _UTC.fullmatch(event[name])]:
            raise Wrong(f"times are in UTC: {odd}")
        if event["DTEND"] <= event["DTSTART"]:
            raise Wrong("it ends before it begins")
        method = calendar.get("METHOD")
        if method and not {"ORGANIZER", "ATTENDEE", "SEQUENCE"} <= set(event):
            raise Wrong(f"{method} says from whom, to whom and which version")
        if (method == "CANCEL") and event.get("STATUS") != "CANCELLED":
            raise Wrong("what is cancelled says so")
        if event.get("STATUS") == "CANCELLED" and method == "REQUEST":
            raise Wrong("nobody is invited to what is cancelled")
    if len({event["UID"] for event in events}) != len(events):
        raise Wrong("one UID, one event")
