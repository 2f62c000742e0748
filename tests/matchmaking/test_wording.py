"""Does every reason read well, from each side, in both languages, naming what it is about? (F006)"""

import pytest
from django.utils import translation

from corridor.models import Topic
from events.models import Event
from matchmaking.engine import explain
from matchmaking.engine.results import OF_THEIR_OWN
from matchmaking.wording import _CODES, Wording, listed
from tests import make

pytestmark = pytest.mark.django_db

FACTS = {
    "offer_meets_seek": {"who": 0, "whom": 1, "topics": ["chip-design", "robotics"]},
    "shared_theme": {"topics": ["robotics"]},
    "shared_words": {"words": ["wafers", "metingen"]},
    "layers_complement": {"layers": [5, 2], "synergy": "C"},
    "other_region": {"homes": ["mra", "brainport"], "regions": ["mra", "brainport"]},
    "first_introduction": {"who": [0], "rounds": 2},
    "wish": {"who": 0, "organisation": 0},
    "same_event": {"events": [0]},
    "mutual_wish": {"organisations": [0, 0]},
    "visit": {"who": 0, "home": "brainport"},
}
NAMED = {
    "offer_meets_seek": ["Chip design", "Robotics"],
    "shared_theme": ["Robotics"],
    "shared_words": ["wafers", "metingen"],
    "layers_complement": ["Intelligence", "Chips"],
    "other_region": ["Mra", "Brainport"],
    "first_introduction": [],
    "wish": ["Fab"],
    "same_event": ["Chips en koffie"],
    "mutual_wish": [],
    "visit": [],
}


@pytest.fixture
def introduction():
    make.topic("chip-design"), make.topic("robotics"), make.synergy()
    ada, bob = make.pair()
    fab = make.organisation("Fab")
    people = {0: ada.pk, 1: bob.pk}
    reasons = []
    for code, facts in FACTS.items():
        own = dict(facts)
        for name in ("who", "whom"):
            if name in own:
                own[name] = [people[one] for one in own[name]] if isinstance(own[name], list) else people[own[name]]
        if "organisation" in own:
            own["organisation"] = fab.pk
        if "organisations" in own:
            own["organisations"] = [make.organisation("Lab").pk, fab.pk]
        if "events" in own:
            own["events"] = [make.event("held", title_nl="Chips en koffie", title_en="Chips en koffie").pk]
        reasons.append({"code": code, "facts": own})
    return make.introduction("proposed", members=(ada, bob), reasons=reasons)


def test_f006_every_code_of_the_engine_has_its_words():
    documented = {word for line in explain.__doc__.splitlines() if line.startswith("    ") for word in line.split()}

    assert set(_CODES) == set(FACTS)
    assert set(_CODES) <= documented


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("code", [code for code in FACTS if code not in OF_THEIR_OWN])
def test_f006_each_reason_names_what_it_is_about_for_each_reader(code, language, introduction):
    with translation.override(language):
        words = Wording([introduction])
        readings = [words.for_side(introduction, member) for member in introduction.members]
        readings.append(words.for_organiser(introduction))

    for reasons in readings:
        reason = next(one for one in reasons if one.code == code)
        assert reason.heading and reason.sentence.endswith((".", ".”"))
        assert "%(" not in reason.sentence + reason.heading
        for name in NAMED[code]:
            assert name in reason.sentence


def test_f006_the_two_sides_and_the_organiser_read_it_from_where_they_stand(introduction):
    ada, bob = introduction.members
    with translation.override("en"):
        words = Wording([introduction])
        mine, theirs = (words.for_side(introduction, member)[0].sentence for member in (ada, bob))
        third = words.for_organiser(introduction)[0].sentence

    assert mine == "You bring Chip design and Robotics; Bob is looking for it."
    assert theirs == "Ada brings Chip design and Robotics; you are looking for it."
    assert third == "Ada Amstel brings Chip design and Robotics, which Bob Brabant is looking for."


def test_layers_and_regions_are_told_from_the_readers_side(introduction):
    ada, bob = introduction.members
    with translation.override("en"):
        words = Wording([introduction])
        for reader, region in (
            (ada, "You are in Mra, Bob is in Brainport."),
            (bob, "You are in Brainport, Ada is in Mra."),
        ):
            assert region in [one.sentence for one in words.for_side(introduction, reader)]
        layers = [one.sentence for one in words.for_side(introduction, bob) if one.code == "layers_complement"]

    assert layers == ["You work on Chips, Ada on Intelligence: the synergy “Synergy C”."]


def test_a_side_does_not_learn_that_the_other_was_left_out_before(introduction):
    with translation.override("en"):
        reasons = Wording([introduction]).for_side(introduction, introduction.member_b)
        sentence = next(one.sentence for one in reasons if one.code == "first_introduction")

    assert "Ada" not in sentence


