"""Where and when was an event to be, before it moved? Its guests read the old beside the new (F032)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Move(models.Model):
    """One move of an announced event: what stood until then, and which version of the calendar entry came of it."""

    event = models.ForeignKey("events.Event", models.CASCADE, related_name="moves", verbose_name=_("event"))
    sequence = models.PositiveIntegerField(_("version of the calendar entry"))
    at = models.DateTimeField(_("at"))
    because = models.CharField(_("because"), max_length=400)
    starts_at = models.DateTimeField(_("would have started"))
    ends_at = models.DateTimeField(_("would have ended"))
    place = models.CharField(_("would have been"), max_length=300)

    class Meta:
        ordering = ["event", "sequence"]
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        constraints = [models.UniqueConstraint("event", "sequence", name="move_one_per_version")]

    def __str__(self) -> str:
        return f"{self.event} · {self.sequence}"
