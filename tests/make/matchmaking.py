"""Builders for matchmaking: pairs, rounds and introductions."""

import datetime as dt
import itertools

from corridor.models import Ask, Member, OutboxEmail
from matchmaking.models import Introduction, OptIn, Round
from tests.make.corridor import NOW, member, region

_periods = itertools.count(1)

REASONS = [
    {"code": "offer_meets_seek", "facts": {"who": 0, "whom": 0, "topics": ["machine-learning"]}},
    {"code": "other_region", "facts": {"homes": ["mra", "brainport"], "regions": ["mra", "brainport"]}},
]


def pair() -> tuple[Member, Member]:
    """Two members who fit: one in the MRA, one in Brainport, each offering what the other seeks."""
    ada = member("Ada Amstel", region=region("mra"), layers=(5,), offers=("machine-learning",), seeks=("chip-design",))
    bob = member(
        "Bob Brabant", region=region("brainport"), layers=(2,), offers=("chip-design",), seeks=("machine-learning",)
    )
    return ada, bob


def matching_round(state: str = "approved", **fields) -> Round:
    frozen = {} if state in ("planned", "cancelled") else {"pool": {}, "seed": 7, "engine_version": "1"}
    values = {
        "period": f"test-{next(_periods)}",
        "scope_key": "all" if state not in ("planned", "frozen", "proposed") else f"test-{next(_periods)}",
        "planned_for": NOW,
        "state": state,
        "state_since": NOW,
        **frozen,
        **fields,
    }
    return Round.objects.create(**values)


def introduction(state: str = "offered", *, members: tuple[Member, Member] | None = None, **fields) -> Introduction:
    """An introduction between two members (default: a fitting pair), with its two opt-ins when it was offered.

    One that was made has sent its two joint mails, whose texts are forgotten by now.
    """
    a, b = sorted(members or pair(), key=lambda person: person.pk)
    asked = {} if state in ("proposed", "dropped") else {"offered_at": NOW, "closes_at": NOW + dt.timedelta(days=7)}
    made = {"made_at": NOW} if state == "made" else {}
    first = {"facts": {"who": a.pk, "whom": b.pk, "topics": ["machine-learning"]}, "code": "offer_meets_seek"}
    values = {
        "round": fields.pop("round", None) or matching_round(),
        "member_a": a,
        "member_b": b,
        "state": state,
        "state_since": NOW,
        "score": 700_000,
        "parts": {"relevance": 700_000},
        "reasons": [first, REASONS[1]],
        **asked,
        **made,
        **fields,
    }
    introduced = Introduction.objects.create(**values)
    if asked:
        for person in (a, b):
            answer = {"answer": "yes", "answered_at": NOW} if state == "made" else {}
            OptIn.objects.create(introduction=introduced, member=person, **answer)
            at = introduced.offered_at
            Ask.objects.create(member=person, kind="introduction", about_id=introduced.pk, asked_at=at)
    if state == "made":
        OutboxEmail.objects.bulk_create(_joint_mail(introduced, person) for person in (a, b))
    return introduced


def _joint_mail(introduction: Introduction, member: Member) -> OutboxEmail:
    name = f"joint:{introduction.pk}:{member.pk}"  # not the key of the real one, which a test may still write
    return OutboxEmail(
        kind="matchmaking.introduction_made",
        key=name,
        member=member,
        to=member.email,
        about_type=introduction._meta.label_lower,
        about_id=introduction.pk,
        language="nl",
        subject="Twice yes",
        message_id=f"<{name.replace(':', '.')}@example.nl>",
        state="sent",
        state_since=NOW,
        created_at=NOW,
        due_at=NOW,
        sent_at=NOW,
    )
