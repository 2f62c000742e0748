"""Is every file short, well named, and does it say what it answers?"""

import ast
import re

import pytest

from tests.house import tree

pytestmark = pytest.mark.nodb

MOST_LINES = 300
FORBIDDEN = {"utils", "helpers", "services", "common", "misc", "shared", "tools", "base", "lib"}
# Rooms whose public functions are called from elsewhere: each says what goes in, what comes out, what it refuses.
DOORS = ("actions", "queries", "engine")


def test_no_file_of_ours_is_longer_than_300_lines():
    long = {str(path): len(tree.text(path).splitlines()) for path in tree.ours(".py", ".html", ".css", ".js")}

    assert {path: lines for path, lines in long.items() if lines > MOST_LINES} == {}


def test_no_module_is_a_drawer_for_everything():
    named = [path for path in tree.ours(".py") if FORBIDDEN & {path.stem, *path.parts[:-1]}]

    assert named == []


def test_every_module_opens_with_a_docstring():
    silent = [path for path in tree.ours(".py") if tree.text(path).strip() and not ast.get_docstring(tree.parsed(path))]

    assert silent == []


def test_every_public_function_behind_a_door_has_a_docstring():
    silent = [
        f"{path}:{node.lineno} {node.name}"
        for path in tree.product(".py")
        if set(path.parts) & set(DOORS)
        for node in tree.parsed(path).body
        if isinstance(node, ast.FunctionDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]

    assert silent == []


def test_no_tracked_file_names_a_place_on_one_machine_or_an_address_of_a_registry():
    # Spelled apart, so that this file does not find itself.
    places = ["/wor" + "k/", "/roo" + "t/", "/tmp/te" + "am", "/home/[a-z]+/"]
    hosts = [
        "pypi" + r"\.org",
        "pythonhosted" + r"\.org",
        "registry.npmjs" + r"\.org",
        "index" + "-url",
        "proxy" + r"\.golang",
    ]
    wanted = re.compile("|".join([*(f"(?<![\\w.}}])(?:{place})" for place in places), *hosts]))
    words = (".py", ".md", ".html", ".txt", ".in", ".toml", ".yml", ".yaml", ".cfg", ".sh", ".css", ".js", ".json", "")

    assert tree.lines_with(wanted.search, [path for path in tree.tracked() if path.suffix in words]) == []


def test_tests_mirror_the_source_they_are_about():
    """A test folder below tests/<app>/ exists in the app too: nobody looks for a test where no source is."""
    rooms = {path.parent for path in tree.ours(".py") if path.parts[0] == "tests" and path.parts[1:2] in _apps()}
    elsewhere = [room for room in rooms if not (tree.ROOT / room.relative_to("tests")).is_dir()]

    assert elsewhere == []


def _apps() -> list[tuple[str]]:
    return [(app,) for app in tree.APPS]
