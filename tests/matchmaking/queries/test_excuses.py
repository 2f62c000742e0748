"""Is one concrete excuse chosen, in the right order, and worded for each side without telling too much? (F015, F063)"""

import datetime as dt

import pytest
from django.utils import translation

from matchmaking import excuse_words
from matchmaking.queries import excuses
from tests import make

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def introduction():
    """Ada of the MRA and Bob of Brainport, and a place half-way."""
    make.venue()
    made = make.introduction("offered")
    make.travel_time("mra", "utrecht", train=27)
    make.travel_time("brainport", "utrecht", train=50)
    return made


def chosen(introduction, now) -> dict:
    return excuses.choose(introduction, now=now).facts


def read(introduction, now, language="en") -> list[tuple[str, str]]:
    """What each of the two reads of the excuse as it would be chosen now."""
    excuse = excuses.choose(introduction, now=now)
    introduction.excuse, introduction.venue = excuse.facts, excuse.venue
    with translation.override(language):
        found = [excuse_words.for_side(introduction, reader, now=now) for reader in introduction.members]
    return [(one.heading, one.sentence) for one in found]


def worded(introduction, reader, now):
    """The excuse that is stored, in English."""
    with translation.override("en"):
        return excuse_words.for_side(introduction, reader, now=now)


# --- The order --------------------------------------------------------------------------------------------------------


def test_f015_an_event_comes_before_a_visit_and_a_visit_before_a_place_half_way(introduction, now):
    ada, _bob = introduction.members
    assert chosen(introduction, now)["kind"] == "venue"

    make.visit(ada, "brainport")
    assert chosen(introduction, now)["kind"] == "visit"

    event = make.event()
    found = excuses.choose(introduction, now=now)
    assert found.facts == {"kind": "event", "event": event.pk, "day": "2026-12-08"}
    assert found.venue.slug == "half-way"  # a missing place would tell an organiser that somebody travels


def test_f015_without_event_visit_and_venue_there_is_none(now):
    introduction = make.introduction("offered")
    make.region("mra"), make.region("brainport")

    assert excuses.choose(introduction, now=now) == excuses.Excuse({}, None)
    assert excuse_words.for_side(introduction, introduction.member_a, now=now) is None


def test_f015_an_event_too_far_off_is_no_excuse(introduction, now):
    make.event(starts_at=now + 31 * DAY)

    assert chosen(introduction, now)["kind"] == "venue"


def test_f015_an_event_that_one_of_them_gave_up_is_no_excuse(introduction, now):
    make.registration(make.event(), introduction.member_a, state="cancelled")

    assert chosen(introduction, now)["kind"] == "venue"


# --- Visits -----------------------------------------------------------------------------------------------------------


def test_f063_the_earlier_visit_counts_whoever_makes_it(introduction, now):
    ada, bob = introduction.members
    make.visit(ada, "brainport", first=9, days=2)
    later = chosen(introduction, now)
    sooner = make.visit(bob, "mra", first=8)

    assert (later["who"], later["first"], later["last"]) == (ada.pk, "2026-12-03", "2026-12-04")
    assert chosen(introduction, now) == {
        "kind": "visit",
        "visit": sooner.pk,
        "who": bob.pk,
        "region": "mra",
        "first": "2026-12-02",
        "last": "2026-12-02",
        "day": "2026-12-02",
    }


@pytest.mark.parametrize(
    ("first", "days", "proposed"),
    [
        (4, 3, "2026-11-30"),  # from Saturday to Monday
        (4, 2, "2026-11-28"),  # only the weekend
        (0, 3, "2026-11-25"),
    ],
)
def test_f063_of_a_longer_visit_the_first_working_day_is_proposed(introduction, now, first, days, proposed):
    make.visit(introduction.member_a, "brainport", first=first, days=days)

    assert chosen(introduction, now)["day"] == proposed


def test_f063_a_town_in_the_others_home_region_counts(introduction, now):
    make.visit(introduction.member_a, make.region("helmond", parent="brainport").slug)

    assert chosen(introduction, now)["region"] == "helmond"


