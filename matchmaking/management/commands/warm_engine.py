"""Is the engine ready for its first round? Compiles its inner loops for this machine; once is enough."""

import time

from django.core.management.base import BaseCommand

from matchmaking import warming


class Command(BaseCommand):
    help = "Compiles the engine's inner loops for this machine and keeps them in NUMBA_CACHE_DIR; needs no database."

    def handle(self, **options: object) -> None:
        started = time.monotonic()
        for work in warming.ALL:
            work()
            self.stdout.write(f"{work.__name__}: ready after {time.monotonic() - started:.0f} s")
            self.stdout.flush()
