"""What did a guest say, who may know it, and when is it forgotten? (F029, F039, F085)"""

import datetime as dt

import pytest
from django.core import serializers

from corridor.actions import erasing
from corridor.errors import Refused
from corridor.models import OutboxEmail, Transition
from events import tasks
from events.actions import details, registrations
from events.actions.details import Details
from events.models import Answer, Needs, Question
from events.queries import attendance, capacity
from events.queries import needs as asked
from tests import make

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
SAID = Details(companion="Kim Kist", photo="none", is_listed=True, needs=("peanuts", "step-free"))


def asking(**fields):
    wanted = {"allows_companion": True, "asks_photo": True, "asks_needs": True, "shows_guests": True}
    return make.event(**wanted | fields)


def test_f085_what_the_event_asks_is_kept_and_nothing_else(member, now):
    modest, curious = make.event(), asking()

    plain = registrations.register(event=modest, by=member, now=now, details=SAID)
    full = registrations.register(event=curious, by=member, now=now, details=SAID)

    for row in (plain, full):
        row.refresh_from_db()
    assert (plain.companion, plain.photo, plain.is_listed, Needs.objects.filter(registration=plain).count()) == (
        "",
        "",
        False,
        0,
    )
    assert (full.companion, full.photo, full.is_listed) == ("Kim Kist", "none", True)
    assert Needs.objects.values_list("registration", "diet", "access", "consented_at", "text_version").get() == (
        full.pk,
        "peanuts",
        "step-free",
        now,
        details.NEEDS_TEXT,
    )


def test_f029_who_comes_along_takes_a_place(now):
    event = asking(capacity=3)

    states = [
        registrations.register(event=event, by=make.member(), now=now, details=Details(companion=name)).state
        for name in ("Kim", "Lou", "")
    ]

    assert states == ["confirmed", "waitlisted", "waitlisted"]
    assert capacity.taken(event) == 2


def test_f029_somebody_more_comes_along_only_while_a_place_is_free(member, now):
    event = asking(capacity=2)
    own = registrations.register(event=event, by=member, now=now)
    other = make.registration(event)

    with pytest.raises(Refused):
        details.change(registration=own, details=Details(companion="Kim"), by=member, now=now)
    registrations.cancel(registration=other, by=other.member, now=now)
    details.change(registration=own, details=Details(companion="Kim"), by=member, now=now)

    own.refresh_from_db()
    assert own.companion == "Kim"
    assert capacity.taken(event) == 2


def test_f029_a_free_place_is_theirs_who_wait_before_somebody_comes_along(member, now):
    event = asking(capacity=3)
    own = registrations.register(event=event, by=member, now=now)
    make.registration(event, state="waitlisted", companion="Two of them")
    make.registration(event)

    with pytest.raises(Refused):
        details.change(registration=own, details=Details(companion="Kim"), by=member, now=now)


def test_f029_who_comes_alone_after_all_frees_a_place_for_who_waits(member, now):
    event = asking(capacity=2)
    own = registrations.register(event=event, by=member, now=now, details=Details(companion="Kim"))
    waits = make.registration(event, state="waitlisted")

    details.change(registration=own, details=Details(), by=member, now=now)

    waits.refresh_from_db()
    assert waits.state == "offered"


def test_details_stay_as_they_are_once_it_has_begun_or_one_stands_no_more(member, now):
    own = make.registration(asking(starts_at=now), member)
    gone = make.registration(asking(), member, "cancelled")

    for row in (own, gone):
        with pytest.raises(Refused):
            details.change(registration=row, details=SAID, by=member, now=now)


def test_f028_answers_are_kept_one_for_each_question_of_this_event(member, now):
    event, other = make.event(), make.event()
    mine, theirs = (
        Question.objects.create(event=one, position=1, text_nl="Wat?", text_en="What?") for one in (event, other)
    )
    own = registrations.register(event=event, by=member, now=now, details=Details(answers={mine.pk: "Chips"}))

    details.change(registration=own, details=Details(answers={mine.pk: "AI", theirs.pk: "x"}), by=member, now=now)

    assert list(Answer.objects.values_list("registration", "question", "value")) == [(own.pk, mine.pk, "AI")]
    assert details.of(own).answers == {mine.pk: "AI"}


def test_f039_the_words_of_a_need_stand_nowhere_else(member, now):
    registrations.register(event=asking(), by=member, now=now, details=SAID)

    rows = [*Transition.objects.all(), *OutboxEmail.objects.all()]
    assert "peanuts" not in serializers.serialize("json", rows)
    assert Transition.objects.filter(action="needs agreed", because=details.NEEDS_TEXT, by=member).count() == 1


