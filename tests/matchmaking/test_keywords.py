"""Do the words of a sentence say what it is about, in Dutch and in English?"""

import pytest

from matchmaking.demo.names import BRINGS, SEEKS
from matchmaking.keywords import MOST, keywords_of
from matchmaking.keywords.filler import FILLER
from matchmaking.keywords.stems import stem
from matchmaking.keywords.taxonomy import parts, topics_named

pytestmark = pytest.mark.nodb


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Wij zoeken een partner met ervaring in lijmen.", ("lijm",)),
        ("We are looking for someone who knows wafer inspection", ("inspection", "wafer")),
        ("5G, 6G & co-design!", ("co-design", "design", "mobile-networks")),
        ("", ()),
    ],
)
def test_filler_and_short_words_say_nothing(sentence, words):
    assert keywords_of([sentence]) == words


def test_order_and_repetition_make_no_difference():
    assert (
        keywords_of(["Lampen wafers", "wafers"])
        == keywords_of(["wafers", "wafers lampen"])
        == tuple(sorted({*keywords_of(["lampen"]), "wafer"}))
    )


def test_a_flood_of_words_is_cut():
    assert len(keywords_of([" ".join(f"wo{'a' * n}rd" for n in range(1, 90))])) == MOST


@pytest.mark.parametrize(
    "forms",
    [
        "machine machines",
        "netwerk netwerken",
        "bedrijf bedrijven",
        "digitaal digitale digital",
        "school scholen schools",
        "proces processen",
        "system systems systemen systeem",
        "sensor sensors sensoren",
        "company companies",
        "universiteit universiteiten university universities",
        "innovatie innovaties innovation innovations",
        "technologie technologieën technology technologies",
        "strategie strategieën strategy strategies",
        "technisch technische technical",
        "logistiek",
        "veiligheid veiligheden",
        "net netten",
        "chip chips",
        "process processes",
        "datacentrum datacentra datacenters",
        "conferentie conferenties conference conferences",
        "initiatief initiatieven initiative initiatives",
    ],
)
def test_f071_forms_of_one_word_are_one_word_in_both_languages(forms):
    assert len({stem(form) for form in forms.split()}) == 1


NOT_ENDINGS = ("plaats", "onderwijs", "proces", "nieuws", "status", "analysis", "kitchen", "luchthaven", "green", "ai")


@pytest.mark.parametrize("word", NOT_ENDINGS)
def test_f071_an_ending_that_is_none_stays(word):
    assert stem(word) == word


@pytest.mark.parametrize(
    ("nl", "en", "topic"),
    [
        ("Wij testen autonome voertuigen.", "We test autonomous vehicles.", "autonomous-vehicles"),
        ("Batterijopslag in de wijk", "battery storage for a district", "energy-storage-charging"),
        ("Grote taalmodellen", "Large language models (LLMs)", "large-language-models"),
        ("een supercomputer", "time on a supercomputer", "high-performance-computing"),
        ("Fotonische chips", "Photonic chips", "integrated-photonics"),
    ],
)
def test_f071_a_topic_is_heard_by_name_and_synonym_in_either_language(nl, en, topic):
    assert topic in topics_named(nl) & topics_named(en)
    assert topic in keywords_of([nl])


def test_f071_a_part_of_a_phrase_is_not_the_topic():
    assert "autonomous-vehicles" not in topics_named("vehicles that are not autonomous")


def test_f071_the_words_in_a_compound_are_heard():
    assert parts("chipmachine") == {"chip", "machine"}
    assert {"chip", "machine", "chipmachine"} <= set(keywords_of(["Chipmachines"]))
    assert parts("lamp") == set()


def test_f071_words_are_readable():
    """What is shown to members as a reason must be words, not the stumps of words."""
    assert keywords_of(["Nieuwe machines voor medische beelden, en lampen."]) == ("beeld", "lamp", "machine", "medic")


def test_the_sentences_of_the_demo_are_about_nothing():
    for table in (BRINGS, SEEKS):
        for sentences in table.values():
            assert keywords_of(sentences) == ()


def test_no_form_of_a_filler_word_is_a_keyword():
    assert keywords_of(sorted(FILLER)) == ()
