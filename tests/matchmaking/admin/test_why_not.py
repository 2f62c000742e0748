"""May an organiser ask why two members were not proposed, and learn no more than is theirs to know? (F066, F003)"""

import datetime as dt

import pytest

from corridor.models import Member, RegionRole
from matchmaking.actions import introductions, rounds
from matchmaking.models import Exclusion, Round, Tie
from tests import make
from tests.entering import answer, at, enter, text
from tests.make.corridor import NOW
from tests.matchmaking import running

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db) -> dict[str, Member]:
    """Ann, Amy and Bea in the organiser's region, Ben and Cas elsewhere; everybody fits everybody elsewhere."""
    make.synergy()
    here, there = make.region("mra"), make.region("brainport")
    gives, takes = (
        {"offers": ("theme",), "seeks": ("need",)},
        {"offers": ("need",), "seeks": ("theme",), "layers": (2,)},
    )
    found = {name: make.member(f"{name} Amstel", region=here, **gives) for name in ("Ann", "Amy", "Bea")}
    return found | {name: make.member(f"{name} Brabant", region=there, **takes) for name in ("Ben", "Cas")}


@pytest.fixture
def olga(organiser):
    """An organiser of both regions."""
    RegionRole.objects.create(member=organiser, region=make.region("brainport"), started_at=NOW)
    return organiser


def page(person: Member, round: Round, *pair: Member, language: str = "en") -> str:
    return text(response(person, round, *pair, language=language))


def response(person: Member, round: Round, *pair: Member, language: str = "en"):
    path = at("matchmaking/round", round.pk, "why-not").replace("/en/", f"/{language}/")
    names = dict(zip(("one", "other"), (member.pk for member in pair), strict=False))
    return enter(person).get(path, names)


def verdict(person: Member, round: Round, *pair: Member) -> str:
    return response(person, round, *pair).context["answer"].verdict


def line(found, words: str) -> bool:
    """Whether the rule with these words is passed."""
    (one,) = [line for line in found.context["answer"].lines if words in line.words]
    return one.passed


def test_f066_a_pair_of_one_region_is_told_what_would_have_to_change(olga, people, now):
    round = running.proposed(now)

    found = response(olga, round, people["Ann"], people["Bea"])

    assert found.context["answer"].verdict == "barred"
    assert not line(found, "Two home regions") and line(found, "Two organisations")
    assert "The round would have to allow introductions within one region." in text(found)
    assert "They may not be proposed to each other in this round." in text(found)


def test_f066_a_pair_that_fits_but_was_not_chosen_is_told_so_with_its_score_and_reasons(olga, people, now):
    round = running.proposed(now)
    taken = set(running.pairs(round))
    ann, amy, bea, ben, cas = people.values()
    left = next((a, b) for a in (ann, amy, bea) for b in (ben, cas) if (a.pk, b.pk) not in taken)

    found = response(olga, round, *left)

    assert found.context["answer"].verdict == "eligible"
    assert all(line.passed for line in found.context["answer"].lines)
    assert f"{left[0].name} brings Theme, which {left[1].name} is looking for." in text(found)
    assert "The minimum score of the round would have to go up from 0.300 to" in text(found)
    assert "Parts of the score" in text(found)


def test_f066_a_pair_that_was_proposed_is_told_so(olga, people, now):
    round = running.proposed(now)
    one = round.introductions.first()

    assert verdict(olga, round, one.member_b, one.member_a) == "proposed"


def test_f066_the_page_is_there_in_dutch(olga, people, now):
    round = running.proposed(now)

    assert response(olga, round, people["Ann"], people["Bea"], language="nl").status_code == 200