def test_f063_only_the_visitor_reads_of_a_visit(introduction):
    ada, bob = introduction.members
    with translation.override("en"):
        words = Wording([introduction])
        own = [one.sentence for one in words.for_side(introduction, ada) if one.code == "visit"]

    assert own == ["You will be in Brainport soon, where Bob is."]
    for others in (words.for_side(introduction, bob), words.for_organiser(introduction)):
        assert "visit" not in [one.code for one in others]


def test_f062_what_both_hope_for_is_told_to_the_two_and_not_to_an_organiser(introduction):
    ada, bob = introduction.members
    with translation.override("en"):
        words = Wording([introduction])
        read = [
            [one.sentence for one in words.for_side(introduction, reader) if one.code == "mutual_wish"]
            for reader in (ada, bob)
        ]

    assert read == [
        ["You hoped to meet somebody of Fab, and Bob somebody of Lab."],
        ["You hoped to meet somebody of Lab, and Ada somebody of Fab."],
    ]
    assert "mutual_wish" not in [one.code for one in words.for_organiser(introduction)]


def test_f070_the_newest_event_that_neither_hides_is_named(introduction):
    ada, bob = introduction.members
    first, last = (make.event("held", title_en=title) for title in ("Chips and tea", "Light and code"))
    for one in (first, last):
        make.check_in(one, ada), make.check_in(one, bob)
    introduction.reasons = [{"code": "same_event", "facts": {"events": [last.pk, first.pk]}}]

    def read() -> list[list[str]]:
        with translation.override("en"):
            words = Wording([introduction])
            sides = [words.for_side(introduction, one) for one in (ada, bob)]
            return [[one.sentence for one in found] for found in (*sides, words.for_organiser(introduction))]

    assert read() == [["You were both at Light and code."]] * 2 + [["Both were at Light and code."]]
    bob.registrations.filter(event=last).update(hides_attendance=True)
    assert read() == [["You were both at Chips and tea."]] * 2 + [["Both were at Chips and tea."]]
    ada.registrations.filter(event=first).update(hides_attendance=True)
    assert read() == [[], [], []]


def test_f070_who_else_hides_having_been_there_makes_no_difference(introduction):
    (event,) = next(one["facts"]["events"] for one in introduction.reasons if one["code"] == "same_event")
    make.check_in(Event.objects.get(pk=event), hides_attendance=True)

    assert "same_event" in [one.code for one in Wording([introduction]).for_organiser(introduction)]


def test_who_was_left_out_before_is_told_so_and_the_other_cannot_tell(introduction):
    """A side that met somebody last month knows: if it was a while for one of the two, it was for the other."""
    with translation.override("en"):
        words = Wording([introduction])
        waited, other = (
            next(one.sentence for one in words.for_side(introduction, reader) if one.code == "first_introduction")
            for reader in introduction.members
        )

    assert waited == "It has been a while since your last introduction."
    assert other == "Everybody gets a turn, and this round it is the two of you."


def test_many_introductions_are_worded_with_one_query(introduction, django_assert_num_queries):
    others = [make.introduction("proposed") for _ in range(3)]

    with django_assert_num_queries(1):
        words = Wording([introduction, *others])
        for one in (introduction, *others):
            words.for_organiser(one)
            words.for_side(one, one.member_a)


def test_a_name_that_is_gone_reads_as_its_key(introduction):
    introduction.reasons[1]["facts"]["topics"] = ["gone-topic"]

    with translation.override("en"):
        assert "gone-topic" in Wording([introduction]).for_organiser(introduction)[1].sentence


@pytest.mark.parametrize(("language", "name"), [("nl", "Chipontwerp"), ("en", "Chip design")])
def test_f006_a_shared_word_that_is_a_topic_reads_as_its_name(language, name, introduction):
    """The words of a profile that stand for a topic are kept by its slug; any other word reads as it was written."""
    Topic.objects.filter(slug="chip-design").update(name_nl="Chipontwerp")
    introduction.reasons = [{"code": "shared_words", "facts": {"words": ["chip-design", "wafers"]}}]

    with translation.override(language):
        words = Wording([introduction])
        readings = [words.for_organiser(introduction), words.for_side(introduction, introduction.member_a)]

    for (reason,) in readings:
        assert f"“{name}”" in reason.sentence and "“wafers”" in reason.sentence


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_reads_as_a_person_says_it(words, text):
    with translation.override("en"):
        assert listed(words) == text


def test_f006_of_two_visits_each_side_reads_its_own(introduction):
    ada, bob = introduction.members
    facts = {"who": ada.pk, "home": "brainport", "back": "mra"}
    introduction.reasons = [{"code": "visit", "facts": facts}]

    with translation.override("en"):
        words = Wording([introduction])
        readings = [words.for_side(introduction, one) for one in (ada, bob)]

    assert words.for_organiser(introduction) == []
    assert [one[0].sentence for one in readings] == [
        "You will be in Brainport soon, where Bob is.",
        "You will be in Mra soon, where Ada is.",
    ]
