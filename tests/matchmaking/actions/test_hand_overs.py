"""Does the question start anew with a colleague, and is whoever passed it on out of it? (F056)"""

import datetime as dt

import pytest

from corridor import outbox
from corridor.errors import Refused
from corridor.models import Ask, OutboxEmail, Profile, Transition
from matchmaking.actions import introductions
from matchmaking.dates import settles_at
from matchmaking.errors import NotYours
from matchmaking.models import Exclusion, HandOver, Introduction, LayerHint, OptIn, Round, Tie
from matchmaking.queries import faces, inbox, invariants
from matchmaking.queries.candidates import pool_of
from tests import make
from tests.matchmaking import stops
from tests.matchmaking.passing import colleague_of, hand_over
from tests.matchmaking.saying import fresh, say

pytestmark = pytest.mark.django_db

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


@pytest.fixture
def introduction(now):
    """Ada was asked about Bob, and Bob about Ada."""
    introduction = make.introduction("proposed")
    introductions.offer(introduction=introduction, now=now)
    return fresh(introduction)


@pytest.fixture
def ada(introduction):
    return introduction.member_a


@pytest.fixture
def bob(introduction):
    return introduction.member_b


def mails(introduction, member, *states) -> list[str]:
    rows = OutboxEmail.objects.filter(about_type="matchmaking.introduction", about_id=introduction.pk, member=member)
    return sorted(rows.filter(state__in=states or ("queued", "sent")).values_list("kind", flat=True))


# --- What it does -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["", "no", "not_now"])
def test_f056_consent_starts_anew_with_the_colleague(answer, introduction, ada, bob, now):
    if answer:
        say(introduction, ada, answer, now)
    cas = colleague_of(ada)

    hand_over(introduction, ada, now + DAY, cas)

    after = fresh(introduction)
    assert after.members == tuple(sorted((cas, bob), key=lambda one: one.pk))
    assert (after.state, after.closes_at, after.state_since) == (
        "offered",
        introduction.closes_at,
        introduction.offered_at,
    )
    assert {(own.member, own.answer, own.answered_at) for own in after.opt_ins.all()} == {
        (cas, "", None),
        (bob, "", None),
    }
    assert HandOver.objects.values_list("giver", "taker", "at").get() == (ada.pk, cas.pk, now + DAY)
    assert mails(introduction, cas) == ["matchmaking.opt_in_request"]
    broken = invariants.broken(now + DAY)
    assert [one for found in broken.values() for one in found if one.startswith("introduction")] == []


def test_f056_reasons_score_and_synergy_are_those_of_the_new_pair(introduction, ada, bob, now):
    make.synergy()
    before = (introduction.score, introduction.reasons)
    cas = colleague_of(ada, offers=("machine-learning", "photonics"), seeks=())

    after = fresh(hand_over(introduction, ada, now, cas))

    assert (after.score, after.reasons) != before
    told = {fact for reason in after.reasons for fact in (reason["facts"].get("who"), reason["facts"].get("whom"))}
    assert told <= {None, cas.pk, bob.pk}
    assert after.synergy.letter == "C"
    assert len(after.reasons) >= 2


def test_f056_the_mail_to_the_colleague_says_who_passed_it_on(introduction, ada, bob, now):
    cas = colleague_of(ada)
    hand_over(introduction, ada, now, cas)

    mail = OutboxEmail.objects.get(member=cas)
    assert ada.name in mail.text and ada.name in mail.html
    assert bob.name in mail.subject
    assert ada.email not in mail.text


def test_f056_the_first_person_is_in_no_later_mail(introduction, ada, bob, now):
    """Twice yes: name and address of whoever passed it on are nowhere, nor is a mail to them."""
    OutboxEmail.objects.filter(member=bob).update(state="sent", sent_at=now)
    cas = colleague_of(ada)
    hand_over(introduction, ada, now, cas)
    asked = set(OutboxEmail.objects.values_list("pk", flat=True))
    for member in (bob, cas):
        say(introduction, member, "yes", now + MINUTE)

    assert mails(introduction, ada) == []
    later = OutboxEmail.objects.exclude(pk__in=asked)
    assert {mail.member for mail in later} == {bob, cas}
    for mail in later:
        whole = " ".join([mail.subject, mail.text, mail.html, mail.reply_to, str(mail.attachments), mail.to])
        assert "Amstel" not in whole and ada.email not in whole
        assert cas.email in whole and bob.email in whole


