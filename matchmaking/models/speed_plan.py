"""Who should sit with whom in the speed meetings of an event? An opinion, until an organiser agrees to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SpeedPlan(models.Model):
    """What was asked for, who takes part, and what the engine proposed. The agreed turns are facts of the event."""

    FEWEST_SEATS, MOST_SEATS = 2, 12

    event = models.OneToOneField("events.Event", models.CASCADE, related_name="+", verbose_name=_("event"))
    turns = models.PositiveSmallIntegerField(_("turns"), default=6)
    seats = models.PositiveSmallIntegerField(_("seats at a table"), default=2)
    minutes = models.PositiveSmallIntegerField(_("minutes a turn"), default=8)
    pause_minutes = models.PositiveSmallIntegerField(_("minutes between turns"), default=2)
    only_arrived = models.BooleanField(
        _("only who has arrived"), default=False, help_text=_("Otherwise everybody with a place takes part.")
    )
    # Rows of {"registration", "member", "first", "last"}: the turns somebody is there for; last 0 is not at all. Who
    # went home has "home" too: the door saw them come in, and does not bring them back.
    guests = models.JSONField(default=list, blank=True, editable=False)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(
        "corridor.Member", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    # What the engine answered (engine/meetings/shapes.py: Schedule.to_json); {} before.
    schedule = models.JSONField(default=dict, blank=True, editable=False)
    # Empty while an answer is awaited: of the proposal, or once agreed of the mended turns.
    computed_at = models.DateTimeField(_("computed"), null=True, blank=True)
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("speed meetings")
        verbose_name_plural = _("speed meetings")
        constraints = [
            models.CheckConstraint(condition=models.Q(turns__gte=1), name="speed_plan_has_turns"),
            models.CheckConstraint(condition=models.Q(seats__gte=2), name="speed_plan_has_company"),
        ]

    def __str__(self) -> str:
        return str(self.event)
