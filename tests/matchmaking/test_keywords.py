"""Do the words of a sentence say what it is about, in Dutch and in English?"""

import pytest

from matchmaking.keywords import MOST, keywords_of

pytestmark = pytest.mark.nodb


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Wij zoeken een partner met ervaring in Fotonica.", ("fotonica",)),
        ("We are looking for someone who knows wafer inspection", ("inspection", "knows", "wafer")),
        ("5G, 6G & IoT: co-design!", ("co-design",)),
        ("", ()),
    ],
)
def test_filler_and_short_words_say_nothing(sentence, words):
    assert keywords_of([sentence]) == words


def test_order_and_repetition_make_no_difference():
    assert (
        keywords_of(["Fotonica wafers", "wafers"])
        == keywords_of(["wafers", "wafers fotonica"])
        == ("fotonica", "wafers")
    )


def test_a_flood_of_words_is_cut():
    assert len(keywords_of([" ".join(f"wo{'a' * n}rd" for n in range(1, 90))])) == MOST
