"""What does the digest tell, to whom, when, and what becomes of a question it comes too late for? (F025)"""

import datetime as dt
import re

import pytest
from django.db import transaction
from django.test import Client

from corridor.actions import suppressions
from corridor.models import OutboxEmail
from matchmaking import digest_days, tasks
from matchmaking import emails as matchmaking_emails
from matchmaking.actions import digests, exclusions, introductions
from matchmaking.dates import settles_at
from matchmaking.models import Feedback, Outcome
from matchmaking.queries import digest as read
from tests import make
from tests.matchmaking import stops
from tests.matchmaking.digesting import DAY, HOUR, THURSDAY, asked, mails
from tests.matchmaking.saying import say

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch, now):
    def set_clock(moment: dt.datetime) -> None:
        monkeypatch.setattr("corridor.clock.now", lambda: moment)

    set_clock(now)
    return set_clock


def words(text: str) -> int:
    return len([word for word in text.split() if re.search(r"\w", word)])


@pytest.mark.parametrize("language", ["en", "nl"])
def test_f025_a_question_waits_for_the_digest_with_its_answer_link_and_last_day(now, at, language):
    introduction, ada, bob = asked(now)
    type(ada).objects.filter(pk=ada.pk).update(language=language)

    at(THURSDAY)
    tasks.send_digests()

    single, told = mails("opt_in_request", ada)[0], mails("digest", ada)[0]
    assert (single.state, single.error) == ("withdrawn", "gathered for the digest")
    assert mails("opt_in_request", bob)[0].state == "queued"
    for part in (told.text, told.html):
        assert "Bob Brabant" in part and str(introduction.closes_at.astimezone(digest_days.AMSTERDAM).day) in part
    link = re.search(rf"http://localhost:8000(/{language}/i/\S+)", told.text).group(1)
    assert Client().get(link).status_code == 200
    assert told.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_f025_three_schedulers_send_one_digest_a_member_and_period(now, at):
    _, ada, _ = asked(now)
    for moment in (THURSDAY, THURSDAY + HOUR, THURSDAY + 2 * HOUR):
        at(moment)
        tasks.send_digests()

    assert [mail.key for mail in mails("digest")] == [f"digest:{ada.pk}:2026-11-26"]


def test_f025_an_empty_digest_is_not_sent(now, at):
    reader = make.member()
    make.chose(reader, introductions="weekly", news="weekly", events="monthly", tables="weekly")

    at(THURSDAY)
    tasks.send_digests()

    assert OutboxEmail.objects.count() == 0


def test_f025_what_a_mail_of_its_own_told_makes_no_digest_but_a_line_in_one(now):
    reader = make.member()
    make.chose(reader, introductions="weekly", news="weekly")
    make.introduction("made", members=(reader, make.pair()[1]), made_at=now)
    period = digest_days.of("2026-11-26")

    assert read.lines(reader, period, THURSDAY) == []
    make.mail(reader, now=now)

    assert [line.is_new for line in read.lines(reader, period, THURSDAY)] == [False, True]


@pytest.mark.parametrize(("model", "more"), [(Feedback, {}), (Outcome, {"months": 3})])
def test_f044_f061_what_is_asked_after_an_introduction_waits_for_the_digest_with_its_link(model, more, now, at):
    reader, other = make.pair()
    make.chose(reader, introductions="weekly")
    introduction = make.introduction("made", members=(reader, other), made_at=now - 20 * DAY)
    for person in (reader, other):
        asked_about = model.objects.create(introduction=introduction, member=person, asked_at=now, **more)
    write = matchmaking_emails.did_you_meet if model is Feedback else matchmaking_emails.what_came_of_it
    own = model.objects.get(member=reader)
    with transaction.atomic():
        write(**{"feedback" if model is Feedback else "outcome": own, "now": now})
    assert {mail.error for mail in OutboxEmail.objects.filter(member=reader, state="withdrawn")} == {
        "gathered for the digest"
    }

    period = digest_days.of("2026-11-26")
    at(THURSDAY)
    digests.send(member=reader, period=period, now=THURSDAY)

    told = mails("digest", reader)[0]
    link = re.search(r"http://localhost:8000(/nl/\S+)", told.text).group(1)
    assert other.name in told.text and Client().get(link).status_code == 200
    wish = exclusions.add_own(member=reader, other=other, now=now)
    assert read.lines(reader, period, THURSDAY) == []
    exclusions.lift_own(exclusion=wish, member=reader, now=now)
    assert len(read.lines(reader, period, THURSDAY)) == 1
    words_of_model = {"answer": "valuable"} if model is Feedback else {"kind": "pilot"}
    model.objects.filter(pk=own.pk).update(answered_at=now, **words_of_model)
    assert read.lines(reader, period, THURSDAY) == []
    assert asked_about.member == other


@pytest.mark.parametrize(("model", "more"), [(Feedback, {}), (Outcome, {"months": 3})])
def test_s29_a_question_that_was_stopped_as_a_kind_is_not_asked_by_the_digest_either(model, more, now):
    reader, other = make.pair()
    make.chose(reader, introductions="weekly")
    introduction = make.introduction("made", members=(reader, other), made_at=now - 20 * DAY)
    model.objects.create(introduction=introduction, member=reader, asked_at=now, **more)
    period = digest_days.of("2026-11-26")
    assert len(read.lines(reader, period, THURSDAY)) == 1

    kind = "did_you_meet" if model is Feedback else "what_came_of_it"
    suppressions.unsubscribe(address=reader.email, kind=f"matchmaking.{kind}", now=now)

    assert read.lines(reader, period, THURSDAY) == []


