"""Is every list that leaves as a file inert? (S-40)"""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor import exports
from tests.house import tree

pytestmark = pytest.mark.nodb

STARTS = "=+-@\uff1d\uff0b\uff0d\uff20\u2212"
BEFORE = " \t\r\n\xa0\u200b\"'`,;:|"


def read(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("before", ["", *BEFORE, ' "', "\t=", ';;"'])
def test_s40_what_begins_like_a_formula_gets_an_apostrophe(start, before):
    assert exports.inert(f"{before}{start}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|", "\n", "\r\n"])
@pytest.mark.parametrize("between", ["", " ", '"', "''", '" '])
def test_s40_a_formula_after_another_separator_is_broken_too(separator, between):
    """A spreadsheet of another country takes a semicolon for the border of a cell."""
    cell = exports.inert(f"Ada{separator}{between}=1+1")

    assert re.search(rf"{re.escape(separator)}{re.escape(between)}'=1\+1", cell)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (12, "12"),
        (-12, "-12"),
        ("-1,5", "-1,5"),
        (0, "0"),
        ("3.25", "3.25"),
        (None, ""),
        ("", ""),
        ("Ada de Vries", "Ada de Vries"),
        ("06 1234 5678", "06 1234 5678"),
        ("0612345678", "'0612345678"),
        ("+31 40 123 4567", "'+31 40 123 4567"),
        ("-1-2", "'-1-2"),
        ("1=1", "1=1"),
        ("a-b, c", "a-b, c"),
        ('say "hi"', 'say "hi"'),
        ("bell\x07\x1b", "bell"),
    ],
)
def test_s40_numbers_and_telephone_numbers_stay_readable(value, cell):
    assert exports.inert(value) == cell


def test_s40_a_file_has_the_mark_quotes_everything_and_ends_lines_as_the_standard_says():
    response = exports.as_csv('Guests "of" /../Évening', ["name", "=x"], [["Ada\r\nB", 'q"q'], [None, 3]])

    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.content.decode("utf-8-sig") == '"name","\'=x"\r\n"Ada\r\nB","q""q"\r\n"","3"\r\n'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="guests-of-vening.csv"'


@given(st.lists(st.text(alphabet=st.sampled_from(list(STARTS + BEFORE + "a1\x00")), max_size=12), min_size=1))
def test_s40_whatever_is_typed_no_cell_is_a_formula_and_none_is_lost(cells):
    (row,) = read(exports.as_csv("x", cells, []))

    assert len(row) == len(cells)
    for cell, typed in zip(row, cells, strict=True):
        if not re.fullmatch(r"-?[0-9]+([.,][0-9]+)?", cell):
            for part in re.split(r"[;,|\t\r\n]", cell):
                assert part.lstrip(' \xa0\u200b"`:')[:1] not in tuple(STARTS)
        kept = re.sub("[\x00']", "", typed)
        assert cell.replace("'", "") == kept


def test_s40_every_csv_of_ours_is_written_in_one_place():
    """The table for checks holds slugs and numbers of the reference data, byte for byte, and is no download."""
    found = tree.lines_with(re.compile(r"csv\.(writer|DictWriter)|text/csv").search, tree.product(".py"))

    assert {line.partition(":")[0] for line in found} == {
        "corridor/exports.py",
        "matchmaking/management/commands/export_scores.py",
    }
