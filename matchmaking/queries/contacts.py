"""Whom did a member meet through this, and how do they find one of them again? By words, in one of three orders."""

from collections.abc import Iterable

from corridor.text import fold
from matchmaking.queries.inbox import Seen

NEWEST, NAME, ORGANISATION = "newest", "name", "organisation"


def find(made: Iterable[Seen], *, words: str = "", order: str = NEWEST) -> list[Seen]:
    """In: introductions that were made, as their member sees them. Out: those that hold every one of `words`, in order.

    Looked for in name, position, organisation and place. An unknown order is the newest first.
    """
    wanted = fold(words).split()
    found = [one for one in made if all(word in _text(one) for word in wanted)]
    if order == NAME:
        return sorted(found, key=lambda one: fold(one.contact.name))
    if order == ORGANISATION:
        return sorted(found, key=lambda one: (fold(one.contact.organisation), fold(one.contact.name)))
    return sorted(found, key=lambda one: (one.introduction.made_at, one.introduction.pk), reverse=True)


def _text(one: Seen) -> str:
    card = one.contact
    return fold(f"{card.name} {card.title} {card.organisation} {card.place}")
