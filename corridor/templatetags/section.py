"""How is the corridor's cross-section drawn? Strata that swell where a region is strong, and arcs across the valley.

What it needs stands in shapes of its own, so that any app can fill them: see `Place`, `Arc` and `Section`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corridor.templatetags.drawn import arc_lines, arc_path, joined, short

register = template.Library()


@dataclass(frozen=True)
class Place:
    """One place on the section: its name, whether a corridor region holds it, and how thick each layer is there."""

    name: str
    in_corridor: bool
    thickness: dict[int, int]
    named_when_narrow: bool = False

    @property
    def total(self) -> int:
        return sum(self.thickness.values())


@dataclass(frozen=True)
class Arc:
    """From a layer of the place with index `start` to a layer of the one with index `end`, in a line style."""

    start: int
    from_layer: int
    end: int
    to_layer: int
    state: str


@dataclass(frozen=True)
class Section:
    """Places from left to right, the layers (number -> name, lowest first), and the arcs, most important first."""

    places: Sequence[Place]
    layers: dict[int, str]
    arcs: Sequence[Arc] = field(default_factory=tuple)


@dataclass(frozen=True)
class _Frame:
    """The measure of one drawing of a section."""

    width: int
    height: int
    base: int
    hill: int  # the height of the highest place
    arcs: int
    thick_for_number: int
    thick_for_name: int
    narrow: bool = False


WIDE = _Frame(width=1200, height=440, base=394, hill=262, arcs=5, thick_for_number=19, thick_for_name=24)
NARROW = _Frame(390, 330, base=296, hill=180, arcs=3, thick_for_number=17, thick_for_name=999, narrow=True)
QUIET = _Frame(width=1200, height=330, base=324, hill=190, arcs=1, thick_for_number=999, thick_for_name=999)
THINNEST = 2.2


@register.simple_tag
def section_figure(section: Section, label: str) -> SafeString:
    """Both widths of the section; `label` is its text twin in a sentence (give the figures in a table as well)."""
    drawings = (("wide-only lg", _drawing(section, WIDE, label)), ("narrow-only lg", _drawing(section, NARROW, label)))
    return format_html_join("", '<div class="{}">{}</div>', drawings)


@register.simple_tag
def lost_section() -> SafeString:
    """A corridor in which an arc lands nowhere: the picture of pages that do not exist. Needs no data."""
    hills = ((7, 3, 15, 20, 4, 6, 5), (3, 5, 13, 11, 33, 36, 8), (10, 11, 4, 4, 7, 5, 5), (1, 1, 4, 5, 13, 19, 5))
    hills += ((1,) * 7, (1,) * 7, (8, 37, 8, 4, 18, 12, 26), (3, 9, 3, 2, 4, 4, 21))
    places = [Place("", True, dict(enumerate(hill, 1))) for hill in hills]
    section = Section(places, dict.fromkeys(range(1, 8), ""))
    xs, tops = _grid(section, QUIET)
    start = (xs[1], (tops[1][5] + tops[1][6]) / 2)
    path = arc_path(*start, 690, start[1] - 90, lift=60, flat=0.3)
    return format_html(
        '<svg class="section" viewBox="0 0 {} {}" aria-hidden="true">{}{}<g class="arc" data-state="sent">{}</g></svg>',
        QUIET.width,
        QUIET.height,
        _strata(section, QUIET, xs, tops),
        _ground(section, QUIET, xs),
        arc_lines(path, [start]),
    )


def _drawing(section: Section, frame: _Frame, label: str) -> SafeString:
    if not section.places or not section.layers:
        return SafeString("")
    xs, tops = _grid(section, frame)
    return format_html(
        '<svg class="section{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}<g class="draw">{}</g></svg>',
        " small" if frame.narrow else "",
        frame.width,
        frame.height,
        label,
        _strata(section, frame, xs, tops),
        _ground(section, frame, xs),
        _labels(section, frame, xs, tops),
        _arcs(section, frame, xs, tops),
    )


def _grid(section: Section, frame: _Frame) -> tuple[list[float], list[list[float]]]:
    """Where each place stands, and the height at which each of its strata begins; the last is the surface."""
    highest = max((place.total for place in section.places), default=0) or 1
    widths = [0.75 + 0.75 * (place.total / highest) ** 0.5 for place in section.places]
    xs, edge, unit = [], 0.0, frame.width / sum(widths)
    for width in widths:
        xs.append(edge + width * unit / 2)
        edge += width * unit
    tops = []
    for place in section.places:
        height, levels = float(frame.base), [float(frame.base)]
        for number in section.layers:
            height -= max(place.thickness.get(number, 0) * frame.hill / highest, THINNEST)
            levels.append(height)
        tops.append(levels)
    return xs, tops


def _strata(section: Section, frame: _Frame, xs: list[float], tops: list[list[float]]) -> SafeString:
    """One closed path per layer; beyond the outermost places the strata thin out to half."""
    base = tops[0][0]
    edges = [[base - (base - level) / 2 for level in levels] for levels in (tops[0], tops[-1])]
    columns = [(0, edges[0]), *zip(map(round, xs), tops, strict=True), (frame.width, edges[1])]
    paths = []
    for row, number in enumerate(section.layers):
        under = [(x, levels[row]) for x, levels in columns]
        over = [(x, levels[row + 1]) for x, levels in reversed(columns)]
        start, turn = under[0], over[0]
        line = f"M{start[0]} {short(start[1])}{_curve(under)}L{turn[0]} {short(turn[1])}{_curve(over)}Z"
        paths.append(format_html('<path data-layer="{}" d="{}"/>', number, line))
    return joined(paths)


def _curve(points: list[tuple[float, float]]) -> str:
    """Smooth hills through `points`: level at every point."""
    pieces = []
    for (x1, y1), (x2, y2) in pairwise(points):
        middle = round((x1 + x2) / 2)
        pieces.append(f"C{middle} {short(y1)} {middle} {short(y2)} {x2} {short(y2)}")
    return "".join(pieces)


def _ground(section: Section, frame: _Frame, xs: list[float]) -> SafeString:
    pieces = [format_html('<path class="ground" d="M0 {}H{}"/>', frame.base + 1, frame.width)]
    for place, x in zip(section.places, xs, strict=True):
        pieces.append(format_html('<path class="tick" d="M{} {}v8"/>', round(x), frame.base + 1))
        if place.name and (place.named_when_narrow or not frame.narrow):
            look = "" if place.in_corridor else " later"
            words = '<text class="pl{}" x="{}" y="{}">{}</text>'
            pieces.append(format_html(words, look, round(x), frame.base + 28, place.name))
    return joined(pieces)


def _labels(section: Section, frame: _Frame, xs: list[float], tops: list[list[float]]) -> SafeString:
    """The numeral on every stratum thick enough, with the name where that layer is at its thickest."""
    pieces = []
    for row, (number, name) in enumerate(section.layers.items()):
        heights = [levels[row] - levels[row + 1] for levels in tops]
        for index, height in enumerate(heights):
            if height < frame.thick_for_number:
                continue
            thickest = height == max(heights) and height >= frame.thick_for_name
            middle = (tops[index][row] + tops[index][row + 1]) / 2 + 5
            text = f"{number} {name}" if thickest else number
            words = '<text x="{}" y="{}" class="on" data-on="{}">{}</text>'
            pieces.append(format_html(words, round(xs[index]), short(middle), number, text))
    return joined(pieces)


def _arcs(section: Section, frame: _Frame, xs: list[float], tops: list[list[float]]) -> SafeString:
    rows = {number: row for row, number in enumerate(section.layers)}
    aside = frame.width / 26
    pieces = []
    for step, arc in enumerate(section.arcs[: frame.arcs]):
        ends = [
            (xs[index] + shift, (tops[index][rows[number]] + tops[index][rows[number] + 1]) / 2)
            for index, number, shift in ((arc.start, arc.from_layer, aside), (arc.end, arc.to_layer, -aside))
        ]
        highest = min(y for _x, y in ends)
        lift = min(highest - 12, frame.height * (0.16 + 0.05 * step))
        path = arc_path(*ends[0], *ends[1], lift=lift, flat=0.22)
        drawn = arc.state in ("accepted", "met")
        lines = arc_lines(path, ends, drawn=drawn)
        pieces.append(format_html('<g class="arc" data-state="{}">{}</g>', arc.state, lines))
    return joined(pieces)
