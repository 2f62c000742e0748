"""Django's registration of this package."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
