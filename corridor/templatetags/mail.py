"""What does a mail draw and quote? The pair of cores as table cells, and other people's words made harmless."""

import re
from collections.abc import Iterable

from django import template

register = template.Library()

MARKS = {"round": "●", "square": "■", "diamond": "◆"}
_JOINER = "\u2060"  # word joiner: invisible, and enough to keep a mail reader from making a link
_LINK_PARTS = re.compile(r"(?<=\w)[.@:](?=\w)|:(?=//)|(?<=www)\.", re.IGNORECASE)


@register.inclusion_tag("emails/_pair.html")
def mail_pair(left: dict, right: dict, made: bool = False) -> dict:
    """Two people with their cores and the arc. Each side: name, organisation, place, mark ("round", "square" or
    "diamond"), brings and seeks (layer numbers) and words, the line below the core.
    """
    return {"left": _side(left), "right": _side(right), "line": "road" if made else "dash"}


def _side(side: dict) -> dict:
    brings, seeks = list(side["brings"]), list(side["seeks"])
    end = min(max(brings[0] if brings else 4, 1), 7)
    return {
        **side,
        "mark": MARKS.get(side.get("mark", ""), MARKS["diamond"]),
        "rows": [_row(layer, brings, seeks) for layer in range(7, 0, -1)],
        "leg": 18 + 9 * (7 - end),  # down to the middle of the bar that is brought
    }


def _row(layer: int, brings: Iterable[int], seeks: Iterable[int]) -> dict:
    if layer in brings:
        return {"shape": f"bar l{layer}", "height": 7}
    if layer in seeks:
        return {"shape": f"hollow o{layer}", "height": 3}
    return {"shape": "bar off", "height": 7}


@register.filter
def quoted(text: str) -> str:
    """What a member wrote, on one line and without anything a mail reader would turn into a link (S-24)."""
    line = " ".join(str(text).split())
    line = "".join(c for c in line if c.isprintable())
    return _LINK_PARTS.sub(lambda match: f"{_JOINER}{match.group(0)}{_JOINER}", line)
