"""Who may, and what stands between a member and an introduction?"""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import AnonymousUser

from corridor import rules
from corridor.models import Member, Membership, Offer, Organisation, Profile, RegionRole, Seek, Suppression
from corridor.queries.standing import RULE_OF_GAP, standing
from tests import make
from tests.entering import SECRET

pytestmark = pytest.mark.django_db

# What is changed about a member with a complete profile -> the rule of matching in the way, and what they read.
STOPS = {
    "consent taken back": (lambda one, now: one.consents.update(withdrawn_at=now), "no_consent", "no_consent"),
    "paused until tomorrow": (
        lambda one, now: Profile.objects.update(paused_until=now.date() + dt.timedelta(days=1)),
        "paused",
        "paused",
    ),
    "no pace": (lambda one, now: Profile.objects.update(pace=0), "pace_zero", "pace_zero"),
    "no name": (lambda one, now: Member.objects.update(name=""), "incomplete_profile", "no_name"),
    "no position": (lambda one, now: Membership.objects.update(title=""), "incomplete_profile", "no_position"),
    "no layer": (lambda one, now: Profile.objects.update(primary_layer=None), "incomplete_profile", "no_layer"),
    "no organisation": (
        lambda one, now: Membership.objects.update(ended_at=now),
        "incomplete_profile",
        "no_organisation",
    ),
    "no region": (lambda one, now: Profile.objects.update(region=None), "no_home", "no_home"),
    "the whole country": (
        lambda one, now: Profile.objects.update(region=make.region("netherlands", kind="other")),
        "no_home",
        "no_home",
    ),
    "all run out yesterday": (
        lambda one, now: [side.objects.update(valid_until=now.date() - dt.timedelta(days=1)) for side in (Offer, Seek)],
        "no_offer_or_seek",
        "no_offer_or_seek",
    ),
    "address bounced": (
        lambda one, now: Suppression.objects.create(address=one.email, reason="bounced", since=now),
        "suppressed",
        "suppressed",
    ),
    "wants no such mail": (
        lambda one, now: Suppression.objects.create(
            address=one.email, kind="matchmaking.opt_in_request", reason="unsubscribed", since=now
        ),
        "suppressed",
        "suppressed",
    ),
    "organisation waits": (
        lambda one, now: Organisation.objects.update(verified_at=None),
        "organisation_unverified",
        "organisation_unverified",
    ),
    "organisation refused": (
        lambda one, now: Organisation.objects.update(verified_at=None, refused_at=now),
        "organisation_unverified",
        "organisation_refused",
    ),
    "organisation without a region": (
        lambda one, now: Organisation.objects.update(region=None),
        "incomplete_profile",
        "organisation_incomplete",
    ),
    "organisation without a layer": (
        lambda one, now: Organisation.objects.update(primary_layer=None),
        "incomplete_profile",
        "organisation_incomplete",
    ),
    "organisation without a line": (
        lambda one, now: Organisation.objects.update(summary_nl="", summary_en=""),
        "incomplete_profile",
        "organisation_incomplete",
    ),
}


def test_f016_nothing_stands_in_the_way_of_a_complete_profile(member, now):
    assert rules.blocking_rules(member, now) == ()
    assert rules.profile_gaps(member, now) == []


@pytest.mark.parametrize(("change", "rule", "gap"), STOPS.values(), ids=STOPS)
def test_f016_what_is_missing_blocks_and_is_said(member, now, change, rule, gap):
    change(member, now)
    member.refresh_from_db()

    assert rules.blocking_rules(member, now) == (rule,)
    assert rules.profile_gaps(member, now) == [str(rules.GAPS[gap])]


@pytest.mark.parametrize(
    "harmless",
    [
        lambda one, now: Profile.objects.update(paused_until=now.date()),
        lambda one, now: Seek.objects.all().delete(),
        lambda one, now: Offer.objects.all().delete(),
        lambda one, now: Organisation.objects.update(summary_en=""),
        lambda one, now: Suppression.objects.create(address=one.email, reason="bounced", since=now, lifted_at=now),
        lambda one, now: Suppression.objects.create(
            address=one.email, kind="matchmaking.did_not_come_about", reason="unsubscribed", since=now
        ),
        lambda one, now: Suppression.objects.create(address="other@example.nl", reason="bounced", since=now),
    ],
    ids=["pause ends today", "offers only", "seeks only", "one language", "lifted", "one kind only", "somebody else"],
)
def test_what_does_not_stand_in_the_way(member, now, harmless):
    harmless(member, now)

    assert rules.blocking_rules(member, now) == ()


def test_bare_account_misses_everything_in_the_order_it_is_asked(now):
    bare = make.member(complete=False)

    assert rules.blocking_rules(bare, now) == ("no_consent", "incomplete_profile", "no_home", "no_offer_or_seek")


@pytest.mark.parametrize("count", [1, 3, 50])
def test_standing_takes_three_queries_however_many_members(count, now, django_assert_num_queries):
    for _ in range(count):
        make.member()

    with django_assert_num_queries(3):
        assert len(standing(now=now)) == count


