"""Are all the ways to say no, to stop and to stay silent one and the same to the other side, on every surface?

For each answer of the reader's own, each scene is played from the question to a month after, on the same stage, and
everything within the reader's reach is compared with silence, byte by byte (F003, R-08).
"""

import datetime as dt
import json
import logging
from collections.abc import Callable, Iterator

import pytest
from celery import current_app
from django.db import connection, transaction

from corridor.celery import app
from corridor.models import Suppression
from matchmaking import emails
from matchmaking.actions import introductions
from matchmaking.dates import settles_at
from matchmaking.models import Exclusion
from matchmaking.queries import inbox
from tests.house import worlds
from tests.matchmaking.passing import colleague_of
from tests.needs import FULL_SIZE
from tests.rewinding import counts, taken_back
from tests.silence import scenes
from tests.silence.scenes import ENDED, SCENES, SILENCE, Scene
from tests.silence.walking import Seen, Tables, differences, mails, walk

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
app.loader.import_default_modules()
# Of the clock's tasks those that do something to somebody.
WATCHERS = {"corridor.beat", "matchmaking.check_invariants"}
BEAT = sorted({entry["task"] for entry in app.conf.beat_schedule.values()} - WATCHERS)
SENDER = "corridor.deliver_outbox"
READER, ORGANISER = ("member", "stranger", "link", "mail"), ("organiser",)
# The home page; and the events, where whoever erases themselves gives a place back and is a guest no more: pages that
# say how many come, and the programme, which is drawn anew when that number changes.
PLACES = ("", "events/", "events/<slug:slug>/", "events/<slug:slug>/programme/", "places/venues/<slug:slug>/")
GUESTS = ("my-place/", "speed-meetings/")
DOOR = ("", "badges/", "guests/", "list/", "tables/")
COUNTS = {f"{who} {page}" for who in ("member", "stranger") for page in PLACES}
COUNTS |= {f"member events/<slug:slug>/{page}" for page in GUESTS} | {
    f"member door/<slug:slug>/{page}" for page in DOOR
}
INSTANTS = ["asked", "answered", "the same day", "before the deadline", "after the deadline", "a month after"]
INSTANTS = INSTANTS[2::3]  # while both wait, and a month after
OWN = ["yes", ""]
# Whoever said nothing has less to see: one scene of each sort is enough.
ONE_OF_EACH = ("declined", "handed over", "paused", "account closed", "erased")
PLAYED = SCENES if FULL_SIZE else [one for one in SCENES if one.name in ("declined", "paused", "handed over", ENDED)]


class Stage:
    """One of everything, and Ada and Bob who are asked; scenes are played on it and taken back."""

    def __init__(self, now: dt.datetime, monkeypatch: pytest.MonkeyPatch):
        self.now = self.start = now
        monkeypatch.setattr("corridor.clock.now", lambda: self.now)
        self.world = worlds.build()
        colleague_of(self.world.bob)
        # What the samples say of Ada must not keep her from meeting Bob.
        for model in (Exclusion, Suppression):
            model.objects.update(lifted_at=now)
        logging.disable()
        with transaction.atomic():
            for opt_in in self.world.introduction.opt_ins.select_related("member"):
                emails.opt_in_request(introduction=self.world.introduction, opt_in=opt_in, now=now)
        self.counts = counts()

    def play(self, scene: Scene, own: str, *, console: bool, silent: dict[str, Seen] | None = None) -> dict[str, Seen]:
        """What Ada sees at each instant while the scene goes on; afterwards nothing of it is left."""
        self.now, self.tables, self.left = self.start, Tables(), {}
        seen = {}
        with taken_back(self.counts):
            for instant in self._act(scene, own):
                if instant in INSTANTS:
                    before = silent[instant] if silent else None
                    seen[instant] = walk(
                        self.world, self.left, console=console, written=self.tables.written, silent=before
                    )
        return seen

    def _act(self, scene: Scene, own: str) -> Iterator[str]:
        world, closes_at = self.world, self.world.introduction.closes_at
        self.until(self.start + MINUTE)
        self.do(lambda: scene.early(world, self.now))
        self.until(self.start + 3 * MINUTE)
        yield "asked"
        if own:
            mine = {"member": world.ada, "answer": own, "now": self.now}
            self.do(lambda: introductions.answer(introduction=scenes.asked(world), **mine))
        self.until(self.start + 5 * MINUTE)
        yield "answered"
        self.do(lambda: scene.late(world, self.now))
        self.until(self.start + HOUR)
        yield "the same day"
        self.until(closes_at - HOUR)
        yield "before the deadline"
        self.until(settles_at(closes_at) + 5 * MINUTE)
        yield "after the deadline"
        self.until(closes_at + 31 * DAY)
        yield "a month after"

    def do(self, act: Callable[[], object]) -> None:
        """Let it happen, and note what it touches."""
        with connection.execute_wrapper(self.tables):
            act()

    def until(self, moment: dt.datetime) -> None:
        """Let the clock run to `moment`; at each noon on the way, and then, all that it does is done."""
        while self.now < moment:
            noon = self.now.replace(hour=12, minute=0)
            self.now = min(moment, noon if noon > self.now else noon + DAY)
            for name in BEAT:
                self.do(current_app.tasks[name])
                if name == SENDER:
                    self.left = mails(self.world) | self.left  # as it left, whatever we forget of it afterwards


