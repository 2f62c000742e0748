"""Is anything in the database that must never be? `manage.py check_invariants`: 0 a line, or what is broken."""

from django.core.management.base import BaseCommand, CommandError

from corridor import clock
from matchmaking.queries import invariants


class Command(BaseCommand):
    help = "Prints for I1, I2, I3 and I9 either 0 or the rows that break it, and fails if there are any."

    def handle(self, *args: object, **options: object) -> None:
        found = invariants.broken(clock.now())
        for name, rows in found.items():
            self.stdout.write(f"{name} {', '.join(rows) or 0}")
        if any(found.values()):
            raise CommandError("An invariant is broken.")
