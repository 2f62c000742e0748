"""Django's registration of this package."""

from django.apps import AppConfig


class MatchmakingConfig(AppConfig):
    name = "matchmaking"
