"""Can anybody find an organisation, and is what nobody verified invisible?"""

import re

import pytest

from corridor.models import OrganisationKind
from corridor.views.organisation import PAGE
from tests import make

pytestmark = pytest.mark.django_db


def names(client, question: str = "") -> list[str]:
    """The names in the list that answers `question`, in order."""
    text = client.get(f"/en/organisations/{question}").text
    return re.findall(r'<h3><a href="/en/organisations/[\w-]+/">([^<]+)</a></h3>', text)


def test_list_shows_verified_organisations_by_name_whatever_their_capitals(client, now):
    make.organisation("beta")
    make.organisation("Alfa")
    make.organisation("Hidden", verified=False)
    make.organisation("Refused", verified=False, refused_at=now)

    assert names(client) == ["Alfa", "beta"]


def test_words_are_found_in_names_and_other_spellings_whatever_their_capitals(client):
    make.organisation("Universiteit van Amsterdam", aliases="UvA;University of Amsterdam")
    make.organisation("Other")

    assert names(client, "?q=uva") == ["Universiteit van Amsterdam"]
    assert names(client, "?q=AMSTERDAM+univ") == ["Universiteit van Amsterdam"]
    assert names(client, "?q=nobody") == []


def test_region_holds_what_lies_below_it_and_second_sites(client):
    make.region("brainport")
    make.organisation("In Eindhoven", region=make.region("eindhoven", parent="brainport"))
    second = make.organisation("From Amsterdam", region=make.region("amsterdam", parent="mra"))
    second.other_regions.add(make.region("helmond", parent="brainport"))
    make.organisation("Only Amsterdam", region=make.region("amsterdam", parent="mra"))

    assert names(client, "?region=brainport") == ["From Amsterdam", "In Eindhoven"]
    assert names(client, "?region=eindhoven") == ["In Eindhoven"]
    assert 'data-mark="square">Eindhoven' in client.get("/en/organisations/?region=eindhoven").text


def test_layers_widen_and_kind_narrows(client):
    make.organisation("Chips", layers=(2,))
    make.organisation("Clouds", layers=(4, 2))
    lab = OrganisationKind.objects.create(slug="lab", name_nl="Lab", name_en="Lab")
    make.organisation("Networks", layers=(3,), kind=lab)

    assert names(client, "?layer=2") == ["Chips", "Clouds"]
    assert names(client, "?layer=4&layer=3") == ["Clouds", "Networks"]
    assert names(client, "?layer=4&layer=3&kind=lab") == ["Networks"]


def test_unknown_wishes_are_left_out_instead_of_failing(client):
    make.organisation("Alfa")

    response = client.get("/en/organisations/?layer=99&layer=x&region=atlantis&kind=&page=xyz")

    assert response.status_code == 200
    assert names(client, "?layer=99&region=atlantis&page=999") == ["Alfa"]


def test_wishes_stay_filled_in_and_can_be_taken_away(client):
    make.organisation("Alfa", region=make.region("brainport"))

    text = client.get('/en/organisations/?q=alf"&region=brainport&layer=5').text

    assert 'value="alf&quot;"' in text
    assert re.search(r'<option value="brainport" selected>', text)
    assert re.search(r'name="layer" value="5" checked', text)
    assert 'href="?q=alf%22&amp;layer=5"' in text


def test_f018_new_layer_region_and_kind_appear_as_choices(client):
    make.layer(8)
    make.region("twente")
    OrganisationKind.objects.create(slug="guild", name_nl="Gilde", name_en="Guild")

    text = client.get("/nl/organisations/").text

    assert 'name="layer" value="8"' in text
    assert '<option value="twente">' in text
    assert '<option value="guild">Gilde</option>' in text


@pytest.mark.parametrize("count", [1, 3, 50])
def test_list_costs_the_same_queries_for_any_number_of_rows(client, count, django_assert_num_queries):
    places = [make.region("mra"), make.region("netherlands"), make.region("utrecht")]
    for number in range(count):
        make.organisation(region=places[-1 - number % 3])

    with django_assert_num_queries(6):
        response = client.get("/en/organisations/")

    assert response.text.count('<li class="member">') == min(count, PAGE)
    assert response.cookies == {}


def test_pages_keep_the_wish(client):
    for number in range(PAGE + 1):
        make.organisation(f"Alfa {number:02}")

    first = client.get("/en/organisations/?q=alfa").text

    assert f"1–{PAGE} of {PAGE + 1}" in first
    assert 'rel="next" href="?q=alfa&amp;page=2"' in first
    assert names(client, "?q=alfa&page=2") == [f"Alfa {PAGE}"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_page_of_an_organisation_says_what_it_brings_and_seeks(client, language, django_assert_num_queries):
    made = make.organisation("Alfa <Lab>", layers=(2,), topics_inferred=True)
    made.topics_offered.add(make.topic("chip-design", layers=(2,)))
    made.topics_sought.add(make.topic("machine-learning", layers=(5,)))
    make.organisation("Part", parent=made)
    make.organisation("Hidden part", parent=made, verified=False)

    with django_assert_num_queries(8):
        response = client.get(f"/{language}/organisations/{made.slug}/")

    text = response.text
    assert "Alfa &lt;Lab&gt;</h1>" in text
    assert '<li data-layer="2" class="offer">' in text
    assert '<li data-layer="5" class=" seek">' in text
    assert ">Chip design</span>" in text and ">Machine learning</span>" in text
    assert {"nl": "Maakt iets.", "en": "Makes something."}[language] in text
    assert ">Part</a>" in text and "Hidden part" not in text
    assert response.cookies == {}


def test_page_names_no_member(client):
    colleague = make.member("Ada Amstel")

    text = client.get(f"/en/organisations/{colleague.memberships.get().organisation.slug}/").text

    assert "Ada" not in text and colleague.email not in text


def test_what_is_not_verified_cannot_be_opened_by_anybody(client, client_for, organiser):
    hidden = make.organisation("Hidden", verified=False)

    assert client.get(f"/en/organisations/{hidden.slug}/").status_code == 404
    assert client_for(organiser).get(f"/en/organisations/{hidden.slug}/").status_code == 404
    assert client.get("/en/organisations/nobody/").status_code == 404
