"""Does one page show every fact we match with, equal to the file, each to take back there? (F100)"""

import json

import pytest
from django.utils import translation

from corridor.models import Ask, Consent, Offer, Seek, Visit
from matchmaking.models import Exclusion, Feedback, Introduction, LayerHint, OptIn, Round, Wish
from tests import make
from tests.make.corridor import NOW
from tests.matchmaking.views.using import FILE, PAGE, facts, file_of, in_round, leaves, page_of, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


@pytest.fixture
def ada(db):
    return somebody()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_f100_every_leaf_of_the_file_is_on_the_page(language, client_for, ada):
    path = PAGE.replace("/en/", f"/{language}/")
    with translation.override(language):
        document = file_of(client_for, ada, f"{path}download/")
        content = page_of(client_for, ada, path)

    assert [leaf for leaf in leaves(document) if leaf not in content] == []
    assert document["language"] == language
    assert [one["key"] for one in document["sections"] if not one["facts"]] == []


def test_f100_every_fact_of_the_page_is_in_the_file(client_for, ada):
    """Each list item of the page has the key of a fact, and each fact its item."""
    content, document = page_of(client_for, ada), file_of(client_for, ada)
    items = [part.split('"')[0] for part in content.split('<li class="row between" id="')[1:]]

    assert items == [fact["key"] for one in document["sections"] for fact in one["facts"]]
    assert len(set(items)) == len(items)


def test_f100_says_what_matching_uses(client_for, ada):
    document = file_of(client_for, ada)
    profile = {fact["key"]: fact for fact in facts(document, "profile")}

    assert profile["region"]["value"] == "Mra"
    assert profile["layer-5"]["value"] == "100 percent"
    assert profile["pace"]["value"] == "one a month"
    assert profile["organisation"]["value"] == ada.memberships.get().organisation.name
    assert profile["helix"]["value"] == "company"
    assert [fact["until"] for fact in facts(document, "brings")] == ["2027-02-22"]
    assert "wafer" in facts(document, "words")[0]["value"]
    gone = [fact for fact in facts(document, "seeks") if fact["name"] == "Photonics"]
    assert gone[0]["notes"] == ["No longer used: the day has passed. Renew it if it still holds."]
    assert [fact["name"] for fact in facts(document, "hints")] == ["6 Applications"]
    assert [fact["name"] for fact in facts(document, "wishes")] == ["Lichtwerk"]
    assert [fact["name"] for fact in facts(document, "exclusions")] == ["Rival"]
    consents = [fact for key, fact in profile.items() if key.startswith("consent-")]
    assert [(fact["value"], "until" in fact) for fact in consents] == [
        ("version 2026-11", False),
        ("version 2026-01", True),
    ]
    assert profile["asked"]["value"] == 2
    assert [fact["value"] for fact in facts(document, "afterwards")] == ["met, and it was worth it", "a pilot"]


def test_f100_rounds_say_what_came_of_them_and_why_nothing(client_for, ada):
    rows = {fact["name"]: fact for fact in facts(file_of(client_for, ada), "rounds")}

    assert rows["Round 2026-09"]["value"] == "one proposal"
    assert rows["Round 2026-11"]["notes"] == ["You had paused introductions."]
    assert rows["Round 2026-10"]["notes"] == ["Nobody was left for you in this round. In the next one you come sooner."]
    assert rows["Rounds in a row that passed you by"]["value"] == 0  # the newest round asked them about Olaf


def test_f100_shows_how_the_last_round_saw_one(client_for, ada):
    rows = {fact["name"]: fact["value"] for fact in facts(file_of(client_for, ada), "last_round")}

    assert (rows["Round"], rows["Layers"], rows["Words"]) == ("2026-12", "Intelligence 100 %", "wafer")
    assert (rows["Introductions that fitted"], rows["Rounds in a row that had passed you by"]) == (1, 2)


def test_f100_shows_the_hints_wishes_and_events_that_the_last_round_heard(client_for, ada):
    event = make.event("held", title_nl="Licht en code", title_en="Light and code")
    wish = Wish.objects.get(member=ada)
    newest = Round.objects.get(period="2026-12")
    for row in newest.pool["candidates"]:
        if row["id"] == ada.pk:
            row |= {"less_layers": [6], "wishes": [wish.organisation_id], "attended": [event.pk]}
    newest.save()

    rows = {fact["key"]: fact["value"] for fact in facts(file_of(client_for, ada), "last_round")}

    assert rows["seen-less"] == make.layer(6).name_en
    assert (rows["seen-wishes"], rows["seen-events"]) == ("Lichtwerk", "Light and code")


