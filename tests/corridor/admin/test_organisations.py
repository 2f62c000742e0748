"""How are organisations judged and mended? By an organiser of their region, one by one or together, never by hand."""

import pytest
from django.contrib.admin import helpers
from django.utils import timezone

from corridor.models import Organisation, OutboxEmail, Transition
from tests import make
from tests.corridor_forms import organisation_form
from tests.entering import CONSOLE, answer, at, enter, text

pytestmark = pytest.mark.django_db
CHOSEN = helpers.ACTION_CHECKBOX_NAME


def waiting(name: str, **fields: object) -> Organisation:
    return make.organisation(name, verified=False, created_at=timezone.now(), **fields)


def acts_on(one: Organisation) -> list[tuple[str, str]]:
    rows = Transition.objects.filter(subject_type="corridor.organisation", subject_id=one.pk).order_by("pk")
    return list(rows.values_list("action", "because"))


def test_f019_a_proposed_organisation_waits_on_the_overview_and_first_in_the_list(organiser):
    make.organisation("Aardvark Known")
    waiting("Zebra New")
    client = enter(organiser)

    overview, listed = text(client.get(CONSOLE)), text(client.get(at("corridor/organisation")))

    assert "1 organisation to verify" in overview and "Zebra New" in overview
    assert listed.index("Zebra New") < listed.index("Aardvark Known")


def test_f019_verifying_makes_it_visible_tells_its_people_and_is_on_record(organiser, client):
    one = waiting("Zebra New")
    person = make.member(organisation=one)
    public = f"/en/organisations/{one.slug}/"
    before = client.get(public).status_code

    response = enter(organiser).post(at("corridor/organisation", one.pk, "do", "verify"))

    one.refresh_from_db()
    assert (before, response.status_code, client.get(public).status_code) == (404, 302, 200)
    assert one.verified_by == organiser
    assert list(OutboxEmail.objects.values_list("kind", "to")) == [("corridor.organisation_verified", person.email)]
    assert acts_on(one) == [("verified", "")]


def test_f019_refusing_asks_why_keeps_it_invisible_and_is_on_record(organiser, client):
    one = waiting("Zebra New")
    console = enter(organiser)

    silent = console.post(at("corridor/organisation", one.pk, "do", "refuse"), {"because": "  "}, follow=True)
    console.post(at("corridor/organisation", one.pk, "do", "refuse"), {"because": "a made-up name"})

    one.refresh_from_db()
    assert "write down why" in text(silent)
    assert one.refused_at and not one.verified_at
    assert client.get(f"/en/organisations/{one.slug}/").status_code == 404
    assert acts_on(one) == [("refused", "a made-up name")]


@pytest.mark.parametrize("rank", ["organiser", "superuser"])
def test_s15_for_ones_own_organisation_the_buttons_are_away_with_the_reason_and_refused_when_pressed(rank):
    olga = make.organiser() if rank == "organiser" else make.member(is_superuser=True)
    own, other = waiting("Zebra Own", proposed_by=olga), waiting("Zebra Other")
    console = enter(olga)
    reason = "You proposed Zebra Own or work there"

    pages = {one: text(console.get(at("corridor/organisation", one.pk, "change"))) for one in (own, other)}
    pressed = [
        answer(console, "post", at("corridor/organisation", own.pk, "do", verb), because="mine")
        for verb in ("verify", "refuse")
    ]

    assert [("/do/verify/" in page, "/do/refuse/" in page, reason in page) for page in pages.values()] == [
        (False, False, True),
        (True, True, False),
    ]
    assert pressed == [403, 403]
    own.refresh_from_db()
    assert (own.verified_at, own.refused_at, acts_on(own)) == (None, None, [])


def test_f019_the_page_names_others_of_the_name_and_choosing_both_makes_them_one(organiser):
    one, two = waiting("Zebra New"), waiting("zebra-new")
    waiting("Zebra New", region=make.region("brainport"))
    console = enter(organiser)

    page = text(console.get(at("corridor/organisation", one.pk, "change")))
    response = console.post(
        at("corridor/organisation"), {"action": "verify_chosen", "index": 0, CHOSEN: [one.pk, two.pk]}, follow=True
    )

    assert "zebra-new (waits)" in page and "Zebra New (waits)" not in page
    assert "1 organisation is verified." in text(response)
    one.refresh_from_db()
    two.refresh_from_db()
    assert bool(one.verified_at) != bool(two.verified_at)
    merged = two if one.verified_at else one
    assert [action for action, _because in acts_on(merged)] == ["merged"]
    assert "one with another" in text(console.get(at("corridor/organisation", merged.pk, "change")))


def test_f019_one_of_a_verified_name_becomes_one_with_it_and_the_organiser_reads_so(organiser):
    known, new = make.organisation("Zebra"), waiting("zebra")
    person = make.member(organisation=new)

    said = enter(organiser).post(at("corridor/organisation", new.pk, "do", "verify"), follow=True)

    assert "Zebra has this name and was verified before: the two are one now." in text(said)
    assert person.memberships.get(ended_at=None).organisation == known


def test_s15_ones_own_among_several_and_none_is_verified(organiser):
    own, other = waiting("Zebra Own", proposed_by=organiser), waiting("Zebra Other")

    response = enter(organiser).post(
        at("corridor/organisation"), {"action": "verify_chosen", "index": 0, CHOSEN: [other.pk, own.pk]}
    )

    assert response.status_code == 409
    assert "You proposed Zebra Own or work there" in text(response)
    assert Organisation.objects.filter(verified_at=None).count() == 2


