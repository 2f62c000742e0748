"""Is the picture in the engine's README the one that the code draws today, and is it shown?"""

import re

import pytest
from django.core.management import call_command

from tests.house import tree

pytestmark = pytest.mark.nodb

ENGINE = tree.ROOT / "matchmaking/engine"


def test_the_picture_is_current():
    call_command("draw_round", check=True)


def test_the_readme_shows_it():
    shown = re.findall(r"!\[(.+)\]\((.+)\)", (ENGINE / "README.md").read_text())

    assert [file for _, file in shown] == ["round.svg"]
    assert (ENGINE / "round.svg").exists()