def test_f056_a_mail_to_the_giver_that_has_not_left_stops(introduction, ada, bob, now):
    hand_over(introduction, ada, now)

    assert mails(introduction, ada, "queued", "sending") == []
    assert mails(introduction, bob, "queued") == ["matchmaking.opt_in_request"]


def test_f056_the_givers_question_stays_counted_and_the_colleagues_counts(introduction, ada, now):
    cas = colleague_of(ada)
    hand_over(introduction, ada, now, cas)
    introductions.expire(introduction=introduction, now=settles_at(introduction.closes_at))

    counted = Ask.objects.filter(given_back_at=None, about_id=introduction.pk)
    assert set(counted.values_list("member", flat=True)) == {*introduction.numbers, cas.pk}


def test_f056_what_the_givers_no_had_taught_goes_with_it(introduction, ada, now):
    say(introduction, ada, "no", now)
    OptIn.objects.filter(member=ada).update(because="wrong_layer")
    LayerHint.objects.create(member=ada, layer=make.layer(2), since=now)

    hand_over(introduction, ada, now)

    assert not LayerHint.objects.exists()


def test_f056_the_history_names_nobody(introduction, ada, now):
    hand_over(introduction, ada, now)

    line = Transition.objects.get(action="handed over")
    assert (line.by, line.because) == (None, "")


def test_f056_the_question_to_a_colleague_waits_for_a_working_morning(introduction, ada, now):
    cas = colleague_of(ada)
    saturday = now + 4 * DAY
    Introduction.objects.filter(pk=introduction.pk).update(closes_at=now + 9 * DAY)

    hand_over(introduction, ada, saturday, cas)

    assert OutboxEmail.objects.get(member=cas).due_at == dt.datetime(2026, 11, 30, 7, 30, tzinfo=dt.UTC)


# --- Who may, how often, until when -----------------------------------------------------------------------------------


def refused(introduction, giver, taker, now) -> str:
    before = Introduction.objects.values().get(pk=introduction.pk), list(OptIn.objects.order_by("pk").values())
    with pytest.raises(Refused) as no:
        hand_over(introduction, giver, now, taker)
    assert before == (
        Introduction.objects.values().get(pk=introduction.pk),
        list(OptIn.objects.order_by("pk").values()),
    )
    return no.value.sentence


def test_f056_at_most_two_hand_overs_a_side_and_never_back(introduction, ada, now):
    cas, dee, eve = (colleague_of(ada, name) for name in ("Cas", "Dee", "Eve"))
    hand_over(introduction, ada, now, cas)
    assert refused(introduction, cas, ada, now)

    hand_over(introduction, cas, now, dee)

    assert "twice" in refused(introduction, dee, eve, now)
    assert {own.member for own in introduction.opt_ins.all()} == {dee, introduction.member_b}


def test_f003_f056_how_often_the_other_side_passed_it_on_does_not_count(introduction, ada, bob, now):
    cas, dee = (colleague_of(ada, name) for name in ("Cas", "Dee"))
    hand_over(introduction, ada, now, cas)
    hand_over(introduction, cas, now, dee)
    fay = colleague_of(bob, "Fay")

    hand_over(introduction, bob, now, fay)

    assert set(fresh(introduction).members) == {dee, fay}


def test_f056_whoever_said_yes_goes_and_a_yes_taken_back_ends_here(introduction, ada, bob, now):
    cas = colleague_of(ada)
    say(introduction, ada, "yes", now)
    first = refused(introduction, ada, cas, now)
    say(introduction, ada, "no", now)
    second = refused(introduction, ada, cas, now)

    assert "yes" in first and "stands" in second


@pytest.mark.parametrize(("left", "fine"), [(2 * DAY, True), (2 * DAY - MINUTE, False), (-MINUTE, False)])
def test_f056_less_than_two_days_is_too_short_for_a_colleague(left, fine, introduction, ada, now):
    cas = colleague_of(ada)
    Introduction.objects.filter(pk=introduction.pk).update(closes_at=now + left)

    if fine:
        hand_over(introduction, ada, now, cas)
        assert fresh(introduction).closes_at == now + left
    else:
        assert "day" in refused(introduction, ada, cas, now) or left < DAY


