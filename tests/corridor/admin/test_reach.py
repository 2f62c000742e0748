"""What can an organiser reach? Their regions with everything below; the rest does not exist, wherever one asks."""

import pytest

from corridor.models import Membership, RegionRole
from corridor.queries import scope
from tests import make
from tests.corridor_forms import organisation_form
from tests.entering import answer, at, enter, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    """The MRA with Amsterdam in it."""
    mra = make.region("mra")
    return make.region("amsterdam", parent="mra", kind="municipality") and mra


@pytest.fixture
def there():
    return make.region("brainport")


def test_s10_records_of_another_region_are_not_found(organiser, there, now):
    client = enter(organiser)
    far = make.member(region=there)
    company = far.memberships.get()
    role = RegionRole.objects.create(member=far, region=there, started_at=now)

    addresses = [
        at("corridor/member", far.pk, "change"),
        at("corridor/organisation", company.organisation_id, "change"),
        at("corridor/membership", company.pk, "change"),
        at("corridor/regionrole", role.pk, "change"),
    ]

    assert [answer(client, method, path) for path in addresses for method in ("get", "post")] == [404] * 8


def test_s10_buttons_on_records_of_another_region_are_not_found(organiser, there):
    client = enter(organiser)
    far = make.member(region=there)
    company = make.organisation(region=there, verified=False)

    codes = [
        answer(client, "post", at("corridor/organisation", company.pk, "do", "verify")),
        answer(client, "post", at("corridor/membership", far.memberships.get().pk, "do", "make_admin")),
        answer(client, "post", at("corridor/member", far.pk, "do", "show_contact"), because="a call"),
    ]

    company.refresh_from_db()
    assert codes == [404, 404, 404]
    assert company.verified_at is None
    assert far.memberships.get().role == Membership.Role.MEMBER


def test_s10_numbers_that_are_none_are_not_found(organiser):
    client = enter(organiser)

    for odd in ("0", "-1", "x", "1e3", "99999999999999999999999999", "1%00", "1/2"):
        assert answer(client, "get", at("corridor/member", odd, "change")) == 404, odd


def test_a_region_reaches_what_lies_below_it(organiser, here):
    below = make.member("Anna Amstel", region=make.region("amsterdam"))

    assert answer(enter(organiser), "get", at("corridor/member", below.pk, "change")) == 200


def test_an_organiser_of_a_municipality_does_not_reach_the_region_above(here):
    of_amsterdam = make.organiser(region=make.region("amsterdam"))
    above = make.member(region=here)

    assert answer(enter(of_amsterdam), "get", at("corridor/member", above.pk, "change")) == 404


def test_a_member_is_reached_by_home_or_by_organisation_but_not_by_a_former_one(organiser, here, there, now):
    by_home = make.member(region=here, organisation=make.organisation(region=there))
    by_work = make.member(region=there, organisation=make.organisation(region=here))
    formerly = make.member(region=there, organisation=make.organisation(region=here))
    formerly.memberships.update(ended_at=now)

    reached = set(scope.of(organiser).members())

    assert {by_home, by_work} <= reached
    assert formerly not in reached


def test_an_organiser_of_two_regions_reaches_both(organiser, here, there, now):
    RegionRole.objects.create(member=organiser, region=there, started_at=now)
    far = make.member(region=there)

    assert answer(enter(organiser), "get", at("corridor/member", far.pk, "change")) == 200


def test_a_superuser_reaches_everything(there):
    root = make.member(is_superuser=True)
    lost = make.member(complete=False)

    assert answer(enter(root), "get", at("corridor/member", lost.pk, "change")) == 200
    assert answer(enter(make.organiser()), "get", at("corridor/member", lost.pk, "change")) == 404


@pytest.mark.parametrize("model", ["member", "organisation", "membership"])
def test_s16_lists_searches_and_counts_hold_only_what_is_within_reach(organiser, here, there, model):
    client = enter(organiser)
    make.member("Zeeland Near", region=here, organisation=make.organisation("Zeeland Near BV", region=here))
    make.member("Zeeland Far", region=there, organisation=make.organisation("Zeeland Far BV", region=there))

    whole, found = (
        text(client.get(at(f"corridor/{model}"))),
        text(client.get(at(f"corridor/{model}"), {"q": "zeeland"})),
    )

    assert "Zeeland Near" in whole and "Zeeland Near" in found
    assert "Zeeland Far" not in whole and "Zeeland Far" not in found
    assert "1–1 of 1" in found


def test_s16_a_filter_by_a_column_is_a_bad_request_and_a_search_by_address_finds_nothing(organiser, here):
    client = enter(organiser)
    make.member("Anna", region=here, email="anna@example.nl")

    for guess in (
        "email",
        "email__startswith",
        "password__contains",
        "profile__paused_until__isnull",
        "pace",
        "is_superuser",
    ):
        assert answer(client, "get", at("corridor/member"), **{guess: "anna@example.nl"}) == 400, guess
    assert "Anna" not in text(client.get(at("corridor/member"), {"q": "anna@example"}))