def test_s15_the_overview_does_not_ask_for_a_verdict_about_ones_own(organiser):
    waiting("Zebra Own", proposed_by=organiser)

    mine, anothers = text(enter(organiser).get(CONSOLE)), text(enter(make.organiser()).get(CONSOLE))

    assert ("Zebra Own" in mine, "Zebra Own" in anothers) == (False, True)


def test_s45_a_second_verdict_is_a_conflict_and_changes_nothing(organiser):
    one = waiting("Zebra New")
    console = enter(organiser)
    console.post(at("corridor/organisation", one.pk, "do", "verify"))

    response = console.post(at("corridor/organisation", one.pk, "do", "refuse"), {"because": "too late"})

    one.refresh_from_db()
    assert response.status_code == 409
    assert one.verified_at and not one.refused_at
    assert acts_on(one) == [("verified", "")]


def test_a_button_is_pressed_never_followed_as_a_link(organiser):
    one = waiting("Zebra New")

    code = answer(enter(organiser), "get", at("corridor/organisation", one.pk, "do", "verify"))

    one.refresh_from_db()
    assert (code, one.verified_at) == (405, None)


def test_a_button_the_desk_does_not_have_is_not_found(organiser):
    one = make.organisation()

    for verb in ("delete", "save_model", "may", "rows"):
        assert answer(enter(organiser), "post", at("corridor/organisation", one.pk, "do", verb)) == 404, verb


def test_s12_several_are_verified_together(organiser):
    one, two = waiting("One"), waiting("Two")

    response = enter(organiser).post(
        at("corridor/organisation"), {"action": "verify_chosen", "index": 0, CHOSEN: [one.pk, two.pk]}
    )

    assert response.status_code == 302
    assert Organisation.objects.filter(verified_at=None).count() == 0


@pytest.mark.parametrize("odd", ["foreign", "unknown", "no number"])
def test_s12_one_row_out_of_reach_and_nothing_happens_at_all(organiser, odd):
    mine = waiting("Mine")
    foreign = waiting("Canary Far", region=make.region("brainport"))
    number = {"foreign": foreign.pk, "unknown": 999_999, "no number": "x"}[odd]

    response = enter(organiser).post(
        at("corridor/organisation"),
        {"action": "verify_chosen", "index": 0, CHOSEN: [mine.pk, number], "select_across": "1"},
    )

    assert response.status_code == 404
    assert Organisation.objects.filter(verified_at=None).count() == 2
    assert "Canary" not in text(response)


def test_s12_choosing_across_pages_does_not_widen_what_was_chosen(organiser):
    one = waiting("One")
    waiting("Two")

    enter(organiser).post(
        at("corridor/organisation"), {"action": "verify_chosen", "index": 0, CHOSEN: [one.pk], "select_across": "1"}
    )

    verified = set(Organisation.objects.filter(verified_at__isnull=False).values_list("name", flat=True))
    assert "One" in verified and "Two" not in verified


def test_s14_the_form_has_these_fields_and_no_others(organiser):
    one = make.organisation()
    response = enter(organiser).get(at("corridor/organisation", one.pk, "change"))

    assert set(response.context["adminform"].form.fields) == {
        *("name", "aliases", "kind", "helix", "region", "parent", "email_domain"),
        *("primary_layer", "layers", "summary_nl", "summary_en", "topics_offered", "topics_sought"),
    }


def test_s14_what_the_form_does_not_have_cannot_be_written(organiser):
    one = waiting("Zebra New")
    far = make.region("brainport")
    sneaked = {
        "verified_at": "2026-01-01 00:00",
        "verified_by": organiser.pk,
        "refused_at": "",
        "slug": "taken",
        "id": 99,
        "source": "me",
        "foreign": "on",
        "other_regions": [far.pk],
        "proposed_by": organiser.pk,
    }

    response = enter(organiser).post(
        at("corridor/organisation", one.pk, "change"), {**organisation_form(one), "name": "Zebra Newer", **sneaked}
    )

    after = Organisation.objects.get(pk=one.pk)
    assert response.status_code == 302
    assert after.name == "Zebra Newer"
    assert (after.verified_at, after.verified_by, after.proposed_by) == (None, None, None)
    assert (after.slug, after.source, after.foreign) == (one.slug, one.source, one.foreign)
    assert list(after.other_regions.all()) == []


def test_s28_a_name_is_a_name_here_too(organiser):
    one = make.organisation("Good")

    response = enter(organiser).post(
        at("corridor/organisation", one.pk, "change"), {**organisation_form(one), "name": "<b>https://evil.example</b>"}
    )

    one.refresh_from_db()
    assert (response.status_code, one.name) == (200, "Good")


def test_an_edit_is_on_record_with_before_and_after(organiser):
    one = make.organisation("Before")

    enter(organiser).post(
        at("corridor/organisation", one.pk, "change"), {**organisation_form(one), "name": "After", "layers": []}
    )

    page = text(enter(organiser).get(at("corridor/organisation", one.pk, "change")))
    assert acts_on(one) == [("edited", "Name: Before → After; Layers: Intelligence → –")]
    assert "Name: Before → After" in page and organiser.name in page


def test_s25_what_people_wrote_is_shown_as_text(organiser):
    one = waiting("Plain")
    Organisation.objects.filter(pk=one.pk).update(name="<script>alert(1)</script>", summary_nl="<img src=x onerror=1>")
    console = enter(organiser)
    console.post(at("corridor/organisation", one.pk, "do", "refuse"), {"because": "<b onclick=1>no</b>"})

    pages = [
        text(console.get(path))
        for path in (CONSOLE, at("corridor/organisation"), at("corridor/organisation", one.pk, "change"))
    ]

    assert not [bad for page in pages for bad in ("<script>alert", "<img src=x", "<b onclick") if bad in page]
    assert "&lt;b onclick=1&gt;no&lt;/b&gt;" in pages[2]