def test_f056_only_of_ones_own_introduction(introduction, now):
    stranger = make.member()

    with pytest.raises(NotYours):
        hand_over(introduction, stranger, now, colleague_of(stranger))


# --- To whom ----------------------------------------------------------------------------------------------------------


def not_a_colleague(cas, bob, now):
    cas.memberships.update(organisation=make.organisation())


def gone_from_there(cas, bob, now):
    cas.memberships.update(ended_at=now)


def asked_already(cas, bob, now):
    Ask.objects.create(member=cas, kind="table", about_id=1, asked_at=now)


def knows_the_other(cas, bob, now):
    a, b = sorted((cas, bob), key=lambda one: one.pk)
    Tie.objects.create(member_a=a, member_b=b, kind="knew", at=now, source_type="test", source_id=1)


def does_not_want_the_other(cas, bob, now):
    Exclusion.objects.create(member=cas, other=bob, created_at=now + DAY)


def does_not_want_their_organisation(cas, bob, now):
    Exclusion.objects.create(member=cas, organisation=bob.memberships.get().organisation, created_at=now + DAY)


def was_not_wanted_before(cas, bob, now):
    Exclusion.objects.create(member=bob, other=cas, created_at=now - DAY)


def is_ruled_out_by_an_organiser(cas, bob, now):
    Exclusion.objects.create(member=bob, other=cas, by_organiser=True, created_at=now + DAY)


def is_asked_about_them_elsewhere(cas, bob, now):
    make.introduction("proposed", members=(cas, bob))


def has_nothing_to_tell_them(cas, bob, now):
    cas.offers.all().delete()
    cas.seeks.update(topic=make.topic("beekeeping"))


NOBODY = [
    stops.paused,
    stops.without_consent,
    stops.inactive,
    stops.pace_zero,
    stops.suppressed,
    stops.without_offers,
    stops.homeless,
]
BARRED = [
    not_a_colleague,
    gone_from_there,
    asked_already,
    knows_the_other,
    does_not_want_the_other,
    does_not_want_their_organisation,
    was_not_wanted_before,
    is_ruled_out_by_an_organiser,
    is_asked_about_them_elsewhere,
    has_nothing_to_tell_them,
]


@pytest.mark.parametrize("because", [*NOBODY, *BARRED])
def test_f056_a_colleague_who_does_not_fit_is_refused_with_one_and_the_same_sentence(
    because, introduction, ada, bob, now
):
    cas = colleague_of(ada)
    because(cas, bob, now) if because in BARRED else because(cas, now)

    sentence = refused(introduction, ada, cas, now)

    assert sentence == "Cas cannot take this over now. Choose somebody else, or answer yourself."


# --- What the other side does changes nothing -------------------------------------------------------------------------


def does_not_want_him(introduction, bob, cas, now):
    Exclusion.objects.create(member=bob, other=cas, created_at=now + MINUTE)


def does_not_want_the_organisation(introduction, bob, cas, now):
    organisation = cas.memberships.get().organisation
    Exclusion.objects.create(member=bob, organisation=organisation, created_at=now + MINUTE)


def says_no(introduction, bob, cas, now):
    say(introduction, bob, "no", now)


def says_yes(introduction, bob, cas, now):
    say(introduction, bob, "yes", now)


def pauses(introduction, bob, cas, now):
    stops.paused(bob, now)


def leaves(introduction, bob, cas, now):
    stops.inactive(bob, now)


@pytest.mark.parametrize(
    ("act", "frozen"),
    [
        *(
            (act, True)
            for act in (does_not_want_him, does_not_want_the_organisation, says_no, says_yes, pauses, leaves)
        ),
        # Whoever was not in the pool yet is added as they are today, and must still be there for that.
        *((act, False) for act in (does_not_want_him, does_not_want_the_organisation, says_no, says_yes, pauses)),
    ],
)
def test_f003_f056_whatever_the_other_side_did_since_it_can_be_passed_on(act, frozen, introduction, ada, bob, now):
    cas = colleague_of(ada)
    if frozen:
        Round.objects.update(pool=pool_of(introduction.round, now).to_json())
    act(introduction, bob, cas, now)

    hand_over(introduction, ada, now + 2 * MINUTE, cas)

    assert cas in fresh(introduction).members


