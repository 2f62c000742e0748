"""The whole road of an introduction: a round by the clock, two mails, two presses without an account, two mails."""

import datetime as dt
import re

import pytest
from django.test import Client

from corridor import outbox
from corridor.models import OutboxEmail
from matchmaking import tasks
from matchmaking.actions import rounds
from matchmaking.models import Introduction, Round, Tie
from matchmaking.queries.invariants import broken
from tests import make

pytestmark = pytest.mark.django_db

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


class World:
    """The clock, the schedule and the mailboxes; nothing here reaches into the product."""

    def __init__(self, monkeypatch, mailoutbox, now):
        self.mailoutbox, self.now = mailoutbox, now
        monkeypatch.setattr("corridor.clock.now", lambda: self.now)

    def pass_time(self, stretch: dt.timedelta) -> None:
        self.now += stretch
        self.tick()

    def tick(self) -> None:
        """Everything the schedule would do at this instant, twice, as it may."""
        for _ in range(2):
            tasks.plan_rounds()
            tasks.propose_due_rounds()
            tasks.approve_due_rounds()
            tasks.offer_introductions()
            tasks.complete_introductions()
            tasks.stand_down_introductions()
            tasks.expire_introductions()
            tasks.close_rounds()
            outbox.deliver_due(now=self.now)

    def mails_to(self, member) -> list:
        return [message for message in self.mailoutbox if message.to == [member.email]]

    def link_to(self, member) -> str:
        return re.search(r"http://localhost:8000(/\w\w/i/\S+/)", self.mails_to(member)[0].body).group(1)

    def press(self, member, answer: str) -> None:
        path, browser = self.link_to(member), Client()
        page = re.search(r'name="page" value="([^"]+)"', browser.get(path).content.decode()).group(1)
        assert browser.post(path, {"page": page, "answer": answer}).status_code == 303


@pytest.fixture
def world(monkeypatch, mailoutbox, now, settings, tmp_path) -> World:
    settings.SENT_JOURNAL = tmp_path / "sent.journal"
    return World(monkeypatch, mailoutbox, now)


@pytest.fixture
def asked(world):
    """The first Tuesday came, an organiser approved, both have their question."""
    for number in range(1, 8):
        make.layer(number)
    make.venue()
    organiser = make.organiser("Marit", complete=False)
    pair = make.pair()
    world.tick()
    world.pass_time(7 * DAY)
    round = Round.objects.get(period="2026-12")
    assert round.state == "proposed" and not world.mailoutbox
    rounds.approve(round=round, by=organiser, now=world.now)
    world.pass_time(MINUTE)
    assert [len(world.mails_to(member)) for member in pair] == [1, 1]
    return pair


def test_twice_yes_brings_two_together(asked, world):
    ada, bob = asked
    world.press(ada, "yes")
    world.pass_time(DAY)
    assert len(world.mailoutbox) == 2

    world.press(bob, "yes")
    world.pass_time(9 * MINUTE)
    assert len(world.mailoutbox) == 2  # the undo window
    world.pass_time(MINUTE)

    for reader, other in ((ada, bob), (bob, ada)):
        joint = world.mails_to(reader)[1]
        assert joint.message()["Reply-To"] == f"{ada.email}, {bob.email}"
        assert other.email in joint.body
        assert "Half way" in joint.body
    world.pass_time(30 * DAY)
    assert len(world.mailoutbox) == 4
    assert Round.objects.get(period="2026-12").state == "closed"
    assert broken(world.now) == {"I1": [], "I2": [], "I3": [], "I9": []}


@pytest.mark.parametrize("answer", ["no", "not_now", None])
def test_one_no_or_silence_ends_in_silence_and_one_neutral_mail(answer, asked, world):
    ada, bob = asked
    world.press(ada, "yes")
    if answer:
        world.press(bob, answer)
    world.pass_time(8 * DAY)

    assert len(world.mails_to(ada)) == 2
    assert bob.email not in world.mails_to(ada)[1].body
    assert len(world.mails_to(bob)) == 1
    assert Introduction.objects.get().state == ("declined" if answer else "expired")
    assert broken(world.now) == {"I1": [], "I2": [], "I3": [], "I9": []}


def test_a_yes_taken_back_in_time_stops_both_mails(asked, world):
    ada, bob = asked
    world.press(ada, "yes")
    world.press(bob, "yes")
    world.pass_time(5 * MINUTE)
    world.press(ada, "no")
    world.pass_time(8 * DAY)

    assert len(world.mails_to(ada)) == 1
    assert [message.subject for message in world.mails_to(bob)[1:]] == [
        OutboxEmail.objects.get(kind="matchmaking.did_not_come_about").subject
    ]
    assert Tie.objects.get().bars_until is None  # never proposed again
