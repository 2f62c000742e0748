"""Do several workers share a large round with one result, whoever dies or comes late? (F023)"""

import datetime as dt

import pytest
from django.db.models import F

from corridor import failpoints, nudge
from matchmaking import engine
from matchmaking.actions import round_parts, rounds
from matchmaking.engine.shapes import Pool, canonical_hash
from matchmaking.errors import RoundBusy
from matchmaking.models import Round, RoundPart, RoundQuestion
from tests.matchmaking.running import pairs, plan, population

pytestmark = pytest.mark.django_db
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def small_parts(settings):
    """Every round is a large one, cut every five members."""
    settings.ROUND_PARTS_FROM, settings.ROUND_PART_ROWS = 1, 5


@pytest.fixture
def frozen(now) -> Round:
    """A round of twelve members whose pool is closed."""
    population(6)
    return rounds.freeze(round=plan(now), by=None, now=now)


@pytest.fixture
def when_handed_out(monkeypatch):
    """when_handed_out(act): act(part number) is done for each part as soon as it is handed out, as by a worker."""

    def instead(act):
        monkeypatch.setattr(nudge, "after_commit", lambda task, number: act(number))

    return instead


def of_one(round) -> str:
    """The hash of everything the engine says when nobody shares the work."""
    return canonical_hash(engine.run(Pool.from_json(Round.objects.get(pk=round.pk).pool)).to_json())


def of_many(round) -> str:
    """The same when the workers share it."""
    rounds._claim(round)
    return canonical_hash(round_parts.run(Round.objects.get(pk=round.pk)).to_json())


def test_f023_one_worker_alone_answers_all_parts_and_gives_the_same_bytes(frozen, now, monkeypatch):
    seen = []
    monkeypatch.setattr(round_parts, "_take", lambda part, take=round_parts._take: seen.append(part.top) or take(part))

    assert of_many(frozen) == of_one(frozen)
    assert set(seen) == {0, 5, 10}
    assert not RoundQuestion.objects.exists()


def test_f023_other_workers_answer_all_parts_and_the_bytes_are_the_same(frozen, now, when_handed_out):
    helped = []
    when_handed_out(lambda number: helped.append(round_parts.answer_part(number=number)))

    assert of_many(frozen) == of_one(frozen)
    assert all(helped)
    assert len(helped) >= 3


def test_f023_a_worker_with_another_version_of_the_engine_leaves_the_parts_to_others(
    frozen, when_handed_out, monkeypatch
):
    helped = []

    def as_another_version(number):
        with monkeypatch.context() as patched:
            patched.setattr("matchmaking.engine.parts.HERE", 1)
            helped.append(round_parts.answer_part(number=number))

    when_handed_out(as_another_version)

    assert of_many(frozen) == of_one(frozen)
    assert len(helped) >= 3
    assert not any(helped)


@pytest.mark.parametrize("rows", [1, 4, 12, 100])
def test_f023_however_the_rows_are_cut_the_bytes_are_the_same(rows, frozen, settings):
    settings.ROUND_PART_ROWS = rows

    assert of_many(frozen) == of_one(frozen)


def test_f023_a_shared_round_is_proposed_like_any_other(frozen, now):
    alone = engine.run(Pool.from_json(frozen.pool))

    round = rounds.propose(round=frozen, now=now)

    assert (round.state, round.pairs_hash) == ("proposed", alone.pairs_hash)
    assert pairs(round) == [(one.a, one.b) for one in alone.proposals]
    assert not RoundQuestion.objects.exists()


def test_a_small_round_is_not_cut_up(frozen, now, settings, when_handed_out):
    settings.ROUND_PARTS_FROM = 13
    knocks = []
    when_handed_out(knocks.append)

    rounds.propose(round=frozen, now=now)

    assert knocks == []


def test_members_who_take_no_part_do_not_make_a_round_large(frozen, now, settings, when_handed_out):
    settings.ROUND_PARTS_FROM = 12
    knocks = []
    when_handed_out(knocks.append)
    pool = frozen.pool | {"candidates": [one | {"unavailable": "paused"} for one in frozen.pool["candidates"]]}
    Round.objects.filter(pk=frozen.pk).update(pool=pool)

    rounds.propose(round=frozen, now=now)

    assert knocks == []


