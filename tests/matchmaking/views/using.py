"""A member of whom something of everything is known, and how their page and file are read."""

import datetime as dt
import json
from html import unescape

from corridor.models import Consent, MailPreference, Member, Offer, Seek, Suppression, Visit
from matchmaking.models import Exclusion, Feedback, LayerHint, Outcome, Wish
from tests import make
from tests.events import whole_guest
from tests.make.corridor import NOW

PAGE = "/en/me/what-we-used/"
FILE = f"{PAGE}download/"


def somebody() -> Member:
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
    whole_guest.of(make.event("held", starts_at=NOW - dt.timedelta(days=2)), ada, NOW)
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
