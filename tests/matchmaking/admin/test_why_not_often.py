"""May an organiser keep the site busy by asking over and over why two were not proposed?"""

import pytest

from tests import make
from tests.entering import at, enter, text
from tests.matchmaking import running

pytestmark = pytest.mark.django_db


def test_s18_so_many_questions_in_a_minute_are_not_answered_and_what_was_typed_stays(organiser, now):
    make.synergy()
    ann, amy = (make.member(name, region=make.region("mra"), offers=("theme",)) for name in ("Ann", "Amy"))
    path = at("matchmaking/round", running.proposed(now).pk, "why-not")
    browser = enter(organiser)

    asked = [browser.get(path, {"one": ann.pk, "other": amy.pk}) for _ in range(21)]

    assert [one.status_code for one in asked] == [200] * 20 + [429]
    assert asked[-1].context["answer"] is None
    assert "a lot of questions" in text(asked[-1])
    assert f'value="{ann.pk}"' in asked[-1].content.decode()