def test_f100_rounds_that_passed_by_are_counted_as_the_next_round_will(client_for, member):
    in_round(member, "2026-08", rule="all_partners_taken")
    in_round(member, "2026-09", rule="no_partner_above_floor")
    in_round(member, "2026-10", rule="paused")
    in_round(member, "2026-11", rule="blocked")

    rows = {fact["name"]: fact for fact in facts(file_of(client_for, member), "rounds")}

    assert rows["Rounds in a row that passed you by"]["value"] == 2


def test_f100_only_the_last_twelve_rounds_and_none_that_may_still_change(client_for, member):
    for number in range(14):
        in_round(member, f"{2025 + number // 12}-{number % 12 + 1:02}", rule="paused")
    in_round(member, "2026-12", rule="paused", state="proposed")

    rows = facts(file_of(client_for, member), "rounds")

    assert [fact["name"] for fact in rows[:-1]] == [
        "Round 2026-02",
        "Round 2026-01",
        *[f"Round 2025-{month:02}" for month in range(12, 2, -1)],
    ]


def test_what_organisers_decided_about_two_is_not_among_ones_own(client_for, ada, organiser, now):
    other = make.member("Canary")
    Exclusion.objects.create(member=ada, other=other, added_by=organiser, by_organiser=True, created_at=now)

    assert "Canary" not in client_for(ada).get(FILE).content.decode()


def test_f100_nothing_of_other_members_in_the_same_round_is_there(client_for, ada):
    content = page_of(client_for, ada) + json.dumps(file_of(client_for, ada))

    assert "canary" not in content and "900001" not in content


KINDS = {
    "offer": lambda ada: Offer.objects.filter(member=ada),
    "seek": lambda ada: Seek.objects.filter(member=ada),
    "visit": lambda ada: Visit.objects.filter(member=ada),
    "wish": lambda ada: Wish.objects.filter(member=ada),
    "hint": lambda ada: LayerHint.objects.filter(member=ada),
    "exclusion": lambda ada: Exclusion.objects.filter(member=ada, lifted_at=None),
    "consent": lambda ada: Consent.objects.filter(member=ada, withdrawn_at=None),
}


@pytest.mark.parametrize("kind", KINDS)
def test_f100_what_is_taken_back_on_the_page_is_gone(kind, client_for, ada):
    row = KINDS[kind](ada).first()
    action = f"{PAGE}{row.pk}/{kind}/"
    there = f'action="{action}"' in page_of(client_for, ada)

    response = client_for(ada).post(action)

    assert (there, response.status_code, response["Location"]) == (True, 302, PAGE)
    assert not KINDS[kind](ada).filter(pk=row.pk).exists()
    assert f'action="{action}"' not in page_of(client_for, ada)


@pytest.mark.parametrize("kind", [*KINDS, "member", "canary"])
def test_nobody_takes_back_what_is_another_members(kind, client_for, ada, organiser):
    row = KINDS[kind](ada).first() if kind in KINDS else ada

    for person in (make.member(), organiser):
        assert client_for(person).post(f"{PAGE}{row.pk}/{kind}/").status_code == 404
    assert kind not in KINDS or KINDS[kind](ada).filter(pk=row.pk).exists()
    assert client_for(ada).get(f"{PAGE}{row.pk}/{kind}/").status_code == 405


def test_the_file_can_be_fetched_ten_times_an_hour(client_for, member):
    client = client_for(member)
    answers = [client.get(FILE) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert answers[0]["Content-Disposition"] == 'attachment; filename="what-we-used-2026-11-24.json"'
    assert client_for(make.member()).get(FILE).status_code == 200


def test_a_member_of_whom_nothing_is_known_gets_the_page_too(client_for):
    bare = make.member(complete=False)

    assert client_for(bare).get(PAGE).status_code == 200
    assert facts(file_of(client_for, bare), "rounds") == []


@pytest.mark.parametrize("rows", [1, 3])
def test_number_of_queries_is_the_same_for_1_and_3_introductions(rows, client_for, django_assert_num_queries):
    ada = make.pair()[0]
    for number in range(rows):
        round = in_round(ada, f"2026-0{number + 1}")
        made = make.introduction("made", members=(ada, make.member(region=make.region("brainport"))), round=round)
        Feedback.objects.create(introduction=made, member=ada, asked_at=NOW, answer="met", answered_at=NOW)
        Wish.objects.create(member=ada, organisation=make.organisation(), wished_at=NOW)
    client = client_for(ada)
    assert OptIn.objects.filter(member=ada).count() == Introduction.objects.count() == rows == Ask.objects.count() / 2

    with django_assert_num_queries(13):
        assert client.get(PAGE).status_code == 200
