"""Do phone, wall and desk follow an evening of speed meetings, and violate nothing meanwhile? (F078, S-04)"""

import datetime as dt
import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from corridor import clock
from events.models import SpeedSeat
from tests import make
from tests.browser.test_every_page import Watch, look, sign_in
from tests.entering import enter
from tests.house import worlds
from tests.matchmaking import speeding

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MINUTE = dt.timedelta(minutes=1)


def evening(organiser, *, seats: int = 2, minutes_ago: float = 3):
    """Eleven guests, the bell of the first turn rung so long ago; one whose page is looked at."""
    event = speeding.evening(11)
    event.starts_at, event.ends_at = clock.now() - 10 * MINUTE, clock.now() + 120 * MINUTE
    event.save()
    plan = speeding.running(event, organiser, clock.now(), turns=3, seats=seats)
    event.speed_meetings.began_at = clock.now() - minutes_ago * MINUTE
    event.speed_meetings.save()
    return event, plan, event.registrations.order_by("pk")[4]


def browse(context, member, own: str) -> None:
    """Sign in as one of the guests."""
    session = enter(member, second_step=False, proven=False).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session.value, "url": own}])


@pytest.mark.parametrize(("language", "seats", "minutes_ago"), [("nl", 2, 3), ("en", 3, 9), ("nl", 2, 99)])
def test_s04_f078_no_page_of_the_evening_violates_anything(live_server, context, page, language, seats, minutes_ago):
    world = worlds.build()
    event, plan, guest = evening(world.olga, seats=seats, minutes_ago=minutes_ago)
    watch = Watch(page, live_server.url)
    shown = f"/nl/events/{event.slug}/speed-meetings"

    browse(context, guest.member, live_server.url)
    look(page, watch, f"{shown}/", language, 200)
    picture(page, f"phone-{language}-{minutes_ago}")
    look(page, watch, f"{shown}/clock/", language, 200)
    picture(page, f"wall-{language}-{minutes_ago}")
    sign_in(context, world, "organiser", live_server.url)
    look(page, watch, f"{shown}/plan/", language, 200)
    picture(page, f"plan-{language}-{minutes_ago}")
    look(page, watch, f"/nl/console/matchmaking/speedplan/{plan.pk}/change/", language, 200)
    picture(page, f"desk-{language}-{minutes_ago}")

    assert {path: wrong for path, wrong in watch.found.items() if wrong} == {}


def test_f078_the_wall_counts_down_and_a_phone_follows_what_is_mended_without_being_touched(live_server, context, page):
    event, _plan, guest = evening(make.organiser())
    browse(context, guest.member, live_server.url)
    page.clock.install(time=clock.now())
    page.goto(f"{live_server.url}/en/events/{event.slug}/speed-meetings/clock/")
    first = page.locator("[data-until]").inner_text()
    page.clock.run_for(3000)
    later = page.locator("[data-until]").inner_text()

    page.goto(f"{live_server.url}/en/events/{event.slug}/speed-meetings/")
    before = page.get_by_role("heading", level=2).first.inner_text()
    SpeedSeat.objects.filter(turn=1, table=SpeedSeat.objects.get(turn=1, registration=guest).table).update(table=77)
    page.clock.run_for(25_000)

    assert re.fullmatch(r"[45]:\d\d", first)
    assert seconds(first) - seconds(later) in (3, 4)
    assert before.startswith("Table") and before != "Table 77"
    expect(page.get_by_role("heading", level=2).first).to_have_text("Table 77")


def test_f078_without_scripts_phone_and_wall_say_until_when(live_server, browser):
    event, _plan, guest = evening(make.organiser())
    context = browser.new_context(java_script_enabled=False)
    browse(context, guest.member, live_server.url)
    page = context.new_page()

    for address in ("", "clock/"):
        page.goto(f"{live_server.url}/en/events/{event.slug}/speed-meetings/{address}")
        assert re.search(r"until \d\d:\d\d", page.locator("main").inner_text())
        assert page.locator("main li").count() == 3


def seconds(shown: str) -> int:
    minutes, rest = shown.split(":")
    return int(minutes) * 60 + int(rest)


def picture(page, name: str) -> None:
    """For eyes, where a folder for pictures is named."""
    folder = os.environ.get("PICTURES_IN")
    if folder:
        for size in (390, 1280):
            page.set_viewport_size({"width": size, "height": 900})
            page.screenshot(path=Path(folder) / f"{name}-{size}.png", full_page=True)
