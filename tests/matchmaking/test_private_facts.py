"""Can anybody tell from a round that somebody wishes for somebody, or is about to travel? (F062, F063)"""

import datetime as dt
import re

import pytest

from corridor.models import Membership, RegionRole
from matchmaking.actions import rounds
from matchmaking.models import Round, Wish
from matchmaking.wording import Wording
from tests import make
from tests.entering import at, enter
from tests.make.corridor import NOW
from tests.matchmaking import running

pytestmark = pytest.mark.django_db

HISTORY = 'aria-labelledby="history"'  # to the round, at the foot of its desk: how often it was proposed
FIELDS = ("member_a", "member_b", "score", "parts", "reasons", "synergy", "long_shot", "runner_ups")


@pytest.fixture
def olga(organiser):
    """An organiser of both regions."""
    RegionRole.objects.create(member=organiser, region=make.region("brainport"), started_at=NOW)
    return organiser


@pytest.fixture
def people(db):
    """Two who fit two others, with room for one introduction each: two pairs, with the same two runner-ups."""
    here, there = make.region("mra"), make.region("brainport")
    themes = tuple(f"theme-{number}" for number in range(16))
    return [
        *(make.member(f"Amy {number}", region=here, offers=themes) for number in range(2)),
        *(make.member(f"Ben {number}", region=there, offers=themes) for number in range(2)),
    ]


def wish(one, other) -> Wish:
    works_at = Membership.objects.get(member=other).organisation
    return Wish.objects.create(member=one, organisation=works_at, wished_at=NOW)


def again(round: Round, now) -> Round:
    """The same round, with the same die, of what is known now."""
    rounds.freeze(round=round, by=None, now=now)
    return rounds.propose(round=round, now=now)


def written(round: Round) -> list[tuple]:
    return list(round.introductions.order_by("member_a", "member_b").values_list(*FIELDS))


def desk(olga, round: Round, people) -> list[str]:
    """What an organiser reads: the round's desk, and of every pair across the corridor why or why not."""
    client = enter(olga)
    asked = [(one.pk, other.pk) for one in people[:2] for other in people[2:]]
    pages = [client.get(at("matchmaking/round", round.pk, "change"))]
    path = at("matchmaking/round", round.pk, "why-not")
    pages += [client.get(path, {"one": one, "other": other}) for one, other in asked]
    assert {page.status_code for page in pages} == {200}
    # Beside what differs each time: what all pairs are worth together, which tells of nobody.
    own = r'introduction/\d+|name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"|-\d+"'
    own += r'|<b class="num">[^<]+</b> of .*|The pairs are worth .*'
    return [re.sub(own, "-", page.content.decode().partition(HISTORY)[0]) for page in pages]


def test_f062_f063_an_organiser_reads_the_same_with_and_without_wishes_and_visits(people, olga, now):
    round = running.proposed(now)
    before, read = written(round), desk(olga, round, people)
    pairs = [(one.member_a, one.member_b) for one in round.introductions.select_related("member_a", "member_b")]
    # Of the very pairs that were chosen, so that nobody else is: one hopes, another visits.
    wish(*pairs[0])
    make.visit(pairs[1][1], "mra")

    round = again(round, now)

    pool = Round.objects.get(pk=round.pk).pool["candidates"]
    assert any(one["wishes"] for one in pool) and any(one["visits"] for one in pool)
    visits = [one for row in written(round) for one in row[4] if one["code"] == "visit"]
    assert visits == [{"code": "visit", "facts": {"who": pairs[1][1].pk, "home": "mra"}}]
    assert [(*row[:4], [one for one in row[4] if one["code"] != "visit"], *row[5:]) for row in written(round)] == before
    assert desk(olga, round, people) == read


def test_f062_wishes_of_both_are_read_by_the_two_only(people, olga, now):
    round = running.proposed(now)
    read = desk(olga, round, people)
    one, other = round.introductions.first().members
    wish(one, other), wish(other, one)

    round = again(round, now)

    made = round.introductions.get(member_a=one, member_b=other)
    words = Wording([made])
    assert [words.for_side(made, side)[-1].code for side in (one, other)] == ["mutual_wish"] * 2
    assert made.parts["wish"] == 0
    assert desk(olga, round, people) == read


def test_f062_a_released_wish_is_a_reason_that_names_it(people, olga, now):
    round = running.proposed(now)
    one, other = round.introductions.first().members
    released = wish(one, other)
    Wish.objects.filter(pk=released.pk).update(released_at=now, released_by=olga)

    round = again(round, now)

    made = round.introductions.get(member_a=one, member_b=other)
    assert {"code": "wish", "facts": {"who": one.pk, "organisation": released.organisation_id}} in made.reasons
    assert made.parts["wish"] == 500_000
    assert f"hoped to meet somebody of {released.organisation.name}" in desk(olga, round, people)[0]


def test_f063_after_the_last_day_a_visit_counts_for_nothing(people, now):
    make.visit(people[0], "brainport", first=0)
    round = running.proposed(now)

    def visiting() -> list:
        pool = Round.objects.get(pk=round.pk).pool
        return [one["visits"] for one in pool["candidates"] if one["visits"]]

    assert visiting() == [["brainport"]]
    again(round, now + dt.timedelta(days=1))
    assert visiting() == []
