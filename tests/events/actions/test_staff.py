"""Who works at an event?"""

import pytest

from corridor.errors import Refused
from corridor.models import OutboxEmail, Transition
from events.actions import staff
from events.models import EventStaff
from tests import make

pytestmark = pytest.mark.django_db


def history(event) -> list[tuple[str, str, str]]:
    rows = Transition.objects.filter(subject_type="events.event", subject_id=event.pk).order_by("pk")
    return list(rows.values_list("action", "was", "to"))


def test_somebody_is_put_at_the_door_told_once_and_let_go(now):
    event, member, by = make.event(), make.member(language="en"), make.organiser()

    row = staff.add(event=event, member=member, role="door", by=by, now=now)
    again = staff.add(event=event, member=member, role="door", by=by, now=now)
    mails = list(OutboxEmail.objects.values_list("kind", "to", "subject"))
    staff.remove(staff=row, by=by, now=now)
    staff.remove(staff=row, by=by, now=now)

    assert again == row and not EventStaff.objects.exists()
    assert mails == [("events.staff_added", member.email, f"You are at the door: {event.title_en}")]
    assert history(event) == [("staff added", "", "door"), ("staff removed", "door", "")]


def test_a_role_is_changed_in_the_same_row(now):
    event, member, by = make.event(), make.member(), make.organiser()
    staff.add(event=event, member=member, role="door", by=by, now=now)

    staff.add(event=event, member=member, role="host", by=by, now=now)

    assert list(event.staff.values_list("member", "role")) == [(member.pk, "host")]
    assert OutboxEmail.objects.filter(kind="events.staff_added").count() == 2


def test_who_is_added_to_a_draft_is_not_written_to_yet(now):
    staff.add(event=make.event("draft"), member=make.member(), role="door", by=make.organiser(), now=now)

    assert not OutboxEmail.objects.exists()


def test_s15_nobody_gives_themselves_a_role(now):
    by = make.organiser()

    with pytest.raises(Refused):
        staff.add(event=make.event(), member=by, role="host", by=by, now=now)

    assert not EventStaff.objects.exists()


@pytest.mark.parametrize("state", ["held", "cancelled", "archived"])
def test_what_is_over_keeps_its_staff(state, now):
    event, by = make.event(state), make.organiser()
    row = EventStaff.objects.create(event=event, member=make.member(), role="door", added_at=now)

    with pytest.raises(Refused):
        staff.remove(staff=row, by=by, now=now)
    with pytest.raises(Refused):
        staff.add(event=event, member=make.member(), role="door", by=by, now=now)

    assert event.staff.count() == 1


def test_organisers_of_elsewhere_give_no_role(now):
    with pytest.raises(Refused):
        staff.add(
            event=make.event(),
            member=make.member(),
            role="door",
            by=make.organiser(region=make.region("groningen")),
            now=now,
        )
