"""Who came in?"""

import datetime as dt

import pytest

from corridor.errors import Refused
from corridor.models import Transition
from events.actions import check_ins
from events.models import CheckIn
from tests import make

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def guest(now):
    return make.registration(make.event(starts_at=now + HOUR))


def actions() -> list[str]:
    return list(Transition.objects.order_by("pk").values_list("action", flat=True))


def test_f034_checked_in_twice_the_first_one_stands(guest, organiser, now):
    first = check_ins.check_in(registration=guest, by=organiser, now=now)
    again = check_ins.check_in(registration=guest, by=make.organiser(), now=now + HOUR)

    assert (again, again.at, again.by) == (first, now, organiser)
    assert CheckIn.objects.count() == 1
    assert actions() == ["arrived"]


def test_f034_a_check_in_can_be_taken_back_and_made_again(guest, organiser, now):
    check_ins.check_in(registration=guest, by=organiser, now=now)

    for _ in range(2):
        check_ins.undo(registration=guest, by=organiser, now=now)
    assert CheckIn.objects.count() == 0
    check_ins.check_in(registration=guest, by=organiser, now=now + HOUR)

    assert CheckIn.objects.get().at == now + HOUR
    assert actions() == ["arrived", "arrival undone", "arrived"]


@pytest.mark.parametrize("state", ["waitlisted", "cancelled"])
def test_nobody_without_a_place_is_checked_in(state, organiser, now):
    guest = make.registration(make.event(starts_at=now), state=state)

    with pytest.raises(Refused):
        check_ins.check_in(registration=guest, by=organiser, now=now)


@pytest.mark.parametrize("state", ["draft", "cancelled", "archived"])
def test_nobody_is_checked_in_to_what_is_not_held(state, organiser, now):
    with pytest.raises(Refused):
        check_ins.check_in(registration=make.registration(make.event(state, starts_at=now)), by=organiser, now=now)


def test_the_door_opens_three_hours_before_and_lists_close_two_days_after(organiser, now):
    event = make.event("held", starts_at=now)
    guest = make.registration(event)
    opens, closes = now - 3 * HOUR, event.ends_at + 48 * HOUR
    second = dt.timedelta(seconds=1)

    for moment in (opens - second, closes + second):
        with pytest.raises(Refused, match="drie uur|three hours"):
            check_ins.check_in(registration=guest, by=organiser, now=moment)
    for moment in (opens, closes):
        check_ins.check_in(registration=guest, by=organiser, now=moment)
        check_ins.undo(registration=guest, by=organiser, now=moment)

    assert CheckIn.objects.count() == 0


def test_an_organiser_of_another_region_lets_nobody_in_or_out(guest, organiser, now):
    other = make.organiser(region=make.region("groningen"))
    check_ins.check_in(registration=guest, by=organiser, now=now)

    with pytest.raises(Refused):
        check_ins.undo(registration=guest, by=other, now=now)
    with pytest.raises(Refused):
        check_ins.check_in(registration=make.registration(guest.event), by=other, now=now)

    assert CheckIn.objects.count() == 1
