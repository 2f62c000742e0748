"""Does the front page show the corridor as it is: drawn from its rows, honest, and without telling on anybody?"""

import re

import pytest

from corridor.models import StackLayer
from matchmaking.queries import corridor_numbers
from matchmaking.views.home import section_of
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground():
    """Two corridor regions with their places, a town in the valley, and seven layers."""
    for number in range(1, 8):
        make.layer(number)
    make.region("mra")
    make.region("brainport")
    make.region("amsterdam", parent="mra", longitude="4.892", latitude="52.373")
    make.region("almere", parent="mra", longitude="5.222", latitude="52.371")
    make.region("utrecht", longitude="5.122", latitude="52.091")
    make.region("eindhoven", parent="brainport")
    make.region("helmond", parent="brainport", longitude="5.661", latitude="51.481")


def facts(text: str) -> dict[str, str]:
    """The numbers on the page: what is counted -> how many."""
    rows = re.findall(r"<div><dt>([^<]+)</dt><dd class=\"num\">(?:<a[^>]*>)?(\d+)", text)
    return dict(rows)


def test_page_opens_before_anything_was_loaded(client):
    response = client.get("/en/")

    assert response.status_code == 200
    assert facts(response.text) == {}
    assert 'class="section' not in response.text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_page_opens_in_both_languages_and_sets_no_cookie(client, ground, language):
    response = client.get(f"/{language}/")

    assert response.status_code == 200
    assert response.cookies == {}
    assert f'<html lang="{language}">' in response.text
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert not re.search(r"<style|\sstyle=|<script|\son\w+=|pages\.css", response.text)


def test_thickness_is_the_number_of_organisations_and_members(ground):
    make.member(region=make.region("almere"), layers=(2, 5))
    make.organisation(region=make.region("amsterdam"), layers=(6,))
    make.organisation(region=make.region("amsterdam"), layers=(6,), verified=False)
    make.member(region=make.region("amsterdam"), layers=(6,), is_active=False, organisation=make.organisation())

    places = {place.name: place.thickness for place in section_of(corridor_numbers.corridor()).places}

    # The member in Almere counts with the organisation that was made for them.
    assert places["Almere"] == {2: 2, 5: 2}
    # What stands on the region itself is counted at the nearest named place.
    assert places["Amsterdam"] == {6: 1, 5: 1}
    assert list(places) == ["Amsterdam", "Almere", "Utrecht", "Eindhoven", "Helmond"]


def test_figures_of_the_drawing_stand_in_a_table(client, ground):
    make.organisation(region=make.region("eindhoven"), layers=(2,))

    text = client.get("/en/").text

    row = re.search(r'data-mark="square">Eindhoven</span></th>(.*?)</tr>', text)
    assert re.findall(r"<td class=\"n\">(\d+)</td>", row[1]) == ["0", "1", "0", "0", "0", "0", "0"]


def test_ties_that_nobody_made_yet_are_dotted(ground):
    make.organisation(region=make.region("amsterdam"), layers=(5,))
    make.organisation(region=make.region("eindhoven"), layers=(2,))
    make.synergy("D", layers=(2, 5))

    arcs = section_of(corridor_numbers.corridor()).arcs

    assert [(arc.from_layer, arc.to_layer, arc.state) for arc in arcs] == [(5, 2, "proposed")]


def test_two_yeses_draw_one_yellow_arc_between_the_regions(client, ground):
    ada = make.member("Ada Amstel", region=make.region("almere"), layers=(5,))
    bob = make.member("Bob Brabant", region=make.region("helmond"), layers=(2,))
    for _ in range(3):
        make.organisation(region=make.region("amsterdam"), layers=(5,))
        make.organisation(region=make.region("eindhoven"), layers=(2,))
    make.introduction("made", members=(ada, bob))
    make.introduction("offered")
    make.synergy("D", layers=(2, 5))

    section = section_of(corridor_numbers.corridor())
    text = client.get("/en/").text

    ends = [(section.places[arc.start].name, section.places[arc.end].name, arc.state) for arc in section.arcs]
    # Never from the small place where everybody would know who it was.
    assert ends == [("Amsterdam", "Eindhoven", "accepted")]
    assert facts(text)["time twice yes"] == "1"
    assert "Ada" not in text and "Bob" not in text


def test_numbers_are_counted_and_what_is_nothing_is_left_out(client, ground):
    make.member()
    make.member(is_active=False)
    make.matching_round("approved")
    make.matching_round("planned")

    assert facts(client.get("/en/").text) == {"organisations": "2", "member": "1", "round": "1"}


def test_f018_third_region_and_eighth_layer_are_drawn_without_code(ground):
    StackLayer.objects.create(number=8, slug="eight", name_nl="Acht", name_en="Eight")
    make.region("twente", kind="corridor-region", longitude="6.893", latitude="52.222")
    make.region("enschede", parent="twente", longitude="6.894", latitude="52.222")
    make.organisation(region=make.region("enschede"), layers=(8,))

    section = section_of(corridor_numbers.corridor())

    assert section.layers[8] in ("Acht", "Eight")
    assert [(place.name, place.thickness) for place in section.places][-1] == ("Enschede", {8: 1})


@pytest.mark.parametrize("count", [1, 3, 50])
def test_page_costs_six_queries_for_any_number_of_rows(client, ground, count, django_assert_num_queries):
    for _ in range(count):
        make.organisation(region=make.region("eindhoven"), layers=(2,))
    for number in range(min(count, 9)):
        make.synergy("ABCDEFGHI"[number], layers=(2, 5))

    with django_assert_num_queries(6):
        client.get("/nl/")


def test_page_costs_a_member_nine_queries(client_for, ground, member, django_assert_num_queries):
    client = client_for(member)

    with django_assert_num_queries(9):
        response = client.get("/nl/")

    assert 'class="me"' in response.text
