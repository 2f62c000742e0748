"""Do the pieces of pages say the same to every reader, and keep what people wrote from becoming markup?"""

import datetime as dt
import re

import pytest
from django import forms
from django.apps import apps
from django.template import Context, engines
from django.test import RequestFactory
from django.utils import translation

from corridor.models import Region, StackLayer
from corridor.queries import cores
from corridor.templatetags import drawn, state_words
from tests import make

LAYERS = [StackLayer(number=n, name_nl=f"Laag {n}", name_en=f"Layer {n}") for n in range(1, 9)]


def rendered(source: str, **context: object) -> str:
    with translation.override("en"):
        return engines["django"].from_string(source).render(context)


def test_layer_tag_shows_numeral_and_name_and_hatches_what_is_sought():
    html = rendered("{% layer_tag layer %}{% layer_tag layer seek=True %}", layer=LAYERS[4])

    assert html == (
        '<span class="layer-tag" data-layer="5"><b>5</b>Layer 5</span>'
        '<span class="layer-tag seek" data-layer="5"><b>5</b>Layer 5</span>'
    )


def test_f018_eighth_layer_is_drawn_although_it_has_no_colour_of_its_own():
    bands = drawn.core_bands([8], [2])

    assert bands.count("<rect") == 8
    assert '<rect x="0" y="0" width="7" height="5.1" data-layer="8"/>' in bands
    assert rendered("{% stack_strip layers brings %}", layers=LAYERS, brings=[8]).count("<li") == 8


def test_core_fills_what_is_brought_and_hollows_what_is_sought():
    bands = drawn.core_bands([2], [5])

    assert re.findall(r'data-layer="(\d)"', bands) == ["5", "2"]
    assert bands.count('class="hatched"') == 1
    assert bands.count('class="off"') == 5


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Amstel", "AA"),
        ("Łucja M. van Kowalczyk", "ŁK"),
        ("ASML", "A"),
        ("#Make Social", "MS"),
        ("&", ""),
        ("", ""),
    ],
)
def test_initials_take_the_first_and_the_last_word(name, letters):
    assert drawn.initials(name) == letters


def test_person_escapes_what_people_wrote():
    html = rendered('{% person name role href="/x/" %}', name="<b>Ada</b>", role='" onload="x')

    assert "<b>Ada" not in html
    assert "&lt;b&gt;Ada&lt;/b&gt;" in html
    assert 'onload="x' not in html


def test_arc_takes_its_line_from_the_state_and_its_ends_from_the_layers():
    html = rendered(
        '{% arc "introduction.made" a b b a from_layer=2 to_layer=5 label=text %}', a=[2], b=[5], text='"x"'
    )

    assert 'data-state="accepted"' in html
    assert 'role="img" aria-label="&quot;x&quot;"' in html
    assert 'class="core" d="M14 37.2C24.8 14.2 39.2 11 50 21"' in html


def test_arc_without_label_is_hidden_from_those_who_listen():
    assert 'aria-hidden="true"' in rendered('{% arc "sent" a b %}', a=[2], b=[5])


def test_every_state_of_every_table_has_words_and_a_line():
    states = {
        f"{model._meta.model_name}.{state}"
        for model in apps.get_models()
        if hasattr(model, "TRANSITIONS")
        for state in model.TRANSITIONS
    }

    assert states - set(state_words.STATES) == set()
    assert {line for _words, line in state_words.STATES.values()} <= set(state_words.LINES)


@pytest.mark.django_db
def test_state_word_reads_the_thing_itself():
    introduction = make.introduction("made")

    html = rendered("{% state_word thing %}{% state_word thing words %}", thing=introduction, words="Met in May")

    assert html == (
        '<span class="state" data-state="accepted">Twice yes</span>'
        '<span class="state" data-state="accepted">Met in May</span>'
    )


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 50])
def test_place_wears_the_shape_of_its_home_and_costs_one_query_a_page(count, django_assert_num_queries):
    home = make.region("brainport")
    places = [make.region(f"place-{n}", parent="brainport") for n in range(count)]
    template = engines["django"].from_string("{% for place in places %}{% place place %}{% endfor %}")

    with django_assert_num_queries(1):
        html = template.render({"places": places}, RequestFactory().get("/"))

    assert home.mark == "square"
    assert html.count('data-mark="square"') == count


@pytest.mark.django_db
def test_core_of_a_member_shows_today_only_and_costs_one_query(now, django_assert_num_queries):
    ada = make.member(layers=(2, 3), offers=("chip-design",), seeks=())
    for slug, layers, days in (("machine-learning", (5, 2), 1), ("cooling", (4,), -1)):
        day = now.date() + dt.timedelta(days=days)
        ada.seeks.create(topic=make.topic(slug, layers=layers), valid_until=day, created_at=now)

    with django_assert_num_queries(1):
        core = cores.core_of(ada, today=now.date())

    assert (core.brings, core.seeks, core.organises) == ({2, 3}, {5}, False)