@pytest.mark.parametrize("between", ["met", "cooling", "blocked", "blocked_organisation", "excluded"])
def test_f003_what_lies_between_two_is_one_line_whatever_it_is(between, olga, people, now):
    """The same page for two who met, of whom one said no, one blocks the other, or one refuses an organisation."""
    ann, ben = people["Ann"], people["Ben"]
    common = {"member_a": ann, "member_b": ben, "at": now, "source_type": "x", "source_id": 1}
    if between == "met":
        Tie.objects.create(kind="refused", **common)
    if between == "cooling":
        Tie.objects.create(kind="not_now", bars_until=now.date() + dt.timedelta(days=90), **common)
    if between == "blocked":
        Exclusion.objects.create(member=ben, other=ann, created_at=now)
    if between == "blocked_organisation":
        works = ann.memberships.get().organisation
        Exclusion.objects.create(member=ben, organisation=works, created_at=now)
    if between == "excluded":
        Exclusion.objects.create(member=ann, other=ben, by_organiser=True, reason="a court case", created_at=now)
    round = running.proposed(now)

    found = response(olga, round, ann, ben)
    said = found.context["answer"]

    assert not line(found, "Nothing between them")
    assert (said.changes, len(said.stands)) == ([], 1)
    assert "stays between them" in said.stands[0]
    assert said.reading.score is None and "Parts of the score" not in text(found)
    assert [one.words for one in said.lines if not one.passed] == ["Nothing between them that keeps them apart"]
    for word in ("refused", "not now", "blocked", "court case", "cooling", "met "):
        assert word not in " ".join([*said.stands, *(one.words for one in said.lines)])


@pytest.mark.parametrize("own", [{"pace": 0}, {"paused_until": dt.date(2027, 6, 1)}, {"consent": False}])
def test_f003_a_members_own_settings_are_one_line_whatever_they_are(own, olga, people, now):
    ann, ben = people["Ann"], people["Ben"]
    if own.pop("consent", True):
        type(ben.profile).objects.filter(member=ben).update(**own)
    else:
        ben.consents.update(withdrawn_at=now)
    round = running.proposed(now)

    said = response(olga, round, ann, ben).context["answer"]

    assert [one.words for one in said.lines if not one.passed] == [
        "Ben Brabant can be introduced now, by their own settings",
    ]
    assert said.changes == [
        "Ben Brabant would have to be free to be introduced again; that is up to them.",
    ]


@pytest.mark.parametrize("how", ["no", "not_now", "silence", "yes in vain"])
def test_f003_of_a_pair_that_was_asked_in_vain_nothing_is_said(how, olga, people, now):
    """Neither in its own round nor in a later one, where a no still bars them and a silence may not."""
    round = running.proposed(now)
    rounds.approve(round=round, by=make.member(is_superuser=True), now=now)
    one = introductions.offer(introduction=round.introductions.first(), now=now)
    said = {"no": "no", "not_now": "not_now", "yes in vain": "yes"}.get(how)
    if said:
        introductions.answer(introduction=one, member=one.member_a, answer=said, now=now)
    introductions.expire(introduction=one, now=one.closes_at + dt.timedelta(hours=1))
    later = running.proposed(now + dt.timedelta(days=300), period="later", planned_for=now + dt.timedelta(days=300))

    for asked in (round, later):
        found = response(olga, asked, one.member_a, one.member_b)

        assert found.context["answer"].verdict == "in_vain"
        assert found.context["answer"].reading is None and not found.context["answer"].lines


@pytest.mark.parametrize("how", ["no", "not_now", "silence"])
def test_f003_how_new_a_third_person_is_tells_no_answer(how, olga, people, now):
    """Amy knows Ann. Had Ann's no to Ben made those two acquaintances, Ben would be less new to Amy."""
    ann, amy, ben = people["Ann"], people["Amy"], people["Ben"]
    Tie.objects.create(member_a=ann, member_b=amy, kind="knew", at=now, source_type="x", source_id=1)
    one = make.introduction("offered", members=(ann, ben))
    if how != "silence":
        introductions.answer(introduction=one, member=ann, answer=how, now=now)
    introductions.expire(introduction=one, now=one.closes_at + dt.timedelta(hours=1))

    found = response(olga, running.proposed(now), amy, ben).context["answer"]

    (novelty,) = [part.adds for part in found.reading.parts if part.name == "novelty"]
    assert novelty == 0.04


def test_f066_whoever_joined_later_was_not_in_the_pool(organiser, people, now):
    round = running.proposed(now)
    late = make.member("Late Lies", region=make.region("mra"))

    found = response(organiser, round, people["Ann"], late)

    assert [member.name for member in found.context["answer"].absent] == ["Late Lies"]
    assert "Not in it: Late Lies." in text(found)


def test_f066_a_round_without_a_pool_says_so(organiser, people):
    round = make.matching_round("proposed", certificate={})

    assert verdict(organiser, round, people["Ann"], people["Bea"]) == "no_pool"


