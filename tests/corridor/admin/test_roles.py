"""Who gives and ends which role? Superusers regions, organisers admins of organisations; nobody their own (S-15)."""

import pytest
from django.core.management import CommandError, call_command

from corridor.actions import roles
from corridor.errors import Refused
from corridor.models import Membership, RegionRole, Transition
from tests import make
from tests.entering import CONSOLE, answer, at, code_now, enter, text

pytestmark = pytest.mark.django_db
ADMIN, MEMBER = Membership.Role.ADMIN, Membership.Role.MEMBER


@pytest.fixture
def root(db):
    return make.member("Root Ruis", is_superuser=True, email="root@example.nl")


def recorded(thing: object) -> list[tuple[str, str]]:
    rows = Transition.objects.filter(subject_type=thing._meta.label_lower, subject_id=thing.pk).order_by("pk")
    return list(rows.values_list("action", "by__name"))


def test_s15_a_superuser_makes_an_organiser_who_may_enter_from_the_next_request_on(root):
    anna = make.member("Anna Amstel", email="anna@example.nl")
    hers = enter(anna)
    before = answer(hers, "get", CONSOLE)

    response = enter(root).post(
        at("corridor/regionrole", "add"), {"address": "anna@example.nl", "region": make.region("mra").pk}
    )

    role = RegionRole.objects.get(member=anna)
    assert (before, response.status_code, answer(hers, "get", CONSOLE)) == (403, 302, 200)
    assert (role.granted_by, role.ended_at) == (root, None)
    assert recorded(role) == [("granted", "Root Ruis")] and recorded(anna) == [("granted", "Root Ruis")]


def test_s15_a_superuser_ends_a_role_and_the_organiser_is_out_at_the_next_request(root, organiser):
    theirs, role = enter(organiser), RegionRole.objects.get(member=organiser)
    before = answer(theirs, "get", CONSOLE)

    enter(root).post(at("corridor/regionrole", role.pk, "do", "end"), {"because": "left the board"})

    role.refresh_from_db()
    assert role.ended_at is not None
    assert (before, answer(theirs, "get", CONSOLE)) == (200, 403)
    assert recorded(role) == [("ended", "Root Ruis")]


def test_s15_nobody_gives_themselves_a_role(root):
    response = enter(root).post(
        at("corridor/regionrole", "add"), {"address": "root@example.nl", "region": make.region("mra").pk}
    )

    assert response.status_code == 409
    assert "Nobody changes their own role" in text(response)
    assert not RegionRole.objects.exists()


def test_s15_nobody_ends_their_own_role(root, now):
    role = RegionRole.objects.create(member=root, region=make.region("mra"), started_at=now)
    console = enter(root)

    page = text(console.get(at("corridor/regionrole", role.pk, "change")))
    code = answer(console, "post", at("corridor/regionrole", role.pk, "do", "end"), because="tired")

    role.refresh_from_db()
    assert "End the role" not in page
    assert (code, role.ended_at) == (403, None)


def test_s15_an_organiser_grants_and_ends_no_region(organiser):
    make.member(email="anna@example.nl")
    other = make.organiser()
    console, role = enter(organiser), RegionRole.objects.get(member=other)

    codes = [
        answer(console, "get", at("corridor/regionrole", "add")),
        answer(console, "post", at("corridor/regionrole", "add"), address="anna@example.nl", region=role.region_id),
        answer(console, "post", at("corridor/regionrole", role.pk, "do", "end"), because="no reason"),
    ]

    role.refresh_from_db()
    assert codes == [403, 403, 403]
    assert role.ended_at is None and RegionRole.objects.count() == 2


@pytest.mark.parametrize("who", ["organiser", "root"])
def test_s15_the_action_itself_refuses_own_roles_too(who, request, now):
    person = request.getfixturevalue(who)

    with pytest.raises(Refused):
        roles.grant_region(member=person, region=make.region("brainport"), by=person, now=now)
    with pytest.raises(Refused):
        roles.set_organisation_role(membership=person.memberships.get(), role=ADMIN, by=person, now=now)


