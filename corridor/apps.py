"""Which Django apps does this package bring? The ground itself, and the console in place of the stock admin site."""

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig

from corridor import checks


class CorridorConfig(AppConfig):
    name = "corridor"
    verbose_name = "Corridor"

    def ready(self) -> None:
        # Here, because every process passes by: web server, worker, schedule and commands alike.
        checks.refuse_unsafe(settings)


class ConsoleConfig(AdminConfig):
    default_site = "corridor.console.Console"