def test_s16_no_page_but_the_one_asked_for_shows_an_address(organiser, here):
    anna = make.member("Anna", region=here, email="canary@example.nl")
    anna.profile.phone = "+31600000000"
    anna.profile.save()
    nameless = make.member("x", region=here, email="quiet-canary@example.nl")
    type(nameless).objects.filter(pk=nameless.pk).update(name="")
    client = enter(organiser)
    bond = nameless.memberships.get()

    pages = [
        at("corridor/member"),
        at("corridor/member", anna.pk, "change"),
        at("corridor/member", nameless.pk, "change"),
        at("corridor/membership"),
        at("corridor/membership", bond.pk, "change"),
        at("corridor/organisation", bond.organisation_id, "change"),
    ]

    for path in pages:
        page = text(client.get(path))
        assert "canary" not in page and "+316" not in page, path


def test_s16_a_member_has_no_page_part_about_pause_pace_consent_or_exclusions(organiser, here, now):
    from matchmaking.models import Exclusion

    anna = make.member("Anna", region=here)
    anna.profile.paused_until = "2027-03-04"
    anna.profile.save()
    Exclusion.objects.create(member=anna, other=make.member("Secret Foe"), reason="canary-reason", created_at=now)

    page = text(enter(organiser).get(at("corridor/member", anna.pk, "change")))

    assert "Can be introduced" in page
    assert not [word for word in ("2027", "March", "Secret Foe", "canary-reason", "pace", "consent") if word in page]


def test_s10_a_form_offers_and_takes_only_what_is_within_reach(organiser, here, there):
    client = enter(organiser)
    mine, theirs = make.organisation("Mine", region=here), make.organisation("Theirs", region=there)
    path = at("corridor/organisation", mine.pk, "change")

    page = text(client.get(path))
    parent = client.post(path, {**organisation_form(mine), "parent": theirs.pk})
    region = client.post(path, {**organisation_form(mine), "region": there.pk})

    mine.refresh_from_db()
    assert "Theirs" not in page and f'value="{there.pk}">Brainport' not in page
    assert [parent.status_code, region.status_code] == [200, 200]
    assert "One thing is not right yet" in text(parent) and "One thing is not right yet" in text(region)
    assert (mine.parent, mine.region) == (None, here)


def test_what_a_record_points_at_already_stays_when_somebody_else_saves_it(organiser, here, there):
    group = make.organisation("Group", region=there)
    mine = make.organisation("Mine", region=here, parent=group)

    response = enter(organiser).post(
        at("corridor/organisation", mine.pk, "change"), {**organisation_form(mine), "name": "Mine too"}
    )

    mine.refresh_from_db()
    assert response.status_code == 302
    assert (mine.name, mine.parent) == ("Mine too", group)


def test_s10_an_organiser_cannot_send_an_organisation_out_of_reach(organiser, here):
    mine = make.organisation("Mine", region=here)

    response = enter(organiser).post(
        at("corridor/organisation", mine.pk, "change"), {**organisation_form(mine), "region": ""}
    )

    mine.refresh_from_db()
    assert response.status_code == 200
    assert mine.region == here


def test_s10_a_membership_takes_only_members_and_organisations_within_reach(organiser, here, there):
    client = enter(organiser)
    near, far = make.organisation(region=here), make.organisation(region=there)
    anna, bob = make.member(region=here, email="anna@example.nl"), make.member(region=there, email="bob@example.nl")
    path = at("corridor/membership", "add")

    unknown = client.post(path, {"address": "nobody@example.nl", "organisation": near.pk, "title": "CTO"})
    foreign = client.post(path, {"address": "bob@example.nl", "organisation": near.pk, "title": "CTO"})
    elsewhere = client.post(path, {"address": "anna@example.nl", "organisation": far.pk, "title": "CTO"})
    good = client.post(path, {"address": "ANNA@example.nl", "organisation": near.pk, "title": "CTO"})

    assert [one.status_code for one in (unknown, foreign, elsewhere, good)] == [200, 200, 200, 302]
    assert "No member within your reach" in text(unknown) and "No member within your reach" in text(foreign)
    assert not bob.memberships.filter(organisation=near).exists()
    assert anna.memberships.get(ended_at=None).organisation == near


@pytest.mark.parametrize("model", ["region", "stacklayer", "organisationkind", "topic", "synergy", "experimentsite"])
def test_s09_ground_data_are_the_superusers_only(organiser, model):
    client, root = enter(organiser), enter(make.member(is_superuser=True))
    paths = (at(f"corridor/{model}"), at(f"corridor/{model}", "add"))

    assert [answer(client, method, path) for path in paths for method in ("get", "post")] == [403] * 4
    assert [answer(root, "get", path) for path in paths] == [200, 200]
    assert "Ground data" not in text(client.get("/en/console/"))
