"""Which Django apps does this package bring? The ground itself, and the console in place of the stock admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class CorridorConfig(AppConfig):
    name = "corridor"
    verbose_name = "Corridor"

    def ready(self) -> None:
        # Registers the start-up checks and signal receivers; nothing is imported by them that ready() precedes.
        from corridor import checks  # noqa: F401, PLC0415 Django registers checks at ready(), not before


class ConsoleConfig(AdminConfig):
    default_site = "corridor.console.Console"
