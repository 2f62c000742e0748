"""Does markup that somebody managed to store come out as markup anywhere? On no page, for nobody. (S-25, S-24)"""

from html.parser import HTMLParser

import pytest
from django.db import transaction

from corridor import emails
from corridor.models import (
    ExperimentSite,
    Member,
    Membership,
    Offer,
    Organisation,
    OutboxEmail,
    Region,
    Seek,
    Synergy,
    Topic,
    Venue,
)
from corridor.models.transition import Transition
from matchmaking.models import Exclusion, Introduction
from tests.house import doors, worlds

pytestmark = pytest.mark.django_db

NASTY = "\"'><canary onload=1></textarea></title></script><canary>&lt;canary&gt;{{7*7}}"
ROLES = ["stranger", "member", "organiser", "superuser"]
# Whatever reaches these columns: past the forms, by an import, from before a rule was made.
TYPED = [
    (Member, ["name"]),
    (Membership, ["title"]),
    (Organisation, ["name", "aliases", "summary_nl", "summary_en", "source"]),
    (Offer, ["sentence"]),
    (Seek, ["sentence"]),
    (Topic, ["name_nl", "name_en"]),
    (Region, ["name"]),
    (Synergy, ["name_nl", "name_en"]),
    (Venue, ["name", "note_nl", "note_en"]),
    (ExperimentSite, ["what_nl", "what_en", "condition_nl"]),
    (Exclusion, ["reason"]),
    (Transition, ["because"]),
    (OutboxEmail, ["subject", "error", "kind"]),
]


class Canaries(HTMLParser):
    """Finds elements and attributes that only our nasty text could have made."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "canary" or any(name in ("canary", "onload") or name.startswith("on") for name, _v in attributes):
            self.found.append(self.get_starttag_text() or tag)


@pytest.fixture
def world(settings):
    settings.STEADY_ANSWER_SECONDS = 0
    settings.DEMO = True
    built = worlds.build()
    for model, columns in TYPED:
        fitting = {name: NASTY[: model._meta.get_field(name).max_length or 400] for name in columns}
        model.objects.update(**fitting)
    Introduction.objects.update(state_since=built.introduction.state_since)
    Member.objects.filter(pk=built.ada.pk).update(is_demo=True)
    return built


def test_the_search_for_markup_finds_markup():
    assert Canaries(f'<input value="{NASTY}">').found
    assert Canaries(f"<p>{NASTY}</p>").found
    assert not Canaries("<p>&lt;canary onload=1&gt;</p>").found


@pytest.mark.once
@pytest.mark.parametrize("role", ROLES)
def test_s25_no_page_turns_text_into_markup(world, role):
    client = world.client_of(role)
    seen = 0
    for route, row in doors.ROWS.items():
        if row.of(role) != 200 and not route.startswith("demo/"):
            continue
        path = doors.path_of(route, world)
        for query in ({}, {"q": NASTY, "next": NASTY, "to": NASTY, "page": NASTY}):
            response = client.get(path, query)
            page = response.content.decode(errors="replace")
            if "html" in response.get("Content-Type", ""):
                assert Canaries(page).found == [], path
                seen += "canary" in page

    assert seen > (0 if role == "stranger" else 3), "the text was nowhere, so nothing was proved"


def test_s24_no_mail_turns_text_into_markup(world, now):
    world.ada.refresh_from_db()
    with transaction.atomic():
        OutboxEmail.objects.all().delete()
        mail = emails.welcome(member=world.ada, now=now)

    assert Canaries(mail.html).found == []
    assert "\n" not in mail.subject
