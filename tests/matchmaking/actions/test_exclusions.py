"""Whom does a member not want to meet? Their own wish: kept at once, felt by both sides, known to nobody else."""

import datetime as dt

import pytest

from corridor import outbox
from corridor.errors import Refused
from corridor.models import Membership, OutboxEmail, Transition
from matchmaking import rules
from matchmaking.actions import exclusions, introductions
from matchmaking.dates import UNDO
from matchmaking.errors import NotYours
from matchmaking.models import Exclusion
from matchmaking.queries import exclusions as read
from matchmaking.queries.history import history
from tests import make
from tests.matchmaking.saying import both_say_yes, fresh

pytestmark = pytest.mark.django_db


def test_f007_a_wish_about_a_person_bars_the_pair_in_both_directions(now):
    introduction = make.introduction("expired")
    ada, bob = introduction.members

    made = exclusions.add_own(member=ada, other=bob, now=now)

    assert (made.member, made.other, made.organisation, made.by_organiser) == (ada, bob, None, False)
    assert history(round=make.matching_round("planned"), now=now).blocked == ((ada.pk, bob.pk),)


def test_f007_a_wish_about_an_organisation_bars_whoever_works_there(now):
    introduction = make.introduction("proposed")
    ada, bob = introduction.members
    theirs = Membership.objects.get(member=bob).organisation

    exclusions.add_own(member=ada, organisation=theirs, now=now)

    assert history(round=introduction.round, now=now).blocked_organisations == ((ada.pk, theirs.pk),)
    assert rules.why_not_offer(introduction, now) == rules.NOT_MATCHABLE


def test_the_same_wish_again_gives_the_row_that_stands(now):
    ada, bob = make.introduction("offered").members

    first = exclusions.add_own(member=ada, other=bob, now=now)
    again = exclusions.add_own(member=ada, other=bob, now=now + dt.timedelta(days=1))

    assert (again.pk, Exclusion.objects.count()) == (first.pk, 1)


def test_a_wish_beside_an_organisers_decision_is_a_row_of_its_own(organiser, now):
    ada, bob = make.introduction("offered").members
    decided = exclusions.add(member=ada, other=bob, by=organiser, because="family", now=now)

    wish = exclusions.add_own(member=ada, other=bob, now=now)

    assert wish.pk != decided.pk
    assert list(read.own(ada)) == [wish]


def test_whom_one_was_never_asked_about_cannot_be_named(now):
    ada, _bob = make.introduction("offered").members
    make.introduction("proposed", members=(ada, make.member("Proposed Only")))

    for other in (make.member("Stranger"), Exclusion, ada):
        with pytest.raises(Refused):
            exclusions.add_own(member=ada, other=None if other is Exclusion else other, now=now)
    with pytest.raises(Refused):
        exclusions.add_own(member=ada, other=make.member(), organisation=make.organisation(), now=now)

    assert Exclusion.objects.count() == 0


def test_one_may_name_whom_one_is_asked_about_whatever_they_do_until_it_is_over(now):
    ada = make.member("Ada")
    others = [make.member(f"Other {letter}") for letter in "abc"]
    for state, other in zip(("offered", "declined", "made"), others, strict=True):
        made = make.introduction(state, members=(ada, other))
    OutboxEmail.objects.filter(about_id=made.pk).update(state="sent", sent_at=now)
    type(ada).objects.filter(pk=others[1].pk).update(is_active=False)

    assert list(read.nameable(ada, now)) == others
    assert list(read.nameable(others[0], now)) == [ada]
    assert others[0] not in read.nameable(ada, made.closes_at + UNDO)


def test_a_wish_taken_back_bars_nobody_and_twice_is_harmless(now):
    ada, bob = make.introduction("expired").members
    wish = exclusions.add_own(member=ada, other=bob, now=now)

    exclusions.lift_own(exclusion=wish, member=ada, now=now)
    exclusions.lift_own(exclusion=wish, member=ada, now=now + dt.timedelta(days=1))

    assert Exclusion.objects.get().lifted_at == now
    assert list(read.own(ada)) == []
    assert history(round=make.matching_round("planned"), now=now).blocked == ()


def test_nobody_lifts_what_another_asked_for_or_an_organiser_decided(organiser, now):
    ada, bob = make.introduction("offered").members
    wish = exclusions.add_own(member=ada, other=bob, now=now)
    decided = exclusions.add(member=ada, other=bob, by=organiser, because="family", now=now)

    for row, person in ((wish, bob), (wish, organiser), (decided, ada)):
        with pytest.raises(NotYours):
            exclusions.lift_own(exclusion=row, member=person, now=now)
    with pytest.raises(Refused):
        exclusions.lift(exclusion=wish, by=organiser, because="please", now=now)

    assert Exclusion.objects.filter(lifted_at=None).count() == 2


def test_f003_a_wish_leaves_no_trace_that_others_read(now):
    ada, bob = make.introduction("offered").members

    wish = exclusions.add_own(member=ada, other=bob, now=now)
    exclusions.lift_own(exclusion=wish, member=ada, now=now)

    assert not Transition.objects.filter(subject_type="matchmaking.exclusion").exists()


def test_r07_a_wish_within_the_undo_window_stops_the_introduction(now):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)

    exclusions.add_own(member=introduction.member_b, other=introduction.member_a, now=now)
    outbox.deliver_due(now=now + UNDO)
    introductions.stand_down(introduction=introduction, now=now + UNDO)

    mails = OutboxEmail.objects.filter(kind="matchmaking.introduction_made")
    assert [mail.state for mail in mails] == ["withdrawn", "withdrawn"]
    assert fresh(introduction).state == "declined"


def test_r07_a_wish_about_somebody_else_stops_no_introduction(now):
    introduction = make.introduction("offered")
    both_say_yes(introduction, now)

    exclusions.add_own(member=introduction.member_b, organisation=make.organisation(), now=now)

    assert set(OutboxEmail.objects.values_list("state", flat=True)) == {"queued"}
