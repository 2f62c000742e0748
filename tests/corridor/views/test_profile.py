"""Does the profile page show what is, say what is missing, and save each part on its own?"""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from corridor.models import (
    Consent,
    Membership,
    Offer,
    Organisation,
    Profile,
    Region,
    Seek,
    Transition,
)
from tests import make
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
PAGE = "/en/profile/"


@pytest.fixture(autouse=True)
def at_the_usual_hour():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(client_for, member):
    return client_for(member)


def saved(answer, part: str) -> bool:
    return (answer.status_code, answer.headers["Location"]) == (302, f"{PAGE}#{part}")


def test_f016_a_complete_profile_is_told_that_nothing_is_missing(client):
    page = client.get(PAGE).content.decode()

    assert "Nothing is missing" in page
    assert "You are not introduced now" not in page


def test_f016_what_is_missing_is_shown(client_for):
    page = client_for(make.member(complete=False)).get(PAGE).content.decode()

    for sentence in (
        "You are not introduced now",
        "You have not said yes to being introduced.",
        "Your main layer of the Stack is missing.",
        "Your organisation is missing.",
        "We do not know your region.",
        "Nothing you bring or seek is valid today.",
    ):
        assert sentence in page


def test_f016_the_whole_country_is_no_region(client, member):
    Profile.objects.update(region=make.region("netherlands", kind="other"))

    answer = client.get(PAGE)

    assert "We do not know your region." in answer.content.decode()
    assert answer.context["matching"]["region"].value() == ""
    assert 'value="netherlands"' not in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3, 8])
def test_the_page_takes_the_same_queries_for_any_number_of_topics(client_for, count, django_assert_num_queries):
    slugs = tuple(f"topic-{number}" for number in range(count))
    client = client_for(make.member(offers=slugs, seeks=slugs))

    with django_assert_num_queries(12):
        assert client.get(PAGE).status_code == 200


def test_s55_the_page_is_kept_by_nobody(client):
    assert "no-store" in client.get(PAGE).headers["Cache-Control"]


def test_strangers_are_sent_to_sign_in_and_back(db, client_for):
    for path in ("", "about/", "work/", "matching/", "offers/", "seeks/", "pause/", "consent/"):
        assert Client().post(f"{PAGE}{path}").headers["Location"] == f"/en/account/login/?next={PAGE}{path}"


def test_about_me_is_saved_and_the_page_comes_back_in_the_language_chosen(client, member):
    answer = client.post(
        f"{PAGE}about/", {"about-name": "Ada Lovelace", "about-phone": "06 1234 5678", "about-language": "nl"}
    )

    member.refresh_from_db()
    assert answer.headers["Location"] == "/nl/profile/#about"
    assert (member.name, member.language, Profile.objects.get().phone) == ("Ada Lovelace", "nl", "06 1234 5678")
    assert Transition.objects.get().because == "name, phone"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"about-name": "www.evil.example"}, "name"),
        ({"about-phone": "call me"}, "phone"),
        ({"about-phone": "06 12 " * 6}, "phone"),
        ({"about-language": "fr"}, "language"),
    ],
)
def test_s28_s54_what_is_not_right_is_said_and_kept_on_screen(client, member, change, field):
    typed = {"about-name": "Ada Lovelace", "about-phone": "06 1234 5678", "about-language": "en", **change}

    answer = client.post(f"{PAGE}about/", typed)

    page = answer.content.decode()
    assert (answer.status_code, list(answer.context["about"].errors)) == (422, [field])
    assert f'href="#id_about-{field}"' in page and f'id="id_about-{field}"' in page
    assert typed["about-name"] in page
    assert Transition.objects.count() == 0


def test_s14_what_the_form_does_not_ask_cannot_be_written(client, member):
    client.post(
        f"{PAGE}about/",
        {
            "about-name": "Ada",
            "about-language": "en",
            "about-is_superuser": "1",
            "is_superuser": "1",
            "about-email": "x@y.nl",
        },
    )

    before = member.email
    member.refresh_from_db()
    assert (member.name, member.email, member.is_superuser) == ("Ada", before, False)


def test_another_organisation_is_saved(client, member):
    other = make.organisation("Kernlicht")

    assert saved(client.post(f"{PAGE}work/", {"work-organisation": "KERNLICHT", "work-title": "CEO"}), "work")

    bond = Membership.objects.get(member=member, ended_at=None)
    assert (bond.organisation, bond.title) == (other, "CEO")


def test_f019_a_new_organisation_is_proposed_from_here_with_the_members_region(client, member):
    sent = {
        "work-organisation": "Nieuw Lab",
        "work-title": "CEO",
        "work-kind": "startup",
        "work-summary": "Makes light.",
    }

    assert saved(client.post(f"{PAGE}work/", sent), "work")

    lab = Organisation.objects.get(name="Nieuw Lab")
    assert (lab.verified_at, lab.region, lab.proposed_by) == (None, Region.objects.get(slug="mra"), member)
    assert "An organiser still has to verify your organisation." in client.get(PAGE).content.decode()


def test_place_layers_and_pace_are_saved(client, member):
    brainport = make.region("brainport")
    sent = {
        "matching-region": "brainport",
        "matching-primary_layer": "chips",
        "matching-layers": ["cloud"],
        "matching-pace": "2",
    }
    make.layer(2), make.layer(4)

    assert saved(client.post(f"{PAGE}matching/", sent), "matching")

    profile = Profile.objects.get()
    assert (profile.region, profile.primary_layer.slug, profile.pace) == (brainport, "chips", 2)
    assert {layer.slug for layer in profile.layers.all()} == {"chips", "cloud"}