@pytest.mark.parametrize(
    ("where", "first", "days", "kind"),
    [
        ("brainport", 0, 1, "venue"),  # today is too soon
        ("brainport", 0, 2, "visit"),  # there is still tomorrow
        ("brainport", 60, 1, "visit"),
        ("brainport", 61, 1, "venue"),
        ("groningen", 7, 1, "venue"),  # nobody of the two is at home there
        ("mra", 7, 1, "venue"),  # where she lives herself
    ],
)
def test_f063_a_visit_counts_from_tomorrow_to_sixty_days_ahead_and_only_near_the_other(
    introduction, now, where, first, days, kind
):
    make.visit(introduction.member_a, where, first=first, days=days)

    found = chosen(introduction, now)

    assert found["kind"] == kind
    assert found.get("first", "2026-11-25") >= "2026-11-25"


def test_f063_somebody_elses_visit_is_no_excuse(introduction, now):
    make.visit(make.member(), "brainport")

    assert chosen(introduction, now)["kind"] == "venue"


# --- Words ------------------------------------------------------------------------------------------------------------


def test_f015_both_read_both_journeys_each_with_their_own_first(introduction, now):
    ours, theirs = read(introduction, now)

    assert ours[0] == theirs[0] == "Half-way"
    assert ours[1] == "Half way, Utrecht: about 25 minutes by train for you, 50 for Bob (estimate)."
    assert theirs[1] == "Half way, Utrecht: about 50 minutes by train for you, 25 for Ada (estimate)."


def test_a_town_is_named_once(introduction, now):
    introduction.venue = make.venue("jaarbeurs", name="Jaarbeurs Utrecht")

    assert worded(introduction, introduction.member_a, now).sentence == "Jaarbeurs Utrecht."
    assert excuse_words.place_of(introduction, now.date()) == "Jaarbeurs Utrecht"


def test_f063_each_reads_of_the_visit_from_their_own_side(introduction, now):
    make.visit(introduction.member_a, "brainport", first=7)
    assert [sentence for _, sentence in read(introduction, now)] == [
        "You are in Brainport on Tuesday 1 December anyway: meet Bob there.",
        "Ada is in Brainport on Tuesday 1 December anyway: meet there.",
    ]

    make.visit(introduction.member_b, "mra", first=1, days=2)
    assert [sentence for _, sentence in read(introduction, now)] == [
        "Bob is in Mra on Wednesday 25 November anyway: meet there.",
        "You are in Mra on Wednesday 25 November anyway: meet Ada there.",
    ]


def test_f015_an_event_is_named_with_place_and_day_in_the_readers_language(introduction, now):
    event = make.event()

    assert read(introduction, now)[0][1] == f"{event.title_en}, Half way, Tuesday 8 December: you can both be there."
    assert event.title_nl in read(introduction, now, "nl")[0][1]


def test_f015_what_no_longer_holds_is_not_proposed_any_more(introduction, now):
    event, reader = make.event(), introduction.member_a
    read(introduction, now)
    said = worded(introduction, reader, now)
    assert said.slug == event.slug

    assert worded(introduction, reader, event.ends_at).sentence == "Half way, Utrecht."
    type(event).objects.update(state="cancelled")
    assert worded(introduction, reader, now).heading == "Half-way"


def test_f063_a_visit_that_is_over_or_taken_back_is_not_proposed_any_more(introduction, now):
    visit, reader = make.visit(introduction.member_a, "brainport", first=3), introduction.member_b
    read(introduction, now)
    assert worded(introduction, reader, now + 3 * DAY).heading == "A day near"

    assert worded(introduction, reader, now + 4 * DAY).heading == "Half-way"
    visit.delete()
    assert worded(introduction, reader, now).heading == "Half-way"


def test_the_page_asks_little_more_for_an_excuse(introduction, now, django_assert_max_num_queries):
    make.visit(introduction.member_a, "brainport")
    read(introduction, now)

    with django_assert_max_num_queries(1):
        excuse_words.for_side(introduction, introduction.member_a, now=now)