def test_f025_the_same_is_told_once(now):
    reader = make.member()
    make.chose(reader, news="weekly")
    make.mail(reader, now=now)
    assert digests.send(member=reader, period=digest_days.of("2026-11-26"), now=THURSDAY)

    assert not digests.send(member=reader, period=digest_days.of("2026-12-03"), now=THURSDAY + 7 * DAY)


def test_f025_a_digest_day_that_was_missed_is_told_a_week_later(now, at):
    reader = make.member()
    make.chose(reader, news="weekly")
    make.mail(reader, now=now)
    at(THURSDAY + DAY)
    tasks.send_digests()
    assert mails("digest") == []

    at(THURSDAY + 7 * DAY)
    tasks.send_digests()

    assert len(mails("digest", reader)) == 1


def test_f025_monthly_waits_for_its_day_and_loses_nothing_on_the_way(now, at):
    reader = make.member()
    make.chose(reader, news="monthly", introductions="weekly")
    make.mail(reader, now=now)

    for moment, count in ((THURSDAY, 0), (THURSDAY + 7 * DAY, 1), (THURSDAY + 14 * DAY, 1)):
        at(moment)
        tasks.send_digests()
        assert len(mails("digest")) == count


def test_f013_two_questions_with_their_reasons_keep_to_150_words(now):
    reader = make.member("Anna Maria van der Amstel", pace=2, language="en")
    make.chose(reader, introductions="weekly", news="weekly")
    place = make.region("brainport")
    for letter in "ab":
        lab = make.organisation(f"The Very Long Institute of Photonics {letter}", region=place)
        other = make.member(f"Bob Jan van den Brabant {letter}", region=place, organisation=lab)
        introduction = make.introduction("proposed", members=(reader, other))
        assert introductions.offer(introduction=introduction, now=now).state == "offered"
    for _ in range(3):
        make.mail(reader, now=now, context={}, kind="corridor.organisation_verified")

    digests.send(member=reader, period=digest_days.of("2026-11-26"), now=THURSDAY)

    mail = mails("digest", reader)[0]
    assert words(mail.text) <= 150, mail.text
    for part in (mail.text, mail.html):
        assert part.count("Machine learning") == 2  # the reason of each


@pytest.mark.parametrize("state", ["offered", "declined", "withdrawn"])
def test_f003_an_open_question_reads_the_same_whatever_became_of_it(state, now):
    introduction, ada, bob = asked(now)
    period = digest_days.of("2026-11-26")
    before = [(line.text, line.until, line.is_new) for line in read.lines(ada, period, THURSDAY)]
    type(introduction).objects.filter(pk=introduction.pk).update(state=state)
    if state != "offered":
        introduction.opt_ins.filter(member=bob).update(answer="no", answered_at=now)
        type(bob).objects.filter(pk=bob.pk).update(is_active=False)

    after = [(line.text, line.until, line.is_new) for line in read.lines(ada, period, THURSDAY)]

    assert before == after and len(after) == 1


def test_f003_the_yes_in_vain_is_told_alike_and_only_to_whom_said_yes(now):
    texts = []
    for other_says in ("no", ""):
        introduction, ada, bob = asked(now, closes_at=None)
        say(introduction, ada, "yes", now)
        if other_says:
            say(introduction, bob, other_says, now)
        introduction.refresh_from_db()
        end = settles_at(introduction.closes_at)
        introductions.expire(introduction=introduction, now=end)
        period = digest_days.of("2026-12-03")
        texts.append([line.text for line in read.lines(ada, period, period.moment)])

    assert texts[0] == texts[1] != []


def test_f025_who_paused_is_asked_nothing_by_the_digest(now):
    _, ada, _ = asked(now)
    stops.paused(ada, now)

    assert read.lines(ada, digest_days.of("2026-11-26"), THURSDAY) == []


def test_f013_the_fullest_digest_keeps_to_150_words(now):
    reader = make.member("Anna Maria van der Amstel")
    make.chose(reader, introductions="weekly", news="weekly", events="weekly", tables="weekly")
    place = make.region("brainport")
    for number in range(6):
        lab = make.organisation(f"The Very Long Institute of Photonics {number}", region=place)
        other = make.member(f"Bob Jan van den Brabant {'abcdef'[number]}", region=place, organisation=lab)
        introduction = make.introduction("proposed", members=(reader, other))
        type(reader.profile).objects.filter(pk=reader.profile.pk).update(pace=2)
        introduction.state = "offered"
        type(introduction).objects.filter(pk=introduction.pk).update(
            state="offered", offered_at=now, closes_at=now + 7 * DAY
        )
        introduction.opt_ins.create(member=reader)
        make.mail(reader, now=now, context={}, kind="corridor.organisation_verified")
    digests.send(member=reader, period=digest_days.of("2026-11-26"), now=THURSDAY)

    mail = mails("digest", reader)[0]
    assert words(mail.text) <= 150, mail.text
    assert mail.text.count("/i/") == 3 and mail.text.count("\n- ") == 3  # the others are on the site
