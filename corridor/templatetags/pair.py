"""How is the large pair drawn, on the page of one introduction? Two labelled cores and the arc that ties them."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corridor.templatetags import state_words
from corridor.templatetags.drawn import arc_lines, arc_path, joined, numbers, short

register = template.Library()

ROW, PITCH, TOP = 34, 38, 34
WIDE, NARROW = (1180, 230), (358, 122)  # the drawing's width, and that of a core with its words
LINE_OF_WORDS = 10  # characters that fit on one line of the narrow drawing


@register.simple_tag
def pair_figure(
    layers: Iterable,
    brings: Iterable,
    seeks: Iterable,
    other_brings: Iterable,
    other_seeks: Iterable,
    from_layer: object,
    to_layer: object,
    state: object,
    label: str,
) -> SafeString:
    """Both widths of the figure; `label` is its text twin. `from_layer` is mine, `to_layer` the other's."""
    stack = sorted(layers, key=lambda layer: layer.number)
    sides = [(numbers(brings), numbers(seeks)), (numbers(other_brings), numbers(other_seeks))]
    link = tuple(getattr(layer, "number", layer) for layer in (from_layer, to_layer))
    drawings = [
        (place, _figure(stack, sides, link, state_words.line(state), label, shape, prefix))
        for place, shape, prefix in (("wide-only lg", WIDE, "pair-w"), ("narrow-only lg", NARROW, "pair-n"))
    ]
    return format_html_join("", '<div class="{}">{}</div>', drawings)


def _figure(stack, sides, link, state, label, shape, prefix) -> SafeString:
    width, core = shape
    middles = {layer.number: TOP + (len(stack) - 1 - row) * PITCH + ROW / 2 for row, layer in enumerate(stack)}
    rows = [
        _row(layer, middles[layer.number], has, wants, x=x, core=core, right=bool(x), prefix=prefix)
        for x, (has, wants) in zip((0, width - core), sides, strict=True)
        for layer in stack
    ]
    ends = [(core, middles[link[0]]), (width - core, middles[link[1]])]
    lift = min(min(y for _x, y in ends) - 6, 150 if core == WIDE[1] else 110)
    path = arc_path(*ends[0], *ends[1], lift=lift, flat=0.28)
    patterns = format_html_join(
        "",
        '<pattern id="{0}{1}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="2.4" height="6" data-layer="{1}"/></pattern>',
        ((prefix, number) for number in sorted(sides[0][1] | sides[1][1])),
    )
    return format_html(
        '<svg class="pairfig draw" viewBox="0 0 {} {}" role="img" aria-label="{}"><defs>{}</defs>{}'
        '<g class="arc" data-state="{}">{}</g></svg>',
        width,
        TOP + len(stack) * PITCH,
        label,
        patterns,
        joined(rows),
        state,
        arc_lines(path, ends, drawn=state in ("accepted", "met")),
    )


def _row(layer, middle, has, wants, *, x, core, right, prefix) -> SafeString:
    number, y = layer.number, short(middle - ROW / 2)
    if number in has:
        ground = format_html('<rect x="{}" y="{}" width="{}" height="{}" data-layer="{}"/>', x, y, core, ROW, number)
        look = format_html('class="on" data-on="{}"', number)
    elif number in wants:
        ground = format_html(
            '<g data-layer="{0}"><rect x="{1}" y="{2}" width="{3}" height="{4}" class="hatched" stroke-width="2"/>'
            '<path d="M{5} {6}h16v{7}h-16z" fill="url(#{8}{0})"/></g>',
            number,
            x + 1,
            short(middle - ROW / 2 + 1),
            core - 2,
            ROW - 2,
            x if right else x + core - 16,
            y,
            ROW,
            prefix,
        )
        look = SafeString('class="ink"')
    else:
        ground = format_html('<path class="ln" d="M{} {}h{}"/>', x, short(middle + ROW / 2), core)
        look = SafeString('class="dim"')
    return ground + _words(layer, middle, look, x=x, core=core, right=right)


def _words(layer, middle, look, *, x, core, right) -> SafeString:
    """Numeral at the outer edge and the name beside it, on two lines where one is too narrow."""
    edge, step = (x + core - 10, -18) if right else (x + 10, 18)
    anchor = SafeString(' text-anchor="end"') if right else ""
    lines = _lines(layer.name) if core == NARROW[1] else [layer.name]
    first = middle + 5 - (len(lines) - 1) * 7
    spans = format_html_join(
        "",
        '<tspan x="{}" y="{}">{}</tspan>',
        ((edge + step, short(first + i * 14), text) for i, text in enumerate(lines)),
    )
    return format_html(
        '<text x="{0}" y="{1}"{2} {3}>{4}</text><text{2} {3}>{5}</text>',
        edge,
        short(middle + 5),
        anchor,
        look,
        layer.number,
        spans,
    )


def _lines(name: str) -> list[str]:
    """`name` on at most two lines, broken at the space nearest to the middle."""
    gaps = [i for i, letter in enumerate(name) if letter == " "]
    if len(name) <= LINE_OF_WORDS or not gaps:
        return [name]
    gap = min(gaps, key=lambda i: abs(i - len(name) / 2))
    return [name[:gap], name[gap + 1 :]]
