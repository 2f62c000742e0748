"""How does an organiser run a round from its desk? Plan, compute, read, approve; nothing leaves before that (F011)."""

import datetime as dt

import pytest
from celery import current_app

from corridor import nudge
from corridor.models import OutboxEmail, Transition
from matchmaking import tasks
from matchmaking.models import Introduction, Round
from tests import make
from tests.entering import CONSOLE, answer, at, enter, text
from tests.matchmaking import running

pytestmark = pytest.mark.django_db
State = Round.State


def plan_form(**changes: object) -> dict:
    given = {"period": "2026-12", "planned_for": "2026-12-01T07:30", "auto_approve_at": "", "long_shots": "15"}
    return {**given, **changes}


def acts_on(round: Round) -> list[tuple[str, str, str]]:
    rows = Transition.objects.filter(subject_type="matchmaking.round", subject_id=round.pk).order_by("pk")
    return [(row.action, row.to, row.by.name if row.by else "") for row in rows.select_related("by")]


def test_a_round_is_planned_computed_read_and_approved_from_its_desk(organiser, now):
    running.population(3)
    console = enter(organiser)

    console.post(at("matchmaking/round", "add"), plan_form())
    round = Round.objects.get()
    console.post(at("matchmaking/round", round.pk, "do", "run"))
    computing = text(console.get(at("matchmaking/round", round.pk, "change")))
    tasks.propose_due_rounds()
    reading = text(console.get(at("matchmaking/round", round.pk, "change")))
    overview = text(console.get(CONSOLE))
    console.post(at("matchmaking/round", round.pk, "do", "approve"))
    tasks.offer_introductions()

    assert round.planned_for == dt.datetime(2026, 12, 1, 6, 30, tzinfo=dt.UTC)
    assert "is being computed" in computing and "Look again" in computing
    assert "Approve the round" in reading and "Amy 0 brings Theme 0, which Ben 0 is looking for." in reading
    assert "3 proposals to read" in overview and "Read the round" in overview
    assert acts_on(round) == [
        ("planned", "planned", organiser.name),
        ("moved", "frozen", organiser.name),
        ("moved", "proposed", ""),
        ("moved", "approved", organiser.name),
    ]
    assert set(round.introductions.values_list("state", flat=True)) == {"offered"}


def test_computing_and_asking_are_the_workers_who_is_told_after_the_commit(
    organiser, now, monkeypatch, django_capture_on_commit_callbacks
):
    running.population(2)
    round, console, told = running.plan(now), enter(organiser), []
    monkeypatch.setitem(current_app.conf, "task_always_eager", False)
    monkeypatch.setattr(current_app, "send_task", lambda name, args=(), **options: told.append((name, *args)))
    monkeypatch.setattr(nudge, "_quiet_until", 0.0)

    with django_capture_on_commit_callbacks(execute=True):
        console.post(at("matchmaking/round", round.pk, "do", "run"))
        before_the_commit = list(told)
    tasks.propose_round(round.pk)
    with django_capture_on_commit_callbacks(execute=True):
        console.post(at("matchmaking/round", round.pk, "do", "approve"))

    assert before_the_commit == []
    assert told == [("matchmaking.propose_round", round.pk), ("matchmaking.offer_introductions",)]


def test_f011_nothing_leaves_before_an_organiser_approves(now):
    running.population(2)
    round = running.proposed(now)

    tasks.approve_due_rounds()
    tasks.offer_introductions()

    assert set(round.introductions.values_list("state", flat=True)) == {"proposed"}
    assert not OutboxEmail.objects.exists()


def test_f011_a_round_with_an_hour_of_its_own_goes_out_by_itself_but_not_before(now, monkeypatch):
    running.population(2)
    round = running.proposed(now, auto_approve_at=now + dt.timedelta(days=2))
    seen = []

    for days in (1, 3):
        monkeypatch.setattr("corridor.clock.now", lambda days=days: now + dt.timedelta(days=days))
        tasks.approve_due_rounds()
        tasks.offer_introductions()
        seen.append((Round.objects.get(pk=round.pk).state, OutboxEmail.objects.count()))

    assert seen == [("proposed", 0), ("approved", 4)]


def test_f011_a_proposal_that_was_set_aside_does_not_leave_with_the_rest(organiser, now):
    running.population(2)
    round = running.proposed(now)
    vetoed, kept = round.introductions.order_by("pk")
    console = enter(organiser)

    console.post(at("matchmaking/introduction", vetoed.pk, "do", "drop"), {"because": "they know each other"})
    console.post(at("matchmaking/round", round.pk, "do", "approve"))
    tasks.offer_introductions()

    states = dict(Introduction.objects.values_list("pk", "state"))
    assert states == {vetoed.pk: "dropped", kept.pk: "offered"}
    assert {mail.about_id for mail in OutboxEmail.objects.all()} == {kept.pk}


@pytest.mark.parametrize("verb", ["run", "approve", "again", "cancel"])
def test_s45_a_button_that_comes_too_late_is_a_conflict_and_changes_nothing(organiser, verb):
    round = make.matching_round("closed")

    code = answer(enter(organiser), "post", at("matchmaking/round", round.pk, "do", verb), because="x")

    assert (code, Round.objects.get(pk=round.pk).state) == (409, "closed")


