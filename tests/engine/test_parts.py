"""Are the questions of a round answered the same, however they are cut up among workers?"""

import json
from dataclasses import replace

import numpy as np
import pytest

from matchmaking.engine import parts
from matchmaking.engine.arrays import CODES
from matchmaking.engine.ground import Ground, prepare
from matchmaking.engine.passes import NOBODY
from matchmaking.engine.round import run
from tests.engine.crowds import crowd
from tests.engine.pools import random_pool

pytestmark = pytest.mark.nodb


def cut(ground: Ground, pieces: int) -> parts.Ask:
    """Somebody who has every question answered in so many pieces, of different sizes, by others who hold the pool."""

    def ask(question: bytes, rows: int) -> list[bytes]:
        ends = [rows * number**2 // pieces**2 for number in range(pieces + 1)]
        return [parts.answer(prepare(ground.pool), question, ends[n], ends[n + 1]) for n in range(pieces)]

    return ask


@pytest.mark.parametrize("pieces", [1, 2, 7])
@pytest.mark.parametrize("seed", range(3))
def test_f023_a_round_is_the_same_bytes_however_many_workers_looked(seed, pieces):
    case = random_pool(seed, members=30, coverage_first=seed % 3 == 2)

    assert json.dumps(run(case, cut(prepare(case), pieces)).to_json()) == json.dumps(run(case).to_json())


@pytest.mark.compiled
@pytest.mark.parametrize("pieces", [2, 7])
@pytest.mark.parametrize("coverage_first", [False, True])
def test_f023_a_large_round_is_the_same_bytes_however_many_workers_looked(pieces, coverage_first):
    case = crowd(1_200, 3, floor=380_000, coverage_first=coverage_first)

    result = run(case, cut(prepare(case), pieces))

    assert len(result.proposals) > 300
    assert json.dumps(result.to_json()) == json.dumps(run(case).to_json())


@pytest.mark.compiled
def test_two_crowds_of_members_who_joined_in_turns_have_both_homes_in_each():
    case = random_pool(1, members=40)
    in_turns = [replace(one, home=("mra", "brainport")[row % 2]) for row, one in enumerate(case.candidates)]
    ground = prepare(replace(case, candidates=tuple(in_turns)))

    partners, _ = parts.lists_of_best(parts.ask_here(ground), ground.size, 4, np.zeros(ground.size, dtype=np.int64), 2)

    assert ground.pool.policy.cross_region
    assert (partners[:, 0] != NOBODY).mean() > 0.5


@pytest.mark.parametrize("members", [2, 3])
def test_more_workers_than_members_is_no_trouble(members):
    case = random_pool(3, members=members)

    assert run(case, cut(prepare(case), 7)) == run(case)


def test_a_round_says_which_of_its_counts_are_estimates(monkeypatch):
    case = random_pool(1, members=30)
    exact = run(case)
    monkeypatch.setattr(parts, "COUNTED", 10)
    monkeypatch.setattr(parts, "LOOKED_AT", 6)

    rough = run(case)

    assert (exact.estimated, exact.to_json()["estimated"]) == ((), [])
    assert set(rough.estimated) == set(rough.to_json()["estimated"]) == {*CODES[-3:], "eligible_pairs"}
    # Nothing else is: neither the round itself nor any other count.
    named = {"eligible_pairs", "blocked_per_rule", "estimated"}
    assert {name for name, value in exact.to_json().items() if rough.to_json()[name] != value} <= named
    others = set(exact.blocked_per_rule) - set(rough.estimated)
    assert others and all(rough.blocked_per_rule[rule] == exact.blocked_per_rule[rule] for rule in others)
    assert rough.eligible_pairs != exact.eligible_pairs


def test_questions_of_another_version_are_not_understood(monkeypatch):
    ground, asked = prepare(random_pool(3, members=8)), []

    def ask(question: bytes, rows: int) -> list[bytes]:
        asked.append(question)
        return [parts.answer(ground, question, 0, rows)]

    run(ground.pool, ask)

    assert all(parts.understands(question) for question in asked)
    monkeypatch.setattr(parts, "HERE", parts.HERE ^ 1)
    assert not any(parts.understands(question) for question in asked)


def test_a_question_reaches_whoever_answers_as_bytes_and_nothing_else():
    ground = prepare(random_pool(1, members=20))
    heard = []

    def ask(question: bytes, rows: int) -> list[bytes]:
        heard.append((type(question), rows))
        return [parts.answer(ground, question, 0, rows)]

    parts.lists_of_best(ask, ground.size, 2, np.zeros(ground.size, dtype=np.int64))
    parts.excess_of(ask, ground.size, np.zeros(ground.size, dtype=np.int64))
    parts.tally_of(ask, ground.size)
    parts.rules_that_stopped(ask, ground.size, np.array([0, 2]))

    assert heard == [(bytes, ground.size)] * 4
