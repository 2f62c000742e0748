"""What does `make demo` do? Sets up the corridor with invented people, runs a round, prints it, and serves the site."""

import os
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from corridor import clock, embedded
from corridor.actions import ground
from corridor.models import Member, OutboxEmail
from events.demo import breakfast, evenings, stage
from events.models import Event
from matchmaking import warming
from matchmaking.demo import people, report, rounds, speed, year


class Command(BaseCommand):
    help = "Runs the demo: invented people on the real corridor, one matching round more, and the site. MODE=demo only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do everything but serving")
        parser.add_argument("--size", type=int, default=None, help="how many members (default: one per organisation)")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, once: bool, size: int | None, port: int, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("This makes up people; it runs in demo mode only: make demo.")
        if size is not None and not 2 <= size <= 100_000:
            raise CommandError("SIZE must be a number from 2 to 100000.")
        started = time.monotonic()
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        self._set_up(size)
        with embedded.background():
            self._run_round()
            self._open_the_door()
            self._say(f"\nAll this took {time.monotonic() - started:.0f} seconds.")
            if not once:
                self._serve(port)

    def _set_up(self, size: int | None) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        outcomes = ground.load(now=clock.now())
        self._say(f"The corridor: {sum(one.rows for one in outcomes)} rows of reference data, all loaded.")
        self._say("The engine makes itself ready for this machine; the first time that takes half a minute or more.")
        warming.rounds()
        warming.speed_meetings()
        self.stage = stage.Stage(rounds.next_moment(clock.now()))
        lived = year.live(size=size, today=clock.now(), meanwhile=lambda now: self.stage.play(until=now))
        if lived:
            self._say(f"The past: {lived} monthly rounds of an invented year, lived through by a growing corridor.")
        fresh = people.populate(size=size, now=clock.now())
        self._say(f"The people: {Member.objects.filter(is_demo=True).count()}, all invented; {fresh} of them just now.")
        evenings.bring_up_to(now=clock.now())
        self._say(f"The agenda: {Event.objects.count()} invented events, at places that exist.\n")

    def _run_round(self) -> None:
        try:
            round = rounds.run(by=Member.objects.get(email=people.SUPERUSER))
        except rounds.Stuck as no:
            raise CommandError(str(no)) from no
        for line in report.lines(round):
            self._say(line)
        mails = OutboxEmail.objects.filter(about_type="matchmaking.introduction").count()
        self._say(f"\nApproved. Both sides were asked: the demo's mailbox now holds {mails} mails about introductions.")

    def _open_the_door(self) -> None:
        """What happened at events while the clock moved on, and the event of this day."""
        self.stage.play(until=clock.now())
        today = breakfast.on(self.stage.day)
        try:
            if today:
                speed.run(event=today)
            rounds.deliver()
        except rounds.Stuck as no:
            raise CommandError(str(no)) from no
        for line in stage.lines(self.stage.day):
            self._say(line)

    def _serve(self, port: int) -> None:
        organisers = Member.objects.filter(is_demo=True, region_roles__ended_at=None, region_roles__isnull=False)
        site = settings.SITE_URL
        self._say(f"\nThe site        {site}/")
        self._say(f"Sign in         {site}/demo/          as anybody, with the real codes")
        self._say(f"The mailbox     {site}/demo/mailbox/  every mail that would have gone out; press its links")
        self._say(f"The console     {site}/nl/console/    the code of the second step is on {site}/demo/")
        for person in [*organisers, Member.objects.get(email=people.SUPERUSER)]:
            self._say(f"                  {person.email}")
        self._say("Stop with Ctrl-C.")
        try:
            embedded.serve(port)
        except OSError as no:
            raise CommandError(f"Port {port} cannot be used ({os.strerror(no.errno)}): make demo PORT=8001") from no
        self._say("Stopped.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
