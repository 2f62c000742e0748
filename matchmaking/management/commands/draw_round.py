"""What does a round look like? Draws the picture in the engine's README from a round that the engine runs."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matchmaking.picture.drawing import drawing_of
from matchmaking.picture.scene import third_round

FILE = Path(__file__).resolve().parents[2] / "engine/round.svg"


class Command(BaseCommand):
    help = (
        "Draws matchmaking/engine/round.svg: the third round of a small corridor, run by the engine on the reference"
        " data in corridor/data. Needs no database; --check only says whether the picture is current."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the picture is out of date")

    def handle(self, *, check: bool, **options: object) -> None:
        drawn = drawing_of(third_round()).encode()
        current = FILE.exists() and FILE.read_bytes() == drawn
        if check and not current:
            raise CommandError("Out of date, run manage.py draw_round: matchmaking/engine/round.svg")
        if not current:
            FILE.write_bytes(drawn)
            self.stdout.write(f"drew matchmaking/engine/round.svg ({len(drawn) // 1000} KB)")
