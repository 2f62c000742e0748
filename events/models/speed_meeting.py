"""Who meets whom in the speed meetings of an event? Agreed turns, as facts; who should meet is matchmaking's (F078)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SpeedMeetings(models.Model):
    """How the turns of one event run: how many, how long, and since when the first one goes."""

    event = models.OneToOneField("events.Event", models.CASCADE, related_name="speed_meetings", verbose_name=_("event"))
    turns = models.PositiveSmallIntegerField(_("turns"))
    tables = models.PositiveSmallIntegerField(_("tables"))
    minutes = models.PositiveSmallIntegerField(_("minutes a turn"), default=8)
    pause_minutes = models.PositiveSmallIntegerField(_("minutes between turns"), default=2)
    began_at = models.DateTimeField(_("first turn began"), null=True, blank=True)
    agreed_at = models.DateTimeField(_("agreed"))

    class Meta:
        verbose_name = _("speed meetings")
        verbose_name_plural = _("speed meetings")

    def __str__(self) -> str:
        return str(self.event)


class SpeedSeat(models.Model):
    """One guest at one table in one turn, and what to talk about there, as told at the time."""

    meetings = models.ForeignKey(SpeedMeetings, models.CASCADE, related_name="seats", verbose_name=_("speed meetings"))
    turn = models.PositiveSmallIntegerField(_("turn"))
    table = models.PositiveSmallIntegerField(_("table"))
    registration = models.ForeignKey(
        "events.Registration", models.CASCADE, related_name="speed_seats", verbose_name=_("registration")
    )
    because = models.JSONField(_("because"), default=dict, blank=True)  # language -> sentence

    class Meta:
        ordering = ["turn", "table", "pk"]
        verbose_name = _("seat in a speed meeting")
        verbose_name_plural = _("seats in speed meetings")
        constraints = [models.UniqueConstraint("meetings", "turn", "registration", name="speed_seat_one_a_turn")]

    def __str__(self) -> str:
        return f"{self.turn} · {self.table} · {self.registration}"
