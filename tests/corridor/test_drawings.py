"""Are the large drawings true to their numbers, and do they hold nothing that a strict policy would block?"""

import re

import pytest

from corridor.models import StackLayer
from corridor.templatetags import pair, section
from corridor.templatetags.section import Arc, Place, Section

LAYERS = [StackLayer(number=n, name_nl=f"Layer number {n}", name_en=f"Layer number {n}") for n in range(1, 8)]
NAMES = {layer.number: f"L{layer.number}" for layer in LAYERS}


def corridor(*arcs: Arc, high: int = 40) -> Section:
    west = Place("West", True, {5: high, 2: 4}, named_when_narrow=True)
    middle = Place("Middle", False, {})
    east = Place("East", True, {2: 20, 7: 10}, named_when_narrow=True)
    return Section([west, middle, east], NAMES, arcs)


def heights(svg: str, x: int) -> list[float]:
    """Where the strata begin and end above `x`, from bedrock up."""
    found = {float(y) for x_at, y in re.findall(r"(?<=[ M])(\d+) ([\d.]+)(?=[CLZ])", svg) if int(x_at) == x}
    return sorted(found, reverse=True)


def test_section_draws_each_layer_as_thick_as_its_number():
    wide = section.section_figure(corridor(), "twin").split("</svg>")[0]
    ground = re.search(r'class="ground" d="M0 (\d+)H1200"', wide)
    ticks = [int(x) for x in re.findall(r'class="tick" d="M(\d+) ', wide)]

    west = heights(wide, ticks[0])

    assert ground[1] == "395"
    assert len(ticks) == 3
    assert wide.count("<path data-layer=") == 7
    # 44 is the highest total: 262 px; layer 5 takes 40/44 of it, layers without anybody the thinnest line.
    steps = [round(low - up, 1) for low, up in zip(west, west[1:], strict=False)]
    assert steps == pytest.approx([2.2, 262 * 4 / 44, 2.2, 2.2, 262 * 40 / 44, 2.2, 2.2], abs=0.11)


def test_section_gives_both_widths_the_same_text_twin_and_names_the_valley_only_when_wide():
    html = section.section_figure(corridor(), 'A "twin"')

    assert html.count('role="img" aria-label="A &quot;twin&quot;"') == 2
    assert html.count(">West</text>") == 2
    assert html.count(">Middle</text>") == 1
    assert 'class="pl later"' in html


def test_section_arcs_wear_their_state_and_only_made_ones_draw_themselves():
    html = section.section_figure(corridor(Arc(0, 5, 2, 2, "accepted"), Arc(0, 2, 2, 7, "proposed")), "twin")

    assert re.findall(r'<g class="arc" data-state="(\w+)">', html) == ["proposed", "accepted"] * 2
    assert html.count("pathLength") == 4


def test_section_writes_no_name_where_it_does_not_fit():
    names = {**NAMES, 5: "A name that is longer than any hill of this corridor is broad, whatever its height"}
    section_ = corridor()

    html = section.section_figure(Section(section_.places, names), "twin")

    assert "A name that" not in html
    assert html.count('data-on="5">5</text>') == 2


def test_section_without_places_draws_nothing():
    html = section.section_figure(Section([], NAMES), "twin")

    assert "<svg" not in html


def test_section_where_nobody_is_yet_lies_flat():
    html = section.section_figure(Section([Place("West", True, {}), Place("East", True, {})], NAMES), "twin")

    assert "nan" not in html
    assert html.count("<path data-layer=") == 14


def test_lost_section_needs_no_data():
    html = section.lost_section()

    assert html.count("<path data-layer=") == 7
    assert 'data-state="sent"' in html


def test_pair_keeps_pattern_ids_apart_and_labels_both_sides():
    html = pair.pair_figure(LAYERS, [2], [5], [5], [2], LAYERS[1], 5, "sent", "You bring 2")

    ids = re.findall(r'pattern id="([\w-]+)"', html)
    assert ids == ["pair-w2", "pair-w5", "pair-n2", "pair-n5"]
    assert sorted(set(re.findall(r"url\(#([\w-]+)\)", html))) == sorted(ids)
    assert html.count('aria-label="You bring 2"') == 2
    assert html.count('class="on" data-on="2"') == html.count('class="on" data-on="5"') == 4


def test_pair_breaks_a_long_name_only_in_the_narrow_drawing():
    html = pair.pair_figure(LAYERS, [2], [5], [5], [2], 2, 5, "sent", "twin")

    wide, narrow = html.split("</svg>")[:2]
    assert wide.count("Layer number 5</tspan>") == 2
    assert narrow.count("Layer number</tspan>") + narrow.count(">Layer</tspan>") == 14


@pytest.mark.parametrize("state", ["proposed", "sent", "accepted", "met", "declined"])
def test_drawings_hold_no_style_attribute_and_no_script(state):
    html = section.section_figure(corridor(Arc(0, 5, 2, 2, state)), "t") + section.lost_section()
    html += pair.pair_figure(LAYERS, [2], [5], [5], [2], 2, 5, state, "t")

    assert not re.search(r"style=|<style|<script|\son\w+=", html)