def test_every_gap_has_a_sentence_and_every_sentence_a_rule():
    assert set(rules.GAPS) == set(RULE_OF_GAP)


# --- The console ------------------------------------------------------------------------------------------------------


def test_s21_f022_an_organiser_enters_the_console_only_with_a_second_step(organiser):
    assert rules.why_not_enter_console(organiser) == "no-second-factor"

    RecoveryCodes.activate(organiser)
    assert rules.why_not_enter_console(organiser) == "no-second-factor"

    TOTP.activate(organiser, SECRET)
    assert rules.why_not_enter_console(organiser) is None


def test_s21_a_superuser_needs_one_too(db):
    boss = Member.objects.create_superuser("boss@example.nl")
    assert rules.why_not_enter_console(boss) == "no-second-factor"

    Authenticator.objects.create(user=boss, type=Authenticator.Type.WEBAUTHN, data={})
    assert rules.why_not_enter_console(boss) is None


def test_f022_an_organiser_without_one_is_led_to_set_one_up(client_for, organiser):
    client = client_for(organiser)

    answer = client.get("/en/console/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/account/2fa/")
    assert client.get("/en/account/2fa/").status_code == 200


def test_s15_an_ended_role_ends_the_console_at_the_next_request(client_for, organiser, now):
    TOTP.activate(organiser, SECRET)
    client = client_for(organiser)
    assert client.get("/en/console/").status_code == 200

    RegionRole.objects.update(ended_at=now)

    assert client.get("/en/console/").status_code == 403


def test_strangers_members_and_closed_accounts_stay_outside(member, organiser):
    organiser.is_active = False

    assert rules.why_not_enter_console(AnonymousUser()) == "signed-out"
    assert rules.why_not_enter_console(member) == "not-an-organiser"
    assert rules.why_not_enter_console(organiser) == "signed-out"


# --- Roles and organisations ------------------------------------------------------------------------------------------


@pytest.fixture
def cast():
    """An organisation in Amsterdam; its admin, a colleague, the organisers of both regions, and a superuser."""
    mra, brainport = make.region("mra"), make.region("brainport")
    lab = make.organisation(region=make.region("amsterdam", parent="mra"))
    people = {
        "colleague": make.member(organisation=lab),
        "admin": make.member(organisation=lab),
        "organiser": make.organiser(region=mra),
        "other organiser": make.organiser(region=brainport),
        "superuser": make.member(is_superuser=True),
        "stranger": make.member(),
    }
    Membership.objects.filter(member=people["admin"]).update(role="admin")
    return lab, people


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("colleague", False), ("admin", True), ("organiser", True), ("other organiser", False), ("superuser", True),
        ("stranger", False),
    ],
)  # fmt: skip
def test_who_may_edit_an_organisation_and_change_roles_in_it(cast, who, may):
    lab, people = cast
    bond = Membership.objects.get(member=make.member(organisation=lab))

    assert (rules.why_not_edit_organisation(people[who], lab) is None) == may
    assert (rules.why_not_change_organisation_role(people[who], bond) is None) == may
    assert (rules.why_not_end_membership(people[who], bond) is None) == may


@pytest.mark.parametrize("who", ["colleague", "admin"])
def test_s15_nobody_changes_their_own_role_but_everybody_may_leave(cast, who):
    _lab, people = cast
    own = Membership.objects.get(member=people[who])

    assert rules.why_not_change_organisation_role(people[who], own)
    assert rules.why_not_end_membership(people[who], own) is None


@pytest.mark.parametrize(
    ("who", "may"), [("admin", False), ("organiser", True), ("other organiser", False), ("superuser", True)]
)
def test_f019_only_organisers_of_its_region_judge_an_organisation_once(cast, who, may, now):
    _lab, people = cast
    new = make.organisation(region=make.region("amsterdam"), verified=False)

    assert (rules.why_not_judge_organisation(people[who], new) is None) == may
    new.verified_at = now
    assert rules.why_not_judge_organisation(people[who], new)


@pytest.mark.parametrize("who", ["organiser", "superuser"])
@pytest.mark.parametrize("bond", ["proposed it", "works there", "worked there"])
def test_s15_nobody_judges_an_organisation_they_proposed_or_work_at(cast, who, bond, now):
    _lab, people = cast
    person = people[who]
    new = make.organisation("Kernlicht", verified=False, proposed_by=person if bond == "proposed it" else None)
    if bond != "proposed it":
        ended = now if bond == "worked there" else None
        Membership.objects.filter(member=person).update(organisation=new, ended_at=ended)

    why_not = rules.why_not_judge_organisation(person, new)

    assert (why_not is None) == (bond == "worked there")
    assert why_not is None or "Kernlicht" in why_not
    assert rules.why_not_judge_organisation(make.organiser(), new) is None


def test_s15_only_superusers_make_organisers_and_never_themselves(cast):
    _lab, people = cast
    region, boss = make.region("mra"), people["superuser"]

    assert rules.why_not_grant_region(boss, people["stranger"], region) is None
    assert rules.why_not_grant_region(boss, boss, region)
    assert rules.why_not_grant_region(people["organiser"], people["stranger"], region)
    assert rules.why_not_grant_region(None, people["stranger"], region) is None
