"""Do the organisers' numbers tell what came of it, and never what one person answered? (F044, F061)"""

import datetime as dt

import pytest
from django.utils import translation

from corridor.queries import scope
from matchmaking.models import Collaboration, Feedback, Outcome
from matchmaking.queries.came_of_it import numbers
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(now):
    """A day of the next month, when answers of this one count."""
    return now + dt.timedelta(days=20)


@pytest.fixture
def reach():
    return scope.of(make.organiser())


@pytest.fixture
def answers(now):
    """answers("met", "not_met", ...): one introduction for each, of which one side said that."""

    def said(*given: str, asked: int = 0) -> list:
        made = [make.introduction("made") for _ in given]
        for introduction, answer in zip(made, given, strict=True):
            Feedback.objects.create(
                introduction=introduction, member=introduction.member_a, asked_at=now, answer=answer, answered_at=now
            )
        return made

    return said


def test_f044_met_rate_and_match_rating_are_two_numbers(answers, reach, later):
    answers(*["met"] * 5, *["valuable"] * 4, *["follow_up"] * 6, *["not_met"] * 5)

    found = numbers(reach, later)

    assert (found.made, found.asked, found.answered, found.follow_ups) == (20, 20, 20, 6)
    assert (found.met_rate, found.match_rating) == (75, 65)  # 15 of 20; 10 of 15, rounded


def test_f044_nobodys_own_answer_follows_from_a_number(answers, reach, later):
    answers(*["met"] * 4)
    assert (numbers(reach, later).answered, numbers(reach, later).met_rate) == (None, None)
    answers(*["met"] * 5)
    assert (numbers(reach, later).answered, numbers(reach, later).met_rate) == (9, None)
    answers("met")
    assert numbers(reach, later).met_rate == 95  # all ten did, and that is not said
    assert numbers(reach, later).match_rating == 5


def test_f044_no_number_moves_on_the_day_of_an_answer(answers, reach, now, later):
    before = numbers(reach, now)
    answers(*["valuable"] * 12)

    assert numbers(reach, now) == before
    assert numbers(reach, later).answered == 12


def test_f044_an_organiser_counts_neither_other_regions_nor_themselves(answers, now, later):
    answers(*["met"] * 12)
    groningen = make.region("groningen")

    assert numbers(scope.of(make.organiser("Edo Elsewhere", region=groningen)), later).made == 0


def test_f061_outcomes_and_stages_are_counted_by_introduction(answers, reach, now, later):
    made = answers(*["met"] * 6)
    for introduction in made:
        for member in introduction.members:
            Outcome.objects.create(
                introduction=introduction, member=member, months=3, asked_at=now, kind="pilot", answered_at=now
            )
        Collaboration.objects.create(introduction=introduction, line="A", stage="pilot", started_at=now, changed_at=now)
    Outcome.objects.filter(introduction=made[0]).update(kind="contract")

    found = numbers(reach, later)

    with translation.override("en"):
        assert {str(words): count for words, count in found.outcomes}["a pilot"] == 5
    assert [count for _words, count in found.outcomes if count] == [5]
    assert [count for _words, count in found.stages] == [0, 6, 0]


def test_the_numbers_take_as_many_queries_for_many_as_for_few(answers, reach, later, django_assert_num_queries):
    answers(*["met"] * 12)
    with django_assert_num_queries(4):
        numbers(reach, later)
