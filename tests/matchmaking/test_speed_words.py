"""What does a guest read about their company? Honest sentences in both languages, nothing private (F078, F003)."""

import pytest

from corridor.models import Member
from events.models import SpeedSeat
from matchmaking import speed_words
from matchmaking.actions import speed_meetings
from tests import make
from tests.matchmaking import speeding

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


def pair() -> tuple[Member, Member]:
    return make.member("Amy Amstel", seeks=("chips",)), make.member("Ben Brug", offers=("chips",))


def turn(*encounters: dict, members: tuple[Member, ...]) -> list[dict]:
    return [{"number": 1, "tables": [{"number": 4, "members": [one.pk for one in members], "encounters": encounters}]}]


def met(a: Member, b: Member, *reasons: tuple[str, dict], value: int = 1) -> dict:
    return {
        "a": a.pk,
        "b": b.pk,
        "value": value,
        "reasons": [{"code": code, "facts": facts} for code, facts in reasons],
    }


def read(turns: list[dict], *people: Member) -> dict:
    return speed_words.because(turns, {one.pk: one for one in people})


def test_f078_each_side_reads_the_reason_from_its_own_side_in_both_languages():
    amy, ben = pair()
    reason = ("offer_meets_seek", {"who": ben.pk, "whom": amy.pk, "topics": ["chips"]})

    found = read(turn(met(amy, ben, reason), members=(amy, ben)), amy, ben)

    assert found[1, amy.pk]["en"] == "Ben brings Chips; you are looking for it."
    assert found[1, ben.pk]["en"] == "You bring Chips; Amy is looking for it."
    assert found[1, amy.pk]["nl"] != found[1, amy.pk]["en"]


def test_f078_at_a_larger_table_each_line_says_about_whom_the_best_company_first():
    amy, ben = pair()
    cas = make.member("Cas Cuijk")
    theme = ("shared_theme", {"topics": ["chips"]})
    encounters = (met(amy, ben, theme, theme, value=1), met(amy, cas, theme, value=9), met(ben, cas, theme))

    found = read(turn(*encounters, members=(amy, ben, cas)), amy, ben, cas)

    lines = found[1, amy.pk]["en"].splitlines()
    assert lines == ["Cas: You both name Chips in your profile.", "Ben: You both name Chips in your profile."]


@pytest.mark.parametrize(
    "reason",
    [
        ("visit", {"who": 0, "home": "mra"}),
        ("mutual_wish", {"organisations": [1, 2]}),
        ("first_introduction", {"who": [0], "rounds": 2}),
        ("other_region", {"homes": ["", "mra"], "regions": ["", "mra"]}),
    ],
)
def test_f003_f078_what_is_somebodys_own_or_makes_no_sentence_is_not_said(reason):
    amy, ben = pair()
    make.region("mra")

    assert read(turn(met(amy, ben, reason), members=(amy, ben)), amy, ben) == {}


def test_f078_the_sentences_are_kept_with_the_seat_when_the_turns_are_agreed(organiser, now):
    event = speeding.evening(8)
    plan = speeding.proposed(event, organiser, now, turns=3)

    speed_meetings.agree(plan=plan, by=organiser, now=now)

    seats = list(SpeedSeat.objects.select_related("registration__member"))
    assert all(set(seat.because) == {"nl", "en"} for seat in seats)
    told = [line for seat in seats for line in seat.because["en"].splitlines()]
    assert any("you are looking for it" in line for line in told)
    assert any(line.startswith("You are in Mra, Guest") for line in told)
