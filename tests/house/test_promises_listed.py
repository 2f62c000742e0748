"""Does PROMISES.md say what every code means that our files and the names of our tests use?"""

import re

import pytest

from tests.house import tree

pytestmark = pytest.mark.nodb

LIST = tree.ROOT / "PROMISES.md"
CODE = re.compile(r"\b(F\d{3}|[SR]-\d{2}|K\d{1,2}|I\d{1,2})\b")
NAMED = re.compile(r"(?<=_)([fsr])(\d{2,3})(?=_)")  # in test_f012_... and test_s36_...
LINTER = re.compile(r"# noqa.*")


def codes_in(text: str, *names: str) -> set[str]:
    """Every code that `text` or the names of tests spell out; a linter's codes are not ours."""
    spelled = set(CODE.findall(LINTER.sub("", text)))
    for name in [*names, *re.findall(r"\bdef (test_\w+)", text)]:
        spelled |= {letter.upper() + ("" if letter == "f" else "-") + number for letter, number in NAMED.findall(name)}
    return spelled


def test_every_code_in_use_has_its_line_and_every_line_is_in_use():
    listed = re.findall(r"^- \*\*(\S+)\*\* ", LIST.read_text(encoding="utf-8"), re.MULTILINE)
    files = [path for path in tree.ours(".py", ".html", ".txt", ".md", ".yml", ".toml") if path.name != LIST.name]
    used = set().union(*(codes_in(tree.text(path), path.stem) for path in files))

    assert len(used) > 50
    assert sorted(used - set(listed)) == []
    assert sorted(set(listed) - used) == []
    assert len(listed) == len(set(listed))


def test_codes_are_found_in_words_and_in_names_and_a_linters_are_not():
    found = codes_in(
        "S-36 and (K7).\nx = 1  # noqa: F403\ndef test_r01_r02_nothing_is_lost(): ...", "test_f003_numbers"
    )

    assert found == {"S-36", "K7", "R-01", "R-02", "F003"}
