"""Who sees how to reach a member, and what does that leave behind? An organiser of their region; a line of history."""

import pytest

from corridor.models import Member, RegionRole, Transition
from tests import make
from tests.entering import answer, at, enter, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(db):
    anna = make.member("Anna", email="anna@example.nl")
    anna.profile.phone = "+31611111111"
    anna.profile.save()
    return anna


def test_s57_looking_up_an_address_is_written_down_with_its_purpose(organiser, anna):
    console = enter(organiser)

    page = text(console.post(at("corridor/member", anna.pk, "do", "show_contact"), {"because": "her train is late"}))

    row = Transition.objects.get(subject_type="corridor.member", subject_id=anna.pk)
    assert "anna@example.nl" in page and "+31611111111" in page
    assert (row.action, row.by, row.because) == ("viewed contact", organiser, "her train is late")
    assert "her train is late" in text(console.get(at("corridor/member", anna.pk, "change")))


def test_without_a_purpose_nothing_is_shown(organiser, anna):
    response = enter(organiser).post(at("corridor/member", anna.pk, "do", "show_contact"), {"because": ""}, follow=True)

    assert "anna@example.nl" not in text(response)
    assert not Transition.objects.exists()


def test_a_superuser_who_organises_no_region_does_not_see_it(anna):
    root = make.member(is_superuser=True)
    console = enter(root)

    page = text(console.get(at("corridor/member", anna.pk, "change")))
    code = answer(console, "post", at("corridor/member", anna.pk, "do", "show_contact"), because="curious")

    assert "Show how to reach them" not in page
    assert (code, Transition.objects.count()) == (403, 0)


def test_roles_add_up_so_a_superuser_who_organises_the_region_sees_it(anna, now):
    root = make.member(is_superuser=True)
    RegionRole.objects.create(member=root, region=make.region("mra"), started_at=now)

    assert answer(enter(root), "post", at("corridor/member", anna.pk, "do", "show_contact"), because="a call") == 200


def test_nobody_changes_a_member_here(organiser, anna):
    sneaked = {"name": "Evil", "email": "evil@example.nl", "is_superuser": "on", "is_active": "", "password": "x"}
    for person in (organiser, make.member(is_superuser=True)):
        console = enter(person)

        codes = [
            answer(console, "post", at("corridor/member", anna.pk, "change"), **sneaked),
            answer(console, "post", at("corridor/member", "add"), **sneaked),
            answer(console, "post", at("corridor/member", anna.pk, "delete"), post="yes"),
        ]

        assert codes == [403, 403, 403]
    after = Member.objects.get(pk=anna.pk)
    assert (after.name, after.email, after.is_superuser, after.is_active) == ("Anna", "anna@example.nl", False, True)


def test_a_members_own_moves_are_not_in_the_history_shown(organiser, anna, now):
    for action in ("paused", "resumed", "consented", "consent withdrawn", "edited"):
        Transition.objects.create(
            subject_type="corridor.member", subject_id=anna.pk, action=action, by=anna, at=now, because="canary"
        )

    page = text(enter(organiser).get(at("corridor/member", anna.pk, "change")))

    assert "canary" not in page
    assert "Nothing has changed here" in page
