"""Whom does a free place go to, for how long, and what when nobody says yes? (F030, F081, R-10)"""

import datetime as dt

import pytest

from corridor.errors import Refused
from corridor.models import OutboxEmail, Transition
from events import tasks
from events.actions import details, events, registrations, waitlist
from events.models import EventStaff, HeldPlaces, Needs
from tests import make

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def at(now, monkeypatch):
    """Puts the clock somewhere."""

    def put(moment: dt.datetime) -> dt.datetime:
        monkeypatch.setattr("corridor.clock.now", lambda: moment)
        return moment

    put(now)
    return put


def keys() -> list[str]:
    return list(OutboxEmail.objects.order_by("pk").values_list("key", flat=True))


def states(*rows) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


def waiting(event, number: int, **fields) -> list:
    return [make.registration(event, state="waitlisted", **fields) for _ in range(number)]


def host_of(event):
    host = make.member()
    EventStaff.objects.create(event=event, member=host, role="host", added_at=event.state_since)
    return host


def someone(region: str, helix: str = "company"):
    where = make.region(region)
    return make.member(organisation=make.organisation(region=where, helix=helix), region=where)


@pytest.mark.parametrize(
    ("begins_in", "stands_for"),
    [(14 * DAY, 24 * HOUR), (25 * HOUR, 24 * HOUR), (24 * HOUR, 2 * HOUR), (3 * HOUR, 2 * HOUR), (HOUR, HOUR)],
)
def test_f030_an_offer_stands_a_day_two_hours_on_the_last_and_never_beyond_the_beginning(begins_in, stands_for, now):
    event = make.event(capacity=1, starts_at=now + begins_in)
    (first,) = waiting(event, 1)

    waitlist.fill_free_places(event=event, now=now)

    assert states(first) == ["offered"]
    assert first.offer_until == now + stands_for


def test_f030_offers_go_out_in_the_order_of_turns_and_count_as_places(now):
    event = make.event(capacity=2)
    third, first, second = (make.registration(event, state="waitlisted", turn=turn) for turn in (30, 10, 20))

    called = waitlist.fill_free_places(event=event, now=now)
    again = waitlist.fill_free_places(event=event, now=now)

    assert (called, again) == ([first, second], [])
    assert states(first, second, third) == ["offered", "offered", "waitlisted"]
    assert keys() == [f"offered:{first.pk}", f"offered:{second.pk}"]
    assert first.promoted_by == "turn"


def test_f030_added_places_are_offered(now):
    event = make.event(capacity=1)
    make.registration(event)
    rows = waiting(event, 3)

    events.edit(event=event, facts={"capacity": 3}, by=make.organiser(), now=now)

    assert states(*rows) == ["offered", "offered", "waitlisted"]


def test_f030_an_offer_that_is_accepted_is_a_place(now):
    event = make.event(capacity=1)
    (own,) = waiting(event, 1)
    waitlist.fill_free_places(event=event, now=now)

    for _ in range(2):
        registrations.accept(registration=own, by=own.member, now=now + 23 * HOUR)

    assert states(own) == ["confirmed"]
    assert own.offer_until is None
    assert keys() == [f"offered:{own.pk}", f"registered:{own.pk}:confirmed"]


def test_f030_an_offer_that_is_refused_passes_on_at_once(now):
    event = make.event(capacity=1)
    first, second = waiting(event, 2)
    waitlist.fill_free_places(event=event, now=now)

    registrations.cancel(registration=first, by=first.member, now=now + HOUR)

    assert states(first, second) == ["cancelled", "offered"]
    assert second.offer_until == now + 25 * HOUR


def test_f030_the_clock_passes_an_offer_on_once_its_time_is_over_and_not_before(now, at):
    event = make.event(capacity=1)
    first, second = waiting(event, 2)
    waitlist.fill_free_places(event=event, now=now)

    at(now + 24 * HOUR - dt.timedelta(seconds=1))
    tasks.lapse_offers()
    before = states(first, second)
    for _ in range(2):
        at(now + 24 * HOUR)
        tasks.lapse_offers()

    assert before == ["offered", "waitlisted"]
    assert states(first, second) == ["lapsed", "offered"]
    assert keys() == [f"offered:{first.pk}", f"offer_lapsed:{first.pk}", f"offered:{second.pk}"]


@pytest.mark.parametrize("state", ["offered", "invited"])
def test_f039_who_let_a_place_pass_does_not_come_so_what_they_eat_is_forgotten(state, now):
    event = make.event(asks_needs=True, starts_at=now + HOUR)
    own, comes = make.registration(event, state=state, offer_until=now + HOUR), make.registration(event)
    for row in (own, comes):
        Needs.objects.create(registration=row, diet="peanuts", consented_at=now, text_version="1")

    waitlist.lapse(registration=own, now=now + HOUR)

    assert list(Needs.objects.values_list("registration", flat=True)) == [comes.pk]


def test_f030_an_offer_cannot_be_accepted_once_its_time_is_over(now):
    event = make.event(capacity=1)
    own = make.registration(event, state="offered", offer_until=now)

    with pytest.raises(Refused):
        registrations.accept(registration=own, by=own.member, now=now)

    assert states(own) == ["offered"]


def test_f030_nobody_is_called_once_it_has_begun_and_what_was_left_open_lapses_quietly(now, at):
    event = make.event(capacity=3, starts_at=now + HOUR)
    offered = make.registration(event, state="offered", offer_until=now + HOUR)
    invited = make.registration(event, state="invited")
    (wait,) = waiting(event, 1)

    at(now + HOUR)
    tasks.lapse_offers()
    tasks.call_who_waits()

    assert states(offered, invited, wait) == ["lapsed", "lapsed", "waitlisted"]
    assert keys() == []


