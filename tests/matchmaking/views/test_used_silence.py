"""Does the page of what we used stay silent about the other side? (F003, F056)"""

import pytest

from matchmaking.models import Exclusion, Introduction, OptIn, Wish
from tests import make
from tests.matchmaking.saying import say
from tests.matchmaking.views.using import FILE, facts, file_of, in_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


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
