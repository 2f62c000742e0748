"""Which words of a free sentence say what it is about? In Dutch and in English alike, so that two people who say the
same in other words, or in another language, are heard to say the same.

No outside service and no model: small letters, no filler (filler.py), one form of every word (stems.py), the words
inside a Dutch compound, and for a name or synonym of a topic the slug of that topic (taxonomy.py).
"""

import re
from collections.abc import Iterable

from matchmaking.keywords.filler import FILLER
from matchmaking.keywords.stems import stem
from matchmaking.keywords.taxonomy import parts, topics_named

SHORTEST = 4
MOST = 60  # of one member: a profile is a few sentences, not a paper

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FILLER_STEMS = FILLER | {stem(word) for word in FILLER}


def keywords_of(sentences: Iterable[str]) -> tuple[str, ...]:
    """In: what a member wrote. Out: the distinct telling words, each as a form one recognises, and the slugs of the
    topics they name; sorted; the order of the sentences is nothing to it."""
    found: set[str] = set()
    for sentence in sentences:
        found |= topics_named(sentence)
        for word in _WORD.findall(sentence.casefold()):
            if len(word) >= SHORTEST and word not in FILLER and (root := stem(word)) not in _FILLER_STEMS:
                found |= {root, *parts(root)}
    return tuple(sorted(found))[:MOST]
