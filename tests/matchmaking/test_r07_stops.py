"""Two hundred pairs, and in each somebody stops at another instant: does any mail leave that should not? (R-07)

TEST_SIZE=full takes two hundred, else a few of each. The tasks that would mend things meanwhile do not run: it is
the sender alone that asks right before DATA. Its clock stands still, and jumps five seconds at each stop.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from corridor import failpoints, links, outbox, transport
from corridor.actions import erasing, members, suppressions
from corridor.errors import Refused
from corridor.models import Member, OutboxEmail
from matchmaking import tasks
from matchmaking.actions import exclusions, introductions
from matchmaking.dates import UNDO
from matchmaking.emails import INTRODUCTION_MADE, OPT_IN_LINK, OPT_IN_REQUEST
from matchmaking.models import Introduction
from matchmaking.queries import invariants
from tests import make
from tests.needs import sized

pytestmark = [pytest.mark.django_db, pytest.mark.long]

DAY = dt.timedelta(days=1)
PROMISE = 5.0  # seconds from the commit of a stop to the last DATA that may begin


def pause(pair: "Pair", now: dt.datetime) -> None:
    members.pause(pair.who, (now + 9 * DAY).date(), pair.who, now)


def take_consent_back(pair: "Pair", now: dt.datetime) -> None:
    members.withdraw_consent(member=pair.who, by=pair.who, now=now)


def close_account(pair: "Pair", now: dt.datetime) -> None:
    Member.objects.filter(pk=pair.who.pk).update(is_active=False)


def erase(pair: "Pair", now: dt.datetime) -> None:
    erasing.erase(member=pair.who, by=pair.who, now=now)


def unsubscribe(pair: "Pair", now: dt.datetime) -> None:
    suppressions.unsubscribe(address=pair.who.email, kind="", now=now)


def block(pair: "Pair", now: dt.datetime) -> None:
    """Of the other's organisation, since a person can be named only once one was asked about them."""
    other = pair.introduction.other(pair.who)
    exclusions.add_own(member=pair.who, organisation=other.memberships.get().organisation, now=now)


def say_no(pair: "Pair", now: dt.datetime) -> None:
    one = Introduction.objects.get(pk=pair.introduction.pk)
    introductions.answer(introduction=one, member=pair.who, answer="no", now=now)


def withdraw(pair: "Pair", now: dt.datetime) -> None:
    """By an organiser: a proposal is dropped, what was asked is taken back."""
    one = Introduction.objects.get(pk=pair.introduction.pk)
    verb = introductions.drop if one.state == "proposed" else introductions.withdraw
    verb(introduction=one, by=pair.root, because="Wrong.", now=now)


STOPS = [pause, take_consent_back, close_account, erase, unsubscribe, block, say_no, withdraw]
# Before anybody is asked; while the questions leave; around the second yes; while the joint mails leave.
INSTANTS = ["K3", "K7 asking", "K8 asking", "K4", "K5", "K6", "K7", "K8", "K11"]
# A no that a yes follows is no stop, so it comes last.
WAYS = [(instant, stop) for instant in INSTANTS for stop in STOPS if stop is not say_no or instant in INSTANTS[4:]]
PAIRS = len(WAYS) * sized(small=1, full=3)


@dataclass
class Pair:
    introduction: Introduction
    instant: str
    stop: Callable
    side: int
    root: Member
    stopped_at: float | None = None
    tried: bool = False
    refused: bool = False

    @property
    def who(self) -> Member:
        return self.introduction.members[self.side]


@dataclass
class Play:
    """Everything that happens to the pairs; `second` is the sender's clock."""

    now: dt.datetime
    pairs: dict[int, Pair]
    second: float = 0.0
    sending: OutboxEmail | None = None
    phase: str = ""
    left: list[tuple[OutboxEmail, float]] = field(default_factory=list)
    honest: bool = True

    def reach(self, name: str) -> None:
        """A failpoint: whoever was to stop here does, and five seconds go by."""
        if name == "K7":
            held = OutboxEmail.objects.filter(state="sending", about_id__isnull=False).values_list(
                "about_id", flat=True
            )
            for number in sorted(set(held)):
                self.stop(number, f"K7{self.phase}")
        elif name in ("K8", "K11") and self.sending:
            self.stop(self.sending.about_id, f"{name}{self.phase}")

    def stop(self, number: int, instant: str) -> None:
        pair = self.pairs.get(number)
        if pair is None or pair.instant != instant or pair.tried:
            return
        pair.tried = True
        try:
            pair.stop(pair, self.now)
        except Refused:
            pair.refused = True
            return
        pair.stopped_at = self.second
        self.second += PROMISE

    def wrong(self) -> list[str]:
        """Mails that began to leave more than five seconds after a stop that concerns them."""
        found = []
        for mail, second in self.left:
            pair = self.pairs[mail.about_id]
            late = pair.stopped_at is not None and second >= pair.stopped_at + PROMISE
            concerns = mail.kind == INTRODUCTION_MADE or mail.member_id == pair.who.pk or pair.stop is withdraw
            if late and concerns:
                found.append(f"{pair.stop.__name__} at {pair.instant}: {mail.key}")
        return found