def test_f039_needs_are_taken_back_by_emptying_them_and_agreed_to_anew_when_they_change(member, now):
    own = registrations.register(event=asking(), by=member, now=now, details=SAID)

    details.change(registration=own, details=Details(needs=("peanuts", "step-free")), by=member, now=now + DAY)
    same = Needs.objects.get().consented_at
    details.change(registration=own, details=Details(needs=("vegan", "")), by=member, now=now + DAY)
    anew = Needs.objects.get()
    details.change(registration=own, details=Details(), by=member, now=now + DAY)
    unasked = Needs.objects.count()
    details.change(registration=own, details=Details(needs=("", "")), by=member, now=now + DAY)

    assert (same, anew.diet, anew.consented_at, unasked, Needs.objects.count()) == (now, "vegan", now + DAY, 1, 0)


def test_f039_needs_are_forgotten_two_weeks_after_the_event_and_not_before(member, now, monkeypatch):
    event = asking()
    registrations.register(event=event, by=member, now=now, details=SAID)
    over = event.ends_at + 14 * DAY

    monkeypatch.setattr("corridor.clock.now", lambda: over - dt.timedelta(seconds=1))
    tasks.forget_needs()
    before = Needs.objects.count()
    monkeypatch.setattr("corridor.clock.now", lambda: over)
    for _ in range(2):
        tasks.forget_needs()

    assert (before, Needs.objects.count()) == (1, 0)


@pytest.mark.parametrize("how", ["cancelled", "declined", "called off"])
def test_f039_needs_go_as_soon_as_the_guest_does_not_come(how, member, now):
    event = asking(approves=how == "declined")
    own = registrations.register(event=event, by=member, now=now, details=SAID)
    before = Needs.objects.count()

    if how == "cancelled":
        registrations.cancel(registration=own, by=member, now=now)
    elif how == "declined":
        registrations.decline(registration=own, by=make.organiser(), now=now)
    else:
        type(event).objects.filter(pk=event.pk).update(state="cancelled")
        registrations.release(registration=own, now=now)

    assert (before, Needs.objects.count()) == (1, 0)


def test_f039_totals_hold_no_names_and_count_those_who_come(now):
    event = asking()
    for diet, access, state in (
        ("Vegan", "", "confirmed"),
        ("vegan", "step-free", "confirmed"),
        ("halal", "", "offered"),
        ("peanuts", "", "waitlisted"),
    ):
        row = make.registration(event, state=state, offer_until=now)
        Needs.objects.create(registration=row, diet=diet, access=access, consented_at=now, text_version="1")

    assert asked.totals(asked.of_guests(event)) == [("Vegan", 2), ("halal", 1), ("step-free", 1)]


def test_f085_other_guests_see_only_who_agreed_and_comes(now):
    event = asking()
    seen = make.registration(event, is_listed=True)
    other = make.registration(event)
    make.registration(event, state="waitlisted", is_listed=True)

    assert attendance.listed(event, to=other.member) == [seen]
    assert attendance.listed(event, to=seen.member) == []


def test_f070_who_tells_nobody_that_they_were_there_stands_on_no_list_of_guests(member, now):
    event = asking()
    shy, seen = (make.registration(event, is_listed=True) for _ in range(2))

    registrations.hide_attendance(registration=shy, hides=True, by=shy.member, now=now)

    assert attendance.listed(event, to=member) == [seen]


def test_f050_erasing_takes_all_that_was_said_at_registration(member, now):
    past = asking(state="held", starts_at=now - 3 * DAY)
    coming = asking(starts_at=now + DAY)
    question = Question.objects.create(event=past, position=1, text_nl="Wat?", text_en="What?")
    rows = [make.registration(event, member, companion="Kim", photo="none", is_listed=True) for event in (past, coming)]
    for row in rows:
        Needs.objects.create(registration=row, diet="vegan", consented_at=now, text_version="1")
    Answer.objects.create(registration=rows[0], question=question, value="Chips")
    type(rows[0]).objects.filter(pk=rows[0].pk).update(late_because="ill", excused_because="ill")

    erasing.erase(member=member, by=member, now=now)

    assert (Needs.objects.count(), Answer.objects.count()) == (0, 0)
    for row in rows:
        row.refresh_from_db()
        said = (row.companion, row.photo, row.is_listed, row.late_because, row.excused_because)
        assert said == ("", "", False, "", "")
    assert [row.state for row in rows] == ["confirmed", "cancelled"]
