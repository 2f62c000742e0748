"""Which Django apps does this package bring? The ground itself, and the console in place of the stock admin site."""

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.admin.apps import AdminConfig

from corridor import celery_app, checks


class CorridorConfig(AppConfig):
    name = "corridor"
    verbose_name = "Corridor"

    def ready(self) -> None:
        # Here, because every process passes by: web server, worker, schedule and commands alike.
        checks.refuse_unsafe(settings)
        # What runs by the clock in an app that is not there runs nowhere.
        table = celery_app.conf.beat_schedule
        for name in [name for name, row in table.items() if not apps.is_installed(row["task"].split(".")[0])]:
            del table[name]


class ConsoleConfig(AdminConfig):
    default_site = "corridor.console.Console"