@pytest.mark.parametrize(("side", "model"), [("offers", Offer), ("seeks", Seek)])
def test_f017_topics_are_added_changed_renewed_and_removed(client, member, side, model):
    make.topic("quantum")
    model.objects.all().delete()

    assert saved(client.post(f"{PAGE}{side}/", {f"{side}-topic": "QUANTUM", f"{side}-sentence": ""}), side)
    row = model.objects.get()
    assert (row.topic.slug, row.valid_until) == ("quantum", NOW.date() + dt.timedelta(days=90))

    own = f"{side}-{row.pk}"
    sent = {f"{own}-sentence": "A cold laboratory.", f"{own}-valid_until": "2026-12-24"}
    assert saved(client.post(f"{PAGE}{side}/{row.pk}/", sent), side)
    row.refresh_from_db()
    assert (row.sentence, row.valid_until) == ("A cold laboratory.", dt.date(2026, 12, 24))

    assert saved(client.post(f"{PAGE}{side}/{row.pk}/", {"step": "renew"}), side)
    row.refresh_from_db()
    assert (row.sentence, row.valid_until) == ("A cold laboratory.", NOW.date() + dt.timedelta(days=90))

    assert saved(client.post(f"{PAGE}{side}/{row.pk}/", {"step": "remove"}), side)
    assert model.objects.count() == 0


@pytest.mark.parametrize("day", ["2026-11-23", "2027-05-24", "1999-01-01", "2101-01-01", "soon", "2026-02-30", ""])
def test_f017_s54_a_day_out_of_bounds_is_refused_at_its_row(client, member, day):
    row = Offer.objects.get()
    own = f"offers-{row.pk}"

    answer = client.post(f"{PAGE}offers/{row.pk}/", {f"{own}-sentence": "", f"{own}-valid_until": day})

    assert answer.status_code == 422
    assert answer.context["refused"].errors
    assert Offer.objects.get().valid_until == row.valid_until


def test_f017_what_ran_out_is_shown_as_such_and_renewed_with_one_press(client, member):
    Offer.objects.update(valid_until=dt.date(2026, 11, 20))
    row = Offer.objects.get()

    assert "Ran out on 20 November 2026" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}offers/{row.pk}/", {"step": "renew"})

    assert "Ran out" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("step", ["renew", "remove", "save"])
def test_s10_another_members_topic_does_not_exist_here(client, step):
    other = make.member()
    theirs, until = other.offers.get(), other.offers.get().valid_until
    own = f"offers-{theirs.pk}"

    answer = client.post(
        f"{PAGE}offers/{theirs.pk}/",
        {"step": step, f"{own}-sentence": "Mine now, thank you.", f"{own}-valid_until": "2026-12-01"},
    )

    theirs.refresh_from_db()
    assert answer.status_code == 404
    assert (theirs.sentence, theirs.valid_until, theirs.member) == ("", until, other)


def test_f009_a_pause_is_shown_ends_by_itself_and_can_be_ended(client, client_for, member):
    assert saved(client.post(f"{PAGE}pause/", {"pause-until": "2026-12-24"}), "pause")
    assert "Paused until 24 December 2026" in client.get(PAGE).content.decode()
    with time_machine.travel(dt.datetime(2026, 12, 24, 9, tzinfo=dt.UTC), tick=False):
        later = client_for(member).get(PAGE)
    assert later.status_code == 200
    assert "Paused until" not in later.content.decode()

    assert saved(client.post(f"{PAGE}pause/", {"step": "resume"}), "pause")

    assert Profile.objects.get().paused_until is None


@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-01", "2028-01-01", "whenever", ""])
def test_a_pause_that_cannot_be_is_refused(client, member, day):
    answer = client.post(f"{PAGE}pause/", {"pause-until": day})

    assert answer.status_code == 422
    assert answer.context["refused"].errors
    assert Profile.objects.get().paused_until is None


def test_a_yes_is_taken_back_and_given_again(client, member):
    assert saved(client.post(f"{PAGE}consent/", {"step": "withdraw"}), "consent")
    assert Consent.objects.get().withdrawn_at == timezone.now()
    assert "You have not said yes" in client.get(PAGE).content.decode()

    assert saved(client.post(f"{PAGE}consent/", {"step": "give"}), "consent")

    standing = Consent.objects.get(withdrawn_at=None)
    assert (standing.text_version, standing.language, Consent.objects.count()) == ("2026-11", "en", 2)


def test_s35_reading_the_addresses_of_the_forms_changes_nothing(client, member):
    for path in (
        "about/",
        "work/",
        "matching/",
        "offers/",
        "seeks/",
        "pause/",
        "consent/",
        f"offers/{Offer.objects.get().pk}/",
    ):
        answer = client.get(f"{PAGE}{path}", {"step": "remove", "pause-until": "2026-12-24"})

        assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    assert Transition.objects.count() == 0
    assert Offer.objects.count() == 1


def test_s25_what_members_write_is_text_not_markup(client, member):
    Offer.objects.update(sentence="<script>alert(1)</script>")

    page = client.get(PAGE).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
