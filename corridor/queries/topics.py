"""Which theme does somebody mean? Topics by name, synonym and resemblance, in both languages at once."""

import difflib
from collections.abc import Iterable

from corridor.models import Topic
from corridor.text import fold

LEAST_LIKE = 0.72  # from here on two spellings are the same word with a slip of the finger
MOST = 8


def named(words: str) -> Topic | None:
    """The topic that is called `words` in either language, or by a synonym; None when no topic is. One query."""
    wanted = fold(words)
    return next((topic for topic in Topic.objects.all() if wanted and wanted in spellings(topic)), None)


def suggest(words: str, *, most: int = MOST) -> list[Topic]:
    """Topics that `words` may mean, best first; the first by name when nothing was typed. One query."""
    wanted = fold(words)
    topics = list(Topic.objects.all())
    if not wanted:
        return sorted(topics, key=lambda topic: fold(topic.name))[:most]
    liked = [(likeness(wanted, spellings(topic)), topic) for topic in topics]
    best = sorted((pair for pair in liked if pair[0]), key=lambda pair: (-pair[0], fold(pair[1].name)))
    return [topic for _likeness, topic in best[:most]]


def by_name() -> list[Topic]:
    """Every topic, by its name in the active language. One query."""
    return sorted(Topic.objects.all(), key=lambda topic: fold(topic.name))


def spellings(topic: Topic) -> list[str]:
    """Every name and synonym of `topic`, folded; its name in the active language first."""
    lists = [topic.name, topic.name_nl, topic.name_en, *topic.synonyms_nl.split(";"), *topic.synonyms_en.split(";")]
    return [folded for folded in map(fold, lists) if folded]


def likeness(wanted: str, names: Iterable[str]) -> float:
    """How near the nearest of `names` is to `wanted`, all folded: 5 equal down to less than 1 by spelling; 0 not near.

    The first of `names` is how it is called here; equally near synonyms come after it.
    """
    near = (_likeness(wanted, name) - (0.1 if place else 0.0) for place, name in enumerate(names))
    return max(0.0, *near, 0.0)


def _likeness(wanted: str, name: str) -> float:
    if wanted == name:
        return 5.0
    if name.startswith(f"{wanted} "):
        return 4.0
    # "AI for factories" holds "ai", and "design" is held in "chip design"; half a word is neither.
    if f" {wanted} " in f" {name} " or f" {name} " in f" {wanted} ":
        return 3.0
    if name.startswith(wanted):
        return 2.0
    if f" {wanted}" in name:
        return 1.0
    ratio = difflib.SequenceMatcher(None, wanted, name).ratio() if abs(len(wanted) - len(name)) < 4 else 0.0
    return ratio if ratio >= LEAST_LIKE else 0.0
