"""What does each guest read about the company at their table? The engine's reasons, worded as everywhere (wording.py).

Reasons that are somebody's own (a visit, a wish nobody released) are not among them: the engine tells those to nobody
here. Both languages at once, since the sentences are kept with the seat.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils import translation

from corridor.models import Member
from matchmaking.engine.results import OF_THEIR_OWN
from matchmaking.models import Introduction
from matchmaking.wording import Wording

FOR_TWO, FOR_MORE = 2, 1  # reasons a companion: two when there is one only
MOST_LINES = 4
# Said of rounds of introductions; at a table it says nothing.
NOT_HERE = OF_THEIR_OWN | {"first_introduction"}

Seat = tuple[int, int]  # turn, member


def because(turns: Iterable[dict[str, Any]], people: Mapping[int, Member]) -> dict[Seat, dict[str, str]]:
    """In: turns as the engine's schedule has them, and the members in them. Out: (turn, member) -> language -> lines.

    One query.
    """
    tables = [(turn["number"], table) for turn in turns for table in turn["tables"]]
    pairs = {id(one): _pair(one, people) for _, table in tables for one in table["encounters"]}
    words = Wording(pairs.values())
    found: dict[Seat, dict[str, str]] = defaultdict(dict)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for number, table in tables:
                for reader in table["members"]:
                    if lines := _lines(table, reader, people, pairs, words):
                        found[number, reader][language] = "\n".join(lines)
    return found


def _lines(
    table: dict[str, Any],
    reader: int,
    people: Mapping[int, Member],
    pairs: Mapping[int, Introduction],
    words: Wording,
) -> list[str]:
    """Of the best company first; who it is about is named before it when there are several."""
    met = [one for one in table["encounters"] if reader in (one["a"], one["b"])]
    met.sort(key=lambda one: (-one["value"], one["a"], one["b"]))
    lines = []
    for one in met:
        other = people[one["b"] if one["a"] == reader else one["a"]]
        told = words.for_side(pairs[id(one)], people[reader])[: FOR_TWO if len(met) == 1 else FOR_MORE]
        before = f"{other.first_name or other.label}: " if len(met) > 1 else ""
        lines += [before + reason.sentence for reason in told]
    return lines[:MOST_LINES]


def _pair(encounter: dict[str, Any], people: Mapping[int, Member]) -> Introduction:
    """The two and their reasons, as the wording wants them; never saved."""
    told = [one for one in encounter["reasons"] if one["code"] not in NOT_HERE and _is_whole(one["facts"])]
    return Introduction(member_a=people[encounter["a"]], member_b=people[encounter["b"]], reasons=told)


def _is_whole(facts: dict[str, Any]) -> bool:
    """A region that nobody knows makes no sentence."""
    return all(facts.get("regions", ()))
