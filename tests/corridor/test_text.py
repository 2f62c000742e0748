"""Does text enter in one form, and what is kept out?"""

import pytest
from django.core.exceptions import ValidationError

from corridor.text import fold, tidy

pytestmark = pytest.mark.nodb


def test_s52_text_is_composed_trimmed_and_has_one_kind_of_line_end():
    assert tidy("  e\u0301\u00a0 ") == "é"
    assert tidy(" one\r\ntwo\rthree \n", lines=True) == "one\ntwo\nthree"
    assert tidy("tab\tinside", lines=True) == "tab\tinside"


@pytest.mark.parametrize(
    "odd",
    ["\x00", "\x01", "\x1f", "\x7f", "\x85", "\x9f", "\u2028", "\u2029", "\ud800", "\udfff", "\ufdd0", "\uffff",
     "\U0001fffe", "\u202e", "\u2066"],
)  # fmt: skip
@pytest.mark.parametrize("lines", [False, True])
def test_s52_what_cannot_be_shown_is_refused_at_the_edges_too(odd, lines):
    for text in (f"a{odd}b", f"{odd}a", f"a{odd}"):
        with pytest.raises(ValidationError):
            tidy(text, lines=lines)


@pytest.mark.parametrize("odd", ["\n", "\t", "\r\n"])
def test_s52_one_line_holds_no_line_break_or_tab(odd):
    with pytest.raises(ValidationError):
        tidy(f"a{odd}b")


def test_two_spellings_of_a_name_fold_to_one():
    assert fold("Société  Générale, B.V.") == fold("societe GENERALE b v") == "societe generale b v"
    assert fold("AI") != fold("Al")
