"""Which topic does a phrase name, and which words does a compound hold? Read from the corridor's table of topics.

Every topic has a name and synonyms in two languages, so "zelfrijdende auto" and "autonomous vehicles" are one thing;
and the words of those names are the vocabulary in which a Dutch compound (batterijopslag) is looked for.
"""

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from matchmaking.keywords.filler import FILLER
from matchmaking.keywords.stems import stem

TOPICS = Path(__file__).resolve().parents[2] / "corridor/data/topics.csv"
COLUMNS = ("name_nl", "name_en", "synonyms_nl", "synonyms_en")
SHORTEST_PART = 4  # of a compound; shorter ones turn up by chance
_PIECE = re.compile(r"[^\W_]+")
_ASIDE = re.compile(r"\([^)]*\)")


def pieces(sentence: str) -> list[str]:
    """In: a sentence. Out: the stems of its words in order, hyphens being spaces; short words and numbers included."""
    return [stem(word) for word in _PIECE.findall(sentence.casefold())]


def topics_named(sentence: str) -> set[str]:
    """In: a sentence. Out: the slugs of the topics that are named in it, by name or synonym."""
    phrases, words = _phrases(), pieces(sentence)
    longest = max(map(len, phrases))
    found: set[str] = set()
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            found |= phrases.get(tuple(words[start:end]), set())
    return found


def parts(word: str) -> set[str]:
    """In: a stem. Out: the words of the vocabulary that it begins or ends with, as stems: batterijopslag, batterij."""
    vocabulary = _vocabulary()
    places = range(SHORTEST_PART, len(word) - SHORTEST_PART + 2)
    ends = [end for place in places for end in (word[:place], word[-place:])]
    return {end for end in ends if end in vocabulary}


@lru_cache(maxsize=1)
def _phrases() -> dict[tuple[str, ...], set[str]]:
    found: dict[tuple[str, ...], set[str]] = {}
    for slug, phrase in _names():
        if words := tuple(pieces(phrase)):
            found.setdefault(words, set()).add(slug)
    return found


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    words = {word for _, phrase in _names() for word in _PIECE.findall(phrase.casefold()) if word not in FILLER}
    return frozenset(root for root in map(stem, words) if len(root) >= SHORTEST_PART and not root.isdigit())


def _names() -> Iterable[tuple[str, str]]:
    with TOPICS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for column in COLUMNS:
                for phrase in row[column].split(";"):
                    yield row["slug"], _ASIDE.sub(" ", phrase)
