"""Does one press pause introductions for a month or three, to a day that exists? (F009)"""

import datetime as dt

import pytest
import time_machine

from corridor.models import Profile
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
PAGE = "/en/profile/"


@pytest.fixture
def client(client_for, member):
    with time_machine.travel(NOW, tick=False):
        yield client_for(member)


@pytest.mark.parametrize(("step", "until"), [("month", (2026, 12, 24)), ("quarter", (2027, 2, 24))])
def test_f009_one_press_pauses_for_a_month_or_three(client, member, step, until):
    assert f'value="{step}"' in client.get(PAGE).content.decode()

    answer = client.post(f"{PAGE}pause/", {"step": step, "pause-until": ""})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{PAGE}#pause")

    assert Profile.objects.get().paused_until == dt.date(*until)


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        (dt.datetime(2027, 1, 31, 9, tzinfo=dt.UTC), dt.date(2027, 2, 28)),
        (dt.datetime(2028, 1, 31, 9, tzinfo=dt.UTC), dt.date(2028, 2, 29)),
        (dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC), dt.date(2027, 2, 1)),  # the new year in Amsterdam
    ],
)
def test_f009_a_month_ends_on_a_day_that_exists(client_for, member, moment, until):
    with time_machine.travel(moment, tick=False):
        client_for(member).post(f"{PAGE}pause/", {"step": "month"})

    assert Profile.objects.get().paused_until == until
