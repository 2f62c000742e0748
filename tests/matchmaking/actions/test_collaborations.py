"""Who words a collaboration, and when is it public? Both, and only once both released the words that stand."""

import pytest

from corridor.errors import Overtaken, Refused
from corridor.models import Transition
from matchmaking.actions import collaborations
from matchmaking.errors import NotYours
from matchmaking.models import Collaboration
from matchmaking.queries import together
from tests import make

pytestmark = pytest.mark.django_db

WORDS = {"line": "One test bench", "stage": "idea", "synergy": None}


@pytest.fixture
def made(now):
    return make.introduction("made")


@pytest.fixture
def started(made, now):
    return collaborations.start(introduction=made, member=made.member_a, now=now, **WORDS)


def release(made, member, now) -> Collaboration:
    as_of = collaborations.words_of(Collaboration.objects.get(introduction=made))
    return collaborations.release(introduction=made, member=member, as_of=as_of, now=now)


def test_it_is_public_only_when_both_have_released_it(started, made, now):
    ada, bob = made.members
    assert not together.public().exists()
    release(made, ada, now)
    release(made, ada, now)
    assert not together.public().exists()

    release(made, bob, now)

    assert together.public().get() == started
    collaborations.take_back(introduction=made, member=ada, now=now)
    assert not together.public().exists()
    assert Collaboration.objects.get().released_b_at is not None


def test_other_words_or_another_synergy_take_both_releases_back(started, made, now):
    ada, bob = made.members
    for changed in ({"line": "Two test benches"}, {"line": "Two test benches", "synergy": make.synergy()}):
        release(made, ada, now)
        release(made, bob, now)

        assert collaborations.change(introduction=made, member=bob, now=now, **{**WORDS, **changed}) is True
        assert not together.public().exists()
    assert collaborations.change(introduction=made, member=ada, now=now, **WORDS) is False


def test_another_stage_takes_nothing_back_and_moves_any_way(started, made, now):
    ada, bob = made.members
    release(made, ada, now), release(made, bob, now)

    for stage in ("scaled", "idea", "pilot"):
        assert collaborations.change(introduction=made, member=ada, now=now, **{**WORDS, "stage": stage}) is False

    assert together.public().get().stage == "pilot"
    moves = Transition.objects.filter(subject_type="matchmaking.collaboration", action="moved").order_by("pk")
    assert [(move.was, move.to) for move in moves] == [("idea", "scaled"), ("scaled", "idea"), ("idea", "pilot")]


def test_words_that_changed_since_they_were_read_are_not_released(started, made, now):
    ada, bob = made.members
    read = collaborations.words_of(Collaboration.objects.get())
    collaborations.change(introduction=made, member=bob, now=now, **{**WORDS, "line": "Something else"})

    with pytest.raises(Overtaken):
        collaborations.release(introduction=made, member=ada, as_of=read, now=now)

    assert Collaboration.objects.get().released_a_at is None


def test_there_is_one_for_an_introduction_and_it_needs_words_and_a_known_stage(started, made, now):
    for wrong in (WORDS, {**WORDS, "line": " "}, {**WORDS, "stage": "love"}):
        with pytest.raises(Refused):
            collaborations.start(introduction=made, member=made.member_b, now=now, **wrong)
    with pytest.raises(Refused):
        collaborations.change(introduction=made, member=made.member_b, now=now, **{**WORDS, "line": ""})

    assert Collaboration.objects.get().line == "One test bench"


def test_nobody_but_the_two_who_were_introduced_touches_it(started, made, now):
    stranger = make.member()
    offered = make.introduction("offered", members=(stranger, make.member()))

    for act in (collaborations.start, collaborations.change):
        with pytest.raises(NotYours):
            act(introduction=made, member=stranger, now=now, **WORDS)
        with pytest.raises(NotYours):
            act(introduction=offered, member=stranger, now=now, **WORDS)
    with pytest.raises(NotYours):
        release(made, stranger, now)
    with pytest.raises(NotYours):
        collaborations.take_back(introduction=made, member=stranger, now=now)
    assert Collaboration.objects.count() == 1


def test_it_is_not_public_any_more_when_one_of_the_two_left(started, made, now):
    release(made, made.member_a, now), release(made, made.member_b, now)
    made.member_b.is_active = False
    made.member_b.save()

    assert not together.public().exists()
