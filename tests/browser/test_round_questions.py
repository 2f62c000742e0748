"""Are the answers on a round's pages as clean as the pages: rules, changes, choices between namesakes? (S-04)"""

import pytest

from corridor import clock
from tests import make
from tests.browser.test_every_page import Watch, look, sign_in
from tests.house import worlds
from tests.matchmaking import running

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_s04_no_answer_violates_anything(live_server, context, page, language):
    world = worlds.build()
    amy, ben, *_others = running.population(2)
    round = running.proposed(clock.now(), regions=[make.region("mra"), make.region("brainport")])
    one = round.introductions.get(member_a=amy)
    one.runner_ups = [
        {"a": one.member_a_id, "b": make.member("Far").pk, "score": 1, "free": free} for free in (True, False)
    ]
    one.long_shot = True
    one.save()
    sign_in(context, world, "organiser", live_server.url)
    watch = Watch(page, live_server.url)
    desk = f"/nl/console/matchmaking/round/{round.pk}"
    paths = [f"{desk}/change/", f"{desk}/why-not/?one=Amy+0&other=Amy+1"]
    paths += [f"{desk}/why-not/?one={amy.pk}&other={ben.pk}", f"{desk}/why-not/?one=Amy&other=nobody"]

    for path in paths:
        look(page, watch, path, language, 200)

    assert {path: wrong for path, wrong in watch.found.items() if wrong} == {}