def test_f030_whoever_needs_two_places_is_not_passed_by_one_who_needs_one(now):
    event = make.event(capacity=3, allows_companion=True)
    guests = [make.registration(event) for _ in range(3)]
    pair = make.registration(event, state="waitlisted", companion="Kim Kist")
    (single,) = waiting(event, 1)

    registrations.cancel(registration=guests[0], by=guests[0].member, now=now)
    after_one = states(pair, single)
    registrations.cancel(registration=guests[1], by=guests[1].member, now=now)

    assert after_one == ["waitlisted", "waitlisted"]
    assert states(pair, single) == ["offered", "waitlisted"]


def test_f030_reordering_needs_a_reason_and_stands_in_the_history(now):
    event = make.event(capacity=1)
    make.registration(event)
    one, two, three = waiting(event, 3)
    host = host_of(event)

    with pytest.raises(Refused):
        waitlist.move(registration=three, to=1, by=host, because="  ", now=now)
    with pytest.raises(Refused):
        waitlist.move(registration=three, to=1, by=make.member(), because="I like them", now=now)
    untouched = [row.turn for row in (one, two, three) if not row.refresh_from_db()]
    waitlist.move(registration=three, to=1, by=host, because="Speaks that night", now=now)

    assert untouched == [2, 3, 4]
    assert list(event.registrations.filter(state="waitlisted").order_by("turn")) == [three, one, two]
    row = Transition.objects.get(subject_type="events.registration", subject_id=three.pk, action="moved in line")
    assert (row.by, row.because) == (host, "Speaks that night")


@pytest.mark.parametrize(("to", "order"), [(0, "cab"), (1, "cab"), (2, "acb"), (3, "abc"), (99, "abc")])
def test_f030_a_move_goes_to_any_number_of_the_line(to, order, now):
    event = make.event(capacity=1)
    make.registration(event)
    rows = dict(zip("abc", waiting(event, 3), strict=True))

    waitlist.move(registration=rows["c"], to=to, by=host_of(event), because="Because", now=now)

    line = list(event.registrations.filter(state="waitlisted").order_by("turn"))
    assert line == [rows[letter] for letter in order]


def test_f030_a_promotion_needs_a_reason_and_a_place(now):
    event = make.event(capacity=1)
    guest = make.registration(event)
    one, two = waiting(event, 2)
    host = host_of(event)

    with pytest.raises(Refused):
        waitlist.promote(registration=two, by=host, because="Speaks", now=now)
    type(guest).objects.filter(pk=guest.pk).update(state="cancelled")
    with pytest.raises(Refused):
        waitlist.promote(registration=two, by=host, because="", now=now)
    waitlist.promote(registration=two, by=host, because="Speaks", now=now)

    assert states(one, two) == ["waitlisted", "offered"]
    assert two.promoted_by == "by hand"
    assert Transition.objects.get(subject_id=two.pk, to="offered").because == "Speaks"


def test_f081_a_kept_place_goes_to_the_missing_region_first_and_says_by_which_rule(now):
    event = make.event(capacity=2)
    HeldPlaces.objects.create(event=event, region=make.region("brainport"), places=1)
    guest = make.registration(event, someone("mra"))
    make.registration(event, someone("mra"))
    near = make.registration(event, someone("mra"), "waitlisted")
    far = make.registration(event, someone("brainport"), "waitlisted")

    registrations.cancel(registration=guest, by=guest.member, now=now)

    assert states(near, far) == ["waitlisted", "offered"]
    assert far.promoted_by == "held: brainport"


def test_f081_a_kept_place_is_not_given_to_others_until_72_hours_before(now, at):
    event = make.event(capacity=1, starts_at=now + 80 * HOUR)
    HeldPlaces.objects.create(event=event, helix="government", places=1)

    own = registrations.register(event=event, by=someone("mra"), now=now)
    tasks.call_who_waits()
    before = states(own)
    at(now + 8 * HOUR - dt.timedelta(seconds=1))
    tasks.call_who_waits()
    just_before = states(own)
    at(now + 8 * HOUR)
    tasks.call_who_waits()

    assert (before, just_before, states(own)) == (["waitlisted"], ["waitlisted"], ["offered"])
    assert own.promoted_by == "turn"


def test_f081_who_is_missing_gets_the_kept_place_at_once_though_others_wait(now):
    event = make.event(capacity=2)
    HeldPlaces.objects.create(event=event, helix="government", places=1)
    make.registration(event, someone("mra"))
    waits = registrations.register(event=event, by=someone("mra"), now=now)

    own = registrations.register(event=event, by=someone("mra", "government"), now=now)

    assert (waits.state, own.state, own.promoted_by) == ("waitlisted", "confirmed", "held: government")
    assert registrations.register(event=event, by=someone("mra", "government"), now=now).state == "waitlisted"


def test_f081_a_place_below_a_region_counts_and_those_who_come_fill_what_is_kept(now):
    event = make.event(capacity=3)
    brainport = make.region("brainport")
    HeldPlaces.objects.create(event=event, region=brainport, places=1)
    eindhoven = make.region("eindhoven", parent="brainport")
    make.registration(event, someone(eindhoven.slug))

    rows = [registrations.register(event=event, by=someone("mra"), now=now).state for _ in range(3)]

    assert rows == ["confirmed", "confirmed", "waitlisted"]


def test_f081_who_comes_along_takes_no_place_that_is_kept_for_others(now):
    event = make.event(capacity=2, allows_companion=True)
    HeldPlaces.objects.create(event=event, helix="government", places=1)
    said = details.Details(companion="Kim Kist")

    assert registrations.register(event=event, by=someone("mra"), now=now, details=said).state == "waitlisted"
    assert registrations.register(event=event, by=someone("mra", "government"), now=now).state == "confirmed"
