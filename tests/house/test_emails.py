"""Does every kind of mail have its three parts, read well in both languages, and stay short? (S-24, S-27)"""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import transaction

from corridor import account_emails, emails
from corridor.models import Member, OutboxEmail
from events import emails as events_emails
from matchmaking import digest_days
from matchmaking import emails as matchmaking_emails
from matchmaking.halfdays import HalfDay
from matchmaking.models import Feedback, FollowUp, Outcome
from tests import make
from tests.house import evening_mails, organisers_letters, tree

PARTS = {"subject.txt", "body.txt", "body.html"}
FOLDERS = {
    f"{path.parts[2]}.{path.parts[3]}"
    for path in tree.tracked()
    if path.parts[:2] == ("templates", "emails") and len(path.parts) == 5
}
MOST_WORDS_OF_A_PROPOSAL = 150


def _asked_by_allauth(template: str) -> Callable[[Member, object], OutboxEmail]:
    def write(reader: Member, now) -> OutboxEmail:
        return account_emails.send(
            template, to=reader.email, member=reader, code="12345678", language=reader.language, now=now
        )

    return write


def _of_an_introduction(write: Callable, state: str) -> Callable[[Member, object], OutboxEmail]:
    """A mail to `reader` about an introduction between two people who wrote nasty things about themselves."""

    def written(reader: Member, now) -> OutboxEmail:
        other = make.pair()[1]
        introduction = make.introduction(state, members=(reader, other))
        write(introduction, reader, now)
        return OutboxEmail.objects.exclude(state="sent").get(member=reader)

    return written


def _of_a_place(write: Callable, state: str, **fields: object) -> Callable[[Member, object], OutboxEmail]:
    """A mail to `reader` about their place in an event whose title and place are as nasty as they come."""

    def written(reader: Member, now) -> OutboxEmail:
        event = make.event(title_nl=f"Avond {reader.name}"[:120], title_en=f"Evening {reader.name}"[:120])
        return write(make.registration(event, reader, state, **fields), now)

    return written


def _late_cancel(place, now) -> OutboxEmail:
    """To the host of the event, who is the guest as well, with a reason as nasty as their name."""
    place.event.organiser = place.member
    place.late_because = place.member.name
    return events_emails.late_cancel(registration=place, now=now)[0]


def _hand_over(place, now) -> OutboxEmail:
    """From a namesake to the reader."""
    giver = make.registration(place.event, make.member())
    giver.member.name = place.member.name
    return events_emails.hand_over(registration=giver, taker=place.member, now=now)


def _digest(reader: Member, now) -> OutboxEmail:
    """One with a question, something that ended, and an introduction that was made."""
    make.chose(reader, introductions="weekly")
    since = now + dt.timedelta(days=1)
    for state in ("offered", "made", "expired"):
        introduction = make.introduction(
            state,
            members=(reader, make.pair()[1]),
            closes_at=since + dt.timedelta(days=6),
            **({"made_at": since} if state == "made" else {}),
        )
        if state == "offered":
            opt_in = introduction.opt_ins.get(member=reader)
            matchmaking_emails.opt_in_request(introduction=introduction, opt_in=opt_in, now=now)
        if state == "expired":
            matchmaking_emails.did_not_come_about(introduction=introduction, member=reader, now=since)
    period = digest_days.of("2026-11-26")
    return matchmaking_emails.digest(member=reader, period=period, now=period.moment)


LATER = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
AWAY_UNTIL = dt.date(2027, 2, 22)

