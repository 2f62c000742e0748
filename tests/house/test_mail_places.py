"""Has every kind of mail exactly one place, and does every sender keep to what its reader chose? (F025)"""

import datetime as dt

import pytest
from django.db import transaction

from corridor import mail_kinds, mailings, outbox
from corridor.models import MailPreference, OutboxEmail
from corridor.queries import mail_choices
from matchmaking import digest_days
from matchmaking.queries import digest
from tests import make
from tests.house.test_emails import FOLDERS

pytestmark = pytest.mark.django_db

CATEGORIES = list(MailPreference.Category.values)
KINDS = sorted(mail_kinds.NAMES)
CHOSEN = sorted(kind for kind in KINDS if mailings.PLACES.get(kind) in CATEGORIES)
ESSENTIAL = sorted(kind for kind in KINDS if mailings.PLACES.get(kind) == mailings.ESSENTIAL)


@pytest.fixture(autouse=True)
def plain_letters(monkeypatch):
    """What a mail says does not matter here, so any kind can be written without its story."""
    monkeypatch.setattr("corridor.letters._render", lambda name, values, escape: f"About {values['kind']}")


def write(kind: str, reader, now, **fields) -> OutboxEmail:
    with transaction.atomic():
        return outbox.enqueue(kind=kind, key=f"test:{kind}", member=reader, context={}, now=now, **fields)


@pytest.mark.nodb
def test_f025_every_kind_has_exactly_one_place_and_every_place_a_kind_we_send():
    assert set(mailings.PLACES) == set(mail_kinds.NAMES) == FOLDERS
    assert set(mailings.PLACES.values()) <= {*CATEGORIES, mailings.ESSENTIAL, mailings.DIGEST}
    assert set(mailings.ABOUT) == set(CATEGORIES)


@pytest.mark.nodb
def test_f025_essential_is_the_account_what_both_agreed_to_a_place_one_took_and_nothing_else():
    others = [kind for kind in ESSENTIAL if not kind.startswith("account.")]
    assert others == [
        "events.cancelled",
        "events.declined",
        "events.given_up",
        "events.late_cancel",
        "events.moved",
        "events.offer_lapsed",
        "events.offered",
        "events.registered",
        "events.site_asked",
        "events.staff_added",
        "events.still_coming",
        "matchmaking.introduction_made",
    ]
    assert [kind for kind in KINDS if kind.startswith("account.") and kind not in ESSENTIAL] == []


@pytest.mark.nodb
def test_f025_s29_what_can_be_stopped_one_by_one_is_not_essential():
    assert [kind for kind in mailings.OPTIONAL if mailings.is_essential(kind)] == []


@pytest.mark.parametrize("kind", CHOSEN)
def test_f025_nothing_of_a_category_that_is_off_leaves(kind, now, mailoutbox):
    reader = make.member()
    make.chose(reader, **{mailings.PLACES[kind]: "off"})

    for number, fields in enumerate(({}, {"at_once": True}, {"due_at": now + dt.timedelta(hours=1)})):
        with transaction.atomic():
            mail = outbox.enqueue(kind=kind, key=f"k{number}", member=reader, context={}, now=now, **fields)
        assert (mail.state, mail.error) == ("withdrawn", mail_choices.TURNED_OFF)
    with transaction.atomic():
        by_address = outbox.enqueue(kind=kind, key="address", member=None, to=reader.email, context={}, now=now)
    outbox.deliver_due(now=now + dt.timedelta(hours=2))

    assert (by_address.state, mailoutbox) == ("withdrawn", [])


@pytest.mark.parametrize("kind", CHOSEN)
def test_f025_what_waits_already_stops_when_its_category_is_turned_off(kind, now, mailoutbox):
    reader = make.member()
    mail = write(kind, reader, now)
    make.chose(reader, **{mailings.PLACES[kind]: "off"})

    outbox.deliver_due(now=now)

    mail.refresh_from_db()
    assert (mail.state, mail.error, mailoutbox) == ("withdrawn", mail_choices.TURNED_OFF, [])


@pytest.mark.parametrize("pace", ["weekly", "monthly"])
@pytest.mark.parametrize("kind", CHOSEN)
def test_f025_what_is_gathered_is_born_withdrawn_unless_it_cannot_wait(kind, pace, now):
    reader = make.member()
    make.chose(reader, **{mailings.PLACES[kind]: pace})

    mail = write(kind, reader, now)
    with transaction.atomic():
        urgent = outbox.enqueue(kind=kind, key="urgent", member=reader, context={}, now=now, at_once=True)

    assert (mail.state, mail.error, urgent.state) == ("withdrawn", mail_choices.GATHERED, "queued")


@pytest.mark.parametrize("kind", sorted(set(CHOSEN) - set(digest.TOLD_AS_FACTS)))
def test_f025_the_digest_tells_what_every_gathered_mail_would_have(kind, now):
    reader = make.member()
    make.chose(reader, **{mailings.PLACES[kind]: "weekly"})
    write(kind, reader, now)

    period = digest_days.of("2026-11-26")

    assert [line.text for line in digest.lines(reader, period, period.moment)] == [f"About {kind}"]


@pytest.mark.parametrize("kind", CHOSEN)
def test_f025_one_category_says_nothing_about_the_others(kind, now):
    reader = make.member()
    make.chose(reader, **{category: "off" for category in CATEGORIES if category != mailings.PLACES[kind]})

    assert write(kind, reader, now).state == "queued"


@pytest.mark.parametrize("kind", ESSENTIAL)
def test_f025_what_is_essential_leaves_whatever_was_chosen(kind, now):
    reader = make.member()
    make.chose(reader, **dict.fromkeys(CATEGORIES, "off"))

    assert write(kind, reader, now).state == "queued"


@pytest.mark.parametrize("pace", ["instant", "off"])
def test_f025_a_digest_nobody_gathers_for_stays_here(pace, now):
    reader = make.member()
    make.chose(reader, **dict.fromkeys(CATEGORIES, pace))

    assert write("matchmaking.digest", reader, now).state == "withdrawn"


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {kind for kind in KINDS if kind.startswith("account.")}))
def test_f025_every_mail_but_the_accounts_links_to_the_choice(kind, now, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "corridor.letters._render", lambda name, values, escape: seen.append(values["choices_url"]) or "words"
    )

    write(kind, make.member(), now)

    assert all("/mails/" in url for url in seen) and len(seen) == 3
