"""How does the site run on one machine without a broker? `manage.py serve`: site, worker and schedule together."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from corridor import embedded


class Command(BaseCommand):
    help = "Serves the site on loopback with its worker and its schedule, in one process."
    requires_system_checks = "__all__"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **options: object) -> None:
        if settings.REDIS_URL:
            raise CommandError("REDIS_URL is set, so web, worker and beat run as processes of their own (README.md).")
        with embedded.background():
            self.stdout.write(f"Serving {settings.SITE_URL}/ on port {port}. Stop with Ctrl-C.")
            self.stdout.flush()
            try:
                embedded.serve(port)
            except OSError as no:
                raise CommandError(f"Port {port} cannot be used: {no.strerror}.") from no
        self.stdout.write("Stopped.")