@pytest.fixture
def stage(now, monkeypatch, settings, tmp_path) -> Iterator[Stage]:
    settings.SENT_JOURNAL = tmp_path / "journal"
    yield Stage(now, monkeypatch)
    logging.disable(logging.NOTSET)


def told(seen: dict[str, Seen], like: dict[str, Seen], who: tuple[str, ...], *, counted: bool = False) -> dict:
    """Instant -> surfaces of `who` on which one can be told from the other, and how."""
    found = {}
    for instant, before in like.items():
        differ = {
            surface: what(*pair)
            for surface, pair in differences(before, seen[instant]).items()
            if surface.startswith(who) and not (counted and surface in COUNTS)
        }
        if differ:
            found[instant] = differ
    return found


def what(one: object, other: object) -> str:
    """The first place where they differ, for whoever has to mend it."""
    one, other = str(one), str(other)
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return f"{one[max(0, at - 60) : at + 60]}   |   {other[max(0, at - 60) : at + 60]}"


@pytest.mark.parametrize("own", OWN)
def test_f003_r08_every_surface_shows_silence(stage, own):
    stage.play(SILENCE, own, console=True)  # what a process keeps for itself is filled
    silent = stage.play(SILENCE, own, console=True)
    played, leaks = {"silent": silent}, {}
    chosen = PLAYED if own else [one for one in PLAYED if one.name in ONE_OF_EACH]
    for scene in chosen:
        played[scene.name] = stage.play(scene, own, console=bool(scene.console), silent=silent)
        found = told(played[scene.name], silent, READER, counted=scene.counted)
        if scene.console and (own == "yes" or scene.console == "silent"):
            found |= told(played[scene.name], played[scene.console], ORGANISER)
        if found:
            leaks[scene.name] = found

    surfaces = {instant: len(seen) for instant, seen in silent.items()}
    print(f"\n{connection.vendor}, own answer {own or 'none'}: {len(chosen)} scenes on {surfaces} surfaces")
    assert leaks == {}, json.dumps(leaks, indent=1)
    assert min(surfaces.values()) > 150


@pytest.mark.parametrize("scene", [scenes.AGREED, *(one for one in SCENES if one.name == "yes, then no")])
def test_f003_control_what_may_be_seen_and_what_leaks_are_found(stage, scene, monkeypatch):
    """Twice yes shows, as it should; and a page that tells a refusal early is caught on the pages that show it."""
    silent = stage.play(SILENCE, "yes", console=False)
    if scene is not scenes.AGREED:
        standing = inbox.standing

        def leaky(introduction, *args):
            return inbox.LAPSED if introduction.state == "declined" else standing(introduction, *args)

        monkeypatch.setattr(inbox, "standing", leaky)

    found = told(stage.play(scene, "yes", console=False, silent=silent), silent, READER)

    assert {"member introductions/<int:pk>/", "member introductions/"} <= found["the same day"].keys()