def test_s10_only_members_within_reach_can_be_named_and_those_a_proposal_shows(organiser, people, now):
    round = running.proposed(now)
    shown = {pk for pair in running.pairs(round) for pk in pair}
    ben, cas = people["Ben"], people["Cas"]
    far = make.member("Far Fryslan", region=make.region("groningen"))

    seen = [member for member in (ben, cas) if member.pk in shown]
    assert seen and verdict(organiser, round, people["Ann"], seen[0]) in {"eligible", "proposed"}
    assert "Nobody within your reach has this name." in page(organiser, round, people["Ann"], far)
    unknown = enter(organiser).get(at("matchmaking/round", round.pk, "why-not"), {"one": "Ann", "other": "Nobody"})
    assert "Nobody within your reach has this name." in text(unknown)


def test_s10_one_of_the_two_is_within_reach(organiser, people, now):
    round = running.proposed(now)
    shown = [Member.objects.get(pk=pk) for pair in running.pairs(round) for pk in pair]
    far = [member for member in shown if member.name.endswith("Brabant")]
    assert len(far) == 2

    assert "Neither of these two is in a region you organise." in page(organiser, round, *far)


def test_f003_an_organiser_asks_about_others_and_not_about_themselves(people, now):
    olga = make.organiser("Olga Oost", offers=("theme",), seeks=("need",))
    round = running.proposed(now)

    assert "Nobody within your reach has this name." in page(olga, round, people["Ann"], olga)


def test_a_round_elsewhere_has_no_such_page(organiser):
    far = make.matching_round("proposed", certificate={})
    far.regions.add(make.region("brainport"))

    assert answer(enter(organiser), "get", at("matchmaking/round", far.pk, "why-not")) == 404


def test_s14_the_page_only_reads(organiser, people, now):
    round = running.proposed(now)

    assert answer(enter(organiser), "post", at("matchmaking/round", round.pk, "why-not"), one="Ann", other="Bea") == 405


def test_a_name_of_several_becomes_a_choice_between_them(organiser, people, now):
    round = running.proposed(now)
    works = people["Amy"].memberships.get().organisation.name

    found = enter(organiser).get(at("matchmaking/round", round.pk, "why-not"), {"one": "Amstel", "other": "bea amstel"})

    assert "Several members have this in their name. Choose one, please." in text(found)
    assert f'<option value="{people["Amy"].pk}">Amy Amstel, {works}</option>' in text(found)
    assert found.context["answer"] is None


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ({"one": "Ann", "other": "ann amstel"}, "Name two different members."),
        ({"one": "Ann", "other": "999999999"}, "Nobody within your reach has this name."),
        ({"one": "Ann", "other": "²"}, "Nobody within your reach has this name."),
    ],
)
def test_s54_odd_names_are_refused_beside_the_field(names, sentence, organiser, people, now):
    found = enter(organiser).get(at("matchmaking/round", running.proposed(now).pk, "why-not"), names)

    assert found.status_code == 200 and found.context["answer"] is None
    assert found.context["form"].errors["other"] and sentence in text(found)


def test_very_many_of_one_name_are_not_listed(organiser, people, now):
    for number in range(26):
        make.member(f"Jan de Vries {number}", region=make.region("mra"))
    round = running.proposed(now)

    found = enter(organiser).get(at("matchmaking/round", round.pk, "why-not"), {"one": "Ann", "other": "Vries"})

    assert "Write more of it, please." in text(found) and "<option" not in text(found)


def test_the_left_out_lead_to_the_question(organiser, people, now):
    round = running.proposed(now)
    console = enter(organiser)

    desk = text(console.get(at("matchmaking/round", round.pk, "change")))
    first = text(console.get(at("matchmaking/round", round.pk, "why-not"), {"one": "Ann Amstel"}))

    assert f'{at("matchmaking/round", round.pk, "why-not")}"' in desk
    assert "why-not/?one=" in desk
    assert 'value="Ann Amstel"' in first and "One thing is not right yet" not in first


@pytest.mark.parametrize("crowd", [0, 20])
def test_the_question_costs_the_same_in_a_crowd(organiser, people, now, crowd, django_assert_num_queries):
    for _number in range(crowd):
        make.member(region=make.region("mra"), offers=("theme",), seeks=("need",))
    round = running.proposed(now)
    console = enter(organiser)
    asked = {"one": people["Ann"].pk, "other": people["Bea"].pk}

    with django_assert_num_queries(22):
        console.get(at("matchmaking/round", round.pk, "why-not"), asked)
