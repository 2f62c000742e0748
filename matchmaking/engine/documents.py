"""Is this file what it should be, and if not, what is wrong with it, in one sentence?

For the doors of the command line, where files come from anybody. A JSON document is held against the types of the shape
it will become, before anything is computed: no number that is none, no text where a list belongs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from matchmaking.engine.shapes import Candidate, History, Pool

FURTHEST = 2**63  # of an integer, in either direction
NEEDED: dict[type, tuple[str, ...]] = {Pool: ("candidates", "affinity")}  # beside the fields that have no default
OPEN = (Pool, Candidate, History)  # may hold keys that nobody reads; elsewhere such a key is a slip of the pen
NAMES = {dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "an integer"}
LONGEST = 40  # letters of a value that are shown

Check = Callable[[Any], None]


class Misfit(ValueError):
    """What is wrong, and where in the document."""

    def __init__(self, says: str, where: str = ""):
        super().__init__(says)
        self.says, self.where = says, where

    def __str__(self) -> str:
        return f"{self.where.removeprefix('.') or 'the document'}: {self.says}"


def document_of(path: str) -> dict[str, Any]:
    """In: the path of a file, "-" for standard input. Out: the JSON object in it. Raises ValueError or OSError."""
    data = sys.stdin.read() if path == "-" else Path(path).read_bytes()
    try:
        document = json.loads(data)
    except UnicodeDecodeError:
        raise ValueError("this is not text in UTF-8") from None
    except json.JSONDecodeError as problem:
        raise ValueError(f"this is not JSON: {problem}") from None
    except RecursionError:
        raise ValueError("this is not a document of ours: lists within lists without end") from None
    _kind(dict, document)
    return dict(document)


def check(shape: Any, document: object, where: str = "") -> None:
    """In: a shape of the engine, or a type made of the same things; what should become one, as JSON has it; its place
    in the whole document. Raises ValueError with the first thing that is wrong, and where."""
    with _within(f".{where}" if where else ""):
        _check_of(shape)(document)


@cache
def _check_of(expected: Any) -> Check:
    """What to ask of a value that should become this."""
    if isinstance(expected, type) and is_dataclass(expected):
        return _object(expected)
    inner = get_args(expected)
    if get_origin(expected) is dict:
        return _table(_check_of(inner[1]))
    if get_origin(expected) is not tuple:
        return _integer if expected is int else lambda value: _kind(expected, value)
    return _list(_check_of(inner[0])) if inner[-1] is ... else _row(tuple(map(_check_of, inner)))


def _kind(expected: type, value: object) -> None:
    if type(value) is not expected:
        shown = json.dumps(value, ensure_ascii=False)
        shown = shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}..."
        raise Misfit(f"{NAMES[expected]} is expected, not {shown}")


def _integer(value: object) -> None:
    if type(value) is not int or not -FURTHEST <= value < FURTHEST:
        _kind(int, value)
        raise Misfit("this integer has more than 64 bits")


def _list(item: Check) -> Check:
    def asked(value: Any) -> None:
        _kind(list, value)
        for place, one in enumerate(value):
            try:
                item(one)
            except Misfit as misfit:
                raise Misfit(misfit.says, f"[{place}]{misfit.where}") from None

    return asked


def _row(items: tuple[Check, ...]) -> Check:
    def asked(value: Any) -> None:
        _kind(list, value)
        if len(value) != len(items):
            raise Misfit(f"{len(items)} values are expected, not {len(value)}")
        for place, (item, one) in enumerate(zip(items, value, strict=True)):
            with _within(f"[{place}]"):
                item(one)

    return asked


def _table(item: Check) -> Check:
    def asked(value: Any) -> None:
        _kind(dict, value)
        for name, one in value.items():
            with _within(f".{name}"):
                item(one)

    return asked


def _object(shape: type) -> Check:
    hints = get_type_hints(shape)
    # The pool of a dinner or a meeting is the document that they are a part of.
    own = [field for field in fields(shape) if hints[field.name] is not Pool]
    known = {field.name: _check_of(hints[field.name]) for field in own}
    without = [one.name for one in own if one.default is MISSING and one.default_factory is MISSING]
    needed = tuple(dict.fromkeys((*without, *NEEDED.get(shape, ()))))

    def asked(value: Any) -> None:
        _kind(dict, value)
        for name in needed:
            if name not in value:
                raise Misfit(f"{name} is missing")
        for name, one in value.items():
            if name in known:
                try:
                    known[name](one)
                except Misfit as misfit:
                    raise Misfit(misfit.says, f".{name}{misfit.where}") from None
            elif shape not in OPEN:
                raise Misfit(f"nothing is called {name} here; what there is: {', '.join(known)}")

    return asked


@contextmanager
def _within(where: str) -> Iterator[None]:
    """What does not fit lies in here."""
    try:
        yield
    except Misfit as misfit:
        raise Misfit(misfit.says, where + misfit.where) from None
