"""How do the reference data get in? `manage.py load_ground`, as often as you like: the second time changes nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from corridor import clock
from corridor.actions import ground
from corridor.errors import Refused


class Command(BaseCommand):
    help = "Loads layers, regions, topics, synergies, organisations, places and travel times from CSV files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=ground.FOLDER, help="default: corridor/data")

    def handle(self, *, folder: Path, verbosity: int, **options: object) -> None:
        try:
            outcomes = ground.load(folder, now=clock.now())
        except Refused as no:
            raise CommandError(f"Nothing was loaded. {no}") from no
        for one in outcomes if verbosity else []:
            self.stdout.write(f"{one.file:24} {one.rows:4} rows: {one.new} new, {one.changed} changed")
            for field in one.kept:
                self.stdout.write(f"  kept, because it was changed here since: {field}")
            if one.gone:
                self.stdout.write(f"  no longer in the file, left as they are: {', '.join(one.gone)}")
