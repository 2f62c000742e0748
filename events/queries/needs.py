"""What do the guests of one event need? For its hosts, who pass the totals on to the venue (F039)."""

from collections import Counter
from collections.abc import Iterable

from events.models import Event, Needs, Registration


def event_at(slug: str) -> Event | None:
    """The event at that address, announced or not: its hosts look at it any time."""
    return Event.objects.select_related("venue", "region").filter(slug=slug).first()


def of_guests(event: Event) -> list[Needs]:
    """The needs of those with a place in `event`, by name. One query."""
    rows = Needs.objects.filter(registration__event=event, registration__state__in=Registration.HOLDING)
    return list(rows.select_related("registration__member").order_by("registration__member__name", "pk"))


def totals(rows: Iterable[Needs]) -> list[tuple[str, int]]:
    """What is needed how often, the most frequent first; nobody's name. Spelling in capitals makes no difference."""
    said = [words.strip() for row in rows for words in (row.diet, row.access) if words.strip()]
    shown = {words.casefold(): words for words in reversed(said)}
    counted = Counter(words.casefold() for words in said)
    return sorted(((shown[key], count) for key, count in counted.items()), key=lambda pair: (-pair[1], pair[0]))
