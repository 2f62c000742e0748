"""Does a newcomer get from an address to a profile that can be introduced, without a detour?"""

import re

import pytest
from django.test import Client

from corridor import redirects, rules
from corridor.models import (
    Consent,
    Member,
    Membership,
    Offer,
    Organisation,
    OrganisationKind,
    OutboxEmail,
    Profile,
    Region,
    Seek,
    StackLayer,
    Topic,
)
from tests import make

pytestmark = pytest.mark.django_db

WHO = {"name": "Ada Lovelace", "organisation": "kernlicht", "title": "CTO", "region": "eindhoven"}
WHAT = {
    "primary_layer": "chips",
    "layers": ["intelligence"],
    "offer_topic": "chip design",
    "offer_sentence": "A bench that sees 40,000 wafers a month.",
    "seek_topic": "Machine learning",
    "seek_sentence": "Somebody who predicts yield from images.",
    "pace": "1",
    "consent": "on",
}


@pytest.fixture
def ground():
    make.region("eindhoven", parent="brainport")
    make.organisation("Kernlicht", region=make.region("brainport"), layers=(2,))
    for number in range(1, 8):
        make.layer(number)
    for slug in ("chip-design", "machine-learning"):
        make.topic(slug)


@pytest.fixture
def newcomer(ground, client_for):
    person = make.member("", complete=False)
    Member.objects.filter(pk=person.pk).update(name="", language="en")
    return client_for(person)


def test_f022_five_screens_and_twelve_fields_from_address_to_overview(ground, now):
    client, fields, screens = Client(), [], []

    def fill(path: str, data: dict) -> str:
        assert client.get(path).status_code == 200
        screens.append(path)
        fields.extend(data)
        return client.post(path, data).headers["Location"]

    next_page = fill("/en/account/signup/", {"email": "ada@example.nl"})
    code = re.search(r"\d{4}-\d{4}", OutboxEmail.objects.get().text).group()
    next_page = fill(next_page, {"code": code})
    next_page = fill(next_page, WHO)
    # How often and which further layers stand there already; the rest is what a newcomer types.
    preset = client.get(next_page).context["form"]
    client_sends = {key: value for key, value in WHAT.items() if key not in ("pace", "layers")}
    assert preset["pace"].value() == 1
    screens.append(next_page)
    fields.extend(client_sends)
    next_page = client.post(next_page, {**client_sends, "pace": preset["pace"].value()}).headers["Location"]
    screens.append(next_page)

    ada = Member.objects.get()
    assert next_page == redirects.joined().replace("/nl/", "/en/")
    assert client.get(next_page).status_code == 200
    assert (len(screens), len(fields)) == (5, 12)
    assert rules.blocking_rules(ada, now) == ()


def test_everything_said_is_kept(newcomer):
    newcomer.post("/en/welcome/", WHO)
    newcomer.post("/en/welcome/brings/", WHAT)

    ada = Member.objects.get()
    profile, bond, consent = Profile.objects.get(), Membership.objects.get(), Consent.objects.get()
    assert (ada.name, ada.language) == ("Ada Lovelace", "en")
    assert (bond.organisation.name, bond.title, bond.role) == ("Kernlicht", "CTO", "member")
    assert (profile.region.slug, profile.primary_layer.slug, profile.pace) == ("eindhoven", "chips", 1)
    assert {layer.slug for layer in profile.layers.all()} == {"chips", "intelligence"}
    assert (Offer.objects.get().topic.slug, Offer.objects.get().sentence) == ("chip-design", WHAT["offer_sentence"])
    assert (Seek.objects.get().topic.slug, Seek.objects.get().sentence) == ("machine-learning", WHAT["seek_sentence"])
    assert (consent.text_version, consent.language, consent.withdrawn_at) == ("2026-11", "en", None)
    assert list(OutboxEmail.objects.values_list("kind", flat=True)) == ["corridor.welcome"]


