"""Do a no, silence and every way to stop give the other side the same bytes, on pages and in mails? (F003, R-08)"""

import datetime as dt
import re

import pytest

from corridor import outbox
from corridor.models import OutboxEmail
from matchmaking.actions import introductions
from matchmaking.dates import ANSWER_WITHIN, JITTER, deadline, settles_at
from tests import make
from tests.matchmaking.queries import test_inbox as others

pytestmark = pytest.mark.django_db

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
WAYS = [
    others.no,
    others.not_now,
    others.yes_then_no,
    others.pause,
    others.consent_withdrawn,
    others.account_closed,
    others.taken_back_by_an_organiser,
    others.handed_over,
]


def masked(page: bytes | str, introduction) -> str:
    """Without what differs between any two introductions: numbers, names with numbers, form tokens."""
    text = page if isinstance(page, str) else page.decode()
    text = re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', r"\1", text)
    text = re.sub(r'name="page" value="[^"]+"', "", text)
    text = re.sub(
        r"/introductions/\d+/|/i/[^/\"]+/|Organisation \d+|member\d+@example\.nl|round test-\d+|asked-\d+"
        r"|/(?:unsubscribe|mails)/[^/\"]+/",
        "",
        text,
    )
    return text


def everything_seen(otherwise, own: str, now, monkeypatch, client_for, at) -> list[str]:
    """All that reaches the one side: the pages at that instant, and every mail from the question to the end."""
    introduction = make.introduction("proposed")
    introductions.offer(introduction=introduction, now=now)
    introduction.refresh_from_db()
    closes_at = now + ANSWER_WITHIN  # the jitter belongs to the pair, not to what anybody did
    type(introduction).objects.filter(pk=introduction.pk).update(closes_at=closes_at)
    introduction.refresh_from_db()
    ada, bob = introduction.members
    if own:
        introductions.answer(introduction=introduction, member=ada, answer=own, now=now)
    otherwise(introduction, bob, now + MINUTE)
    introductions.expire(introduction=introduction, now=at)
    monkeypatch.setattr("corridor.clock.now", lambda: at)
    client = client_for(ada)
    pages = ["/en/me/", "/en/introductions/", f"/en/introductions/{introduction.pk}/"]
    seen = [masked(client.get(page).content, introduction) for page in pages]
    mails = OutboxEmail.objects.filter(member=ada).exclude(state="withdrawn").exclude(kind="matchmaking.opt_in_request")
    for mail in mails.order_by("kind"):
        seen += [masked(part, introduction) for part in (mail.subject, mail.text, mail.html, str(mail.due_at))]
    return seen


@pytest.mark.parametrize("own", ["", "yes", "no"])
@pytest.mark.parametrize("when", ["soon", "at the deadline", "at the end"])
def test_f003_r08_pages_and_mails_are_byte_identical(when, own, now, monkeypatch, client_for):
    closes_at = now + ANSWER_WITHIN
    at = {"soon": now + 2 * MINUTE, "at the deadline": closes_at, "at the end": settles_at(closes_at)}[when]

    silent = everything_seen(others.nothing, own, now, monkeypatch, client_for, at)

    assert len(silent) == (7 if own == "yes" and when == "at the end" else 3)
    for otherwise in WAYS:
        assert everything_seen(otherwise, own, now, monkeypatch, client_for, at) == silent, otherwise.__name__


def test_f003_the_comparison_can_fail(now, monkeypatch, client_for):
    """Negative control: twice yes does look different once the mail has left."""

    def yes(introduction, other, at):
        introductions.answer(introduction=introduction, member=other, answer="yes", now=at)

    at = now + 3 * DAY
    silent = everything_seen(others.nothing, "yes", now, monkeypatch, client_for, at)

    assert everything_seen(yes, "yes", now, monkeypatch, client_for, at) != silent


def test_r08_the_deadline_is_spread_by_more_than_six_hours_and_knows_only_seed_and_number(now):
    moved = [deadline(offered_at=now, seed=7, number=number) - now - ANSWER_WITHIN for number in range(200)]

    assert min(moved) < -dt.timedelta(hours=6) and max(moved) > dt.timedelta(hours=6)
    assert max(map(abs, moved)) <= JITTER
    assert len(set(moved)) == 200
    assert moved[3] == deadline(offered_at=now, seed=7, number=3) - now - ANSWER_WITHIN


@pytest.mark.parametrize("otherwise", WAYS)
def test_r08_nothing_moves_the_deadline(otherwise, now):
    introduction = make.introduction("offered")
    closes_at = introduction.closes_at
    introductions.answer(introduction=introduction, member=introduction.member_a, answer="yes", now=now)

    otherwise(introduction, introduction.member_b, now + MINUTE)

    introduction.refresh_from_db()
    assert introduction.closes_at == closes_at


def test_r08_the_neutral_mail_can_be_stopped_for_itself(now):
    introduction = make.introduction("offered")
    introductions.answer(introduction=introduction, member=introduction.member_a, answer="yes", now=now)
    introductions.expire(introduction=introduction, now=settles_at(introduction.closes_at))

    assert "List-Unsubscribe" in OutboxEmail.objects.get().headers
    assert outbox.withdraw(about=introduction, now=now, because="test")
