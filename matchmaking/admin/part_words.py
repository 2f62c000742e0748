"""What is each part of a score called, on the organisers' pages?"""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matchmaking.queries.round_desk import Part, Reading

WORDS: dict[str, Promise] = {
    "relevance": _("what they bring and seek"),
    "layer": _("layers that need each other"),
    "region": _("distance"),
    "novelty": _("new to each other"),
    "fairness": _("waited for their turn"),
    "wish": _("a released wish"),
    "visit": _("seen at one event"),
    "explore": _("chance"),
}
# The legend under the bars: a shade and the parts it stands for.
LEGEND = ((0, WORDS["relevance"]), (1, WORDS["layer"]), (2, WORDS["region"]), (3, _("everything else")))


def named_parts(reading: Reading) -> list[tuple[str, Part]]:
    """The parts of one score with their names."""
    return [(str(WORDS.get(part.name, part.name)), part) for part in reading.parts]


def readings_with_parts(readings: Iterable[Reading]) -> list[tuple[Reading, list[tuple[str, Part]]]]:
    return [(reading, named_parts(reading)) for reading in readings]
