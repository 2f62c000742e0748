"""Does the question start anew with a colleague, and is whoever passed it on out of it? (F056)"""

import datetime as dt

import pytest

from corridor import outbox
from corridor.models import Ask, OutboxEmail, Transition
from matchmaking.actions import introductions
from matchmaking.dates import settles_at
from matchmaking.models import HandOver, Introduction, LayerHint, OptIn, Tie
from matchmaking.queries import faces, inbox, invariants
from tests import make
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