@pytest.mark.django_db
def test_core_goes_by_the_day_it_is_in_the_netherlands(monkeypatch):
    """Half an hour after midnight there it is still yesterday in UTC."""
    monkeypatch.setattr("corridor.clock.now", lambda: dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC))
    ada = make.member(seeks=())
    topic = make.topic("cooling", layers=(4,))
    ada.seeks.create(topic=topic, valid_until=dt.date(2026, 11, 24), created_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))

    assert rendered("{% core_of person as core %}{{ core.seeks|length }}", person=ada) == "0"


@pytest.mark.django_db
def test_place_without_region_says_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        html = rendered(
            "{% place region %}{% place other home=other %}", region=None, other=Region(name="X", mark="round")
        )

    assert html == '<span class="place" data-mark="round">X</span>'


class Wishes(forms.Form):
    topic = forms.CharField(label="Topic", help_text="In one word.")
    pace = forms.ChoiceField(label="Pace", choices=[("1", "once")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_field_ties_label_hint_and_error_to_the_input():
    html = rendered("{% field form.topic %}", form=Wishes({"pace": "1"}))

    assert '<label for="id_topic">Topic</label>' in html
    assert '<p class="hint" id="id_topic_helptext">In one word.</p>' in html
    assert 'aria-describedby="id_topic_helptext id_topic_error"' in html
    assert 'aria-invalid="true"' in html
    assert re.search(r'id="id_topic_error">\s*<p>This field is required.</p>', html)


def test_field_groups_choices_under_a_legend_and_tells_the_group_its_error():
    html = rendered("{% field form.pace %}{% field form.pace cards=True %}", form=Wishes({"topic": "x"}))

    assert html.count("<legend>Pace</legend>") == 2
    assert '<fieldset class="field" id="id_pace" aria-describedby="id_pace_error">' in html
    assert html.count('<label class="check" for="id_pace_0">') == 1
    assert html.count('<label class="choice" for="id_pace_0">') == 1


def test_field_says_what_is_optional_and_hides_what_is_hidden():
    html = rendered("{% field form.note %}{% field form.note optional=False %}{% field form.secret %}", form=Wishes())

    assert html.count('<span class="hint">optional</span>') == 1
    assert '<input type="hidden" name="secret" id="id_secret">' in html
    assert "Secret" not in html


def test_form_errors_link_every_error_to_its_input():
    form = Wishes({})
    form.add_error(None, "Together they make no sense.")

    html = rendered("{% form_errors form %}", form=form)

    assert "3 things are not right yet" in html
    assert re.findall(r'href="(#\w+)"', html) == ["#id_topic", "#id_pace_0"]
    assert "<li>Together they make no sense.</li>" in html
    assert rendered("{% form_errors form %}", form=Wishes({"topic": "x", "pace": "1"})).strip() == ""


def test_blocks_hold_their_matter():
    html = rendered(
        '{% regel why id="why" note="n" %}{% paper call=True labelledby="why" %}one{% endpaper %}{% endregel %}'
        '{% notice "bad" "No" alert=True %}two{% endnotice %}'
        '{% empty_place "None" state="sent" %}three{% endempty_place %}',
        why="Why <you>",
    )

    assert '<h2 id="why">Why &lt;you&gt;</h2><p>n</p>' in html
    assert '<article class="paper call " aria-labelledby="why">one</article>' in html
    assert '<div class="notice bad" role="alert"><b>No</b><div>two</div></div>' in html
    assert re.search(
        r'<div class="empty"><svg class="glyph arc" data-state="sent".*</svg><h3>None</h3>three</div>', html
    )


def test_button_is_a_link_when_it_leads_somewhere():
    html = rendered('{% button "Yes" "go" name="answer" value="yes" %}|{% button "Back" href="/nl/" %}')

    go, back = html.split("|")
    assert go.strip() == '<button class="btn go" type="submit" name="answer" value="yes">Yes</button>'
    assert back.strip() == '<a class="btn " href="/nl/">Back</a>'


def test_language_switch_keeps_page_and_question():
    request = RequestFactory().get("/en/organisations/?q=chip&page=2")
    template = engines["django"].from_string("{% language_switch %}")

    with translation.override("en"):
        html = template.render({}, request)

    assert re.findall(r'href="([^"]+)"', html) == [
        "/nl/organisations/?q=chip&amp;page=2",
        "/en/organisations/?q=chip&amp;page=2",
    ]
    assert 'hreflang="en" aria-current="true">EN' in html


def test_language_switch_outside_a_request_leads_to_the_beginning():
    with translation.override("nl"):
        html = (
            engines["django"].from_string("{% language_switch %}{% language_alternates %}").template.render(Context())
        )

    assert re.findall(r'href="([^"]+)"', html) == ["/", "/"]
