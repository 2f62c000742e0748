"""Does the picture show the round that was run: everybody once, every proposal, the left out hollow, nobody named?"""

import re
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree as Xml

import pytest
from django.core.management import CommandError, call_command

from matchmaking.engine.results import Unmatched
from matchmaking.engine.shapes import PARTS
from matchmaking.management.commands import draw_round
from matchmaking.picture.bars import PART_WORDS
from matchmaking.picture.drawing import WITHOUT, about, drawing_of
from matchmaking.picture.pen import units
from matchmaking.picture.places import COLUMN, places_of
from matchmaking.picture.scene import LEFT, MEMBERS, RIGHT, Scene, third_round
from matchmaking.queries.partnerships import FOLDER

pytestmark = pytest.mark.nodb

SVG = "{http://www.w3.org/2000/svg}"


@cache
def scene() -> Scene:
    return third_round()


@cache
def drawing() -> Xml.Element:
    return Xml.fromstring(drawing_of(scene()))


def looks(look: str) -> list[Xml.Element]:
    """The elements with that class."""
    return [one for one in drawing().iter() if look in one.get("class", "").split()]


def words() -> list[str]:
    return [one.text or "" for one in drawing().iter(f"{SVG}text")]


def test_the_round_is_a_third_one_in_which_some_have_met_and_some_are_left_out():
    found = scene()

    assert len(found.pool.candidates) == sum(MEMBERS.values())
    assert len(found.pool.history.met) > len(found.links)
    assert not set(found.pool.history.met) & set(found.links)
    assert set(found.rule_of.values()) <= set(WITHOUT)
    assert any(one.long_shot for one in found.result.proposals)


def test_everybody_has_a_mark_and_who_is_left_out_a_hollow_one():
    in_the_legend = 3
    barred = sum(bool(one.unavailable) for one in scene().pool.candidates)

    assert len(looks("mark")) - 3 * in_the_legend == len(scene().pool.candidates) == len(places_of(scene()))
    assert len(looks("off")) - in_the_legend == barred > 0
    assert len(looks("out")) - in_the_legend == len(scene().result.unmatched) - barred > 0


def test_every_proposal_has_a_line_and_the_least_obvious_are_dashed():
    proposals = scene().result.proposals

    assert len(looks("core")) == len(proposals) + 2  # two stand in the legend
    assert len(looks("long")) == sum(one.long_shot for one in proposals if one is not scene().best) + 1
    assert len(looks("best")) == 1


def test_no_two_stand_in_one_place_and_each_column_goes_down_the_stack():
    places = places_of(scene())
    members = scene().members

    assert len({(place.x, place.y) for place in places.values()}) == len(places)
    for side in (LEFT, RIGHT):
        column = sorted((place.y, number) for number, place in places.items() if place.side == side)
        depth = [sum(n * share for n, share in enumerate(members[number].layers, 1)) for _, number in column]
        assert depth == sorted(depth, reverse=True)
        assert {places[number].x for _, number in column} == {COLUMN[side]}


def test_two_who_are_introduced_read_the_same_topic_from_their_own_side():
    best = scene().best

    told = {re.sub("^(brings|seeks) ", "", about(scene(), number)) for number in (best.a, best.b)}

    assert len(told) == 1
    assert {about(scene(), best.a), about(scene(), best.b)} <= set(words())


def test_the_figures_are_those_of_the_round():
    found = scene()
    text = " ".join(words())
    available = sum(not one.unavailable for one in found.pool.candidates)

    assert f"{available * (available - 1) // 2:,} pairs" in text
    assert f"{found.result.reached} of the {available} members" in text
    assert units(found.result.value) in text
    assert f"a score of {units(found.best.score.total)}" in text
    parts = [line.split()[0] for line in words() if line.split(" ", 1)[-1] in PART_WORDS.values()]
    assert sum(int(part.replace(".", "")) for part in parts) == int(units(found.best.score.total).replace(".", ""))
    assert set(PART_WORDS) == set(PARTS)


def test_a_bound_that_was_not_reached_is_said():
    unproven = replace(scene(), result=replace(scene().result, bound=scene().result.value + 2_000))

    assert f"no round could exceed {units(unproven.result.bound)}" in drawing_of(unproven)
    assert "no round could reach more" in drawing_of(scene())


def test_a_rule_without_words_stops_the_drawing():
    strange = replace(
        scene().result, unmatched=tuple(Unmatched(one.id, "nonsense") for one in scene().result.unmatched)
    )

    with pytest.raises(KeyError, match="nonsense"):
        drawing_of(replace(scene(), result=strange))


def test_nothing_comes_from_elsewhere_and_nobody_is_named():
    text = drawing_of(scene())
    names = [line.split(",")[1] for line in (FOLDER / "organisations.csv").read_text().splitlines()[1:]]

    assert {one.tag.removeprefix(SVG) for one in drawing().iter()} == {
        *("svg", "title", "desc", "style", "rect", "circle", "path", "g", "text")
    }
    assert not re.search(r"href|url\(|@import|@font-face|script|\bon\w+=", text)
    assert text.count("http") == 1  # the name of the format
    assert [name for name in names if any(re.search(rf"\b{re.escape(name)}\b", line) for line in words())] == []
    assert len(text.encode()) < 60_000


def test_it_is_drawn_by_day_and_by_night_with_words_for_who_does_not_see_it():
    root = drawing()

    assert "prefers-color-scheme:dark" in root.findtext(f"{SVG}style", "")
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") in words()
    assert "yellow line" in root.findtext(f"{SVG}desc", "")


def test_the_command_draws_what_is_missing_and_says_what_is_out_of_date(tmp_path, monkeypatch, capsys):
    file = tmp_path / "round.svg"
    monkeypatch.setattr(draw_round, "FILE", file)

    with pytest.raises(CommandError, match="Out of date"):
        call_command("draw_round", check=True)
    assert not file.exists()
    call_command("draw_round")
    call_command("draw_round", check=True)
    call_command("draw_round")

    assert file.read_text() == drawing_of(scene())
    assert capsys.readouterr().out.count("drew") == 1
