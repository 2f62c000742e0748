"""How are the small drawings made? Cores, arcs and the mark, as SVG without a single style attribute.

Colour comes from the style sheets: an element with `data-layer` takes that layer's fill, an arc its line from
`data-state` (proposed, sent, accepted, met, declined). `layers` may be numbers or StackLayer rows.
"""

from collections.abc import Iterable
from functools import cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corridor.templatetags import state_words

register = template.Library()

LEAST_BANDS = 7
OFF = SafeString('class="off"')
LEFT, RIGHT, TOP = 14, 50, 8  # of the glyph: where the arc leaves, where it lands, where the highest band begins


def short(number: float) -> str:
    """`number` with at most one decimal: what a drawing needs and no byte more."""
    return f"{number:.1f}".removesuffix(".0")


def numbers(layers: Iterable) -> set[int]:
    """The numbers of `layers`, which are numbers or rows."""
    return {getattr(layer, "number", layer) for layer in layers or ()}


def joined(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def arc_path(x1: float, y1: float, x2: float, y2: float, *, lift: float, flat: float = 0.3) -> str:
    """The curve of an arc: control points at `flat` of the span, `lift` above the higher end."""
    top, span = min(y1, y2) - lift, x2 - x1
    first, second = (top + 0.2 * max(0, y - top - lift) for y in (y1, y2))
    return (
        f"M{short(x1)} {short(y1)}C{short(x1 + span * flat)} {short(first)}"
        f" {short(x2 - span * flat)} {short(second)} {short(x2)} {short(y2)}"
    )


def arc_lines(path: str, ends: Iterable[tuple[float, float]], *, drawn: bool = False) -> SafeString:
    """Casing, core and end points of one arc; `drawn` lets it draw itself once."""
    length = SafeString(' pathLength="1"') if drawn else ""
    stops = format_html_join(
        "",
        '<path class="stop" d="M{0} {1}h0"/><path class="dot" d="M{0} {1}h0"/>',
        ((short(x), short(y)) for x, y in ends),
    )
    return format_html('<path class="case" d="{0}"{1}/><path class="core" d="{0}"{1}/>{2}', path, length, stops)


def core_bands(brings: Iterable, seeks: Iterable = ()) -> SafeString:
    """The seven-band edge of a core: filled brings, hollow seeks, grey neither."""
    has, wants = numbers(brings), numbers(seeks)
    count = max(LEAST_BANDS, *has, *wants, 0)
    pitch = 49 / count
    height = pitch - 1
    bands = []
    for number in range(count, 0, -1):
        y = (count - number) * pitch
        if number in has:
            bands.append(_band(0, y, 7, height, format_html('data-layer="{}"', number)))
        elif number in wants:
            look = format_html('class="hatched" data-layer="{}" stroke-width="1.5"', number)
            bands.append(_band(0.75, y + 0.75, 5.5, height - 1.5, look))
        else:
            bands.append(_band(0, y, 7, height, OFF))
    return format_html('<svg viewBox="0 0 7 48" preserveAspectRatio="none" aria-hidden="true">{}</svg>', joined(bands))


def initials(name: str) -> str:
    """The first letters of the first and the last word of `name`."""
    letters = [letter for word in name.split() if (letter := next(filter(str.isalnum, word), ""))]
    return "".join(letters[:1] + letters[1:][-1:]).upper()


@register.simple_tag
def core(name: str, brings: Iterable = (), seeks: Iterable = ()) -> SafeString:
    """Initials with a seven-band edge, instead of a photograph. Decorative: the name stands beside it."""
    return format_html(
        '<span class="core" aria-hidden="true">{}<span>{}</span></span>', core_bands(brings, seeks), initials(str(name))
    )


@register.simple_tag
@cache
def mark() -> SafeString:
    """The logo: two cores and an arc."""
    rows = joined(_band(x, TOP + row * 5.4, 16, 3, "") for x in (0, 48) for row in range(LEAST_BANDS))
    ends = ((LEFT, TOP + 2 * 5.4 + 1.5), (RIGHT, TOP + 5 * 5.4 + 1.5))
    path = arc_path(*ends[0], *ends[1], lift=10)
    return format_html(
        '<svg class="arc" data-state="accepted" viewBox="0 0 64 46" aria-hidden="true">{}<g>{}</g></svg>',
        rows,
        arc_lines(path, ends),
    )


@register.simple_tag
def arc(
    state: object,
    brings: Iterable = (),
    seeks: Iterable = (),
    other_brings: Iterable = (),
    other_seeks: Iterable = (),
    from_layer: object = None,
    to_layer: object = None,
    label: str = "",
    big: bool = False,
) -> SafeString:
    """Two cores and the arc between them. `state` is a line style, a thing with a state, or "model.state".

    Without `from_layer` and `to_layer` the arc runs between the first layers both bring. `label` is its text twin;
    without one the drawing is decorative and the words must stand beside it.
    """
    sides = ((0, numbers(brings), numbers(seeks)), (48, numbers(other_brings), numbers(other_seeks)))
    start, end = (_end(given, side[1] | side[2]) for given, side in zip((from_layer, to_layer), sides, strict=True))
    count = max(LEAST_BANDS, start, end, *(n for side in sides for n in side[1] | side[2]))
    pitch = 37.8 / count
    bands = [
        _glyph_band(x, TOP + (count - n) * pitch, pitch - 1, n, has, wants)
        for x, has, wants in sides
        for n in range(1, count + 1)
    ]
    ends = [(x, TOP + (count - n) * pitch + (pitch - 1) / 2) for x, n in ((LEFT, start), (RIGHT, end))]
    return format_html(
        '<svg class="glyph{} arc" data-state="{}" viewBox="0 0 64 46" {}>{}<g>{}</g></svg>',
        " big" if big else "",
        state_words.line(state),
        format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"'),
        joined(bands),
        arc_lines(arc_path(*ends[0], *ends[1], lift=10), ends),
    )


def _end(given: object, layers: set[int]) -> int:
    return getattr(given, "number", given) or min(layers, default=4)


def _band(x: float, y: float, width: float, height: float, look: str) -> SafeString:
    place = (short(x), short(y), short(width), short(height))
    return format_html('<rect x="{}" y="{}" width="{}" height="{}" {}/>', *place, look)


def _glyph_band(x: float, y: float, height: float, number: int, has: set[int], wants: set[int]) -> SafeString:
    if number in has:
        return _band(x, y, 16, height, format_html('data-layer="{}"', number))
    if number in wants:
        look = format_html('class="hatched" stroke-width="1.5" data-layer="{}"', number)
        return _band(x + 0.75, y + 0.75, 14.5, height - 1.5, look)
    return _band(x, y, 16, height, OFF)