def test_proposing_again_counts_what_was_ruled_out_since(organiser, now):
    amy, _ben, *_others = running.population(2)
    round = running.proposed(now)
    hers = round.introductions.get(member_a=amy)
    console = enter(organiser)

    console.post(at("matchmaking/introduction", hers.pk, "do", "rule_out"), {"because": "a court case"})
    console.post(at("matchmaking/round", round.pk, "do", "again"))
    tasks.propose_due_rounds()

    others = Introduction.objects.filter(round=round).exclude(pk=hers.pk)
    assert Round.objects.get(pk=round.pk).state == "proposed"
    assert Introduction.objects.get(pk=hers.pk).state == "dropped"
    assert set(others.values_list("state", flat=True)) == {"proposed"}
    assert not others.filter(member_a=hers.member_a, member_b=hers.member_b).exists()


def test_a_round_is_cancelled_with_a_reason_and_the_period_is_free_again(organiser, now):
    running.population(2)
    round = running.proposed(now)
    console = enter(organiser)

    silent = answer(console, "post", at("matchmaking/round", round.pk, "do", "cancel"), because=" ")
    after_silence = Round.objects.get(pk=round.pk).state
    console.post(at("matchmaking/round", round.pk, "do", "cancel"), {"because": "holiday"})
    again = console.post(at("matchmaking/round", "add"), plan_form(period=round.period))

    assert (silent, after_silence) == (302, "proposed")
    assert Round.objects.get(pk=round.pk).state == "cancelled"
    assert again.status_code == 302 and Round.objects.filter(period=round.period).count() == 2


def test_a_second_round_of_a_period_is_refused_in_words(organiser, now):
    running.plan(now)

    response = enter(organiser).post(at("matchmaking/round", "add"), plan_form())

    assert response.status_code == 409
    assert "There is already a round of this period" in text(response)
    assert Round.objects.count() == 1


def test_s10_a_round_is_planned_over_own_regions_only(organiser):
    mra, brainport = make.region("mra"), make.region("brainport")
    console = enter(organiser)

    page = text(console.get(at("matchmaking/round", "add")))
    far = console.post(at("matchmaking/round", "add"), plan_form(regions=[mra.pk, brainport.pk]))
    near = console.post(at("matchmaking/round", "add"), plan_form(regions=[mra.pk]))

    assert "Mra" in page and "Brainport" not in page
    assert (far.status_code, near.status_code) == (200, 302)
    assert [list(round.regions.all()) for round in Round.objects.all()] == [[mra]]


def test_s14_a_round_is_planned_with_these_fields_and_no_others(organiser):
    console = enter(organiser)
    sneaked = {"state": "approved", "seed": 1, "created_by": 1, "scope_key": "x", "pool": "{}", "certificate": "{}"}

    console.post(at("matchmaking/round", "add"), plan_form(**sneaked))

    round = Round.objects.get()
    fields = console.get(at("matchmaking/round", "add")).context["adminform"].form.fields
    assert set(fields) == {"period", "planned_for", "regions", "auto_approve_at", "coverage_first", "long_shots"}
    assert (round.state, round.seed, round.created_by, round.scope_key, round.pool, round.certificate) == (
        "planned",
        None,
        organiser,
        "all",
        None,
        None,
    )


def test_f010_f064_everybody_first_and_the_share_of_long_shots_are_the_organisers_choice(organiser):
    enter(organiser).post(at("matchmaking/round", "add"), plan_form(coverage_first="on", long_shots="20"))

    round = Round.objects.get()
    assert (round.coverage_first, round.long_shots) == (True, 20)


@pytest.mark.parametrize(
    "wrong",
    [
        {"planned_for": "1066-10-14T09:00"},
        {"planned_for": "soon"},
        {"auto_approve_at": "2026-11-30T07:30"},
        {"period": ""},
        {"long_shots": "9"},
        {"long_shots": "21"},
        {"long_shots": ""},
    ],
)
def test_a_plan_that_cannot_be_is_refused_beside_its_field(organiser, wrong):
    response = enter(organiser).post(at("matchmaking/round", "add"), plan_form(**wrong))

    assert response.status_code == 200
    assert "One thing is not right yet" in text(response)
    assert not Round.objects.exists()


def test_a_round_elsewhere_is_not_found_and_one_of_all_regions_is_everybodys(organiser, now):
    far = make.matching_round("proposed", certificate={})
    far.regions.add(make.region("brainport"))
    everybodys = make.matching_round("proposed", certificate={})
    console = enter(organiser)

    codes = [
        answer(console, method, path)
        for round in (far, everybodys)
        for method, path in (
            ("get", at("matchmaking/round", round.pk, "change")),
            ("post", at("matchmaking/round", round.pk, "do", "cancel")),
        )
    ]

    assert codes == [404, 404, 200, 302]
    assert far.period not in text(console.get(at("matchmaking/round")))


def test_a_round_of_the_region_above_is_in_reach(now):
    make.region("amsterdam", parent="mra")
    above = make.matching_round("proposed", certificate={})
    above.regions.add(make.region("mra"))

    code = answer(
        enter(make.organiser(region=make.region("amsterdam"))), "get", at("matchmaking/round", above.pk, "change")
    )

    assert code == 200