@pytest.fixture
def play(request, now, monkeypatch, settings, tmp_path) -> Play:
    """As many pairs as the test asks for, each with its instant and its stop."""
    settings.SENT_JOURNAL = tmp_path / "journal"
    root = make.member("Root", is_superuser=True, complete=False, email="root@example.nl")
    made = {}
    for number in range(request.param):
        instant, stop = WAYS[number % len(WAYS)]
        one = make.introduction("proposed", round=make.matching_round(scope_key=f"r07-{number}"))
        made[one.pk] = Pair(one, instant, stop, (number + number // len(WAYS)) % 2, root)
    played = Play(now, made)
    hand_over = transport.Carrier.hand_over

    def listening(carrier, email, still_wanted):
        played.sending = email
        hand_over(carrier, email, lambda: still_wanted() or not played.honest)
        if email.about_id:  # else the last mail to who erased themselves
            played.left.append((email, played.second))

    monkeypatch.setattr(transport.Carrier, "hand_over", listening)
    monkeypatch.setattr(failpoints, "reach", played.reach)
    monkeypatch.setattr("corridor.clock.now", lambda: played.now)
    monkeypatch.setattr("corridor.queries.suppressions.time", SimpleNamespace(monotonic=lambda: played.second))
    return played


def run(play: Play, client, settled) -> None:
    """From the proposals to the joint mails, with every stop at its instant."""
    for number in play.pairs:
        play.stop(number, "K3")
    tasks.offer_introductions()
    play.phase = " asking"
    outbox.deliver_due(now=play.now)
    play.phase, play.sending = "", None
    for number, pair in play.pairs.items():
        for member in pair.introduction.members:
            say_yes(play, client, settled, pair, member, last=member == pair.introduction.member_b)
        play.stop(number, "K6")
    play.now += UNDO
    outbox.deliver_due(now=play.now)


def say_yes(play: Play, client, settled, pair: Pair, member: Member, *, last: bool) -> None:
    """By the button on the page behind the link; the stops of K4 and K5 come while the last yes is on its way."""
    one = Introduction.objects.get(pk=pair.introduction.pk)
    if one.state in ("proposed", "dropped"):
        return
    token = links.make(OPT_IN_LINK, object_id=one.pk, member_id=member.pk, version=1, now=one.offered_at)

    def reach(name: str) -> None:
        if last and name in ("K4", "K5"):
            play.stop(one.pk, name)

    failpoints.reach, before = reach, failpoints.reach
    try:
        with settled(execute=True):
            client.post(f"/en/i/{token}/", {"answer": "yes", "page": links.page_value(token, now=play.now)})
    finally:
        failpoints.reach = before


@pytest.mark.parametrize("play", [PAIRS], indirect=True)
def test_r07_of_two_hundred_pairs_no_wrong_mail_leaves(play, client, django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr("corridor.limits.spend", lambda *question: True)

    run(play, client, django_capture_on_commit_callbacks)

    assert play.wrong() == [], play.wrong()
    for task in (tasks.stand_down_introductions, tasks.complete_introductions):
        task()
    found = invariants.broken(play.now)
    assert (found["I1"], found["I3"]) == ([], [])
    ran = Counter(pair.instant for pair in play.pairs.values() if pair.stopped_at is not None)
    kinds = Counter(mail.kind for mail, _second in play.left)
    refused = Counter(f"{pair.stop.__name__} at {pair.instant}" for pair in play.pairs.values() if pair.refused)
    print(f"\n{PAIRS} pairs, stopped at {dict(ran)}, refused {dict(refused)}, left {dict(kinds)}, 0 wrong")
    assert set(ran) == set(INSTANTS)
    assert kinds[OPT_IN_REQUEST] > PAIRS
    # Only where it was too late for them: the other mail had left, or both were in the server's hands.
    assert {key.partition(" at ")[0] for key in refused} <= {"say_no", "withdraw"}


@pytest.mark.parametrize("play", [len(WAYS)], indirect=True)
def test_r07_control_a_sender_that_does_not_ask_sends_wrong_mails(
    play, client, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr("corridor.limits.spend", lambda *question: True)
    play.honest = False

    run(play, client, django_capture_on_commit_callbacks)

    wrong = {line.partition(":")[0].partition(" at ")[2] for line in play.wrong()}
    assert {"K7", "K8", "K11", "K7 asking", "K8 asking"} <= wrong