def test_without_a_yes_the_profile_is_kept_and_nobody_is_introduced(newcomer, now):
    newcomer.post("/en/welcome/", WHO)
    newcomer.post("/en/welcome/brings/", {key: value for key, value in WHAT.items() if key != "consent"})

    assert Offer.objects.count() == 1
    assert Consent.objects.count() == 0
    assert rules.blocking_rules(Member.objects.get(), now) == ("no_consent",)


def test_f019_a_new_organisation_is_proposed_in_passing_and_seen_by_nobody(newcomer, now):
    kind = OrganisationKind.objects.get()
    newcomer.post(
        "/nl/welcome/", {**WHO, "organisation": "Nieuw Lab", "kind": kind.slug, "summary": "Licht op een chip."}
    )
    newcomer.post("/nl/welcome/brings/", WHAT)

    ada, lab = Member.objects.get(), Organisation.objects.get(name="Nieuw Lab")
    assert (lab.region.slug, lab.primary_layer.slug, lab.summary_nl, lab.proposed_by) == (
        "eindhoven",
        "chips",
        "Licht op een chip.",
        ada,
    )
    assert lab.verified_at is None
    assert Membership.objects.get().organisation == lab
    assert rules.blocking_rules(ada, now) == ("organisation_unverified",)
    assert Client().get(f"/nl/organisations/{lab.slug}/").status_code == 404
    assert "Nieuw Lab" not in Client().get("/nl/organisations/").content.decode()


def test_an_unknown_name_comes_back_with_near_ones_and_one_press_takes_it(newcomer):
    make.organisation("Kernlicht Geheim", verified=False)
    answer = newcomer.post("/en/welcome/", {**WHO, "organisation": "Kernlichd"})

    form = answer.context["form"]
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "We do not know “Kernlichd” yet." in form.errors["organisation"][0]
    assert [name for _slug, name in form.fields["organisation_near"].widget.choices] == ["Kernlicht"]
    assert 'value="Kernlichd"' in page and 'value="CTO"' in page
    assert 'href="#id_organisation"' in page

    slug = form.fields["organisation_near"].widget.choices[0][0]
    newcomer.post("/en/welcome/", {**WHO, "organisation": "Kernlichd", "organisation_near": slug})
    assert Membership.objects.get().organisation.name == "Kernlicht"


def test_ones_own_refused_organisation_says_so(newcomer, now):
    make.organisation("Spookbedrijf", verified=False, refused_at=now, proposed_by=Member.objects.get())

    answer = newcomer.post("/en/welcome/", {**WHO, "organisation": "Spookbedrijf"})

    assert answer.status_code == 422
    assert "was not added to the corridor" in answer.context["form"].errors["organisation"][0]
    assert Membership.objects.count() == 0
    assert Member.objects.get().name == ""


def test_an_unknown_topic_comes_back_with_near_ones_and_one_press_takes_it(newcomer):
    newcomer.post("/en/welcome/", WHO)
    answer = newcomer.post("/en/welcome/brings/", {**WHAT, "offer_topic": "chip dezign"})

    form = answer.context["form"]
    assert answer.status_code == 422
    assert form.errors == {"offer_topic": ["We have no topic called “chip dezign”. Choose one from the list."]}
    assert form.fields["offer_near"].widget.choices == [("chip-design", "Chip design")]
    assert WHAT["seek_sentence"] in answer.content.decode()
    assert Offer.objects.count() == 0

    newcomer.post("/en/welcome/brings/", {**WHAT, "offer_topic": "chip dezign", "offer_near": "chip-design"})
    assert Offer.objects.get().topic.slug == "chip-design"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"primary_layer": ""}, "primary_layer"),
        ({"primary_layer": "gold"}, "primary_layer"),
        ({"layers": ["gold"]}, "layers"),
        ({"offer_topic": "", "offer_sentence": "", "seek_topic": "", "seek_sentence": ""}, "offer_topic"),
        ({"offer_topic": ""}, "offer_topic"),
        ({"seek_sentence": "AI"}, "seek_sentence"),
        ({"seek_sentence": "x" * 201}, "seek_sentence"),
        ({"pace": "3"}, "pace"),
        ({"pace": ""}, "pace"),
    ],
)
def test_what_is_not_right_on_the_second_page_is_said_at_its_field(newcomer, change, field):
    newcomer.post("/en/welcome/", WHO)

    answer = newcomer.post("/en/welcome/brings/", {**WHAT, **change})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert (Offer.objects.count(), Consent.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "http://evil.example"}, "name"),
        ({"name": "Ada\u202eevil"}, "name"),
        ({"name": "A" * 81}, "name"),
        ({"organisation": ""}, "organisation"),
        ({"organisation": "<b>Kernlicht</b>"}, "organisation"),
        ({"title": ""}, "title"),
        ({"region": ""}, "region"),
        ({"region": "netherlands"}, "region"),
        ({"region": "atlantis"}, "region"),
        ({"organisation": "Nieuw Lab", "summary": "Licht op een chip."}, "kind"),
        ({"organisation": "Nieuw Lab", "kind": "startup"}, "summary"),
    ],
)
def test_s28_s52_what_is_not_right_on_the_first_page_is_said_at_its_field(newcomer, change, field):
    answer = newcomer.post("/en/welcome/", {**WHO, **change})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Member.objects.get().name == ""
    assert Organisation.objects.count() == 1


