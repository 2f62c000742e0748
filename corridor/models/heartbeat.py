"""When did the background work last prove that it is alive, and what did it find? One row a pulse.

Stamped by the database's own clock.
"""

from django.db import models


class Heartbeat(models.Model):
    """The last time a pulse went the whole way: schedule, broker, worker, database."""

    pulse = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()
    found = models.TextField(blank=True)  # what is wrong, in words for operators

    def __str__(self) -> str:
        return f"{self.pulse} {self.at:%H:%M:%S}"
