"""What happens when a member changes their profile, pauses, or says yes or no?"""

import datetime as dt

import pytest

from corridor.actions import members
from corridor.errors import Refused
from corridor.models import Consent, OutboxEmail, Profile, Transition
from tests import make

pytestmark = pytest.mark.django_db


def told(member) -> list[tuple[str, str, str, int | None]]:
    rows = Transition.objects.filter(subject_type="corridor.member", subject_id=member.pk).order_by("pk")
    return list(rows.values_list("action", "to", "because", "by"))


def test_update_profile_changes_what_is_given_and_keeps_the_rest(member, now):
    brainport = make.region("brainport")

    profile = members.update_profile(member=member, by=member, now=now, name="Ada Lovelace", region=brainport, pace=2)

    member.refresh_from_db()
    profile.refresh_from_db()
    assert (member.name, member.language) == ("Ada Lovelace", "nl")
    assert (profile.region, profile.pace, profile.primary_layer.number) == (brainport, 2, 5)
    assert profile.updated_at == now
    assert told(member) == [("edited", "", "name, region, pace", member.pk)]


def test_update_profile_makes_a_profile_for_a_newcomer(now):
    bare = make.member(complete=False)

    members.update_profile(member=bare, by=bare, now=now, primary_layer=make.layer(2), layers=[make.layer(3)])

    profile = Profile.objects.get(member=bare)
    assert {layer.number for layer in profile.layers.all()} == {2, 3}


def test_update_profile_without_a_change_leaves_no_trace(member, now):
    members.update_profile(member=member, by=member, now=now, name=member.name, pace=1)

    assert told(member) == []
    assert Profile.objects.get().updated_at is None


def test_a_region_chosen_by_the_member_is_no_longer_an_invented_one(member, now):
    Profile.objects.update(region_invented=True)

    members.update_profile(member=member, by=member, now=now, region=make.region("brainport"))

    assert not Profile.objects.get().region_invented


@pytest.mark.parametrize("do", ["update", "pause", "resume", "give", "withdraw"])
def test_nobody_speaks_for_somebody_else(member, organiser, now, do):
    acts = {
        "update": lambda: members.update_profile(member=member, by=organiser, now=now, pace=0),
        "pause": lambda: members.pause(member, now.date() + dt.timedelta(days=5), organiser, now),
        "resume": lambda: members.resume(member, organiser, now),
        "give": lambda: members.give_consent(member=member, text_version="x", language="nl", by=organiser, now=now),
        "withdraw": lambda: members.withdraw_consent(member=member, by=organiser, now=now),
    }

    with pytest.raises(Refused):
        acts[do]()

    assert told(member) == []
    assert Consent.objects.get(member=member).withdrawn_at is None


def test_pause_holds_until_its_day_and_resume_ends_it(member, now):
    until = now.date() + dt.timedelta(days=30)

    members.pause(member, until, member, now)
    assert Profile.objects.get().paused_until == until
    members.resume(member, member, now)
    members.resume(member, member, now)

    assert Profile.objects.get().paused_until is None
    assert told(member) == [("paused", until.isoformat(), "", member.pk), ("resumed", "", "", member.pk)]


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_pause_for_no_time_or_for_ever_is_refused(member, now, days):
    with pytest.raises(Refused):
        members.pause(member, now.date() + dt.timedelta(days=days), member, now)

    assert Profile.objects.get().paused_until is None


def test_the_same_yes_twice_is_one_row_and_a_newer_text_ends_the_older_one(now):
    bare = make.member(consent=False)
    later = now + dt.timedelta(days=1)

    first = members.give_consent(member=bare, text_version="2026-11", language="nl", by=bare, now=now)
    again = members.give_consent(member=bare, text_version="2026-11", language="en", by=bare, now=later)
    newer = members.give_consent(member=bare, text_version="2027-01", language="en", by=bare, now=later)

    first.refresh_from_db()
    assert (first, first.language, first.withdrawn_at) == (again, "nl", later)
    assert (newer.text_version, newer.language, newer.given_at, newer.withdrawn_at) == ("2027-01", "en", later, None)
    assert [row[:2] for row in told(bare)] == [("consented", "2026-11"), ("consented", "2027-01")]


def test_a_yes_taken_back_stays_as_proof(member, now):
    members.withdraw_consent(member=member, by=member, now=now)
    members.withdraw_consent(member=member, by=member, now=now)

    assert Consent.objects.get().withdrawn_at == now
    assert told(member) == [("consent withdrawn", "", "", member.pk)]


def test_welcome_goes_once_and_only_when_nothing_is_missing(member, now):
    incomplete = make.member(consent=False)

    for one in (incomplete, member, member):
        members.welcome_when_complete(member=one, now=now)

    assert list(OutboxEmail.objects.values_list("key", flat=True)) == [f"welcome:{member.pk}"]
