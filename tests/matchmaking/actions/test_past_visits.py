"""Does an introduction carry its excuse while it stands, lose it when it ends, and forget whose visit it was? (F063)"""

import datetime as dt

import pytest

from corridor.models import OutboxEmail, Visit
from matchmaking import tasks
from matchmaking.actions import introductions, past_visits
from matchmaking.dates import UNDO
from matchmaking.models import OptIn
from tests import make
from tests.matchmaking.passing import hand_over
from tests.matchmaking.saying import both_say_yes, fresh, say

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def introduction():
    """Ada is in Bob's region in nine days, and both were asked."""
    make.venue()
    asked = make.introduction("offered")
    make.visit(asked.member_a, "brainport", first=9)
    return asked


def test_f015_the_second_yes_stores_the_excuse_and_the_mails_of_both_name_it(introduction, now):
    ada, bob = introduction.members
    type(ada).objects.update(language="en")
    say(introduction, ada, "yes", now)
    assert fresh(introduction).excuse == {}

    say(introduction, bob, "yes", now)

    made = fresh(introduction)
    assert (made.excuse["kind"], made.excuse["who"], made.venue.slug) == ("visit", ada.pk, "half-way")
    texts = {mail.member_id: mail.text + mail.html for mail in OutboxEmail.objects.filter(about_id=made.pk)}
    assert texts[ada.pk].count("You are in Brainport on Thursday 3 December anyway: meet Bob there.") == 2
    assert texts[bob.pk].count("Ada is in Brainport on Thursday 3 December anyway: meet there.") == 2


def test_f063_before_the_second_yes_no_mail_or_page_tells_of_the_visit(introduction, now, client_for, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)
    say(introduction, introduction.member_a, "yes", now)
    page = f"/en/introductions/{introduction.pk}/"
    bob = client_for(introduction.member_b)

    assert "3 December" not in bob.get(page).content.decode()
    say(introduction, introduction.member_b, "yes", now)  # made, but the mail has not left
    assert "Thursday 3 December" not in bob.get(page).content.decode()


def test_f015_undo_standing_down_and_taking_back_clear_the_excuse(now):
    organiser = make.organiser(is_superuser=True)
    for end in ("no", "pause", "withdraw"):
        introduction = make.introduction("offered")
        both_say_yes(introduction, now)
        introduction = fresh(introduction)
        type(introduction).objects.filter(pk=introduction.pk).update(excuse={"kind": "venue"})
        if end == "no":
            say(introduction, introduction.member_a, "no", now + UNDO / 2)
        elif end == "pause":
            introduction.member_a.profile.paused_until = (now + 30 * DAY).date()
            introduction.member_a.profile.save()
            introductions.stand_down(introduction=introduction, now=now + UNDO / 2)
        else:
            introductions.withdraw(introduction=introduction, by=organiser, because="they asked", now=now)

        assert fresh(introduction).state in ("declined", "withdrawn"), end
        assert (fresh(introduction).excuse, fresh(introduction).venue) == ({}, None), end


def test_f063_the_day_after_neither_visit_nor_excuse_remembers_it(introduction, now, monkeypatch):
    both_say_yes(introduction, now)
    other = make.introduction("made", excuse={"kind": "venue", "venue": "half-way", "minutes": [1, 2]})

    assert past_visits.forget_excuses(now=now + 9 * DAY) == 0
    monkeypatch.setattr("corridor.clock.now", lambda: now + 10 * DAY)
    tasks.forget_past_visits()

    assert fresh(introduction).excuse == {}
    assert fresh(introduction).venue.slug == "half-way"
    assert fresh(other).excuse["kind"] == "venue"
    assert not Visit.objects.exists()


def reason_after(reason: dict, visits: list[tuple], now) -> list[dict]:
    """What is left of an introduction's reasons twelve days later; `visits`: who, where, from how many days on."""
    ada, bob = make.pair()
    people = {"ada": ada, "bob": bob}
    facts = reason["facts"] | {"who": people[reason["facts"]["who"]].pk}
    made = make.introduction("offered", members=(ada, bob))
    plain = made.reasons
    type(made).objects.filter(pk=made.pk).update(reasons=[*plain, {"code": "visit", "facts": facts}])
    for who, where, first in visits:
        make.visit(people[who], where, first=first)
    past_visits.forget_reasons(now=now + 12 * DAY)
    names = {person.pk: name for name, person in people.items()}
    left = [one["facts"] for one in fresh(made).reasons if one["code"] == "visit"]
    assert [one for one in fresh(made).reasons if one["code"] != "visit"] == plain
    return [one | {"who": names[one["who"]]} for one in left]


@pytest.mark.parametrize(
    ("facts", "visits", "left"),
    [
        ({"who": "ada", "home": "brainport"}, [("ada", "brainport", 11)], []),
        ({"who": "ada", "home": "brainport"}, [("ada", "brainport", 12)], [{"who": "ada", "home": "brainport"}]),
        (
            {"who": "ada", "home": "brainport"},
            [("ada", "brainport", 1), ("ada", "brainport", 30)],
            [{"who": "ada", "home": "brainport"}],
        ),
        ({"who": "bob", "home": "mra"}, [("ada", "brainport", 1), ("bob", "mra", 30)], [{"who": "bob", "home": "mra"}]),
        (
            {"who": "ada", "home": "brainport", "back": "mra"},
            [("ada", "brainport", 1), ("bob", "mra", 30)],
            [{"who": "bob", "home": "mra"}],
        ),
        (
            {"who": "ada", "home": "brainport", "back": "mra"},
            [("ada", "brainport", 30), ("bob", "mra", 30), ("ada", "twente", 1)],
            [{"who": "ada", "home": "brainport", "back": "mra"}],
        ),
        ({"who": "ada", "home": "brainport", "back": "mra"}, [("ada", "brainport", 1), ("bob", "mra", 2)], []),
    ],
)
def test_f063_the_day_after_no_reason_remembers_a_visit(facts, visits, left, now):
    assert reason_after({"facts": facts}, visits, now) == left


def test_f063_the_schedule_forgets_reasons_before_it_forgets_the_visits(now, monkeypatch):
    ada, bob = make.pair()
    made = make.introduction("offered", members=(ada, bob))
    make.visit(ada, "brainport", first=1)
    visit = {"code": "visit", "facts": {"who": ada.pk, "home": "brainport"}}
    type(made).objects.filter(pk=made.pk).update(reasons=[*made.reasons, visit])
    monkeypatch.setattr("corridor.clock.now", lambda: now + 2 * DAY)

    tasks.forget_past_visits()

    assert visit not in fresh(made).reasons
    assert not Visit.objects.exists()


def test_f003_f056_what_a_side_reads_after_a_hand_over_forgets_visits_like_the_rest(now):
    """Else a reason that stays would tell the other side that the question was passed on."""
    ada, bob = make.pair()
    made = make.introduction("offered", members=(ada, bob))
    make.visit(ada, "brainport", first=1)
    plain = made.reasons
    visit = {"code": "visit", "facts": {"who": ada.pk, "home": "brainport"}}
    type(made).objects.filter(pk=made.pk).update(reasons=[*plain, visit])
    hand_over(fresh(made), ada, now)
    own = OptIn.objects.get(introduction=made, member=bob)
    assert visit in own.face_reasons

    past_visits.forget_reasons(now=now + 2 * DAY)

    own.refresh_from_db()
    assert own.face_reasons == plain
