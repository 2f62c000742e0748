"""What does the engine see of the guests of speed meetings, and what must it not? (F078, F003)"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corridor.models import Membership
from matchmaking.models import Exclusion, OptIn, Tie, Wish
from matchmaking.queries import speed_guests
from tests import make
from tests.matchmaking import speeding

pytestmark = pytest.mark.django_db


def pool(event, now):
    return speed_guests.pool_of(event, list(event.registrations.values_list("member", flat=True)), now)


def seen(event, member, now):
    return next(one for one in pool(event, now).candidates if one.id == member.pk)


@pytest.fixture
def event(db):
    return speeding.evening(0)


def test_f078_a_guest_is_seen_with_what_they_bring_and_seek_and_where_they_work(event, now):
    ada = speeding.guest(0)
    make.check_in(event, ada)

    one = seen(event, ada, now)

    organisation = Membership.objects.get(member=ada).organisation_id
    assert (one.organisation, one.home, one.offers, one.seeks) == (organisation, "mra", ("theme-0",), ("theme-1",))
    assert (one.unavailable, one.starved) == ("", 0)


def test_f078_who_did_not_agree_to_be_compared_takes_part_with_nothing_they_wrote(event, now):
    ada = speeding.guest(0, consent=False)
    make.check_in(event, ada)

    one = seen(event, ada, now)

    assert (one.offers, one.seeks, one.words, sum(one.layers), one.attended) == ((), (), (), 0, ())
    assert one.organisation == Membership.objects.get(member=ada).organisation_id  # colleagues stay apart all the same


def test_f078_two_who_work_nowhere_are_no_colleagues(event, now):
    guests = [make.member(complete=False) for _ in range(2)]
    for one in guests:
        make.check_in(event, one)

    assert len({seen(event, one, now).organisation for one in guests}) == 2
    assert len({seen(event, one, now).group for one in guests}) == 2


def test_f078_a_visit_and_a_wish_that_nobody_released_are_left_out(event, now, organiser):
    ada, hoped, open_wish = speeding.guest(0), make.organisation(), make.organisation()
    make.check_in(event, ada)
    make.visit(ada, "brainport")
    Wish.objects.create(member=ada, organisation=hoped, wished_at=now)
    Wish.objects.create(member=ada, organisation=open_wish, wished_at=now, released_at=now, released_by=organiser)

    one = seen(event, ada, now)

    assert (one.visits, one.wishes, one.released) == ((), (open_wish.pk,), (open_wish.pk,))


@pytest.mark.parametrize("answers", [("no", ""), ("", "no"), ("", ""), ("yes", ""), ("yes", "no")])
def test_f003_f078_whatever_was_answered_two_who_were_asked_about_each_other_look_the_same(event, now, answers):
    introduction = make.introduction("offered", members=(speeding.guest(0), speeding.guest(1)))
    for one in introduction.members:
        make.check_in(event, one)
    for own, answer in zip(introduction.opt_ins.order_by("pk"), answers, strict=True):
        OptIn.objects.filter(pk=own.pk).update(answer=answer, answered_at=now if answer else None)

    history = pool(event, now).history

    assert history.met == (introduction.numbers,)
    assert (history.blocked, history.cooling) == ((), ())


@pytest.mark.parametrize("kind", ["refused", "expired", "not_now", "introduced"])
def test_f003_f078_what_an_introduction_left_behind_does_not_keep_two_apart(event, now, kind):
    introduction = make.introduction("offered", members=(speeding.guest(0), speeding.guest(1)))
    for one in introduction.members:
        make.check_in(event, one)
    a, b = introduction.members
    tie = {"kind": kind, "at": now, "source_type": "matchmaking.introduction", "source_id": introduction.pk}
    Tie.objects.create(member_a=a, member_b=b, **tie)

    assert pool(event, now).history.blocked == ()


def test_f078_who_does_not_want_somebody_or_anybody_of_an_organisation_is_kept_apart(event, now):
    ada, bob, cas = (speeding.guest(number) for number in range(3))
    for one in (ada, bob, cas):
        make.check_in(event, one)
    there = Membership.objects.get(member=cas).organisation
    Exclusion.objects.create(member=bob, other=ada, added_by=bob, created_at=now)
    Exclusion.objects.create(member=ada, organisation=there, added_by=ada, created_at=now)

    history = pool(event, now).history

    assert history.blocked == ((ada.pk, bob.pk),)
    assert history.blocked_organisations == ((ada.pk, there.pk),)


def test_f078_who_arrived_comes_first_when_there_are_too_many(event, now, monkeypatch):
    monkeypatch.setattr(speed_guests, "MOST_GUESTS", 2)
    first = make.registration(event, speeding.guest(0))
    inside = [make.check_in(event, speeding.guest(number)).registration for number in (1, 2)]

    chosen = [row["registration"] for row in speed_guests.rows(event, turns=3, only_arrived=False)]

    assert chosen == [one.pk for one in inside] and first.pk not in chosen


def test_f078_as_many_questions_for_ten_guests_as_for_two(event, now):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            pool(event, now)
        return len(queries)

    for number in range(2):
        make.check_in(event, speeding.guest(number))
    few = asked()
    for number in range(2, 10):
        make.check_in(event, speeding.guest(number))

    assert asked() == few
