"""What does somebody see who names an organisation that others proposed? The same as for a name nobody knows."""

import re

import pytest

from corridor.actions import organisations
from corridor.models import Membership, Organisation, OrganisationKind
from tests import make

pytestmark = pytest.mark.django_db

WHO = {"name": "Ada Lovelace", "title": "CTO", "region": "eindhoven"}
WHAT = {"primary_layer": "chips", "offer_topic": "Chip design", "pace": "1", "consent": "on"}


@pytest.fixture
def ground():
    make.region("eindhoven", parent="brainport")
    make.organisation("Kernlicht", region=make.region("brainport"), layers=(2,))
    make.topic("chip-design")


def seen_by_a_newcomer(client_for, name: str) -> list[str]:
    """Every answer on the way from a name to the profile, without what differs from visit to visit."""
    client = client_for(make.member("Ada Lovelace", complete=False))
    about = {"kind": OrganisationKind.objects.get().slug, "summary": "Licht op een chip."}
    answers = [
        client.post("/en/welcome/", {**WHO, "organisation": name}),
        client.post("/en/welcome/", {**WHO, "organisation": name, **about}),
        client.post("/en/welcome/brings/", WHAT),
        client.get("/en/profile/"),
        client.get("/en/welcome/"),
        client.post("/en/welcome/", {**WHO, "organisation": name}),
        client.get("/en/me/"),
    ]
    own = re.compile(
        r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"|member\d+@example.nl|(?<=offers.)\d+|(?<=seeks.)\d+'
    )
    pages = [own.sub("", answer.content.decode()).replace(name, "NAME") for answer in answers]
    return [(one.status_code, one.get("Location"), page) for one, page in zip(answers, pages, strict=True)]


@pytest.mark.parametrize("verdict", ["waits", "refused"])
def test_f019_what_somebody_else_proposed_looks_like_a_name_nobody_knows(ground, client_for, now, verdict):
    refused_at = now if verdict == "refused" else None
    somebody = make.member(complete=False)
    make.organisation(
        "Spookbedrijf B.V.", aliases="Spookbedrijf", verified=False, refused_at=refused_at, proposed_by=somebody
    )

    found, unheard_of = seen_by_a_newcomer(client_for, "Spookbedrijf"), seen_by_a_newcomer(client_for, "Luchtkasteel")

    assert [status for status, _to, _page in found] == [422, 302, 302, 200, 200, 302, 200]
    assert found == unheard_of


def test_f019_two_colleagues_who_propose_the_same_end_at_one_organisation(ground, client_for, now):
    organiser = make.organiser(complete=False, region=make.region("brainport"))
    about = {"kind": OrganisationKind.objects.get().slug, "summary": "Licht op een chip."}
    for name in ("Nieuw Lab", "nieuw lab"):
        client_for(make.member(complete=False)).post("/en/welcome/", {**WHO, "organisation": name, **about})
    first, second = Organisation.objects.filter(name__iexact="nieuw lab").order_by("pk")
    assert [bond.organisation for bond in Membership.objects.order_by("pk")] == [first, second]

    organisations.verify(organisation=second, by=organiser, now=now)

    bonds = Membership.objects.filter(ended_at=None)
    assert [(bond.organisation, bond.title) for bond in bonds] == [(second, "CTO")] * 2