def test_s52_names_are_composed_before_they_are_kept(newcomer):
    newcomer.post("/en/welcome/", {**WHO, "name": "  Zoe\u0308 Adams "})

    assert Member.objects.get().name == "Zoë Adams"


def test_a_sentence_over_two_lines_becomes_one(newcomer):
    newcomer.post("/en/welcome/", WHO)
    newcomer.post("/en/welcome/brings/", {**WHAT, "offer_sentence": "A bench.\r\nIt sees  wafers."})

    assert Offer.objects.get().sentence == "A bench. It sees wafers."


def test_the_second_page_sends_back_who_skipped_the_first(newcomer):
    assert newcomer.get("/en/welcome/brings/").headers["Location"] == "/en/welcome/"
    assert newcomer.post("/en/welcome/brings/", WHAT).headers["Location"] == "/en/welcome/"
    assert Offer.objects.count() == 0


def test_who_comes_back_finds_what_was_said(newcomer):
    newcomer.post("/en/welcome/", WHO)
    newcomer.post("/en/welcome/brings/", WHAT)

    who, what = newcomer.get("/en/welcome/").context["form"], newcomer.get("/en/welcome/brings/").context["form"]

    assert (who["name"].value(), who["organisation"].value(), who["region"].value()) == (
        "Ada Lovelace",
        "Kernlicht",
        "eindhoven",
    )
    assert (what["primary_layer"].value(), what["layers"].value(), what["pace"].value()) == (
        "chips",
        ["intelligence"],
        1,
    )


def test_f018_a_new_region_layer_kind_and_topic_are_in_the_next_form(newcomer):
    newcomer.post("/en/welcome/", WHO)
    before = newcomer.get("/en/welcome/").content.decode() + newcomer.get("/en/welcome/brings/").content.decode()
    Region.objects.create(
        slug="twente", name="Twente", parent=make.region("netherlands"), kind="corridor-region",
        latitude="52.222", longitude="6.89",
    )  # fmt: skip
    StackLayer.objects.create(number=8, slug="trust", name_nl="Vertrouwen", name_en="Trust")
    OrganisationKind.objects.create(slug="school", name_nl="School", name_en="School")
    Topic.objects.create(slug="ethics", name_nl="Ethiek", name_en="Ethics")

    after = newcomer.get("/en/welcome/").content.decode() + newcomer.get("/en/welcome/brings/").content.decode()

    for html in ('value="twente"', 'value="trust"', 'value="school"', 'value="Ethics"'):
        assert (html in before, html in after) == (False, True), html
    newcomer.post("/en/welcome/", {**WHO, "region": "twente"})
    newcomer.post("/en/welcome/brings/", {**WHAT, "primary_layer": "trust", "offer_topic": "ethics"})
    assert (Profile.objects.get().region.slug, Profile.objects.get().primary_layer.slug) == ("twente", "trust")