def test_f023_the_part_of_a_worker_that_died_is_taken_over(frozen, when_handed_out, settings, monkeypatch):
    monkeypatch.setattr(round_parts, "PART_LEASE", dt.timedelta(0))
    settings.FAILPOINTS = True
    died = []

    def die(number):
        with monkeypatch.context() as doomed, pytest.raises(failpoints.Struck):
            doomed.setenv("FAILPOINT", "K18:raise")
            doomed.setattr(failpoints, "_reached", failpoints.Counter())
            round_parts.answer_part(number=number)
        died.append(number)

    when_handed_out(die)

    assert of_many(frozen) == of_one(frozen)
    assert len(died) >= 3


def test_a_part_that_somebody_has_is_waited_for_and_not_computed_twice(frozen, when_handed_out, monkeypatch):
    computed = []
    answer = engine.answer
    monkeypatch.setattr(engine, "answer", lambda *asked: computed.append(asked[2]) or answer(*asked), raising=False)
    busy = []

    def take(number):
        part = RoundPart.objects.get(pk=number)
        assert round_parts._take(part)
        busy.append(part)

    def finish(seconds):
        part = busy.pop(0)
        ground = round_parts._ground(frozen.pool_hash, lambda: Pool.from_json(frozen.pool))
        round_parts._answer(part, bytes(part.question.question), ground)

    when_handed_out(take)
    monkeypatch.setattr(round_parts.time, "sleep", finish)

    assert of_many(frozen) == of_one(frozen)
    assert busy == []
    assert computed == [0, 5, 10] * (len(computed) // 3)


def test_f023_after_the_death_of_the_coordinator_the_next_one_starts_anew(frozen, now, settings, monkeypatch):
    settings.FAILPOINTS = True
    with monkeypatch.context() as doomed, pytest.raises(failpoints.Struck):
        doomed.setattr(round_parts, "forget", lambda round: None)  # the dead clean nothing up
        doomed.setattr(failpoints, "_reached", failpoints.Counter())
        doomed.setenv("FAILPOINT", "K18:raise@5")
        rounds.propose(round=frozen, now=now)
    left = list(RoundPart.objects.all())
    spoiled = RoundPart.objects.exclude(answer=None).update(answer=b"not to be mixed in")
    Round.objects.update(claimed_until=LONG_AGO)

    round = rounds.propose(round=frozen, now=now)

    assert (len(left) > 3, spoiled) == (True, 4)
    assert (round.state, round.claim) == ("proposed", 2)
    assert round.pairs_hash == engine.run(Pool.from_json(frozen.pool)).pairs_hash
    assert not RoundQuestion.objects.exists()


def test_f023_a_coordinator_taken_for_dead_stops_and_leaves_the_parts_of_the_next_one(frozen, now, when_handed_out):
    def overtake(number):
        Round.objects.filter(pk=frozen.pk).update(claim=F("claim") + 1)
        RoundQuestion.objects.get_or_create(round=frozen, claim=2, number=1, defaults={"question": b"theirs"})

    when_handed_out(overtake)

    with pytest.raises(RoundBusy):
        rounds.propose(round=frozen, now=now)

    assert [bytes(one.question) for one in RoundQuestion.objects.all()] == [b"theirs"]
    assert not frozen.introductions.exists()


def test_a_round_cancelled_while_it_is_shared_stops_and_leaves_nothing(frozen, now, organiser, when_handed_out):
    when_handed_out(
        lambda number: (
            RoundPart.objects.filter(pk=number).exists()
            and rounds.cancel(round=frozen, by=organiser, because="Too early.", now=now)
        )
    )

    with pytest.raises(RoundBusy):
        rounds.propose(round=frozen, now=now)

    assert not RoundQuestion.objects.exists()
    assert not frozen.introductions.exists()


def test_an_answer_that_vanished_is_never_left_out_of_the_round(frozen, monkeypatch):
    """Between the last look at the claim and the reading of the answers somebody may cancel the round."""

    def answer_and_vanish(part, question, ground):
        RoundPart.objects.filter(pk=part.pk).delete()

    monkeypatch.setattr(round_parts, "_answer", answer_and_vanish)

    with pytest.raises(RoundBusy):
        of_many(frozen)


def test_the_claim_on_the_round_is_renewed_while_parts_are_worked_on(frozen, when_handed_out):
    leases = []

    def look(number):
        leases.append(Round.objects.get(pk=frozen.pk).claimed_until)
        Round.objects.filter(pk=frozen.pk).update(claimed_until=LONG_AGO)

    when_handed_out(look)
    of_many(frozen)

    first_of_each_question = leases[::3]
    assert len(first_of_each_question) >= 2
    assert all(lease > LONG_AGO for lease in first_of_each_question)
