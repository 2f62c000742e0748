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
LETTER = 8  # pixels a letter on a stratum takes


@dataclass(frozen=True)
class _Grid:
    """Where each place stands, and the height at which each of its strata begins; the last one is the surface."""

    xs: list[float]
    tops: list[list[float]]

    def middle(self, index: int, row: int) -> float:
        """The height of the middle of the stratum `row` at a place."""
        return (self.tops[index][row] + self.tops[index][row + 1]) / 2

    def room(self, index: int, row: int) -> float:
        """How far from the place, to either side, the middle of that stratum stays inside it."""
        middle, room = self.middle(index, row), 999.0
        for other in (index - 1, index + 1):
            if not 0 <= other < len(self.xs):
                continue
            for part in range(1, 20):
                along = part / 20
                height = 3 * along**2 - 2 * along**3
                under, over = (
                    level + (aside - level) * height
                    for level, aside in zip(
                        self.tops[index][row : row + 2], self.tops[other][row : row + 2], strict=True
                    )
                )
                if not over + 5 <= middle <= under - 5:
                    room = min(room, along * abs(self.xs[other] - self.xs[index]))
                    break
        return room


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
    grid = _grid(section, QUIET)
    start = (grid.xs[1], grid.middle(1, 5))
    path = arc_path(*start, 690, start[1] - 90, lift=60, flat=0.3)
    return format_html(
        '<svg class="section" viewBox="0 0 {} {}" aria-hidden="true">{}{}<g class="arc" data-state="sent">{}</g></svg>',
        QUIET.width,
        QUIET.height,
        _strata(section, QUIET, grid),
        _ground(section, QUIET, grid),
        arc_lines(path, [start]),
    )


def _drawing(section: Section, frame: _Frame, label: str) -> SafeString:
    if not section.places or not section.layers:
        return SafeString("")
    grid = _grid(section, frame)
    return format_html(
        '<svg class="section{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}<g class="draw">{}</g></svg>',
        " small" if frame.narrow else "",
        frame.width,
        frame.height,
        label,
        _strata(section, frame, grid),
        _ground(section, frame, grid),
        _labels(section, frame, grid),
        _arcs(section, frame, grid),
    )


def _grid(section: Section, frame: _Frame) -> _Grid:
    """Large places get more room, so that their hills are as broad as they are high."""
    highest = max((place.total for place in section.places), default=0) or 1
    widths = [0.6 + 1.3 * (place.total / highest) ** 0.5 for place in section.places]
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
    return _Grid(xs, tops)


def _strata(section: Section, frame: _Frame, grid: _Grid) -> SafeString:
    """One closed path per layer; beyond the outermost places the strata thin out to half."""
    base, inside = frame.base, zip(map(round, grid.xs), grid.tops, strict=True)
    edges = [[base - (base - level) / 2 for level in levels] for levels in (grid.tops[0], grid.tops[-1])]
    columns = [(0, edges[0]), *inside, (frame.width, edges[1])]
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


def _ground(section: Section, frame: _Frame, grid: _Grid) -> SafeString:
    pieces = [format_html('<path class="ground" d="M0 {}H{}"/>', frame.base + 1, frame.width)]
    for place, x in zip(section.places, grid.xs, strict=True):
        pieces.append(format_html('<path class="tick" d="M{} {}v8"/>', round(x), frame.base + 1))
        if place.name and (place.named_when_narrow or not frame.narrow):
            look = "" if place.in_corridor else " later"
            words = '<text class="pl{}" x="{}" y="{}">{}</text>'
            pieces.append(format_html(words, look, round(x), frame.base + 28, place.name))
    return joined(pieces)


def _labels(section: Section, frame: _Frame, grid: _Grid) -> SafeString:
    """The numeral on every stratum thick enough, with the name where the layer is thickest and the name fits."""
    words = '<text x="{}" y="{}" class="on" data-on="{}">{}</text>'
    return joined(
        format_html(words, round(grid.xs[index]), short(grid.middle(index, row) + 5), number, text)
        for row, number in enumerate(section.layers)
        for index in range(len(section.places))
        if (text := _label(section, frame, grid, index, row))
    )


def _label(section: Section, frame: _Frame, grid: _Grid, index: int, row: int) -> str:
    """What to write on the stratum `row` of a place: numeral and name, the numeral, or nothing."""
    number = list(section.layers)[row]
    heights = [levels[row] - levels[row + 1] for levels in grid.tops]
    if heights[index] < frame.thick_for_number:
        return ""
    name = f"{number} {section.layers[number]}"
    fits = grid.room(index, row) >= len(name) * LETTER / 2 + 6
    return name if fits and heights[index] == max(heights) and heights[index] >= frame.thick_for_name else str(number)


def _arcs(section: Section, frame: _Frame, grid: _Grid) -> SafeString:
    """The first arcs, each in a height of its own: the one with the highest end flies highest."""
    spans = [(arc, _ends(arc, section, frame, grid)) for arc in section.arcs[: frame.arcs]]
    spans.sort(key=lambda span: min(y for _x, y in span[1]))
    pieces = []
    for step, (arc, ends) in enumerate(spans):
        flight = frame.height * (0.03 + 0.08 * step)
        lift = min(max(min(y for _x, y in ends) - flight, frame.height * 0.1), frame.width * 0.24)
        path = arc_path(*ends[0], *ends[1], lift=lift, flat=0.22)
        lines = arc_lines(path, ends, drawn=arc.state in ("accepted", "met"))
        pieces.append(format_html('<g class="arc" data-state="{}">{}</g>', arc.state, lines))
    return joined(pieces)


def _ends(arc: Arc, section: Section, frame: _Frame, grid: _Grid) -> list[tuple[float, float]]:
    """Where `arc` leaves and lands: in the middle of its strata, beside what is written there."""
    rows = {number: row for row, number in enumerate(section.layers)}
    ends = []
    for index, number, way in ((arc.start, arc.from_layer, 1), (arc.end, arc.to_layer, -1)):
        row = rows[number]
        beside_words = len(_label(section, frame, grid, index, row)) * LETTER / 2 + 10
        aside = min(max(frame.width / 26, beside_words), grid.room(index, row))
        ends.append((grid.xs[index] + way * aside, grid.middle(index, row)))
    return ends