def test_an_organiser_makes_an_admin_of_an_organisation_in_the_region(organiser):
    bond = make.member("Anna").memberships.get()
    console = enter(organiser)

    made = console.post(at("corridor/membership", bond.pk, "do", "make_admin"))
    as_admin = Membership.objects.get(pk=bond.pk).role
    console.post(at("corridor/membership", bond.pk, "do", "unmake_admin"))

    assert made.status_code == 302
    assert (as_admin, Membership.objects.get(pk=bond.pk).role) == (ADMIN, MEMBER)
    assert recorded(bond) == [("role", organiser.name), ("role", organiser.name)]


def test_s15_an_organiser_does_not_make_themselves_admin(organiser):
    bond = organiser.memberships.get()
    console = enter(organiser)

    page = text(console.get(at("corridor/membership", bond.pk, "change")))
    code = answer(console, "post", at("corridor/membership", bond.pk, "do", "make_admin"))

    assert "Make admin" not in page
    assert (code, Membership.objects.get(pk=bond.pk).role) == (403, MEMBER)


def test_a_bond_that_ended_gets_no_role(organiser, now):
    bond = make.member().memberships.get()
    Membership.objects.filter(pk=bond.pk).update(ended_at=now)

    code = answer(enter(organiser), "post", at("corridor/membership", bond.pk, "do", "make_admin"))

    assert (code, Membership.objects.get(pk=bond.pk).role) == (409, MEMBER)


def test_an_organiser_ends_a_membership_with_a_reason_and_it_stays_on_record(organiser):
    bond = make.member().memberships.get()

    enter(organiser).post(at("corridor/membership", bond.pk, "do", "end"), {"because": "works elsewhere now"})

    bond.refresh_from_db()
    assert bond.ended_at is not None
    assert recorded(bond) == [("ended", organiser.name)]


@pytest.mark.parametrize(("model", "verb"), [("regionrole", "end"), ("membership", "make_admin")])
def test_s21_roles_change_only_after_proving_again_who_one_is(root, model, verb):
    other = make.organiser()
    thing = {"regionrole": RegionRole.objects.get(member=other), "membership": other.memberships.get()}[model]

    response = enter(root, proven=False).post(at(f"corridor/{model}", thing.pk, "do", verb), {"because": "x"})

    thing.refresh_from_db()
    assert response.status_code == 302 and "/2fa/reauthenticate/" in response["Location"]
    assert not Transition.objects.filter(subject_type=thing._meta.label_lower).exists()


def test_s21_a_role_is_given_only_after_proving_again_who_one_is(root):
    make.member(email="anna@example.nl")
    form = {"address": "anna@example.nl", "region": make.region("mra").pk}

    response = enter(root, proven=False).post(at("corridor/regionrole", "add"), form)

    assert response.status_code == 302 and "/2fa/reauthenticate/" in response["Location"]
    assert not RegionRole.objects.exists()


def test_s21_after_proving_it_the_button_is_pressed_by_itself(root):
    role = RegionRole.objects.get(member=make.organiser())
    console = enter(root, proven=False)
    away = console.post(at("corridor/regionrole", role.pk, "do", "end"), {"because": "left"})

    done = console.post(away["Location"], {"code": code_now()}, follow=True)

    role.refresh_from_db()
    assert role.ended_at is not None
    assert "The role has ended" in text(done)


def test_the_command_makes_the_first_organiser_and_twice_is_harmless(capsys):
    anna = make.member("Anna Amstel", email="anna@example.nl")

    call_command("make_organiser", "ANNA@example.nl", "mra")
    call_command("make_organiser", "anna@example.nl", "mra")

    role = RegionRole.objects.get()
    assert (role.member, role.region.slug, role.granted_by) == (anna, "mra", None)
    told = capsys.readouterr().out
    assert "Anna Amstel is now organiser of Mra." in told
    assert "Anna Amstel already was organiser of Mra." in told


@pytest.mark.parametrize(
    ("email", "region", "said"),
    [
        ("nobody@example.nl", "mra", "No member signs in with nobody@example.nl"),
        ("anna@example.nl", "atlantis", "There is no region 'atlantis'. Known regions: mra, netherlands."),
        ("gone@example.nl", "mra", "The account of gone@example.nl is not active"),
    ],
)
def test_the_command_says_what_is_wrong_and_makes_nothing(email, region, said):
    make.member(email="anna@example.nl")
    make.member(email="gone@example.nl", is_active=False)

    with pytest.raises(CommandError, match=said.replace(".", r"\.")):
        call_command("make_organiser", email, region)

    assert not RegionRole.objects.exists()