# How each kind comes to be written. A kind without a row here fails.
KINDS: dict[str, Callable[[Member, object], OutboxEmail]] = {
    "account.login_code": _asked_by_allauth("account/email/login_code"),
    "account.confirm_address": _asked_by_allauth("account/email/email_confirmation_signup"),
    "account.password_code": _asked_by_allauth("account/email/password_reset_code"),
    "account.erased": lambda reader, now: account_emails.erased(to=reader.email, language=reader.language, now=now),
    "account.already_exists": _asked_by_allauth("account/email/account_already_exists"),
    "account.notice": _asked_by_allauth("mfa/email/webauthn_added"),
    "corridor.welcome": lambda reader, now: emails.welcome(member=reader, now=now),
    "corridor.organisation_verified": lambda reader, now: emails.organisation_verified(
        organisation=make.organisation("Fo & Co <Lab>"), to=reader, now=now
    ),
    "events.registered": _of_a_place(
        lambda place, now: events_emails.registered(registration=place, now=now), "confirmed"
    ),
    "events.cancelled": _of_a_place(
        lambda place, now: events_emails.cancelled(registration=place, because=f"<i>{place.event.title}</i>", now=now),
        "cancelled",
    ),
    "events.invited": _of_a_place(lambda place, now: events_emails.invited(registration=place, now=now), "invited"),
    "events.offered": _of_a_place(
        lambda place, now: events_emails.offered(registration=place, now=now), "offered", offer_until=LATER
    ),
    "events.offer_lapsed": _of_a_place(
        lambda place, now: events_emails.offer_lapsed(registration=place, now=now), "lapsed"
    ),
    "events.declined": _of_a_place(lambda place, now: events_emails.declined(registration=place, now=now), "declined"),
    "events.given_up": _of_a_place(
        lambda place, now: events_emails.given_up(registration=place, now=now, taker=place.member), "cancelled"
    ),
    "events.hand_over": _of_a_place(_hand_over, "waitlisted"),
    "events.late_cancel": _of_a_place(_late_cancel, "cancelled"),
    "matchmaking.opt_in_request": _of_an_introduction(
        lambda introduction, reader, now: matchmaking_emails.opt_in_request(
            introduction=introduction, opt_in=introduction.opt_ins.get(member=reader), now=now
        ),
        "offered",
    ),
    "matchmaking.reminder": _of_an_introduction(
        lambda introduction, reader, now: matchmaking_emails.reminder(
            introduction=introduction, opt_in=introduction.opt_ins.get(member=reader), now=now
        ),
        "offered",
    ),
    "matchmaking.paused_after_silence": _of_an_introduction(
        lambda introduction, reader, now: matchmaking_emails.paused_after_silence(
            member=reader, introduction=introduction, until=AWAY_UNTIL, now=now
        ),
        "expired",
    ),
    "matchmaking.introduction_made": _of_an_introduction(
        lambda introduction, reader, now: matchmaking_emails.introduction_made(
            introduction=introduction, member=reader, now=now, due_at=now
        ),
        "made",
    ),
    "matchmaking.digest": _digest,
    "matchmaking.moment_agreed": _of_an_introduction(
        lambda introduction, reader, now: matchmaking_emails.moment_agreed(
            introduction=introduction, member=reader, half_day=HalfDay(now.date(), "morning"), now=now
        ),
        "made",
    ),
    "matchmaking.did_not_come_about": _of_an_introduction(
        lambda introduction, reader, now: matchmaking_emails.did_not_come_about(
            introduction=introduction, member=reader, now=now
        ),
        "expired",
    ),
}

KINDS |= organisers_letters.KINDS | evening_mails.KINDS
KINDS |= {
    "matchmaking.did_you_meet": _of_an_introduction(
        lambda introduction, reader, now: matchmaking_emails.did_you_meet(
            feedback=Feedback.objects.create(introduction=introduction, member=reader, asked_at=now), now=now
        ),
        "made",
    ),
    "matchmaking.what_came_of_it": _of_an_introduction(
        lambda introduction, reader, now: matchmaking_emails.what_came_of_it(
            outcome=Outcome.objects.create(introduction=introduction, member=reader, months=9, asked_at=now), now=now
        ),
        "made",
    ),
    "matchmaking.promise_reminder": _of_an_introduction(
        lambda introduction, reader, now: matchmaking_emails.promise_reminder(
            promise=FollowUp.objects.create(
                introduction=introduction, member=reader, line="Send www.evil.example", due_on=now.date(), made_at=now
            ),
            now=now,
        ),
        "made",
    ),
}


