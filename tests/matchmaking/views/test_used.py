"""Does one page show every fact we match with, equal to the file, each to take back there? (F100)"""

import datetime as dt
import json
from html import unescape

import pytest
from django.utils import translation

from corridor.models import Ask, Consent, MailPreference, Member, Offer, Seek, Suppression, Visit
from matchmaking.models import Exclusion, Feedback, Introduction, LayerHint, OptIn, Outcome, Round, Wish
from tests import make
from tests.make.corridor import NOW
from tests.matchmaking.saying import say

pytestmark = pytest.mark.django_db
PAGE = "/en/me/what-we-used/"
FILE = f"{PAGE}download/"


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


@pytest.fixture
def ada(db):
    """A member of whom there is something of everything."""
    ada, bob = make.pair()
    today = NOW.date()
    Offer.objects.filter(member=ada).update(sentence="We train models on wafer images")
    Seek.objects.create(
        member=ada, topic=make.topic("photonics"), valid_until=today - dt.timedelta(days=1), created_at=NOW
    )
    LayerHint.objects.create(member=ada, layer=make.layer(6), since=NOW)
    Visit.objects.create(member=ada, region=make.region("brainport"), first_day=today, last_day=today)
    Wish.objects.create(member=ada, organisation=make.organisation("Lichtwerk"), wished_at=NOW)
    Exclusion.objects.create(member=ada, organisation=make.organisation("Rival"), added_by=ada, created_at=NOW)
    MailPreference.objects.create(member=ada, category="events", pace="monthly", changed_at=NOW)
    Suppression.objects.create(address=ada.email, kind="corridor.welcome", reason="unsubscribed", since=NOW)
    Consent.objects.create(
        member=ada, text_version="2026-01", language="nl", given_at=NOW - dt.timedelta(days=50), withdrawn_at=NOW
    )
    made = make.introduction("made", members=(ada, bob), round=in_round(ada, "2026-09"))
    Feedback.objects.create(introduction=made, member=ada, asked_at=NOW, answer="valuable", answered_at=NOW)
    Outcome.objects.create(introduction=made, member=ada, months=3, asked_at=NOW, kind="pilot", answered_at=NOW)
    in_round(ada, "2026-10", rule="all_partners_taken")
    in_round(ada, "2026-11", rule="paused")
    olaf = make.member("Open Olaf", region=make.region("brainport"))
    make.introduction("offered", members=(ada, olaf), round=in_round(ada, "2026-12"))
    return ada


def in_round(member: Member, period: str, *, rule: str = "", state: str = "closed"):
    """A round that knew `member`; with a rule it left them out."""
    row = {
        "id": member.pk,
        "home": "mra",
        "region": "mra",
        "layers": [0, 0, 0, 0, 100, 0, 0],
        "offers": ["machine-learning"],
        "seeks": ["chip-design"],
        "words": ["wafer"],
        "capacity": 1,
        "starved": 2,
        "visits": [],
    }
    others = [{**row, "id": number, "words": ["canary"]} for number in (900_001, 900_002)]
    unmatched = [{"id": 900_001, "rule": "canary"}, *([{"id": member.pk, "rule": rule}] if rule else [])]
    year, month = map(int, period.split("-"))
    return make.matching_round(
        state,
        period=period,
        scope_key=period,
        planned_for=dt.datetime(year, month, 3, 8, tzinfo=dt.UTC),
        pool={"candidates": [others[0], row, others[1]]},
        certificate={"unmatched": unmatched},
    )


def file_of(client_for, person, path: str = FILE) -> dict:
    return json.loads(client_for(person).get(path).content)


def page_of(client_for, person, path: str = PAGE) -> str:
    return unescape(client_for(person).get(path).content.decode())


def leaves(document: object) -> list[str]:
    if isinstance(document, dict):
        return [leaf for value in document.values() for leaf in leaves(value)]
    if isinstance(document, list):
        return [leaf for value in document for leaf in leaves(value)]
    return [str(document)]


def facts(document: dict, section: str) -> list[dict]:
    return next(one["facts"] for one in document["sections"] if one["key"] == section)


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


@pytest.mark.parametrize(
    "rule", ["blocked", "blocked_organisation", "cooling", "met", "all_partners_taken", "set aside"]
)
def test_f003_a_round_without_a_proposal_reads_alike_whatever_another_did(rule, client_for, member):
    """Asked in vain before, refused, blocked, taken by somebody else, or proposed and set aside: one and the same."""
    if rule == "set aside":
        round = in_round(member, "2026-11")
        make.introduction("dropped", members=(member, make.member()), round=round)
    else:
        in_round(member, "2026-11", rule=rule)

    (fact, count) = facts(file_of(client_for, member), "rounds")

    assert {key: value for key, value in fact.items() if key != "key"} == {
        "name": "Round 2026-11",
        "value": "no proposal",
        "notes": ["Nobody was left for you in this round. In the next one you come sooner."],
        "on": "2026-11-03",
    }
    assert count["value"] == 1


def test_f003_nothing_of_the_other_is_there_before_the_joint_mail_left(client_for, now):
    canary = make.member("Bob Brabant", email="canary@example.nl", region=make.region("brainport"))
    ada = make.member("Ada", region=make.region("mra"))
    asked = make.introduction("offered", members=(ada, canary))
    before = client_for(ada).get(FILE).content
    say(asked, canary, "no", now)
    Exclusion.objects.create(member=canary, other=ada, added_by=canary, created_at=now)
    Wish.objects.create(member=canary, organisation=ada.memberships.get().organisation, wished_at=now)

    after = client_for(ada).get(FILE).content

    assert before == after
    assert b"canary" not in after and b"score" not in after


def test_f056_who_was_passed_on_to_is_not_there_before_the_joint_mail_left(client_for):
    """The other side goes on reading of the person it was asked about."""
    ada, bob = make.pair()
    canary = make.member("Canary Colleague", organisation=bob.memberships.get().organisation)
    asked = make.introduction("offered", members=(ada, bob))
    before = client_for(ada).get(FILE).content
    own = OptIn.objects.filter(introduction=asked, member=ada)
    own.update(face=bob, face_reasons=asked.reasons, face_synergy=asked.synergy)
    Introduction.objects.filter(pk=asked.pk).update(member_b=canary)
    OptIn.objects.filter(introduction=asked, member=bob).update(member=canary)

    assert client_for(ada).get(FILE).content == before
    assert b"Ada Amstel" in client_for(canary).get(FILE).content


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
    action = f"{PAGE}{kind}/{row.pk}/"
    there = f'action="{action}"' in page_of(client_for, ada)

    response = client_for(ada).post(action)

    assert (there, response.status_code, response["Location"]) == (True, 302, PAGE)
    assert not KINDS[kind](ada).filter(pk=row.pk).exists()
    assert f'action="{action}"' not in page_of(client_for, ada)


@pytest.mark.parametrize("kind", [*KINDS, "member", "canary"])
def test_nobody_takes_back_what_is_another_members(kind, client_for, ada, organiser):
    row = KINDS[kind](ada).first() if kind in KINDS else ada

    for person in (make.member(), organiser):
        assert client_for(person).post(f"{PAGE}{kind}/{row.pk}/").status_code == 404
    assert kind not in KINDS or KINDS[kind](ada).filter(pk=row.pk).exists()
    assert client_for(ada).get(f"{PAGE}{kind}/{row.pk}/").status_code == 405


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

    with django_assert_num_queries(12):
        assert client.get(PAGE).status_code == 200
