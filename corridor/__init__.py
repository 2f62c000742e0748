"""The ground: organisations, members, mail, and the project that ties the three apps together."""

from corridor.celery import app as celery_app

__all__ = ["celery_app"]