def written(kind: str, language: str, now) -> OutboxEmail:
    reader = make.member("Anne O'Hara & Zn", language=language)
    with transaction.atomic():
        return KINDS[kind](reader, now)


@pytest.mark.nodb
def test_every_kind_has_its_three_parts():
    for kind in FOLDERS:
        folder = tree.ROOT / "templates" / "emails" / kind.replace(".", "/")
        assert {path.name for path in folder.iterdir()} == PARTS, kind


@pytest.mark.nodb
def test_every_kind_has_a_row_here_and_is_asked_for_by_our_code():
    named = "\n".join(tree.text(path) for path in tree.product(".py"))

    assert set(KINDS) == FOLDERS
    assert [kind for kind in FOLDERS if f'"{kind}"' not in named] == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_reads_well_in_both_languages(kind, language, now):
    email = written(kind, language, now)

    assert (email.kind, email.language) == (kind, language)
    assert 5 < len(email.subject) <= 78, email.subject
    assert len(email.text.split()) > 10
    assert f'lang="{language}"' in email.html
    for part in (email.subject, email.text, email.html):
        assert not re.search(r"\{\{|\{%|%\(|\bNone\b|&amp;amp;|&lt;|&#x27;s?\b", part) or part is email.html
        assert "&amp;amp;" not in part
        assert "{{" not in part and "{%" not in part and "%(" not in part
    assert "&amp;" not in email.text and "&#x27;" not in email.text and "&amp;" not in email.subject
    assert "\n\n\n" not in email.text


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_s27_no_kind_fetches_or_tracks_anything(kind, now):
    email = written(kind, "en", now)

    assert not re.search(r"<img|<script|<link|<iframe|url\(|@import|srcset", email.html)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_s07_every_address_in_every_kind_is_the_sites_own(kind, now, settings):
    settings.SITE_URL = "https://serendipity.example"
    email = written(kind, "nl", now)

    links = re.findall(r"https?://[^\s\"'<>)]+", email.text + email.html + " ".join(map(str, email.headers.values())))
    assert [link for link in links if not link.startswith("https://serendipity.example/")] == [] or kind in ()
    assert "localhost" not in email.text + email.html


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_says_why_one_got_it_and_how_to_stop(kind, now):
    email = written(kind, "en", now)

    if "List-Unsubscribe" in email.headers:
        assert email.headers["List-Unsubscribe"].strip("<>") in email.text
        assert email.headers["List-Unsubscribe"].strip("<>") in email.html
    assert settings.SITE_NAME in email.text


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "en"])
def test_f013_a_proposal_is_at_most_150_words(language, now):
    email = written("matchmaking.opt_in_request", language, now)

    words = [word for word in email.text.split() if re.search(r"\w", word)]
    assert len(words) <= MOST_WORDS_OF_A_PROPOSAL


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_s24_what_people_write_stays_text_in_every_kind(kind, now):
    """Markup, template syntax and format fields in names and sentences come out as they were typed."""
    nasty = '<b>x</b> {{ member.email }} {% debug %} %(a)s {0.__class__} "&amp;'
    other = make.organisation()
    reader = make.member("Anne de Wit", organisation=other)
    other.name = nasty
    other.save()
    Member.objects.filter(pk=reader.pk).update(name=nasty)
    reader.refresh_from_db()

    with transaction.atomic():
        email = KINDS[kind](reader, now)

    assert "<b>x</b>" not in email.html
    assert "\n" not in email.subject
    for part in (email.text, email.html):
        assert reader.email not in part.replace("{{ member.email }}", "") or kind == "matchmaking.introduction_made"
