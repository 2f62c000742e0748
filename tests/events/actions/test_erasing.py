"""Does what an evening holds of somebody go when they erase themselves? (F050)"""

import datetime as dt

import pytest

from corridor.actions import erasing
from corridor.models import OutboxEmail, Transition
from events.actions import check_ins, programme, reminders, staff, waitlist
from events.models import SessionChoice
from tests import make

pytestmark = pytest.mark.django_db


def test_f050_their_agenda_their_lines_on_stage_and_the_list_of_who_did_not_answer_go(now):
    """Also a name so short that no search for it takes it out of the words of others."""
    begins = now + dt.timedelta(hours=7)  # 17:00 on the wall
    event = make.event(starts_at=begins, organiser=make.organiser("Olga Oost"))
    gea = make.member("Gea")
    own = make.registration(event, gea, asked_again_at=begins - dt.timedelta(days=1))
    session = make.session(event, speakers=["Bram"])
    session.speakers.create(name=gea.name, member=gea)
    programme.choose(registration=own, session=session, goes=True)
    reminders.tell_hosts(event=event, now=now + dt.timedelta(hours=2))
    mail = OutboxEmail.objects.get(kind="events.at_risk")
    OutboxEmail.objects.filter(pk=mail.pk).update(state="sent", sent_at=now)
    assert "Gea" in mail.text

    erasing.erase(member=gea, by=gea, now=now + dt.timedelta(hours=2))

    mail.refresh_from_db()
    assert "Gea" not in mail.text + mail.html
    assert list(session.speakers.values_list("name", flat=True)) == ["Bram"]
    assert SessionChoice.objects.count() == 0


def told(*numbers: int) -> list[str]:
    rows = Transition.objects.filter(subject_type="events.registration", subject_id__in=numbers)
    return list(rows.exclude(because="").values_list("because", flat=True))


def test_f050_why_somebody_did_not_come_never_stands_in_the_history_for_it_is_about_their_health(now):
    organiser, event = make.organiser(), make.event("held", starts_at=now - dt.timedelta(days=1))
    own = make.registration(event)

    check_ins.excuse(registration=own, because="broke a leg", by=organiser, now=now)

    own.refresh_from_db()
    assert (own.excused_because, told(own.pk)) == ("broke a leg", [])
    assert Transition.objects.filter(action="excused", by=organiser).count() == 1


def test_f050_what_hosts_wrote_about_a_guest_goes_with_the_guest_and_with_nobody_else(now):
    organiser, event = make.organiser(), make.event(capacity=1)
    gea, other = make.member("Gea"), make.member("Bram")
    rows = [make.registration(event, person, "waitlisted") for person in (gea, other)]
    for row, words in zip(rows, ("has been ill", "knows the speaker"), strict=True):
        waitlist.move(registration=row, to=2, because=words, by=organiser, now=now)

    erasing.erase(member=gea, by=gea, now=now)

    assert told(rows[0].pk) == []
    assert "knows the speaker" in told(rows[1].pk)


def test_f050_who_worked_at_an_event_is_not_named_in_its_history_any_more_however_short_the_name(now):
    organiser, event = make.organiser(), make.event()
    gea, bram = make.member("Gea"), make.member("Bram")
    row = staff.add(event=event, member=gea, role="door", by=organiser, now=now)
    staff.add(event=event, member=bram, role="door", by=organiser, now=now)
    staff.remove(staff=row, by=organiser, now=now)

    erasing.erase(member=gea, by=gea, now=now)

    lines = Transition.objects.filter(subject_type="events.event", subject_id=event.pk).order_by("pk")
    assert list(lines.values_list("action", "because")) == [
        ("staff added", ""),
        ("staff added", "Bram"),
        ("staff removed", ""),
    ]


def test_f050_the_mail_that_names_who_gave_somebody_a_role_goes_with_its_giver(now):
    olga, event = make.organiser("Olga"), make.event()
    make.organiser()
    staff.add(event=event, member=make.member("Bram"), role="door", by=olga, now=now)
    mail = OutboxEmail.objects.get(kind="events.staff_added")
    OutboxEmail.objects.filter(pk=mail.pk).update(state="sent", sent_at=now)
    assert "Olga" in mail.text

    erasing.erase(member=olga, by=olga, now=now)

    mail.refresh_from_db()
    assert "Olga" not in mail.text + mail.html
