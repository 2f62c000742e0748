"""Does the engine, once made ready, have something of everything behind it, and say so?"""

from io import StringIO

import pytest
from django.core.management import call_command

from matchmaking import engine, warming
from matchmaking.engine.shapes import PARTS

pytestmark = pytest.mark.nodb


def test_it_says_what_is_ready():
    said = StringIO()

    call_command("warm_engine", stdout=said)

    assert [line.split(":")[0] for line in said.getvalue().splitlines()] == [work.__name__ for work in warming.ALL]


def test_the_crowd_is_one_that_a_round_has_work_with():
    """Every part of a score but the wish occurs among its proposals, and not everybody gets all they have room for."""
    pool = warming.crowd()

    result = engine.run(pool)

    seen = {part for one in result.proposals for part, worth in one.score.parts.items() if worth}
    assert seen == {*PARTS} - {"wish"}
    assert len(result.proposals) > warming.SIZE / 2
    assert {one.capacity for one in pool.candidates} == {1, 2, 3}
    assert len({one.home for one in pool.candidates}) == 4
