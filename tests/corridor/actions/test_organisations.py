"""What happens when an organisation is proposed, verified or refused?"""

import pytest

from corridor.actions import joining, organisations
from corridor.errors import Overtaken, Refused
from corridor.models import Membership, Organisation, OrganisationKind, OutboxEmail, Transition
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind():
    return OrganisationKind.objects.get_or_create(slug="lab", defaults={"name_nl": "Lab", "name_en": "Lab"})[0]


def propose(name, by, kind, now, **more):
    values = {"region": make.region("mra"), "summary": "Light on a chip.", "language": "en", **more}
    return organisations.propose(name=name, kind=kind, by=by, now=now, **values)


def test_a_proposed_organisation_waits_and_keeps_who_proposed_it(member, kind, now):
    made = propose("Kernlicht Fotonica", member, kind, now)

    made.refresh_from_db()
    assert (made.slug, made.helix, made.summary_en, made.summary_nl) == (
        "kernlicht-fotonica",
        "company",
        "Light on a chip.",
        "",
    )
    assert (made.verified_at, made.refused_at, made.proposed_by, made.created_at) == (None, None, member, now)
    assert list(Transition.objects.values_list("subject_id", "action", "by")) == [(made.pk, "proposed", member.pk)]


def test_its_helix_is_the_usual_one_of_its_kind(member, kind, now):
    for _ in range(2):
        make.organisation(kind=kind, helix="knowledge")
    make.organisation(kind=kind, helix="company")

    assert propose("Kernlicht", member, kind, now).helix == "knowledge"


@pytest.mark.parametrize("typed", ["Kernlicht", "KERNLICHT", " kern-licht ", "Kérnlicht", "KLF b.v."])
def test_one_that_is_known_by_any_spelling_is_pointed_at_instead(member, kind, now, typed):
    make.organisation("Kernlicht", aliases="Kern Licht;KLF B.V.")

    with pytest.raises(Refused, match="Kernlicht"):
        propose(typed, member, kind, now)

    assert Organisation.objects.filter(proposed_by=member).count() == 0


def test_addresses_of_organisations_never_collide_with_each_other_or_with_pages(member, kind, now):
    make.organisation("Something else", slug="kernlicht")

    slugs = [propose(name, member, kind, now).slug for name in ("Kernlicht", "Suggest", "李小龙")]

    assert slugs == ["kernlicht-2", "suggest-2", "organisation"]


def test_f019_verifying_tells_who_proposed_it_and_who_works_there(organiser, kind, now):
    ada, colleague = make.member(), make.member()
    made = propose("Kernlicht", ada, kind, now)
    joining.say_where_one_works(
        member=colleague, work=joining.Work("CTO", organisation=made), region=None, language="en", by=colleague, now=now
    )

    organisations.verify(organisation=made, by=organiser, now=now)

    made.refresh_from_db()
    assert (made.verified_at, made.verified_by) == (now, organiser)
    told = set(OutboxEmail.objects.values_list("kind", "to"))
    assert told == {("corridor.organisation_verified", one.email) for one in (ada, colleague)}
    assert Transition.objects.get(action="verified").by == organiser


def test_f019_those_of_one_name_become_one_and_its_people_come_along(member, organiser, kind, now):
    ada, eva, refused_before = make.member(), make.member(), make.member()
    mine, twin = propose("Kernlicht", ada, kind, now), propose("KERNLICHT", eva, kind, now)
    old = propose("Kernlicht", refused_before, kind, now)
    far = propose("Kernlicht", member, kind, now, region=make.region("brainport"))
    organisations.refuse(organisation=old, by=organiser, now=now, because="A joke.")
    Membership.objects.filter(member=eva).update(organisation=twin, title="Founder", role="admin")
    stale = Organisation.objects.get(pk=twin.pk)

    assert organisations.verify(organisation=mine, by=organiser, now=now) == mine

    verdicts = Organisation.objects.filter(pk__in=[mine.pk, twin.pk, far.pk]).order_by("pk")
    assert [(one.verified_at, one.refused_at) for one in verdicts] == [(now, None), (None, now), (None, None)]
    bond = Membership.objects.get(member=eva, ended_at=None)
    assert (bond.organisation, bond.title, bond.role) == (mine, "Founder", "member")
    assert set(OutboxEmail.objects.values_list("to", flat=True)) == {ada.email, eva.email}
    acts = Transition.objects.filter(subject_type="corridor.organisation", subject_id=twin.pk).order_by("pk")
    assert list(acts.values_list("action", "because")) == [("proposed", ""), ("merged", "Kernlicht")]
    with pytest.raises(Overtaken):
        organisations.verify(organisation=stale, by=organiser, now=now)


def test_f019_one_elsewhere_joins_the_verified_one_of_its_name_when_its_own_organiser_decides(member, kind, now):
    there = make.organiser(region=make.region("brainport"))
    known = make.organisation("KERNLICHT", verified=False)
    waits = propose("Kernlicht", member, kind, now, region=make.region("brainport"))
    Membership.objects.filter(member=member).update(organisation=waits)
    Organisation.objects.filter(pk=known.pk).update(verified_at=now)

    assert organisations.verify(organisation=waits, by=there, now=now) == known

    assert Membership.objects.get(member=member, ended_at=None).organisation == known
    assert list(OutboxEmail.objects.values_list("to", flat=True)) == [member.email]
    assert Organisation.objects.get(pk=waits.pk).verified_at is None


def test_f019_refusing_keeps_the_reason_and_writes_no_mail(member, organiser, kind, now):
    made = propose("Kernlicht", member, kind, now)

    organisations.refuse(organisation=made, by=organiser, now=now, because="No such company.")

    made.refresh_from_db()
    assert (made.verified_at, made.refused_at) == (None, now)
    assert Transition.objects.get(action="refused").because == "No such company."
    assert OutboxEmail.objects.count() == 0


def test_f019_members_and_organisers_elsewhere_decide_nothing(member, kind, now):
    made = propose("Kernlicht", member, kind, now)
    elsewhere = make.organiser(region=make.region("brainport"))

    for person in (member, elsewhere):
        with pytest.raises(Refused):
            organisations.verify(organisation=made, by=person, now=now)
        with pytest.raises(Refused):
            organisations.refuse(organisation=made, by=person, now=now, because="")
    assert Organisation.objects.filter(pk=made.pk, verified_at=None, refused_at=None).exists()


def test_s45_of_two_verdicts_the_first_one_stands(member, organiser, kind, now):
    made = propose("Kernlicht", member, kind, now)
    read_before = Organisation.objects.get(pk=made.pk)
    organisations.refuse(organisation=made, by=organiser, now=now, because="")

    with pytest.raises(Overtaken):
        organisations.verify(organisation=read_before, by=organiser, now=now)

    assert Organisation.objects.get(pk=made.pk).verified_at is None
    assert OutboxEmail.objects.count() == 0


def test_the_layer_of_its_proposer_becomes_its_own_until_it_is_verified(member, organiser, kind, now):
    made = propose("Kernlicht", member, kind, now)

    organisations.place_in_stack(organisation=made, layer=make.layer(2), by=make.member(), now=now)
    assert made.primary_layer is None
    organisations.place_in_stack(organisation=made, layer=make.layer(2), by=member, now=now)
    organisations.place_in_stack(organisation=made, layer=make.layer(3), by=member, now=now)

    made.refresh_from_db()
    assert made.primary_layer == make.layer(2)
    assert list(made.layers.all()) == [make.layer(2)]