def test_f056_what_both_agreed_to_is_not_made_when_the_other_side_wants_nobody_there(introduction, ada, bob, now):
    """Bob said yes to Ada, and then that he wants to meet nobody of her organisation."""
    cas = colleague_of(ada)
    say(introduction, bob, "yes", now)
    does_not_want_the_organisation(introduction, bob, cas, now)

    hand_over(introduction, ada, now + 2 * MINUTE, cas)
    say(introduction, cas, "yes", now + 3 * MINUTE)

    assert fresh(introduction).state == "offered"


# --- Whom each side sees ----------------------------------------------------------------------------------------------


def seen_by(introduction, member, at):
    (seen,) = inbox.see(inbox.asked(member).filter(introduction=introduction), member, at)
    return seen


def test_f056_both_sides_pass_it_on_and_each_sees_whom_it_was_asked_about(introduction, ada, bob, now):
    cas, fay = colleague_of(ada, "Cas"), colleague_of(bob, "Fay")
    hand_over(introduction, ada, now, cas)
    hand_over(introduction, bob, now, fay)

    assert set(fresh(introduction).members) == {cas, fay}
    assert seen_by(introduction, cas, now).other.member == bob
    assert seen_by(introduction, fay, now).other.member == ada
    mail = OutboxEmail.objects.get(member=fay)
    assert "Amstel" in mail.subject and "Cas" not in mail.text + mail.html

    for member in (cas, fay):
        say(introduction, member, "yes", now + MINUTE)
    OutboxEmail.objects.filter(kind="matchmaking.introduction_made").update(state="sent", sent_at=now)
    for mine, other in ((cas, fay), (fay, cas)):
        made = seen_by(introduction, mine, now + MINUTE)
        assert (made.standing, made.other.member, made.contact.email, made.took_over) == (
            "made",
            other,
            other.email,
            True,
        )


def test_f056_a_side_that_nobody_left_reads_of_no_step(introduction, ada, bob, now):
    assert faces.seen_by(OptIn.objects.get(member=bob)) is not None
    assert not seen_by(introduction, bob, now).took_over


# --- What it leaves behind --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "kind", "until"),
    [
        ("no", "refused", None),
        ("not_now", "not_now", dt.date(2027, 2, 1)),
        ("yes", "expired", dt.date(2027, 6, 1)),
        ("", "expired", dt.date(2027, 6, 1)),
    ],
)
def test_f008_f056_what_the_other_side_said_was_about_the_first_person(said, kind, until, introduction, ada, bob, now):
    """Neither sooner nor later than without the hand-over: what comes back when would tell of it (F003)."""
    if said:
        say(introduction, bob, said, now)
    hand_over(introduction, ada, now)
    Introduction.objects.filter(pk=introduction.pk).update(closes_at=now + 7 * DAY)

    introductions.expire(introduction=introduction, now=settles_at(now + 7 * DAY))

    tie = Tie.objects.get(member_a=ada, member_b=bob)
    assert (tie.kind, tie.bars_until) == (kind, until)


def test_f056_once_it_is_made_the_first_person_has_no_tie(introduction, ada, bob, now):
    cas = colleague_of(ada)
    hand_over(introduction, ada, now, cas)
    for member in (bob, cas):
        say(introduction, member, "yes", now)

    tie = Tie.objects.get()
    assert {tie.member_a, tie.member_b} == {bob, cas}


def test_the_outbox_is_what_stops_the_givers_mail(introduction, ada, now, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(outbox, "stop", lambda **kwargs: 0)

    hand_over(introduction, ada, now)

    assert mails(introduction, ada, "queued") == ["matchmaking.opt_in_request"]


def test_f009_f056_a_colleague_with_room_for_two_may_be_asked_twice(introduction, ada, bob, now):
    cas = colleague_of(ada)
    asked_already(cas, bob, now)
    assert refused(introduction, ada, cas, now)
    Profile.objects.filter(member=cas).update(pace=2)

    hand_over(introduction, ada, now, cas)

    assert cas in fresh(introduction).members
