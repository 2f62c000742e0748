"""Can an organiser who is one of the two read in the console what the other said? (F003)"""

import datetime as dt

import pytest

from corridor.models import OutboxEmail
from matchmaking.actions import introductions
from tests import make
from tests.entering import at, enter, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga(db):
    """An organiser of the MRA who takes part herself."""
    return make.organiser("Olga Oost", offers=("machine-learning",), seeks=("chip-design",))


@pytest.fixture
def hers(olga, now):
    """An introduction of Olga's; both have said yes, and the other has taken it back."""
    bob = make.member("Bob Brabant", region=make.region("brainport"), offers=("chip-design",))
    introduction = make.introduction("offered", members=(olga, bob))
    for member in introduction.members:
        introductions.answer(introduction=introduction, member=member, answer="yes", now=now)
    introductions.answer(introduction=introduction, member=bob, answer="no", now=now + dt.timedelta(minutes=5))
    introduction.refresh_from_db()
    assert introduction.state == "declined"
    return introduction


def test_f003_her_own_introduction_is_not_in_her_console(olga, hers):
    console = enter(olga)

    assert "Bob Brabant" not in text(console.get(at("matchmaking/introduction")))
    assert console.get(at("matchmaking/introduction", hers.pk, "change")).status_code == 404
    for group in ("ended", "made", "offered"):
        page = text(console.get(at("matchmaking/round", hers.round_id, "change"), {"show": group}))
        assert "Bob Brabant" not in page


@pytest.mark.parametrize("state", ["proposed", "offered", "made"])
def test_f003_nor_is_it_counted_in_her_rounds(state, olga):
    """Another pair's is: what she counts moves with their answers, never with the answer of her own other."""
    round = make.matching_round()
    make.introduction(state, round=round)
    make.introduction(state, round=round, members=(olga, make.member("Bob", region=make.region("brainport"))))

    def counted(person) -> list[int]:
        (one,) = enter(person).get(at("matchmaking/round")).context["cl"].result_list
        return [one.to_read, one.asked, one.made]

    expected = [int(state == counts) for counts in ("proposed", "offered", "made")]
    assert counted(olga) == expected
    assert counted(make.organiser("Otto Oost")) == [2 * number for number in expected]


def test_f003_nor_are_the_mails_about_it(olga, hers):
    mail = OutboxEmail.objects.get(kind="matchmaking.introduction_made", member=olga)
    console = enter(olga)

    assert "The two are introduced" not in text(console.get(at("corridor/outboxemail")))
    assert console.get(at("corridor/outboxemail", mail.pk, "change")).status_code == 404


def test_another_organiser_looks_after_it(hers):
    console = enter(make.organiser("Otto Oost"))

    assert "Bob Brabant" in text(console.get(at("matchmaking/introduction")))
    assert console.get(at("matchmaking/introduction", hers.pk, "change")).status_code == 200
    assert "The two are introduced" in text(console.get(at("corridor/outboxemail")))


def test_why_a_mail_was_stopped_is_not_told(now):
    """A pause, an unsubscription or a closed account is the member's own."""
    anna = make.member("Anna Amstel")
    introduction = make.introduction("offered", members=(anna, make.pair()[1]))
    mail = OutboxEmail.objects.create(
        **{"kind": "matchmaking.opt_in_request", "key": "x", "member": anna, "to": anna.email, "language": "nl"},
        **{"subject": "x", "message_id": "<x@example.nl>", "state": "withdrawn", "state_since": now, "created_at": now},
        **{"due_at": now, "error": "paused", "about_type": "matchmaking.introduction", "about_id": introduction.pk},
    )

    page = text(enter(make.organiser()).get(at("corridor/outboxemail", mail.pk, "change")))

    assert "Withdrawn" in page or "withdrawn" in page
    assert "paused" not in page
